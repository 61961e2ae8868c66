"""Typst, shut in: no files, no packages, and no fonts but those carried in this package."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Any

from flaming_horse.typesetting.limited import GivenUpError, Limited

FONTS = Path(__file__).parents[1] / "stage" / "fonts"
LONGEST_S = 30
"""Seconds of the clock. The slowest formula that is let through took 0.6 s, alone on a machine."""
MOST_BYTES = 1 << 30
_NOWHERE = str(Path(os.devnull) / "packages")
_limited = Limited[bytes]("typst")


class TypstError(Exception):
    """Typst's own words about a document that it cannot set."""


def compile_svg(document: str) -> bytes:
    """The first page of a Typst document as SVG. Raises TypstError.

    The document is ours: what people wrote stands in it as a translated formula, as a string or
    escaped. Should it loop all the same, it is given up after `LONGEST_S` and `MOST_BYTES`, and
    what comes after it is refused until the process ends (`Limited`). Should it ask for a package,
    there is none on this machine; that Typst fetches none is kept by the filter of system calls
    where there is one (Linux), as its library has no switch for it.
    """
    return _compiled(document, format="svg")


def as_string(text: str) -> str:
    """A text as a string in a Typst document."""
    backslashed = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{backslashed}"'


def svg_as_png(drawing: str, width: int, height: int) -> bytes:
    """A drawing with its texts, styles and gradients as a PNG of at most so many pixels.

    Texts are set in the fonts carried in this package. The drawing was looked at before: it
    reaches for no other file (`check_svg`). Raises TypstError.
    """
    return _compiled(
        "#set page(width: auto, height: auto, margin: 0pt, fill: none)\n"
        f"#let drawing = bytes({as_string(drawing)})\n"
        '#context { let size = measure(image(drawing, format: "svg"))\n'
        f"let factor = calc.min({width}pt / size.width, {height}pt / size.height)\n"
        'image(drawing, format: "svg", width: factor * size.width) }',
        format="png",
        ppi=72.0,
    )


def _compiled(document: str, **settings: Any) -> bytes:
    """The first page of a document, within the limits that `compile_svg` tells of."""
    compiler = _compiler()

    def work() -> bytes:
        made = compiler.compile(input=document.encode(), **settings)
        return made[0] if isinstance(made, list) else made

    try:
        return _limited.run(work, seconds=LONGEST_S, most_bytes=MOST_BYTES)
    except GivenUpError as error:
        raise TypstError(str(error)) from error
    except RuntimeError as error:
        raise TypstError(str(getattr(error, "message", error))) from error


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
