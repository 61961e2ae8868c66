r"""Presentation MathML as the LaTeX that a person would have written for it.

Public suites of spoken mathematics hold MathML; our formulas are LaTeX. `latex_of` translates
what those suites use. A tag that it does not know raises `Untranslatable`, so that an artefact of
the translation is counted as one and not as a fault of the reading.
"""

# ruff: noqa: RUF001  mathematical signs that look like letters are what this module is about

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable, Sequence
from xml.etree.ElementTree import Element, ParseError, fromstring

FUNCTIONS = frozenset(
    ("sin", "cos", "tan", "sec", "csc", "cot", "sinh", "cosh", "tanh", "coth", "arcsin", "arccos",
     "arctan", "log", "ln", "lg", "exp", "lim", "max", "min", "sup", "inf", "det", "dim", "gcd",
     "ker", "arg", "deg", "hom", "Pr")
)  # fmt: skip
SIGNS = {
    "−": "-", "×": r"\times ", "⋅": r"\cdot ", "·": r"\cdot ", "÷": r"\div ", "±": r"\pm ",
    "∓": r"\mp ", "≤": r"\le ", "≥": r"\ge ", "≠": r"\ne ", "≈": r"\approx ", "≡": r"\equiv ",
    "∼": r"\sim ", "≅": r"\cong ", "∞": r"\infty ", "∈": r"\in ", "∉": r"\notin ",
    "⊂": r"\subset ", "⊆": r"\subseteq ", "⊃": r"\supset ", "⊇": r"\supseteq ", "∪": r"\cup ",
    "∩": r"\cap ", "⋃": r"\bigcup ", "⋂": r"\bigcap ", "∅": r"\emptyset ", "∑": r"\sum ",
    "∏": r"\prod ", "∫": r"\int ", "∬": r"\iint ", "∭": r"\iiint ", "∮": r"\oint ",
    "→": r"\to ", "⇒": r"\Rightarrow ", "∂": r"\partial ", "∇": r"\nabla ", "°": r"^\circ ",
    "∘": r"\circ ", "′": "'", "″": "''", "‴": "'''", "…": r"\dots ", "⋯": r"\cdots ",
    "⋮": r"\vdots ", "⋱": r"\ddots ", "{": r"\{", "}": r"\}", "‖": r"\|", "∥": r"\parallel ",
    "⌊": r"\lfloor ", "⌋": r"\rfloor ", "⌈": r"\lceil ", "⌉": r"\rceil ",
    "⟨": r"\langle ", "⟩": r"\rangle ",
    "〈": r"\langle ", "〉": r"\rangle ", "%": r"\%", "$": r"\$", "#": r"\#", "&": r"\&",
    "∀": r"\forall ", "∃": r"\exists ", "∠": r"\angle ", "⊥": r"\perp ", "∣": r"\mid ",
    "ℝ": r"\mathbb{R}", "ℤ": r"\mathbb{Z}", "ℕ": r"\mathbb{N}", "ℚ": r"\mathbb{Q}",
    "ℂ": r"\mathbb{C}", "ⅆ": "d", "ⅇ": "e", "ⅈ": "i", "\u00a0": " ", "\u2061": "", "\u2062": "",
    "\u2063": "", "\u2064": "", "∖": r"\setminus ", "∝": r"\propto ", "∴": r"\therefore ",
    "\\": r"\backslash ", "~": r"\sim ", "^": r"\hat{}", "_": r"\_",
}  # fmt: skip
ACCENTS = {
    "→": "vec", "⃗": "vec", "¯": "bar", "‾": "overline", "―": "overline", "^": "hat", "ˆ": "hat",
    "~": "tilde", "˜": "tilde", "˙": "dot", "¨": "ddot", "⏞": "overbrace",
    "↔": "overleftrightarrow", "_": "bar",
}  # fmt: skip
LIMITS = frozenset("∑∏∫∬∭∮⋃⋂")
VARIANTS = {
    "bold": "mathbf", "double-struck": "mathbb", "script": "mathcal", "fraktur": "mathfrak",
    "normal": "mathrm", "bold-italic": "boldsymbol", "sans-serif": "mathsf", "monospace": "mathtt",
}  # fmt: skip
GRIDS = {"()": "pmatrix", "[]": "bmatrix", "||": "vmatrix", "‖‖": "Vmatrix", "{": "cases"}


_GREEK = re.compile(r"GREEK (SMALL|CAPITAL) LETTER ([A-Z]+)")
_CAPITALS = frozenset(
    ("gamma", "delta", "theta", "lambda", "xi", "pi", "sigma", "phi", "psi", "omega")
)
"""Those that do not look like Latin ones; no other has a command."""
_ATOM = re.compile(r"\S|\\[a-zA-Z]+|\([^()]*\)|\\begin\{(\w+)\}.*\\end\{\1\}")
"""What an index or a power can stand at without braces around it."""


class Untranslatable(Exception):
    """This MathML has no LaTeX here."""


def latex_of(mathml: str) -> str:
    """The LaTeX of one `<math>` element; blanks as TeX needs them."""
    text = re.sub(r"&(?!lt;|gt;|amp;|quot;|apos;)#?\w+;", lambda m: html.unescape(m[0]), mathml)
    try:
        root = fromstring(re.sub(r'\sxmlns(:\w+)?=["\'][^"\']*["\']', "", text.strip()))
    except ParseError as error:
        raise Untranslatable(str(error)) from error
    latex = " ".join(_row(list(root)).split())
    if any(unicodedata.category(sign) == "Co" for sign in latex):
        raise Untranslatable("a letter of one font's own")
    return latex


def _row(parts: Sequence[Element]) -> str:
    """Elements side by side; a grid or a binomial takes the fences around it."""
    written: list[str] = []
    number = 0
    while number < len(parts):
        fenced = _fenced(parts[number : number + 3])
        if fenced:
            written.append(fenced[0])
            number += fenced[1]
        else:
            written.append(_one(parts[number]))
            number += 1
    return "".join(written)


def _fenced(parts: Sequence[Element]) -> tuple[str, int] | None:
    """A grid or a binomial in its fences, and how many elements that takes."""
    if len(parts) < 2 or parts[0].tag != "mo":
        return None
    inner = _alone(parts[1])
    opens, closes = _text(parts[0]), _text(parts[2]) if len(parts) > 2 else ""
    if inner.tag == "mtable":
        if kind := GRIDS.get(opens + closes):
            return _grid(inner, kind), 3
        if opens == "{":
            return _grid(inner, "cases"), 2
    thin = inner.tag == "mfrac" and inner.get("linethickness", "").startswith("0")
    if thin and opens + closes == "()":
        return _with(r"\binom", inner), 3
    return None


def _alone(part: Element) -> Element:
    while part.tag in {"mrow", "mstyle", "mpadded"} and len(part) == 1:
        part = part[0]
    return part


def _one(part: Element) -> str:
    write = WRITERS.get(part.tag)
    if write is None:
        raise Untranslatable(f"<{part.tag}>")
    return write(part)


def _words(part: Element) -> str:
    text = _text(part)
    return f"\\text{{{text}}}" if text else " "


def _between(part: Element) -> str:
    """The fences of `mfenced`, as if they were written."""
    inside: list[Element] = []
    for child in part:
        inside += [_sign_of(","), child] if inside else [child]
    whole = Element("mrow")
    whole.extend(inside)
    content = inside[0] if len(inside) == 1 else whole
    return _row([_sign_of(part.get("open", "(")), content, _sign_of(part.get("close", ")"))])


def _sign_of(sign: str) -> Element:
    operator = Element("mo")
    operator.text = sign
    return operator


def _token(part: Element) -> str:
    text = _text(part)
    variant = VARIANTS.get(part.get("mathvariant", ""))
    if part.tag == "mn":
        return _signs(text)
    if text in FUNCTIONS:
        return f"\\{text} "
    plain = len(text) > 1 and text.isalpha()
    if plain and part.tag in {"mi", "mo"}:
        return f"\\mathrm{{{_signs(text)}}}"
    if variant and text and (variant != "mathrm" or len(text) > 1):
        return f"\\{variant}{{{_signs(text)}}}"
    return _signs(text)


def _signs(text: str) -> str:
    return "".join(_sign(sign) for sign in text)


def _sign(sign: str) -> str:
    if sign in SIGNS:
        return SIGNS[sign]
    name = _GREEK.fullmatch(unicodedata.name(sign, ""))
    if name is None:
        return sign
    letter = name[2].replace("LAMDA", "LAMBDA").lower()
    if name[1] == "SMALL":
        return sign if letter == "omicron" else f"\\{letter} "
    return f"\\{letter.title()} " if letter in _CAPITALS else sign


def _with(command: str, part: Element) -> str:
    return f"{command}{{{_one(part[0])}}}{{{_one(part[1])}}}"


def _scripts(part: Element) -> str:
    base, *rest = list(part)
    shown = _one(base).strip()
    atom = base.tag in {"mi", "mn", "mo"} or _ATOM.fullmatch(shown)
    shown = shown if atom else f"{{{shown}}}"
    if part.tag == "mmultiscripts":
        tags = [child.tag for child in rest]
        at = tags.index("mprescripts") if "mprescripts" in tags else len(rest)
        before = _pairs(rest[at + 1 :])
        return (f"{{}}{before}" if before else "") + shown + _pairs(rest[:at])
    marks = {"msup": "^", "msub": "_", "msubsup": "_^"}[part.tag]
    return shown + "".join(_script(m, child) for m, child in zip(marks, rest, strict=True))


def _pairs(scripts: Sequence[Element]) -> str:
    return "".join(_script("_^"[at % 2], script) for at, script in enumerate(scripts))


def _script(mark: str, part: Element) -> str:
    shown = _one(part).strip()
    if mark == "^" and shown and set(shown) == {"'"}:
        return shown
    if mark == "^" and shown == r"^\circ":
        return r"^\circ "
    return f"{mark}{{{shown}}}" if shown else ""


def _over(part: Element) -> str:
    base, *rest = list(part)
    sign = _text(base)
    name = _one(base)
    if sign in LIMITS or sign in FUNCTIONS:
        marks = {"mover": "^", "munder": "_", "munderover": "_^"}[part.tag]
        return name + "".join(_script(m, child) for m, child in zip(marks, rest, strict=True))
    mark = _text(rest[0])
    if part.tag == "mover" and mark in ACCENTS:
        return f"\\{ACCENTS[mark]}{{{name}}}"
    if part.tag == "munder" and mark in {"_", "¯", "‾", "̲"}:
        return f"\\underline{{{name}}}"
    if part.tag == "munder" and mark == "⏟":
        return f"\\underbrace{{{name}}}"
    if part.tag == "munderover":
        return f"\\underset{{{_one(rest[0])}}}{{\\overset{{{_one(rest[1])}}}{{{name}}}}}"
    return f"\\{part.tag[1:]}set{{{_one(rest[0])}}}{{{name}}}"


def _grid(part: Element, kind: str) -> str:
    rows = [" & ".join(_one(_cell(cell)) for cell in row) for row in part]
    return rf"\begin{{{kind}}}" + r" \\ ".join(rows) + rf"\end{{{kind}}}"


def _cell(cell: Element) -> Element:
    row = Element("mrow")
    row.extend(list(cell) if cell.tag == "mtd" else [cell])
    return row


def _enclosed(part: Element) -> str:
    inside, notation = _row(list(part)), part.get("notation", "longdiv").split()
    commands = {
        "radical": "sqrt", "top": "overline", "bottom": "underline", "box": "boxed",
        "updiagonalstrike": "cancel", "downdiagonalstrike": "bcancel",
    }  # fmt: skip
    if len(notation) != 1 or notation[0] not in commands:
        raise Untranslatable(f"menclose {' '.join(notation)}")
    return f"\\{commands[notation[0]]}{{{inside}}}"


def _text(part: Element) -> str:
    return " ".join("".join(part.itertext()).split())


WRITERS: dict[str, Callable[[Element], str]] = {
    **dict.fromkeys(("mi", "mn", "mo", "ms"), _token),
    **dict.fromkeys(("math", "mrow", "mstyle", "mpadded"), lambda part: _row(list(part))),
    **dict.fromkeys(("mphantom", "none", "mprescripts", "annotation"), lambda _: ""),
    **dict.fromkeys(("msup", "msub", "msubsup", "mmultiscripts"), _scripts),
    **dict.fromkeys(("mover", "munder", "munderover"), _over),
    "mtext": _words,
    "mspace": lambda _: " ",
    "mfrac": lambda part: _with(r"\frac", part),
    "msqrt": lambda part: f"\\sqrt{{{_row(list(part))}}}",
    "mroot": lambda part: f"\\sqrt[{_one(part[1])}]{{{_one(part[0])}}}",
    "mtable": lambda part: _grid(part, "aligned"),
    "menclose": _enclosed,
    "mfenced": _between,
    "semantics": lambda part: _one(part[0]),
}
"""How each element is written."""
