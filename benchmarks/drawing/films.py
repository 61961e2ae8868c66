"""The films that are measured: their projects, what is edited in them, and how they are reset."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from pathlib import Path

from flaming_horse.build.build_scenes import planned_modules
from flaming_horse.project import Project
from flaming_horse.writing.project_storyboard import storyboard_of
from flaming_horse_voice.trust import made_here

_ROOT = Path(__file__).parents[2]
_VOICE = '[voice]\nservice = "tone"\nspeed = 1.0\n'


@dataclass(frozen=True, slots=True)
class Edit:
    """A change in one file of a project: `old` stands there exactly once."""

    file: str
    old: str
    new: str

    def apply(self, project: Path) -> None:
        path = project / self.file
        text = path.read_text(encoding="utf-8")
        if text.count(self.old) != 1:
            raise SystemExit(
                f"{path}: {self.old!r} is there {text.count(self.old)} times, not once"
            )
        path.write_text(text.replace(self.old, self.new), encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Film:
    """`folder` has what a person wrote; `kind` is still, moving or by hand."""

    name: str
    kind: str
    folder: Path
    line: Edit
    visual: Edit
    look: Edit
    voice: Edit = field(default=Edit("flaming-horse.toml", "speed = 1.0", "speed = 1.15"))

    @property
    def edits(self) -> dict[str, Edit]:
        """By the name of the case."""
        return {
            "edit line": self.line,
            "edit visual": self.visual,
            "change voice": self.voice,
            "change look": self.look,
        }


def _example(name: str, kind: str, line: tuple[str, str], visual: tuple[str, str]) -> Film:
    folder = _ROOT / "examples" / name
    head = f"title: {name.replace('-', ' ').capitalize()}\n"
    text = (folder / "storyboard.md").read_text(encoding="utf-8")
    now = next((row for row in text.splitlines() if row.startswith("look: ")), None)
    look = (now, "look: plain") if now else (head, f"{head}look: midnight\n")
    return Film(
        name, kind, folder, *(Edit("storyboard.md", *pair) for pair in (line, visual, look))
    )


_TINY = Film(
    "tiny",
    "still",
    _ROOT / "benchmarks" / "drawing" / "tiny",
    Edit("storyboard.md", "[two]", "and [two]"),
    Edit("storyboard.md", "- two", "- three"),
    Edit("storyboard.md", "title: Tiny\n", "title: Tiny\nlook: midnight\n"),
)

_BY_HAND = Film(
    "hand",
    "by hand",
    _ROOT / "benchmarks" / "drawing" / "hand",
    Edit("storyboard.md", "draws back again", "slowly draws back again"),
    Edit("scenes/hand.py", "DOT_COLOUR = BLUE", "DOT_COLOUR = YELLOW"),
    Edit("storyboard.md", "title: Written by hand\n", "title: Written by hand\nlook: midnight\n"),
)

FILMS = {
    film.name: film
    for film in (
        _TINY,
        _example(
            "speaking-sounds-check",
            "still",
            ("uses all twenty-six letters", "really uses all twenty-six letters"),
            ("- three, free", "- three, tree"),
        ),
        _example(
            "matrix-multiplication",
            "still",
            ("each number in the row needs a partner", "every number in the row needs a partner"),
            ("matrix: [[23, 34], [31, 46]]", "matrix: [[23, 34], [31, 47]]"),
        ),
        _example(
            "standing-waves",
            "moving",
            ("with the same height", "with exactly the same height"),
            ('"2*sin(x)*cos(t)", colour: yellow', '"2*sin(x)*cos(t)", colour: green'),
        ),
        _BY_HAND,
    )
}
"""By name. `tiny` is for trying the benchmarks themselves."""

DEFAULT = ("matrix-multiplication", "standing-waves", "hand")
"""Measured unless films are named: one of each kind."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What `manim render` is given: a file and a class in it."""

    file: Path
    name: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a film is made: `project`, and `kept`, a copy of it from which it is laid out anew."""

    film: Film
    project: Path
    kept: Path

    @classmethod
    def make(cls, film: Film, folder: Path) -> Place:
        """A project as a person has it who never built it."""
        place = cls(film, folder / "projects" / film.name, folder / "kept" / film.name)
        _as_made_here(film.folder, place.project)
        settings = place.project / "flaming-horse.toml"
        settings.write_text(f"format = 1\n\n{_VOICE}", encoding="utf-8")
        return place

    def keep(self) -> None:
        """Take the project as it is, takes and scene modules with it, as what `lay_out` gives.

        No film and nothing that was drawn is kept.
        """
        shutil.rmtree(self.kept, ignore_errors=True)
        shutil.copytree(self.project, self.kept, ignore=shutil.ignore_patterns(".flaming-horse"))
        for film in (self.kept / "media").glob(f"{self.film.name}.*"):
            film.unlink()

    def lay_out(self) -> None:
        """The project as it was kept: every take there, nothing drawn."""
        _as_made_here(self.kept, self.project)

    def edit(self, case: str) -> None:
        """The scripts and settings as they were kept, with this case's edit alone."""
        for edit in self.film.edits.values():
            shutil.copy(self.kept / edit.file, self.project / edit.file)
        if case in self.film.edits:
            self.film.edits[case].apply(self.project)

    def scenes(self) -> list[Scene]:
        """The film's scenes in order."""
        project = Project(self.project)
        modules = planned_modules(project, storyboard_of(project))
        return [Scene(module.file, module.name) for module in modules]


def _as_made_here(source: Path, project: Path) -> None:
    """Copy a project; its code then runs as a person's own does, outside of the sandbox."""
    shutil.rmtree(project, ignore_errors=True)
    with made_here(project):
        shutil.copytree(source, project, dirs_exist_ok=True)
