"""What keeps a line of a storyboard from being spoken, or a scene from being laid out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal, Self, TypeAlias

MisfitKind: TypeAlias = Literal["layout", "cue", "words", "scene"]
"""`layout`: what is on the stage with a line does not fit, or cannot be drawn. `cue`: a cue of the
line cannot be played, or changes nothing. `words`: the line cannot be spoken. `scene`: the scene
as a whole cannot be laid out, and at which line is not known."""


@dataclass(frozen=True, slots=True)
class Misfit:
    """One of them, at a line of a scene, both by their ids.

    `line` is "" for what comes before the first, a heading. `part` says what has no room, where
    that is known: a visual's id, `heading`, `subheading` or `title`.
    """

    scene: str
    line: str
    kind: MisfitKind
    what: str
    part: str = ""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Read back what `as_json` gave."""
        return cls(**data)
