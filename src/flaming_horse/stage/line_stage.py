"""What a scene module says inside `with self.line(…) as line:`, collected before it is played."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from manim import Mobject

from flaming_horse.errors import SceneFailed
from flaming_horse.model.vocabulary import PLACES, ScreenPlace, Verb
from flaming_horse.stage.drawing import Drawing
from flaming_horse.stage.parts import PartHandle
from flaming_horse.stage.room import Written
from flaming_horse.stage.visual import DrawnVisual

Aim: TypeAlias = "PartHandle | DrawnVisual | Mobject"


@dataclass(frozen=True, slots=True)
class Entry:
    """A visual that comes when the line starts, some of its parts still hidden."""

    visual: DrawnVisual
    at: ScreenPlace | None
    hidden: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CueCall:
    """A phrase of the line, and what happens to which parts while or when it is spoken."""

    action: Verb
    phrase: str
    occurrence: int
    targets: tuple[PartHandle, ...]


@dataclass(slots=True)
class LineStage:
    """The line's `enter`, `leave` and cues, in the order in which they were called."""

    line_id: str
    entries: list[Entry] = field(default_factory=list[Entry])
    exits: list[DrawnVisual] = field(default_factory=list[DrawnVisual])
    cues: list[CueCall] = field(default_factory=list[CueCall])
    subheadings: list[Written] = field(default_factory=list[Written])
    wants_key_phrase: bool = False
    phrase: Written | None = None

    def enter(
        self,
        visual: DrawnVisual | Mobject,
        *,
        at: ScreenPlace | None = None,
        hidden: Sequence[str] = (),
    ) -> None:
        """Bring a visual on when the line starts; parts named in `hidden` wait for their `show`.

        `at` is left, right, top, bottom or centre.
        """
        if at is not None and at not in PLACES:
            raise SceneFailed(f"no place {at!r}", remedy=f"Places: {', '.join(PLACES)}.")
        self.entries.append(Entry(Drawing.of(visual), at, tuple(hidden)))

    def leave(self, visual: DrawnVisual | Mobject) -> None:
        """Take a visual off before the line starts."""
        self.exits.append(Drawing.of(visual))

    def show(self, phrase: str, *targets: Aim, occurrence: int = 1) -> None:
        """Show parts from the phrase's first word on."""
        self._cue("show", phrase, targets, occurrence)

    def hide(self, phrase: str, *targets: Aim, occurrence: int = 1) -> None:
        """Hide parts from the phrase's first word on."""
        self._cue("hide", phrase, targets, occurrence)

    def highlight(self, phrase: str, *targets: Aim, occurrence: int = 1) -> None:
        """Highlight parts for as long as the phrase is spoken."""
        self._cue("highlight", phrase, targets, occurrence)

    def mark(self, phrase: str, *targets: Aim, occurrence: int = 1) -> None:
        """Highlight parts from the phrase's first word on, for good."""
        self._cue("mark", phrase, targets, occurrence)

    def subheading(self, text: Written) -> None:
        """A heading inside the scene; it takes the place of the one before."""
        self.subheadings.append(text)

    def key_phrase(self, phrase: Written | None = None) -> None:
        """Set the line's key phrase large, for a scene without visuals."""
        self.wants_key_phrase = True
        self.phrase = phrase

    def _cue(self, action: Verb, phrase: str, targets: tuple[Any, ...], occurrence: int) -> None:
        if not targets:
            raise SceneFailed(f"{action} {phrase!r} has no target in the line {self.line_id!r}")
        self.cues.append(CueCall(action, phrase, occurrence, tuple(map(_part, targets))))


def _part(target: Aim) -> PartHandle:
    return target if isinstance(target, PartHandle) else Drawing.of(target).whole
