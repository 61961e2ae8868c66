"""What a check of a script found."""

from __future__ import annotations

from dataclasses import dataclass

from flaming_horse.model.storyboard import Line


@dataclass(frozen=True, slots=True)
class Finding:
    """`wrong` is a mistake; without it, something that could be better. `line`: where, if known."""

    what: str
    line: Line | None = None
    wrong: bool = False

    def __str__(self) -> str:
        return f"{self.line.id}: {self.what}" if self.line else self.what
