"""What a scene module imports: `NarratedScene`, and Manim that needs no LaTeX.

Importing this package puts Typst in LaTeX's place in Manim (see `latex_free`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flaming_horse.stage.narrated_scene import NarratedScene

__all__ = ["NarratedScene"]


def __getattr__(name: str) -> Any:
    if name != "NarratedScene":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from flaming_horse.stage.latex_free import install
    from flaming_horse.stage.narrated_scene import NarratedScene

    install()
    return NarratedScene
