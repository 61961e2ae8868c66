r"""Manim's `Tex` and `MathTex` without LaTeX: Typst sets what Manim would hand to LaTeX.

Manim calls `tex_to_svg_file(expression, environment, tex_template)` for every piece of LaTeX, also
for numbers, axes, braces and titles. That one function is replaced. The marks which MathTex leaves
(`\special{dvisvgm:raw <g id='unique000'>}`) become SVG groups of the same ids, so that isolated
parts, `set_color_by_tex` and TransformMatchingTex go on working.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flaming_horse.model.latex import to_typst
from flaming_horse.stage.glyphs import GlyphOutline, Page
from flaming_horse.stage.typeset import page_of_maths, page_of_text, text_source
from flaming_horse_voice.files import digest_text, write_atomically

_MARK = re.compile(r"\\special\{dvisvgm:raw (?:<g id='(?P<id>\w+)'>|(?P<end></g>))\}")
_TEXT_ENVIRONMENTS = ("center", "flushleft", "flushright", "minipage")
_SCALE = 0.1
"""Typeset at 100 points; Manim expects the size of LaTeX's 10 points, and flips y itself."""


def install() -> None:
    """Put Typst in LaTeX's place in Manim; FLAMING_HORSE_LATEX=latex leaves real LaTeX there."""
    if os.environ.get("FLAMING_HORSE_LATEX") == "latex":
        return
    from manim.mobject.text import tex_mobject
    from manim.utils import tex_file_writing

    for module in (tex_mobject, tex_file_writing):
        stock: Any = module
        stock.tex_to_svg_file = tex_to_svg_file


def tex_to_svg_file(
    expression: str, environment: str | None = None, tex_template: Any = None
) -> Path:
    """The SVG file of a TeX expression, as Manim's function of this name makes it with LaTeX.

    Raises SceneFailed for what cannot be set.
    """
    del tex_template  # it is a LaTeX preamble
    from manim import config

    folder = Path(config.get_dir("tex_dir"))
    key = digest_text(f"typst-1\n{environment}\n{expression}")[:16]
    path = folder / f"{key}.svg"
    if not path.exists():
        write_atomically(path, svg_of(expression, environment).encode())
    return path


def svg_of(expression: str, environment: str | None) -> str:
    """The expression as SVG, in points of a 10 point font, with MathTex's groups."""
    plain, groups = _read_marks(expression)
    if environment is None or environment.split("}")[0] in _TEXT_ENVIRONMENTS:
        names: list[str] = []
        parents: list[int] = []
        source = _marked_prose(plain, groups, names, parents)
        return _svg(page_of_text(source), groups, names, parents)
    pieces = _as_pieces(plain, groups)
    marked = to_typst(_environment(pieces, environment))
    return _svg(page_of_maths(marked.source, what=plain), groups, marked.names, marked.parents)


@dataclass(slots=True)
class _Group:
    """A stretch of the expression that MathTex wants as an SVG group of this id."""

    id: str
    start: int
    end: int = 0
    inside: list[_Group] = field(default_factory=list["_Group"])


def _read_marks(expression: str) -> tuple[str, list[_Group]]:
    """The expression without its marks, and the groups they make."""
    plain: list[str] = []
    length = last = 0
    root = _Group("", 0)
    stack = [root]
    for match in _MARK.finditer(expression):
        plain.append(expression[last : match.start()])
        length += match.start() - last
        last = match.end()
        if match.group("id"):
            group = _Group(match.group("id"), length)
            stack[-1].inside.append(group)
            stack.append(group)
        elif len(stack) > 1:
            stack.pop().end = length
    plain.append(expression[last:])
    return "".join(plain), root.inside


def _as_pieces(plain: str, groups: Sequence[_Group], offset: int = 0) -> str:
    r"""The expression with a `\piece` for each group that can be one: its braces are balanced."""
    out: list[str] = []
    last = offset
    end = offset + len(plain)
    for group in groups:
        out.append(plain[last - offset : group.start - offset])
        body = plain[group.start - offset : group.end - offset]
        inner = _as_pieces(body, group.inside, group.start)
        if _balanced(body):
            out.append(_wrapped(group.id, inner))
        else:
            out.append(inner)
        last = group.end
    out.append(plain[last - offset : end - offset])
    return "".join(out)


def _wrapped(name: str, body: str) -> str:
    r"""Scripts and alignment stay outside of the piece: `{x}^2` in two strings is one formula."""
    start = re.match(r"[\s^_&]*", body)
    assert start is not None
    lead, rest = body[: start.end()], body[start.end() :]
    rest_stripped = rest.rstrip(" \t\n&^_")
    tail = rest[len(rest_stripped) :]
    if not rest_stripped:
        return body
    return f"{lead}\\piece{{{name}}}{{{rest_stripped}}}{tail}"


def _balanced(body: str) -> bool:
    depth = 0
    for token in re.findall(r"\\[A-Za-z]+|\\.|[{}&]", body):
        depth += {"{": 1, "}": -1}.get(token, 0)
        if depth < 0:
            return False
    pairs = (r"\left", r"\right"), (r"\begin", r"\end")
    even = all(
        len(re.findall(rf"{re.escape(a)}(?![A-Za-z])", body))
        == len(re.findall(rf"{re.escape(b)}(?![A-Za-z])", body))
        for a, b in pairs
    )
    return depth == 0 and even and r"\\" not in body


def _environment(latex: str, environment: str) -> str:
    if environment.startswith(("align", "gather", "equation", "multline", "eqnarray")):
        split = "&" in latex or r"\\" in latex
        return rf"\begin{{aligned}}{latex}\end{{aligned}}" if split else latex
    return rf"\begin{{{environment}}}{latex}\end{{{environment}}}"


def _marked_prose(
    plain: str,
    groups: Sequence[_Group],
    names: list[str],
    parents: list[int],
    offset: int = 0,
    parent: int = 0,
) -> str:
    """Text as Typst markup, each group in a colour of its own, as pieces of a formula are."""
    out: list[str] = []
    last = offset
    for group in groups:
        out.append(text_source(_prose(plain[last - offset : group.start - offset])))
        names.append(group.id)
        parents.append(parent)
        number = len(names)
        body = plain[group.start - offset : group.end - offset]
        inner = _marked_prose(body, group.inside, names, parents, group.start, number)
        out.append(f'#text(fill: rgb("#0000{number:02x}"))[{inner}]')
        last = group.end
    out.append(text_source(_prose(plain[last - offset :])))
    return "".join(out)


def _prose(plain: str) -> list[dict[str, Any]]:
    """LaTeX text as runs: maths between dollars, the usual commands, breaks and dashes."""
    runs: list[dict[str, Any]] = []
    for i, part in enumerate(re.split(r"(?<!\\)\$", plain)):
        if not part:
            continue
        if i % 2:
            runs.append({"text": part, "kind": "math"})
        else:
            runs += _text_runs(part)
    return runs


def _text_runs(text: str) -> Iterator[dict[str, Any]]:
    text = re.sub(r"\\(?:begin|end)\{[^}]*\}(?:\{[^}]*\})?", "", text)
    for i, part in enumerate(re.split(r"\\text(?:bf|it|tt)\{([^}]*)\}|\\emph\{([^}]*)\}", text)):
        if part:
            yield {"text": _plain_text(part), "kind": "text", "strong": i % 3 == 1}


def _plain_text(text: str) -> str:
    text = text.replace(r"\\", "\n").replace("~", "\u00a0").replace("---", "\u2014")
    text = text.replace("--", "\u2013").replace("``", "\u201c").replace("''", "\u201d")
    text = re.sub(r"\\(?:centering|noindent|quad|qquad)\b", " ", text)
    text = re.sub(r"\\(?:LaTeX|TeX)\b\s*(?:\{\})?", lambda m: m.group().strip("\\ {}"), text)
    text = re.sub(r"\\([%&#_{}$ ])", r"\1", text)
    return re.sub(r"(?<!\\)[{}]", "", text)


def _svg(
    page: Page,
    groups: Sequence[_Group],
    names: Sequence[str] = (),
    parents: Sequence[int] = (),
) -> str:
    """Write the page; each leaf stands in the groups of the pieces it belongs to.

    Groups of text, or that could not be pieces, are given their share of the leaves in order.
    """
    chains = [_chain(outline, names, parents) for outline in page.outlines]
    wanted = [group.id for group in groups]
    if wanted and not set(wanted) <= set(names):
        chains = _shared(chains, groups)
    body: list[str] = []
    open_now: tuple[str, ...] = ()
    seen: set[str] = set()
    for outline, chain in zip(page.outlines, chains, strict=True):
        common = 0
        while common < min(len(chain), len(open_now)) and chain[common] == open_now[common]:
            common += 1
        body += ["</g>"] * (len(open_now) - common)
        body += [f'<g id="{name}">' for name in chain[common:]]
        seen.update(chain)
        open_now = chain
        body.append(_path(outline, page.height))
    body += ["</g>"] * len(open_now)
    missing = [name for name in _all_ids(groups) if name not in seen]
    body += [f'<g id="{name}"></g>' for name in missing]
    width, height = page.width * _SCALE, page.height * _SCALE
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.4f} {height:.4f}">'
    return f"{head}{''.join(body)}</svg>"


def _all_ids(groups: Sequence[_Group]) -> Iterator[str]:
    for group in groups:
        yield group.id
        yield from _all_ids(group.inside)


def _chain(outline: GlyphOutline, names: Sequence[str], parents: Sequence[int]) -> tuple[str, ...]:
    number = outline.piece
    chain: list[str] = []
    while number and number <= len(names):
        chain.insert(0, names[number - 1])
        number = parents[number - 1]
    return tuple(chain)


def _shared(chains: Sequence[tuple[str, ...]], groups: Sequence[_Group]) -> list[tuple[str, ...]]:
    """Every top group gets at least what is known to be its own; the rest go to the last seen."""
    tops = {group.id for group in groups}
    out: list[tuple[str, ...]] = []
    weights = [max(1, group.end - group.start) for group in groups]
    total, count = sum(weights), len(chains)
    bounds = [sum(weights[: i + 1]) * count / total for i in range(len(weights))]
    for i, chain in enumerate(chains):
        if chain and chain[0] in tops:
            out.append(chain)
            continue
        index = next((k for k, bound in enumerate(bounds) if i < bound), len(groups) - 1)
        out.append((groups[index].id, *chain))
    return out


def _path(outline: GlyphOutline, height: float) -> str:
    points = outline.points.copy()
    points[:, 1] = height - points[:, 1]
    points *= _SCALE
    parts: list[str] = []
    at = None
    for i in range(0, len(points), 4):
        start, one, two, end = (f"{x:.5f} {y:.5f}" for x, y in points[i : i + 4])
        if start != at:
            parts.append(f"{'Z' if parts else ''}M{start}")
        parts.append(f"C{one} {two} {end}")
        at = end
    fill = outline.colour
    if fill.startswith("#0000"):
        fill = "#000000"
    if outline.stroke:
        width = outline.stroke * _SCALE
        return (
            f'<path d="{"".join(parts)}" fill="none" stroke="{fill}" stroke-width="{width:.4f}"/>'
        )
    return f'<path d="{"".join(parts)}Z" fill="{fill}"/>'
