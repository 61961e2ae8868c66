"""Small documents of every kind become the films that their table promises."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from flaming_horse.build.creation import create
from flaming_horse.build.narration import spoken_lines
from flaming_horse.build.precache_voiceovers import chosen_voice
from flaming_horse.config import Options, settings_of
from flaming_horse.display import Display
from flaming_horse.errors import FlamingHorseError
from flaming_horse.model.storyboard import Storyboard
from flaming_horse.project import Project
from flaming_horse.stage.phrases import key_phrase
from flaming_horse.writing.brief import Brief
from flaming_horse.writing.bringing import bring_script, bring_slides
from flaming_horse.writing.project_storyboard import storyboard_of
from flaming_horse_voice.runs import flattened

sys.path.append(str(Path(__file__).parents[1] / "film"))
from dry_runs import clips_of

FOLDER = Path(__file__).parents[1] / "documents"
COLUMNS = ("says", "never says", "shows", "never shows", "tells", "waits for")


@dataclass(frozen=True)
class Film:
    """What came of a document, as a viewer and as the person at the terminal meet it."""

    storyboard: Storyboard | None
    speech: tuple[str, ...]
    shown: tuple[tuple[str, str], ...]
    told: str
    exit_code: int = 0


def rows() -> Iterator[tuple[str, dict[str, list[str]]]]:
    """Each document of the table, and what is expected of it by column."""
    for row in (FOLDER / "README.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", row)[1:-1]]
        if len(cells) != len(COLUMNS) + 1 or not (FOLDER / cells[0]).is_file():
            continue
        parted = [re.split(r"\s+/\s+", cell.replace(r"\|", "|")) for cell in cells[1:]]
        yield cells[0], dict(zip(COLUMNS, ([i for i in p if i] for p in parted), strict=True))


TABLE = dict(rows())


def cases() -> list[object]:
    """A parameter a document; one that waits for a part of the program must fail."""
    return [
        pytest.param(
            name,
            marks=[pytest.mark.xfail(strict=True, reason=wanted["waits for"][0])]
            if wanted["waits for"]
            else [],
        )
        for name, wanted in TABLE.items()
    ]


def is_accepted(name: str) -> bool:
    refused = any(each.startswith("refused:") for each in TABLE[name]["tells"])
    return not refused and not TABLE[name]["waits for"]


@cache
def film_of(name: str) -> Film:
    """The film that a document is read as, before it is tried on the stage."""
    with TemporaryDirectory() as folder:
        project = Project(Path(folder) / "film")
        voice = partial(chosen_voice, settings_of(project.folder, Options()), None)
        bring = bring_slides if is_deck(name) else bring_script
        try:
            said = bring(project, FOLDER / name, voice=voice)
            storyboard = storyboard_of(project)
        except FlamingHorseError as refused:
            told = " ".join(f"{each.what} {each.remedy}" for each in refused.findings)
            return Film(None, (), (), told, refused.exit_code)
        text = project.storyboard.read_text(encoding="utf-8")
    comments = " ".join(re.findall(r"<!--.*?-->", text, re.DOTALL))
    speech = tuple(line.speech.lower() for line in spoken_lines(storyboard))
    return Film(storyboard, speech, tuple(shown(storyboard)), f"{said} {comments}")


def is_deck(name: str) -> bool:
    return ".slides." in name


def shown(storyboard: Storyboard) -> Iterator[tuple[str, str]]:
    """Everything that can be seen, with its kind."""
    yield "title", storyboard.settings.title
    for scene in storyboard.scenes:
        yield "scene", scene.title
        for visual in scene.visuals:
            data = json.dumps(visual.data, ensure_ascii=False)
            yield visual.kind, data.replace("\\\\", "\\").replace("\\n", "\n").replace('\\"', '"')
        for line in scene.lines:
            yield "phrase", flattened(key_phrase(line.runs))


def holds(wanted: str, film: Film, column: str) -> bool:
    return any(holds_one(part.strip(), film, column) for part in wanted.split(" OR "))


def holds_one(wanted: str, film: Film, column: str) -> bool:
    if column.endswith("says"):
        parts = [rf"\b{re.escape(part.strip().lower())}" for part in wanted.split(" … ")]
        return any(re.search(".*".join(parts), bare(line)) for line in film.speech)
    if column == "tells":
        refused = wanted.startswith("refused:")
        name = wanted.removeprefix("refused:").strip()
        return name.lower() in film.told.lower() and (film.exit_code == 2) == refused
    kind, colon, text = wanted.partition(":")
    if colon and re.fullmatch(r"[a-z-]+", kind):
        return any(kind == each and text.strip() in seen for each, seen in film.shown)
    return any(wanted in seen for each, seen in film.shown if each != "phrase")


def bare(line: str) -> str:
    """Speech without the marks that only steer the voice."""
    return re.sub(r"\[pause=[\d.]+\]|[,.;:!?“”\"]", "", line)


@pytest.mark.parametrize("name", cases())
def test_a_document_becomes_the_film_that_its_table_promises(name):
    film = film_of(name)
    wanted = TABLE[name]
    seen = f"told: {film.told}\nsaid: {film.speech}\nshown: {film.shown}"
    refused = any(each.startswith("refused:") for each in wanted["tells"])
    assert bool(film.exit_code) == refused, seen
    for column in ("says", "shows", "tells"):
        for each in wanted[column]:
            assert holds(each, film, column), f"{column}: {each}\n{seen}"
    for column in ("never says", "never shows"):
        for each in wanted[column]:
            assert not holds(each, film, column), f"{column}: {each}\n{seen}"


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in TABLE if is_accepted(name)])
def test_what_is_accepted_can_be_laid_out(name, tmp_path):
    project = Project(tmp_path / "film")
    file = FOLDER / name
    brief = Brief(slides=file) if is_deck(name) else Brief(script=file)
    create(project, Options(), brief, Display())
    storyboard = storyboard_of(project)
    spoken_lines(storyboard)
    assert not [each.defects for each in clips_of(storyboard, project.folder) if each.defects]


def test_the_table_has_every_document():
    files = {
        str(file.relative_to(FOLDER).as_posix())
        for file in FOLDER.rglob("*")
        if file.is_file() and file.parent.name != "pics" and file.name != "README.md"
    }
    assert files == set(TABLE)
    assert len(files) >= 80
