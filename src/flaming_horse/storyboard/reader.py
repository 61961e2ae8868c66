"""Reads a storyboard: all that is wrong with it is told at once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from flaming_horse.errors import Place, WrongInput
from flaming_horse.model.storyboard import Storyboard
from flaming_horse.storyboard.block_reader import read_blocks
from flaming_horse.storyboard.blocks import Formula, ParagraphBlock
from flaming_horse.storyboard.findings import Findings
from flaming_horse.storyboard.front_matter import read_settings
from flaming_horse.storyboard.inline import read_inline
from flaming_horse.storyboard.latex import check_latex
from flaming_horse.storyboard.limits import (
    LARGEST,
    LONGEST_FORMULAS,
    MOST_BLOCKS,
    MOST_FORMULAS,
    look_at,
)
from flaming_horse.storyboard.lines import read_line
from flaming_horse.storyboard.markdown import markdown_parser
from flaming_horse.storyboard.resolve import resolve_scenes
from flaming_horse.storyboard.scenes import draft_scenes
from flaming_horse.storyboard.source import Passage, Source
from flaming_horse_voice.files import Unreadable, read_bytes
from flaming_horse_voice.runs import Run, flattened, written_runs


def read_text(path: Path, largest: int = LARGEST) -> str:
    """The text of a file of up to `largest` bytes.

    Raises WrongInput when it is not there, too large or no text.
    """
    shown = Place(str(path))
    try:
        content = read_bytes(path, largest)
    except FileNotFoundError:
        remedy = f"It was looked for at {path.absolute()}."
        raise WrongInput("there is no such file", remedy=remedy, place=shown) from None
    except IsADirectoryError:
        remedy = f"Name the storyboard in it: {path / 'storyboard.md'}."
        raise WrongInput("this is a folder", remedy=remedy, place=shown) from None
    except OSError as error:
        raise WrongInput(f"it cannot be read: {error.strerror}", place=shown) from None
    except Unreadable as bad:
        remedy = "A storyboard is a plain text file of up to 1 MB."
        if largest > LARGEST:
            remedy = f"It may have {largest:,} bytes."
        raise WrongInput(bad.what, remedy=remedy, place=shown) from None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        line = before.count(b"\n") + 1
        column = error.start - (before.rfind(b"\n") + 1) + 1
        remedy = "A storyboard is a text file in UTF-8."
        place = Place(str(path), line, column)
        raise WrongInput("this is not text in UTF-8", remedy=remedy, place=place) from None


def parse(text: str, file: str, *, check_formulas: bool = True) -> Storyboard:
    """The storyboard in `text`. `file` is its path: pictures are looked for beside it.

    Raises WrongInput, or WrongInputs with every finding.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    whole = Place(file)
    _look_for_text(text, whole)
    findings = Findings()
    source = Source.of(text, file)
    try:
        blocks = read_blocks(source, findings)
    except RecursionError:
        raise WrongInput("this is nested too deeply", place=whole) from None
    if len(blocks.blocks) > MOST_BLOCKS:
        what = f"this has {len(blocks.blocks):,} paragraphs, headings and visuals"
        remedy = f"{MOST_BLOCKS:,} is the most: make more than one film of it."
        raise WrongInput(what, remedy=remedy, place=blocks.blocks[MOST_BLOCKS].place)
    draft = draft_scenes(blocks, Path(file).parent, Place(file, 1, 1), findings)
    fallback = flattened(draft.heading) or _title_of(file)
    settings = read_settings(blocks.front, fallback, Path(file).parent, findings)
    if settings.title == fallback and draft.heading != written_runs(fallback):
        settings = replace(settings, heading=draft.heading)
    for scene in draft.scenes:
        scene.heading = scene.heading or settings.heading or written_runs(settings.title)
    if not any(isinstance(block, ParagraphBlock) for block in blocks.blocks):
        remedy = "Write what is to be said as paragraphs, under headings (## …)."
        findings.add(whole, "nothing is said in this storyboard", remedy)
    scenes = resolve_scenes(draft.scenes, findings)
    _look_at_formulas([formula.latex for formula in blocks.formulas], whole)
    if check_formulas:
        for formula in blocks.formulas:
            _check_formula(formula, findings)
    findings.throw()
    return Storyboard(file, settings, scenes)


def parse_line(text: str) -> tuple[Run, ...]:
    """The runs of one paragraph. Raises WrongInput, or WrongInputs with every finding."""
    look_at(text, "")
    findings = Findings()
    (token,) = markdown_parser().parseInline(text)
    inline = read_inline(token, Passage(Source.of(text, ""), token.content, 0), findings)
    line = read_line(ParagraphBlock(inline, {}, Place(""), (0, 1)), findings)
    findings.throw()
    return line.runs


def _look_at_formulas(formulas: list[str], whole: Place) -> None:
    remedy = "Make more than one film of it."
    if sum(map(len, formulas)) > LONGEST_FORMULAS:
        what = f"the formulas of this storyboard have more than {LONGEST_FORMULAS:,} signs"
        raise WrongInput(what, remedy=remedy, place=whole)
    if len(set(formulas)) > MOST_FORMULAS:
        what = f"this storyboard has more than {MOST_FORMULAS:,} different formulas"
        raise WrongInput(what, remedy=remedy, place=whole)


def _look_for_text(text: str, whole: Place) -> None:
    if not text.strip():
        remedy = "A storyboard is Markdown: headings, and paragraphs that are spoken."
        raise WrongInput("this file is empty", remedy=remedy, place=whole)
    look_at(text, whole.file)


def _title_of(file: str) -> str:
    path = Path(file)
    name = path.parent.name if path.stem == "storyboard" and path.parent.name else path.stem
    words = name.replace("-", " ").replace("_", " ").strip()
    return words[:1].upper() + words[1:] if words else "Untitled"


def _check_formula(formula: Formula, findings: Findings) -> None:
    problem = check_latex(formula.latex)
    if problem is None:
        return
    before = formula.latex[: problem.offset]
    down = before.count("\n")
    place = formula.place
    if down:
        place = Place(place.file, place.line + down, len(before) - before.rfind("\n"))
    else:
        place = Place(place.file, place.line, place.column + len(before))
    findings.add(place, f"LaTeX: {problem.what}", problem.remedy)
