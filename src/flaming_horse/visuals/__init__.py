"""The visuals, by the names of their classes, as scene modules import them.

`from flaming_horse.visuals import BulletList, Plot`; each is loaded when it is first asked for.
"""

from __future__ import annotations

from typing import Any


def __getattr__(name: str) -> Any:
    # What Python itself asks of a package has no capital.
    if name[:1].isupper():
        from flaming_horse.visuals.kinds import KINDS, drawing

        for kind in KINDS.values():
            if kind.drawn_as == name:
                return drawing(kind)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
