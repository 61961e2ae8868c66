"""Typst's SVG as outlines: each glyph once, as cubic curves, placed and coloured.

Manim's own SVG import takes 0.1 to 1.3 s a formula; Typst writes a small, regular part of SVG
(groups, uses of glyph symbols, plain paths), which is read here in about a millisecond.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Points: TypeAlias = NDArray[np.float64]
"""Cubic curves, n by 2: start, two handles, end, for each curve."""

_SVG = "{http://www.w3.org/2000/svg}"
_HREF = "{http://www.w3.org/1999/xlink}href"
_TOKEN = re.compile(r"[MmLlHhVvQqCcZz]|-?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_NUMBERS = {"m": 2, "l": 2, "h": 1, "v": 1, "q": 4, "c": 6, "z": 0}


@dataclass(frozen=True, slots=True)
class GlyphOutline:
    """One leaf of a page: `points` in typographic points, y upward. `stroke` is 0 when filled.

    `opacity`, 0 to 255, is not drawn: it is a mark, as `colour` may be. A `surface` is a filled
    path, as the ground of a box is.
    """

    points: Points
    colour: str
    stroke: float
    opacity: int = 255
    surface: bool = False

    @property
    def piece(self) -> int:
        """The number of the piece of a formula that it belongs to, or 0 (see `model.latex`)."""
        # A colour of the author's is kept, and tells its piece by the opacity.
        own = self.colour.startswith("#0000") and int(self.colour[5:], 16)
        return own or 255 - self.opacity


@dataclass(frozen=True, slots=True)
class Page:
    """A typeset page: width and height in points, its outlines in drawing order."""

    width: float
    height: float
    outlines: tuple[GlyphOutline, ...]


def read_page(svg: bytes) -> Page:
    """The outlines of one page of Typst's SVG."""
    root = ET.fromstring(svg)  # noqa: S314  the SVG is Typst's own, made a moment ago
    _, _, width, height = (float(part) for part in root.get("viewBox", "0 0 0 0").split())
    symbols = {symbol.get("id", ""): symbol for symbol in root.iter(f"{_SVG}symbol")}
    outlines: list[GlyphOutline] = []
    flip = np.array([[1.0, 0.0, 0.0], [0.0, -1.0, height], [0.0, 0.0, 1.0]])
    for child in root:
        _walk(child, flip, symbols, outlines)
    return Page(width, height, tuple(outlines))


def _walk(
    element: ET.Element,
    matrix: NDArray[np.float64],
    symbols: dict[str, ET.Element],
    outlines: list[GlyphOutline],
) -> None:
    tag = element.tag.removeprefix(_SVG)
    if tag == "defs":
        return
    here = matrix @ _transform(element.get("transform", ""))
    if tag == "use":
        here = here @ _shift(float(element.get("x", 0)), float(element.get("y", 0)))
        symbol = symbols[element.get(_HREF, "")[1:]]
        for path in symbol.iter(f"{_SVG}path"):
            points, fill = _placed(curves(path.get("d", "")), here), element.get("fill")
            outlines.append(GlyphOutline(points, _colour(fill), 0.0, _opacity(fill)))
    elif tag == "path":
        _add_path(element, here, outlines)
    for child in element:
        _walk(child, here, symbols, outlines)


def _add_path(
    element: ET.Element, matrix: NDArray[np.float64], outlines: list[GlyphOutline]
) -> None:
    base = curves(element.get("d", ""))
    if not len(base):
        return
    points = _placed(base, matrix)
    fill = element.get("fill", "none")
    if fill != "none":
        outlines.append(GlyphOutline(points, _colour(fill), 0.0, _opacity(fill), surface=True))
    stroke = element.get("stroke", "none")
    if stroke != "none":
        width = float(element.get("stroke-width", 1))
        bar = _filled(points, width)
        shape = points if bar is None else bar
        thick = width if bar is None else 0.0
        outlines.append(GlyphOutline(shape, _colour(stroke), thick, _opacity(stroke)))


def _filled(points: Points, width: float) -> Points | None:
    """A straight stroke, or one around a box, as what it fills: that scales with its formula."""
    if len(points) == 4:
        along = points[3] - points[0]
        half = np.array([-along[1], along[0]]) / (np.hypot(*along) or 1.0) * width / 2
        first, last = points[0], points[3]
        return _closed([first - half, last - half, last + half, first + half])
    corners = points[0::4]
    low, high = points.min(axis=0), points.max(axis=0)
    if len(corners) != 4 or not np.all((corners == low) | (corners == high)):
        return None
    outside, inside = (_rectangle(low - by, high + by) for by in (width / 2, -width / 2))
    return np.vstack([_closed(outside), _closed(inside[::-1])])


def _rectangle(low: Points, high: Points) -> list[Points]:
    return [low, np.array([high[0], low[1]]), high, np.array([low[0], high[1]])]


def _closed(corners: list[Points]) -> Points:
    ends = [*corners[1:], corners[0]]
    return np.vstack([_line(a, b) for a, b in zip(corners, ends, strict=True)])


def _colour(paint: str | None) -> str:
    return (paint or "#000000")[:7].lower()


def _opacity(paint: str | None) -> int:
    return int((paint or "")[7:9] or "ff", 16)


def _placed(points: Points, matrix: NDArray[np.float64]) -> Points:
    return points @ matrix[:2, :2].T + matrix[:2, 2]


def _shift(x: float, y: float) -> NDArray[np.float64]:
    return np.array([[1.0, 0.0, x], [0.0, 1.0, y], [0.0, 0.0, 1.0]])


def _transform(text: str) -> NDArray[np.float64]:
    """`matrix(…)`, `translate(…)` and `scale(…)`, one after the other."""
    result = np.eye(3)
    for name, inside in re.findall(r"(\w+)\(([^)]*)\)", text):
        numbers = [float(part) for part in re.split(r"[\s,]+", inside.strip())]
        if name == "matrix":
            a, b, c, d, e, f = numbers
            step = np.array([[a, c, e], [b, d, f], [0.0, 0.0, 1.0]])
        elif name == "translate":
            step = _shift(numbers[0], numbers[1] if len(numbers) > 1 else 0.0)
        else:
            step = np.diag([numbers[0], numbers[-1], 1.0])
        result = result @ step
    return result


@lru_cache(maxsize=4096)
def curves(path: str) -> Points:
    """The cubic curves of an SVG path of moves, lines, quadratic and cubic curves."""
    tokens = _TOKEN.findall(path)
    out: list[Points] = []
    here = start = np.zeros(2)
    command, i = "M", 0
    while i < len(tokens):
        if tokens[i].isalpha():
            command, i = tokens[i], i + 1
        count = _NUMBERS[command.lower()]
        numbers = [float(token) for token in tokens[i : i + count]]
        i += count
        if command in "Zz":
            if not np.allclose(here, start, atol=1e-6):
                out.append(_line(here, start))
            here = start
            continue
        here, start, curve = _segment(command, numbers, here, start)
        if curve is not None:
            out.append(curve)
        if command in "Mm":
            command = "L" if command == "M" else "l"
    return np.vstack(out) if out else np.zeros((0, 2))


def _segment(
    command: str, numbers: list[float], here: Points, start: Points
) -> tuple[Points, Points, Points | None]:
    origin = here if command.islower() else np.zeros(2)
    kind = command.lower()
    if kind == "h":
        end = np.array([origin[0] + numbers[0], here[1]])
    elif kind == "v":
        end = np.array([here[0], origin[1] + numbers[0]])
    else:
        pairs = [origin + np.array(numbers[k : k + 2]) for k in range(0, len(numbers), 2)]
        end = pairs[-1]
        if kind == "m":
            return end, end, None
        if kind == "q":
            one, two = here + 2 / 3 * (pairs[0] - here), end + 2 / 3 * (pairs[0] - end)
            return end, start, np.vstack([here, one, two, end])
        if kind == "c":
            return end, start, np.vstack([here, pairs[0], pairs[1], end])
    return end, start, _line(here, end)


def _line(start: Points, end: Points) -> Points:
    return np.vstack([start, start + (end - start) / 3, start + 2 * (end - start) / 3, end])
