"""A film in the making as the text of a storyboard, checked by reading it back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from flaming_horse.errors import Place, WrongInput, WrongInputs
from flaming_horse.model.storyboard import Cue, Line, Run, Settings, Target, Visual
from flaming_horse.storyboard import parse_storyboard
from flaming_horse.storyboard.formatting import format_front_matter, format_heading, format_visual
from flaming_horse.storyboard.inline_format import format_runs
from flaming_horse.writers.document_language import ENGLISH, DocumentLanguage
from flaming_horse.writers.other_scripts import runs_of
from flaming_horse.writers.pieces import plain, split_at
from flaming_horse.writers.script import Film, Part, Remark, Say, Show
from flaming_horse_voice.temporary import temporary_folder

_NOWHERE = Place("")


@dataclass(frozen=True, slots=True)
class Converted:
    """A storyboard made from a foreign document, and the pictures it shows, by their names.

    `notes` say in words what was done to the document, `taken_for` what it was read as.
    """

    text: str
    pictures: Mapping[str, bytes]
    notes: tuple[str, ...] = ()
    taken_for: str = ""
    language: DocumentLanguage = ENGLISH


def write_film(film: Film, about: str) -> tuple[str, list[tuple[int, Place]]]:
    """The storyboard's text, and for its blocks the line each begins at and its source.

    `about` is a note to the author at its beginning.
    """
    settings = Settings(film.title, film.language, summary=film.summary, language_told=True)
    blocks: list[tuple[str, Place]] = [
        (format_front_matter(settings), _NOWHERE),
        (_comment(about), _NOWHERE),
        (format_heading(film.title, 1), _NOWHERE),
    ]
    scene: list[Part] = []
    for part in film.parts:
        if part.level == 2 and scene:
            blocks += _scene(scene, film.language)
            scene = []
        scene.append(part)
    blocks += _scene(scene, film.language)
    text, places, line = "", list[tuple[int, Place]](), 1
    for block, place in blocks:
        places.append((line, place))
        text += f"{block}\n\n"
        line += block.count("\n") + 2
    return text.rstrip("\n") + "\n", places


def _scene(parts: list[Part], language: str) -> list[tuple[str, Place]]:
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
    blocks: list[tuple[str, Place]] = []
    for part in parts:
        if title := plain(part.title):
            blocks.append((format_heading(title, part.level), part.place))
        for item in part.items:
            if isinstance(item, Remark):
                blocks.append((_comment(item.text), _NOWHERE))
            elif isinstance(item, Show):
                name = names[id(item)] if id(item) in aimed else item.kind
                visual = Visual(name, item.kind, item.data, item.place, item.at)
                blocks.append((format_visual(visual, named=name != item.kind), item.place))
            else:
                blocks.append((_line(item, names.get(id(item.shown), ""), language), item.place))
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
        cues.append(Cue(mark.action, (target,), first, len(runs), None, say.place))
    runs += runs_of(rest, language)
    if say.pause:
        runs += [Run(" "), Run("", "pause", seconds=Fraction(say.pause))]
    line = Line("", tuple(runs), tuple(cues), say.place)
    return format_runs(line)


def checked(film: Film, about: str, pictures: Mapping[str, bytes]) -> str:
    """The text of a storyboard that reads without a finding.

    Raises WrongInput or WrongInputs, with places in the source document.
    """
    text, places = write_film(film, about)
    with temporary_folder() as folder:
        file = Path(folder) / "storyboard.md"
        for name, content in pictures.items():
            picture = Path(folder) / name
            picture.parent.mkdir(parents=True, exist_ok=True)
            picture.write_bytes(content)
        try:
            parse_storyboard(text, str(file))
        except WrongInput as error:
            findings = [
                WrongInput(finding.what, remedy=finding.remedy, place=_source(finding, places))
                for finding in error.findings
            ]
            if len(findings) == 1:
                raise findings[0] from None
            raise WrongInputs(tuple(findings)) from None
    return text


def _source(finding: object, places: list[tuple[int, Place]]) -> Place:
    """Where in the source document stands what a finding of the storyboard is about."""
    place = getattr(finding, "place", None) or _NOWHERE
    whole = next((own for _, own in places if own.file), _NOWHERE)
    before = [own for line, own in places if line <= place.line and own.file]
    return before[-1] if before else Place(whole.file)
