"""The visuals a scene module imports, each loaded when it is first asked for."""

from __future__ import annotations

from importlib import import_module
from typing import Any

VISUALS = {
    "TitleCard": "title_card",
    "BulletList": "bullet_list",
    "Quote": "quote",
    "Table": "table",
    "Image": "image",
    "Code": "code",
    "Equation": "equation",
    "Derivation": "derivation",
    "Matrix": "matrix",
    "MatrixProduct": "matrix_product",
    "Plot": "plot",
    "Compare": "compare",
    "Flow": "flow",
    "SoundWave": "sound_wave",
}
"""Class name to module."""


def __getattr__(name: str) -> Any:
    if name not in VISUALS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{VISUALS[name]}"), name)


def __dir__() -> list[str]:
    return sorted(VISUALS)
