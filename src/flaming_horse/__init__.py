"""Turn a script, or a topic, into a narrated explainer film.

>>> import flaming_horse
>>> project = flaming_horse.open("waves")                             # doctest: +SKIP
>>> [node.name for node in project.plan() if not node.reused]         # doctest: +SKIP
>>> project.build(quality="draft").passed                             # doctest: +SKIP

The public interface is what `flaming_horse.api` lists; it is loaded when it is first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flaming_horse.api import *  # noqa: F403 - what is public is listed once, there

__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    # Every import of a module asks for its name here first: those, in small letters, load nothing.
    if name in {"open", "parse"} or name[:1].isupper():
        from flaming_horse import api

        if name in api.__all__:
            return getattr(api, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    from flaming_horse import api

    return sorted({*globals(), *api.__all__})
