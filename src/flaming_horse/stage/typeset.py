"""Text and maths as Manim mobjects, set by Typst from the fonts carried in this package.

Nothing here reads a system font or calls LaTeX: a film looks the same on every machine. Sizes are
font sizes in scene units.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, TypeAlias

import numpy as np
from manim import ManimColor, VGroup, VMobject

from flaming_horse.errors import SceneFailed
from flaming_horse.model.latex import to_typst
from flaming_horse.model.latex_conversion import TYPST_FUNCTIONS
from flaming_horse.model.latex_pieces import mark_piece
from flaming_horse.model.latex_vocabulary import ON_BOXES
from flaming_horse.stage.glyphs import GlyphOutline, Page, read_page
from flaming_horse.stage.looks import CODE_FONTS, MATHS_FONTS, TEXT_FONTS
from flaming_horse.typesetting.typst_compiler import TypstError, as_string, compile_svg

Align: TypeAlias = Literal["left", "center", "right"]
Rich: TypeAlias = "str | Sequence[Mapping[str, Any]]"
"""Runs `{"text", "kind": text|math|code, "emphasis", "strong"}`, or plain text."""

_POINTS = 100.0
"""Everything is set at this size, in points, and scaled: one glyph cache serves all sizes."""
_LEADING, _DISPLAY_LEADING = 0.12, -0.16
"""Between the line boxes of running text, and of bold words set large, in ems."""
_SPECIAL = re.compile(r"([\\#$*_`<>@=\-+/~\[\]'\"])")
_LONG_WORD = re.compile(r"\S{10,}")
_MAY_BREAK = "\u200b"
_CODE_MARK, _STRONG_MARK, _EMPHASIS_MARK = "#010000", "#020000", "#030000"


def _fonts(names: Sequence[str]) -> str:
    return "(" + ", ".join(f'"{name}"' for name in names) + ",)"


_PREAMBLE = f"""
#set page(width: auto, height: auto, margin: 0pt, fill: none)
#set text(size: {_POINTS}pt, font: {_fonts(TEXT_FONTS)}, hyphenate: false, lang: "en",
  top-edge: "ascender", bottom-edge: "descender")
#set par(leading: {_LEADING}em, spacing: 0.55em, justify: false)
#show raw: set text(size: 1.18em, font: {_fonts(CODE_FONTS)})
#set smartquote(enabled: false)
#show math.equation: set text(font: {_fonts(MATHS_FONTS)}, top-edge: "bounds",
  bottom-edge: "bounds")
#show math.equation.where(block: true): set par(leading: 1em)
#set math.mat(column-gap: 0.8em, row-gap: 0.35em)
#set math.cases(gap: 0.45em)
{TYPST_FUNCTIONS}"""


_TIGHT = '#set text(top-edge: "bounds", bottom-edge: "bounds")\n'


class Typeset(VGroup):
    """Something that was typeset: its submobjects are the glyphs, in reading order.

    `size` is the font size in scene units, `pieces[name]` the indices of a named piece's glyphs,
    `lines` how many lines of text there are. A text that was set with `strut` has an invisible
    first submobject, the line box, so that texts of one size align by their boxes.
    """

    def __init__(self, size: float, **settings: Any) -> None:
        super().__init__(**settings)
        self.size = size
        self.pieces: dict[str, tuple[int, ...]] = {}
        self.latex = ""
        self.lines = 1

    def piece(self, name: str) -> VGroup:
        """The glyphs of a named piece. Raises KeyError."""
        return VGroup(*(self.submobjects[i] for i in self.pieces[name]))


class Fixed(VMobject):
    """A leaf on a ground of the author's, or that ground: another ink would hide what it says."""


@dataclass(frozen=True, slots=True)
class _Ink:
    foreground: str
    code: str
    strong: str
    emphasis: str

    def of(self, mark: str) -> str:
        marks = {_CODE_MARK: self.code, _STRONG_MARK: self.strong, _EMPHASIS_MARK: self.emphasis}
        if mark in marks:
            return marks[mark]
        # Pieces are marked by a blue below 256; any other colour was asked for by the author.
        return self.foreground if mark.startswith("#0000") else mark


def rich(
    runs: Rich,
    *,
    size: float,
    colour: str,
    width: float | None = None,
    align: Align = "left",
    weight: int = 400,
    italic: bool = False,
    code: str | None = None,
    strong: str | None = None,
    emphasis: str | None = None,
    strut: bool = True,
) -> Typeset:
    """Set text with inline maths, code, emphasis and strong words.

    `width` in scene units wraps it; `code`, `strong` and `emphasis` are their own inks.
    """
    source = _rich_source(runs)
    style = "italic" if italic else "normal"
    around = f'#set text(weight: {weight}, style: "{style}")\n#set align({align})\n'
    if weight >= 600:
        around += f"#set par(leading: {_DISPLAY_LEADING}em)\n"
    body = source
    if width is not None:
        body = f"#block(width: {width / size * _POINTS:.3f}pt)[{source}]"
        natural = _page(around + source).width * size / _POINTS
        if natural <= width + 1e-6:
            body = source
    page = _page(around + body)
    if width is not None and body is not source and _sticks_out(page):
        page = _with_words_broken(runs, around, width / size * _POINTS)
    ink = _Ink(colour, code or colour, strong or colour, emphasis or colour)
    typeset = Typeset(size)
    _fill(typeset, page, ink, strut=strut)
    leading = (_DISPLAY_LEADING if weight >= 600 else _LEADING) * _POINTS
    line = _page(around + "x").height
    typeset.lines = max(1, round((page.height + leading) / (line + leading)))
    return typeset


_EDGE = 0.15 * _POINTS
"""Points. The tail of a "j" and the arm of an "f" stand over the edge of their letter."""


def _sticks_out(page: Page) -> bool:
    """Whether a word is wider than the width that was given, by more than a letter's own edge."""
    edges = [(o.points[:, 0].min(), o.points[:, 0].max()) for o in page.outlines if len(o.points)]
    return any(left < -_EDGE or right > page.width + _EDGE for left, right in edges)


def _with_words_broken(runs: Rich, around: str, width: float) -> Page:
    """Text in which words wider than `width` points are broken: at a sign, or else anywhere."""
    parts: Sequence[Mapping[str, Any]] = [{"text": runs}] if isinstance(runs, str) else runs
    page: Page | None = None
    for break_word in (_after_signs, _anywhere):
        broken = [
            {**run, "text": _LONG_WORD.sub(break_word, str(run["text"]))}
            if run.get("kind", "text") != "math" else run
            for run in parts
        ]  # fmt: skip
        page = _page(f"{around}#block(width: {width:.3f}pt)[{_rich_source(broken)}]")
        if not _sticks_out(page):
            break
    assert page is not None
    return page


def _after_signs(word: re.Match[str]) -> str:
    return re.sub(r"(?<=[^\W_])(?=[A-Z][a-z])|(?<=[/._\-=?&:,;|+])(?=\w)", _MAY_BREAK, word[0])


def _anywhere(word: re.Match[str]) -> str:
    return _MAY_BREAK.join(word[0])


def code(text: str, *, size: float, colour: str, weight: int = 400, strut: bool = True) -> Typeset:
    """Set one or more lines of code, blanks kept."""
    lines = text.expandtabs(4).split("\n")
    body = " \\\n".join(_raw(line) for line in lines)
    page = _page(f"#set text(weight: {weight})\n{body}")
    typeset = Typeset(size)
    _fill(typeset, page, _Ink(colour, colour, colour, colour), strut=strut)
    typeset.lines = len(lines)
    return typeset


def maths(latex: str, *, size: float, colour: str, display: bool = True) -> Typeset:
    r"""Set a LaTeX formula; its `\piece`s are found in `pieces`.

    Raises SceneFailed with the formula when it cannot be set.
    """
    marked = to_typst(latex)
    page = _page(_equation(marked.source, display=display), what=latex)
    typeset = Typeset(size)
    _fill(typeset, page, _Ink(colour, colour, colour, colour), strut=False)
    typeset.latex = latex
    typeset.pieces = dict(_pieces(page, marked.names, marked.parents))
    return typeset


@lru_cache(maxsize=1024)
def locate(latex: str, piece: str, occurrence: int = 1) -> tuple[int, ...]:
    """Which glyphs of the formula are its part written `piece`. Raises WrongInput."""
    named = mark_piece(latex, piece, "fh.wanted", occurrence)
    marked = to_typst(named)
    page = _page(_equation(marked.source, display=True), what=latex)
    return dict(_pieces(page, marked.names, marked.parents))["fh.wanted"]


def page_of_maths(source: str, *, what: str) -> Page:
    """A displayed formula, given as Typst maths, as outlines at 100 points."""
    return _page(_equation(source, display=True), what=what)


def page_of_text(source: str) -> Page:
    """Text, given as Typst markup, as outlines at 100 points."""
    return _page(f"#set align(center)\n#set par(leading: 0.3em)\n{_TIGHT}{source}")


def text_source(runs: Rich) -> str:
    """Runs as Typst markup without inks of their own; line breaks break lines."""
    source = _rich_source(runs).replace("\n", " \\\n")
    for mark in (_CODE_MARK, _STRONG_MARK, _EMPHASIS_MARK):
        source = source.replace(f', fill: rgb("{mark}")', "").replace(
            f'(fill: rgb("{mark}"))', "()"
        )
    return source


def _equation(source: str, *, display: bool) -> str:
    # Without a blank before it, it is set inline; the one after keeps a last `\\` from the dollar.
    return f"$ {source} $" if display else f"${source.strip()} $"


def _pieces(
    page: Page, names: tuple[str, ...], parents: tuple[int, ...]
) -> list[tuple[str, tuple[int, ...]]]:
    indices: dict[int, list[int]] = {number: [] for number in range(1, len(names) + 1)}
    for index, outline in enumerate(page.outlines):
        number = outline.piece
        while number and number <= len(names):
            indices[number].append(index)
            number = parents[number - 1]
    return [(name, tuple(indices[i + 1])) for i, name in enumerate(names)]


def _rich_source(runs: Rich) -> str:
    if isinstance(runs, str):
        return _escape(runs)
    return "".join(_run_source(run) for run in runs)


def _run_source(run: Mapping[str, Any]) -> str:
    text, kind = str(run["text"]), run.get("kind", "text")
    if kind == "math":
        source = _equation(to_typst(text).source, display=False)
    elif kind == "code":
        source = f'#text(fill: rgb("{_CODE_MARK}"))[{_raw(text)}]'
    else:
        source = _escape(text)
    if run.get("strong"):
        source = f'#text(weight: 700, fill: rgb("{_STRONG_MARK}"))[{source}]'
    elif run.get("emphasis"):
        source = f'#text(style: "italic", fill: rgb("{_EMPHASIS_MARK}"))[{source}]'
    return source


def _escape(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


def _raw(text: str) -> str:
    return f"#raw({as_string(text)})"


@lru_cache(maxsize=4096)
def _page(body: str, what: str = "") -> Page:
    try:
        svg = compile_svg(_PREAMBLE + body)
    except TypstError as error:
        raise SceneFailed(
            f"cannot typeset {what or body!r}: {error}",
            remedy="Write the formula in plainer LaTeX.",
        ) from error
    return read_page(svg)


def _fill(typeset: Typeset, page: Page, ink: _Ink, *, strut: bool) -> None:
    scale = typeset.size / _POINTS
    offset = np.array([page.width / 2, page.height / 2])
    leaves = [_leaf(outline, scale, offset, ink) for outline in page.outlines]
    if strut:
        leaves.insert(0, _strut(page, scale))
    typeset.submobjects = leaves


def _leaf(outline: GlyphOutline, scale: float, offset: Any, ink: _Ink) -> VMobject:
    fixed = outline.surface or outline.colour in ON_BOXES
    model = _inked(ink.of(outline.colour), outline.stroke * scale * 100, fixed=fixed)
    leaf = model.copy()
    points = np.zeros((len(outline.points), 3))
    points[:, :2] = (outline.points - offset) * scale
    leaf.points = points
    return leaf


@lru_cache(maxsize=64)
def _inked(ink: str, stroke: float, *, fixed: bool) -> VMobject:
    """An empty leaf of that ink, filled where it has no stroke.

    Leaves are copies of it: a page has thousands, and making one anew takes five times as long.
    """
    colour = ManimColor(ink)
    if stroke:
        return VMobject(stroke_color=colour, stroke_width=stroke, fill_opacity=0)
    kind = Fixed if fixed else VMobject
    return kind(stroke_width=0, fill_color=colour, fill_opacity=1, stroke_color=colour)


def _strut(page: Page, scale: float) -> VMobject:
    box = VMobject(stroke_width=0, fill_opacity=0, stroke_opacity=0)
    x, y = page.width / 2 * scale, page.height / 2 * scale
    corners = np.array([[-x, y, 0], [x, y, 0], [x, -y, 0], [-x, -y, 0], [-x, y, 0]])
    box.set_points_as_corners(corners)
    return box
