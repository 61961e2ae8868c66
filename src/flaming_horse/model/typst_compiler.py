"""Typst, shut in: no files, no packages, and no fonts but those carried in this package."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Any

FONTS = Path(__file__).parents[1] / "stage" / "fonts"
_NOWHERE = str(Path(os.devnull) / "packages")


class TypstError(Exception):
    """Typst's own words about a document that it cannot set."""


def compile_svg(document: str) -> bytes:
    """The first page of a Typst document as SVG. Raises TypstError.

    The document is ours: what people wrote stands in it as a translated formula, as a string or
    escaped.
    """
    try:
        svg = _compiler().compile(input=document.encode(), format="svg")
    except RuntimeError as error:
        raise TypstError(str(getattr(error, "message", error))) from error
    return svg[0] if isinstance(svg, list) else svg


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
