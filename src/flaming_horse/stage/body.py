"""What a part of a visual is made of: plain data, and how a part's path is spelt."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from manim import Animation, Mobject, VGroup

_BLANKS = re.compile(r"\s+(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)")


@dataclass(slots=True)
class Body:
    """What a part is made of.

    `probe` is where a change of it is looked for (its own box, when None): something still, for
    what moves. `surface` puts the soft box behind it when it is highlighted, `ink` writes it in
    the highlight's ink. The box is `padding` larger than the part, or exactly `frame`.
    `highlight(on)` replaces both with the visual's own way.
    """

    mobjects: VGroup
    probe: Mobject | None = None
    surface: bool = True
    ink: bool = True
    padding: float | None = None
    frame: Mobject | None = None
    highlight: Callable[[bool], Sequence[Animation]] | None = None


def grouped(mobjects: Sequence[Mobject]) -> VGroup:
    """The mobjects as one group; pixels, which a VGroup refuses, may be among them."""
    group: Any = VGroup()
    # Not `add`: Manim's Mobject, not only its VMobject, may be a part (an image is one).
    group.submobjects = list(mobjects)
    return group


def spelling(path: str) -> str:
    """A path without blanks, its quotes kept: `row( 1 )` is `row(1)`."""
    return _BLANKS.sub("", path)
