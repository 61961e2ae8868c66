"""What a check of a script found."""

from __future__ import annotations

from dataclasses import dataclass

from flaming_horse.errors import Place
from flaming_horse.model.storyboard import Line


@dataclass(frozen=True, slots=True)
class Finding:
    """`wrong` is a mistake; without it, something that could be better. `check` is who found it.

    `line` and `place`: where, if known; a finding about a visual has the visual's `place`.
    """

    what: str
    line: Line | None = None
    wrong: bool = False
    place: Place | None = None
    check: str = ""

    def __str__(self) -> str:
        return f"{self.line.id}: {self.what}" if self.line else self.what

    @property
    def at(self) -> Place | None:
        """The place in the file: that of the finding, or else that of its line."""
        return self.place or (self.line.place if self.line else None)

    def in_file(self) -> str:
        """The finding after its file and row, `storyboard.md:42: …`, where these are known."""
        at = self.at
        if at is None or not at.line:
            return str(self)
        return f"{at.file}:{at.line}: {self.what}"
