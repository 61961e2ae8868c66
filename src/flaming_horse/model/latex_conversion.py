"""A formula as Typst maths: what we set ourselves is taken out, translated apart and put back."""

# ruff: noqa: PLR0911 - one return for each kind of part is the plainest table

from __future__ import annotations

import re
from collections.abc import Iterator

from flaming_horse.model import latex_vocabulary as known
from flaming_horse.model.latex_parts import LatexPart, Span, outer_parts
from flaming_horse.model.latex_translation import OURS, translated
from flaming_horse.model.latex_words import TextRun, name_of_operator, number_or_unit, runs

TYPST_FUNCTIONS = """\
#let fhp(n, body) = text(fill: rgb(n), body)
#let fhwords(words) = math.class("normal", words + h(0pt))
#let fhtext(words) = fhwords(text(words))
#let fhbold(words) = fhwords(text(weight: 700, words))
#let fhitalic(words) = fhwords(text(style: "italic", words))
#let fhmono(words) = fhwords(raw(words))
#let fhgroup(body) = body
#let fhhide(body) = hide(body)
#let fhbox(body) = fhwords(
  context box(stroke: 0.04em + text.fill, inset: 0.3em, $display(body)$))
#let fhfilled(n, body) = fhwords(box(fill: rgb(n), inset: 0.3em, $body$))
#let fhframed(line, n, body) = fhwords(
  box(fill: rgb(n), stroke: 0.04em + rgb(line), inset: 0.3em, $body$))
#let fhspace(ems) = h(float(ems) * 1em)
#let fhdown(ems) = v(float(ems) * 1em)
#let fhfar() = h(1fr)
"""
"""What every Typst document needs in which a converted formula stands.

Typst keeps the blanks beside a word; `fhwords` leaves them to the word itself, as LaTeX does. Boxes
have LaTeX's own measures: `\\fboxsep` 3 points and `\\fboxrule` 0.4 points at 10 points.
"""

_DEPTHS = {"{": 1, "(": 1, "[": 1, "}": -1, ")": -1, "]": -1}
_STYLES = {"textbf": "fhbold", "textit": "fhitalic", "emph": "fhitalic", "texttt": "fhmono"}
_PLACE = re.compile(rf"(?<![A-Za-z]){OURS}[a-z]{{3}}(?![A-Za-z])")
_GLUED = re.compile(rf"(?<=[A-Za-z0-9])(?={OURS}[a-z]{{3}})|(?<={OURS}[a-z]{{3}})(?=[A-Za-z0-9])")
"""Where Tylax, dropping braces, joins one of our names with its neighbour: `\\text{a}{x}`."""
_DROPPED = re.compile(r"/\*\s*(.*?)\s*\*/", re.DOTALL)


class Conversion:
    """One formula on its way to Typst: its pieces, and what was left out of it."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.parents: list[int] = []
        self.dropped = ""
        self.hollow = False
        self._count = 0

    def convert(self, latex: str, parent: int = 0) -> str:
        """The Typst maths of LaTeX that `refusal` has let through."""
        places: dict[str, str] = {}
        kept: list[str] = []
        at = 0
        for part in outer_parts(latex):
            place = OURS + _letters(self._count)
            self._count += 1
            places[place] = self._typst(part, latex, parent)
            kept += [latex[at : part.start], f"\\{place} "]
            at = part.end
        source = translated("".join([*kept, latex[at:]]))
        if (dropped := _DROPPED.search(source)) and not self.dropped:
            self.dropped = dropped[1]
        self.hollow = self.hollow or "zws" in source
        source = _GLUED.sub(" ", _DROPPED.sub("", source))
        # In one go: what is put in may hold words that look like another place.
        return _PLACE.sub(lambda m: places.get(m[0], m[0]), source)

    def _typst(self, part: LatexPart, latex: str, parent: int) -> str:
        def text(span: Span) -> str:
            return latex[span[0] : span[1]]

        name = part.name
        last = text(part.arguments[-1]) if part.arguments else ""
        if name == "piece":
            return self._piece(text(part.arguments[0]).strip(), last, parent)
        if name == "textcolor":
            ink = known.colour(text(part.arguments[0])) or ""
            return f'fhp("{_marked(ink, parent)}", {self._inside(last, parent)})'
        if name in {"colorbox", "fcolorbox"}:
            inks = [known.colour(text(span)) or "" for span in part.arguments[:-1]]
            marked = ", ".join(f'"{_marked(ink, parent)}"' for ink in inks)
            function = "fhfilled" if name == "colorbox" else "fhframed"
            ink = _marked(known.readable_on(inks[-1]), parent)
            return f'{function}({marked}, fhp("{ink}", {self._words("text", last, parent)}))'
        if name == "sqrt":
            assert part.option is not None
            index = self._inside(text(part.option), parent)
            return f"root({index}, {self._inside(last, parent)})"
        if name == "mathop":
            operator = name_of_operator(last)
            if operator is not None and len(operator) > 1:
                return f"op({_quoted(operator)})"
            return f'class("large", {self._inside(last, parent)})'
        if name in _CALLS:
            return f"{_CALLS[name]}({self._inside(last, parent)})"
        return self._plain(name, [text(span) for span in part.arguments], parent)

    def _plain(self, name: str, arguments: list[str], parent: int) -> str:
        """Parts whose arguments are words, numbers or nothing."""
        last = arguments[-1] if arguments else ""
        if name in known.TEXTS:
            return self._words(name, last, parent)
        if name in known.SPACES:
            function = "fhdown" if name.startswith("vspace") else "fhspace"
            return f'{function}("{known.length(last):.5f}")'
        if name in {"operatorname", "operatorname*"}:
            operator = f"op({_quoted(name_of_operator(last) or '')})"
            return f"limits({operator})" if name.endswith("*") else operator
        if name in {"tag", "tag*"}:
            words = last if name.endswith("*") else f"({last})"
            return f"quad fhfar() {self._words('text', words, parent)}"
        if name == "qq":
            return f"quad {self._words('text', last, parent)} quad"
        if name in {"num", "si", "unit", "SI", "qty"}:
            shown = "\u2009".join(number_or_unit(argument) or "" for argument in arguments)
            return f"fhtext({_quoted(shown)})"
        return "" if name in _UNSEEN else f"\\{name}"

    def _piece(self, name: str, body: str, parent: int) -> str:
        self.names.append(name)
        self.parents.append(parent)
        number = len(self.names)
        source = self._inside(body, number)
        return f'fhp("#0000{number:02x}", {source})' if source.strip() else ""

    def _inside(self, latex: str, parent: int) -> str:
        return as_argument(self.convert(latex, parent))

    def _words(self, name: str, latex: str, parent: int) -> str:
        function = _STYLES.get(name, "fhtext")
        calls = [
            f"{function}({_quoted(run.text)})"
            if run.kind == "words"
            else f"fhgroup({self._inside(run.text, parent)})"
            for run in runs(latex) or (TextRun("words", ""),)
        ]
        return calls[0] if len(calls) == 1 else f"fhgroup({' '.join(calls)})"


_CALLS = {"underline": "underline", "boxed": "fhbox", "fbox": "fhbox", "phantom": "fhhide",
          "hphantom": "fhhide", "vphantom": "fhhide"}  # fmt: skip
_UNSEEN = frozenset(("label", "nonumber", "notag"))


def _marked(ink: str, piece: int) -> str:
    """A colour of the author's, `#rrggbb`; its opacity says in which piece, 255 in none."""
    return f"{ink}{255 - piece:02x}"


def _quoted(words: str) -> str:
    """A string of Typst: between its quotes only the backslash and the quote mean something."""
    return '"' + words.replace("\\", "\\\\").replace('"', '\\"') + '"'


def as_argument(source: str) -> str:
    """Typst maths as one argument of a call: no bare comma, semicolon or lonely bracket in it."""
    lonely = _lonely_brackets(source)
    out: list[str] = []
    depth = 0
    for i, char in _bare_characters(source):
        if len(char) == 1 and i not in lonely:
            depth += _DEPTHS.get(char, 0)
        if i in lonely or (depth == 0 and char in (",", ";")):
            out.append("\\")
        out.append(char)
    return "".join(out)


def _bare_characters(source: str) -> Iterator[tuple[int, str]]:
    """Each character with its index; an escaped one or a quoted string counts as one."""
    for match in re.finditer(r'\\.|"(?:\\.|[^"\\])*"|.', source, re.DOTALL):
        yield match.start(), match.group()


def _lonely_brackets(source: str) -> set[int]:
    opened: list[int] = []
    lonely: set[int] = set()
    for i, char in _bare_characters(source):
        if _DEPTHS.get(char) == 1:
            opened.append(i)
        elif _DEPTHS.get(char) == -1:
            if opened:
                opened.pop()
            else:
                lonely.add(i)
    return lonely | set(opened)


def _letters(number: int) -> str:
    digits = "abcdefghijklmnopqrstuvwxyz"
    return f"{digits[number // 676]}{digits[number // 26 % 26]}{digits[number % 26]}"
