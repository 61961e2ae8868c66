"""What a person is told of a film before anything is spoken: what it is made of, how long it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flaming_horse.lint.length import seconds_of
from flaming_horse.model.storyboard import Scene, Storyboard
from flaming_horse.project import Project
from flaming_horse.writers.document_language import DocumentLanguage, language_of_storyboard
from flaming_horse.writing.origins import remember, remembered
from flaming_horse_voice.files import digest_bytes

LONG_MIN = 10
"""Minutes from which a person is told how to shorten it: a README's film wants two to four."""
PACE = "by the pace of the embedded voice"
"""`seconds_of` is fitted to that voice; a cloned one may be slower."""
_MOST_ROWS = 8
"""Of what was left out, in the terminal; all of it is in the storyboard, and in the JSON."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """A film before it is spoken. `taken_for` and `left_out` are of the document, "" for none.

    `code` is the language as BCP 47 has it, and `language` says in words where it is known from.
    """

    project: Project
    taken_for: str
    code: str
    language: str
    left_out: tuple[str, ...]
    scenes: tuple[tuple[str, int, float], ...]
    """Each with its title, its lines and its seconds."""
    seconds: float

    def as_json(self) -> dict[str, Any]:
        return {
            "project": self.project.name,
            "storyboard": str(self.project.storyboard),
            "taken_for": self.taken_for or None,
            "language": self.code,
            "language_told": self.language,
            "scenes": [
                {"title": title, "lines": lines, "seconds": round(seconds, 1)}
                for title, lines, seconds in self.scenes
            ],
            "lines": sum(lines for _, lines, _ in self.scenes),
            "minutes": round(self.seconds / 60, 1),
            "measured": PACE,
            "left_out": list(self.left_out),
        }

    def rows(self) -> list[str]:
        """The same for people."""
        lines = sum(lines for _, lines, _ in self.scenes)
        found = [f"  language: {self.language}"] if self.taken_for else []
        found.append(
            f"  {_many(len(self.scenes), 'scene')}, {_many(lines, 'line')}, about"
            f" {_length(self.seconds)} ({PACE})"
        )
        if self.seconds > 60 * LONG_MIN:
            found.append(f"  long: {self._longest()}")
        found.append(f"  edit it: {self.project.storyboard}")
        if self.left_out:
            found.append("  changed or left out, as comments say where it was:")
            found += [f"    {each}" for each in self.left_out[:_MOST_ROWS]]
            if more := len(self.left_out) - _MOST_ROWS:
                found += [f"    and {more} kinds more"] if more > 0 else []
        return found

    def _longest(self) -> str:
        longest = sorted(self.scenes, key=lambda scene: -scene[2])[:3]
        named = ", ".join(f"“{title}” {_length(seconds)}" for title, _, seconds in longest)
        how = "--minutes 5 shortens it" if self.taken_for else "take out what nobody needs"
        return f"its longest scenes are {named}; {how}"


def remember_document(
    project: Project, taken_for: str, language: DocumentLanguage, left_out: tuple[str, ...]
) -> None:
    """Keep what was found out about the document that the project's storyboard is made from."""
    told = {"taken_for": taken_for, "language": str(language), "left_out": list(left_out)}
    remember(project, document=told)


def is_as_made(project: Project) -> bool:
    """Whether the storyboard is as it was made from a document: its scenes were tried then."""
    known = remembered(project)
    if not (known.get("document") or {}).get("taken_for"):
        return False
    return known.get("digest") == digest_bytes(project.storyboard.read_bytes())


def forecast_of(project: Project, storyboard: Storyboard) -> Forecast:
    """What is known of a film from its storyboard, and of the document that it is made from."""
    document = remembered(project).get("document") or {}
    left_out = document.get("left_out") or ()
    return Forecast(
        project,
        str(document.get("taken_for") or ""),
        storyboard.settings.language,
        str(document.get("language") or language_of_storyboard(storyboard)),
        tuple(str(each) for each in left_out),
        tuple(_scene(scene) for scene in storyboard.scenes),
        seconds_of(storyboard.scenes),
    )


def _scene(scene: Scene) -> tuple[str, int, float]:
    ends = seconds_of(())
    return scene.title or "the beginning", len(scene.lines), seconds_of([scene]) - ends


def _many(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def _length(seconds: float) -> str:
    if seconds < 90:
        return f"{round(seconds)} s"
    return f"{seconds / 60:.1f} min" if seconds < 600 else f"{round(seconds / 60)} min"
