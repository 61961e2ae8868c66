"""A film in the making as the text of a storyboard, checked by reading it back."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TypeAlias

from flaming_horse.errors import Place, WrongInput, WrongInputs
from flaming_horse.model.storyboard import Cue, Line, Settings, Storyboard, Target, Visual
from flaming_horse.storyboard import parse_storyboard
from flaming_horse.storyboard.formatting import format_front_matter, format_heading, format_visual
from flaming_horse.storyboard.inline_format import format_runs
from flaming_horse.writers.document_language import ENGLISH, DocumentLanguage
from flaming_horse.writers.other_scripts import runs_of
from flaming_horse.writers.pieces import as_runs, plain, split_at
from flaming_horse.writers.script import Entry, Film, Part, Remark, Say, Show
from flaming_horse_voice.runs import Run
from flaming_horse_voice.temporary import temporary_folder

_NOWHERE = Place("")
_Block: TypeAlias = "tuple[str, Place, Part | Entry | None]"


@dataclass(frozen=True, slots=True)
class Converted:
    """A storyboard made from a foreign document, and the pictures it shows, by their names.

    `notes` say in words what was done to the document, `taken_for` what it was read as. `film` is
    what the text was written from, with `about` at its beginning.
    """

    text: str
    pictures: Mapping[str, bytes]
    notes: tuple[str, ...] = ()
    taken_for: str = ""
    language: DocumentLanguage = ENGLISH
    film: Film | None = None
    about: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """A block of a storyboard's text: the line it begins at, and what it was written from."""

    line: int
    place: Place = _NOWHERE
    entry: Part | Entry | None = None


def write_film(film: Film, about: str) -> tuple[str, list[Written]]:
    """The storyboard's text, and its blocks with the line each begins at.

    `about` is a note to the author at its beginning.
    """
    settings = Settings(film.title, film.language, summary=film.summary, language_told=True)
    blocks: list[_Block] = [
        (format_front_matter(settings), _NOWHERE, None),
        (_comment(about), _NOWHERE, None),
        (format_heading(film.title, 1), _NOWHERE, None),
    ]
    scene: list[Part] = []
    for part in film.parts:
        if part.level == 2 and scene:
            blocks += _scene(scene, film.language)
            scene = []
        scene.append(part)
    blocks += _scene(scene, film.language)
    text, written, line = "", list[Written](), 1
    for block, place, entry in blocks:
        written.append(Written(line, place, entry))
        text += f"{block}\n\n"
        line += block.count("\n") + 2
    return text.rstrip("\n") + "\n", written


def _scene(parts: list[Part], language: str) -> list[_Block]:
    """The blocks of one scene: its heading and what is under it."""
    shows = [item for part in parts for item in part.items if isinstance(item, Show)]
    names: dict[int, str] = {}
    for kind in {show.kind for show in shows}:
        same = [show for show in shows if show.kind == kind]
        for number, show in enumerate(same, 1):
            names[id(show)] = kind if len(same) == 1 else f"{kind}-{number}"
    aimed = {
        id(item.shown)
        for part in parts
        for item in part.items
        if isinstance(item, Say) and item.marks
    }
    blocks: list[_Block] = []
    for part in parts:
        if plain(part.title):
            blocks.append((format_heading(as_runs(part.title), part.level), part.place, part))
        for item in part.items:
            if isinstance(item, Remark):
                blocks.append((_comment(item.text), _NOWHERE, item))
            elif isinstance(item, Show):
                name = names[id(item)] if id(item) in aimed else item.kind
                visual = Visual(name, item.kind, item.data, item.place, item.at)
                blocks.append((format_visual(visual, named=name != item.kind), item.place, item))
            else:
                line = _line(item, names.get(id(item.shown), ""), language)
                blocks.append((line, item.place, item))
    return blocks


def _comment(text: str) -> str:
    safe = re.sub(r"--+", "–", " ".join(text.split())).replace(">", "›").replace("<", "‹")  # noqa: RUF001
    return f"<!-- {safe} -->"


def _line(say: Say, name: str, language: str) -> str:
    runs: list[Run] = []
    cues: list[Cue] = []
    rest, taken = say.words, 0
    for mark in sorted(say.marks, key=lambda mark: mark.first):
        head, rest = split_at(rest, mark.first - taken)
        marked, rest = split_at(rest, mark.end - mark.first)
        taken = mark.end
        runs += runs_of(head, language)
        target = Target(name, (mark.step,))
        first = len(runs)
        runs += runs_of(marked, language)
        cues.append(Cue(mark.action, (target,), first, len(runs), say.place))
    runs += runs_of(rest, language)
    if say.pause:
        runs += [Run(" "), Run("", "pause", seconds=Fraction(say.pause))]
    line = Line("", tuple(runs), tuple(cues), say.place)
    return format_runs(line)


def checked(film: Film, about: str, pictures: Mapping[str, bytes]) -> str:
    """The text of a storyboard that reads without a finding.

    Raises WrongInput or WrongInputs, with places in the source document.
    """
    text, written = write_film(film, about)
    try:
        parsed(text, pictures)
    except WrongInput as error:
        findings = [
            WrongInput(finding.what, remedy=finding.remedy, place=_source(finding, written))
            for finding in error.findings
        ]
        if len(findings) == 1:
            raise findings[0] from None
        raise WrongInputs(tuple(findings)) from None
    return text


def parsed(text: str, pictures: Mapping[str, bytes]) -> Storyboard:
    """The storyboard in a text, beside which lie these pictures.

    Raises WrongInput or WrongInputs.
    """
    with temporary_folder() as folder:
        for name, content in pictures.items():
            picture = Path(folder) / name
            picture.parent.mkdir(parents=True, exist_ok=True)
            picture.write_bytes(content)
        return parse_storyboard(text, str(Path(folder) / "storyboard.md"))


def at_line(written: Sequence[Written], line: int) -> Part | Entry | None:
    """What the block at a line of the storyboard was written from."""
    before = [block for block in written if block.line <= line]
    return before[-1].entry if before else None


def _source(finding: object, written: Sequence[Written]) -> Place:
    """Where in the source document stands what a finding of the storyboard is about."""
    place = getattr(finding, "place", None) or _NOWHERE
    whole = next((block.place for block in written if block.place.file), _NOWHERE)
    before = [b.place for b in written if b.line <= place.line and b.place.file]
    return before[-1] if before else Place(whole.file)
