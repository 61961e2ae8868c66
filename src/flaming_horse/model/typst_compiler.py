"""Typst, shut in: no files, no packages, and no fonts but those carried in this package."""

from __future__ import annotations

import os
import resource
import sys
import time
from functools import cache
from pathlib import Path
from threading import Thread
from typing import Any

FONTS = Path(__file__).parents[1] / "stage" / "fonts"
LONGEST_S = 30
"""Seconds of the clock. The slowest formula that is let through took 0.6 s, alone on a machine."""
MOST_BYTES = 1 << 30
_NOWHERE = str(Path(os.devnull) / "packages")


class TypstError(Exception):
    """Typst's own words about a document that it cannot set."""


def compile_svg(document: str) -> bytes:
    """The first page of a Typst document as SVG. Raises TypstError.

    The document is ours: what people wrote stands in it as a translated formula, as a string or
    escaped. Should it loop all the same, it is given up after `LONGEST_S` and `MOST_BYTES`.
    """
    compiler = _compiler()
    made: list[bytes | TypstError] = []

    def work() -> None:
        try:
            svg = compiler.compile(input=document.encode(), format="svg")
            made.append(svg[0] if isinstance(svg, list) else svg)
        except RuntimeError as error:
            made.append(TypstError(str(getattr(error, "message", error))))

    # Typst holds no lock of Python's while it works, so that this thread sees Ctrl-C and the
    # clock. A thread cannot be ended; it dies with the process, which ends with this error.
    thread = Thread(target=work, name="typst", daemon=True)
    before, started = _peak_bytes(), time.monotonic()
    thread.start()
    while not made and thread.is_alive():
        thread.join(0.1)
        if time.monotonic() - started > LONGEST_S:
            raise TypstError(f"it is not set after {LONGEST_S} seconds")
        if _peak_bytes() - before > MOST_BYTES:
            raise TypstError(f"it takes more than {MOST_BYTES // 2**20} MB of memory")
    if not made:
        raise TypstError("Typst gave it up")
    if isinstance(made[0], TypstError):
        raise made[0]
    return made[0]


def _peak_bytes() -> int:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


@cache
def _compiler() -> Any:
    import typst

    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(FONTS)]
    )
    return typst.Compiler(
        root=os.devnull,  # no folder at all: every file that is asked for is missing
        font_paths=fonts,
        ignore_system_fonts=True,
        package_path=_NOWHERE,
        package_cache_path=_NOWHERE,
    )
