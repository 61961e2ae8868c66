# ruff: noqa: RUF001  mathematical signs that look like letters are what this module is about
r"""Formulas as captions can show them: `C_{ij} = \sum_k A_{ik} B_{kj}` → `Cᵢⱼ = Σₖ Aᵢₖ Bₖⱼ`.

Nothing is ever refused: what has no Unicode form is shown by its name, for captions must show
something for every spoken formula.
"""

from __future__ import annotations

import re

from flaming_horse.film.unicode_row import Row, single
from flaming_horse.film.unicode_signs import (
    ACCENTS,
    BLACKBOARD,
    BRACKETS,
    COMMANDS,
    FRACTIONS,
    KEEP_ARGUMENT,
    PLAIN,
    SUBSCRIPTS,
    SUPERSCRIPTS,
    TEXT,
)

_TOKEN = re.compile(r"\\[A-Za-z]+|\\.|[A-Za-z]|\d+(?:\.\d+)?|\s+|.", re.DOTALL)
_LOOSE = re.compile(r" ?([=+−±→≤≥≠<>∈,]) ?")
_OVER = "\u0305"  # a line above each letter


def readable(latex: str) -> str:
    """The formula in one row of Unicode."""
    return re.sub(r"\s+", " ", _Reader(latex).row()).strip().replace("′′", "″")


class _Reader:
    """Walks through the tokens of a formula; every loop takes at least one of them."""

    def __init__(self, latex: str) -> None:
        self._tokens: list[str] = _TOKEN.findall(latex)
        self._next = 0
        self._columns = [""]  # what `&` shows, in the innermost environment last

    def row(self, end: str = "") -> str:
        """Everything up to the token `end`, which is taken too."""
        row = Row()
        while self._next < len(self._tokens):
            sign = self._take()
            if sign == end:
                break
            if sign.isspace():
                continue
            if sign in {"^", "_"}:
                row.add_script(self._script(sign))
            elif sign.removeprefix("\\") in FRACTIONS and sign.startswith("\\"):
                row.add_fraction(self._argument(), self._argument())
            elif sign == "," and self._within_number():
                row.text += sign
            else:
                row.add(self._shown(sign), named=sign.startswith("\\"))
        return row.text

    def _within_number(self) -> bool:
        """Whether the comma that was taken parts thousands."""
        before = self._tokens[self._next - 2] if self._next > 1 else ""
        return before.isdecimal() and bool(re.fullmatch(r"\d{3}(\.\d+)?", self._peek()))

    def _shown(self, sign: str) -> str:
        if sign.startswith("{"):
            return self.row("}")
        if sign == "&":
            return self._columns[-1]
        if not sign.startswith("\\"):
            return PLAIN.get(sign, sign)
        name = sign[1:]
        if name in {"left", "right"} and self._peek() == ".":
            self._take()
        shown = COMMANDS.get(name)
        return self._command(name) if shown is None else shown

    def _command(self, name: str) -> str:
        match name:
            case "begin" | "end":
                shown = self._environment(name)
            case "binom" | "dbinom" | "tbinom":
                shown = f"({self._argument()} choose {self._argument()})"
            case "sqrt":
                shown = self._root()
            case "overline":
                shown = "".join(letter + _OVER for letter in self._argument())
            case "pmod":
                shown = f" (mod {self._argument()})"
            case "underbrace" | "overbrace":
                shown = self._braced(name)
            case "xrightarrow" | "xleftarrow":
                self._argument()
                shown = "→" if name == "xrightarrow" else "←"
            case "mathbb":
                shown = "".join(BLACKBOARD.get(letter, letter) for letter in self._argument())
            case "piece":
                self._argument()
                shown = self._argument()
            case _:
                shown = self._named(name)
        return shown

    def _named(self, name: str) -> str:
        if name in FRACTIONS:
            row = Row()
            row.add_fraction(self._argument(), self._argument())
            return row.text
        if name in TEXT:
            return self._text()
        if name in ACCENTS:
            return self._argument() + ACCENTS[name]
        return self._argument() if name in KEEP_ARGUMENT else name

    def _environment(self, name: str) -> str:
        kind = self._argument().rstrip("*")
        brackets = BRACKETS.get(kind, "[]" if "matrix" in kind else "")
        if name == "begin":
            blank = ", " if kind == "cases" else " " if brackets or kind == "array" else ""
            self._columns.append(blank)
            return brackets[:1]
        if len(self._columns) > 1:
            self._columns.pop()
        return brackets[1:]

    def _braced(self, name: str) -> str:
        """What stands over or under a brace; the brace's own note is left out."""
        content = self._argument()
        if self._peek() == ("_" if name == "underbrace" else "^"):
            self._take()
            self._argument()
        return content

    def _text(self) -> str:
        """A group in which blanks count."""
        if self._peek() != "{":
            return self._argument()
        self._take()
        words = ""
        depth = 1
        while self._next < len(self._tokens):
            token = self._take()
            depth += {"{": 1, "}": -1}.get(token, 0)
            if not depth:
                break
            words += token.strip("{}$\\") if not token.isspace() else " "
        return words

    def _root(self) -> str:
        degree = ""
        if self._peek() == "[":
            self._take()
            degree = _in_script(self.row("]"), SUPERSCRIPTS) or ""
        content = self._argument()
        return f"{degree}√{content if single(content) else f'({content})'}"

    def _script(self, kind: str) -> str:
        content = self._argument()
        if kind == "^" and content in {"∘", "°"}:
            return "°"
        if kind == "^" and set(content) == {"′"}:
            return content
        tight = _LOOSE.sub(r"\1", content)
        raised = _in_script(tight.replace("−", "-"), SUPERSCRIPTS if kind == "^" else SUBSCRIPTS)
        if raised is not None:
            return raised
        return kind + (tight if len(tight) == 1 else f"({tight})" if tight else "")

    def _argument(self) -> str:
        """The next token or group; of a number without braces its first digit, as in LaTeX."""
        while self._peek().isspace():
            self._take()
        if self._next >= len(self._tokens):
            return ""
        token = self._take()
        if token[0].isdecimal() and len(token) > 1:
            self._next -= 1
            self._tokens[self._next] = token[1:]
            return token[0]
        return self._shown(token).strip()

    def _take(self) -> str:
        token = self._tokens[self._next]
        self._next += 1
        return token

    def _peek(self) -> str:
        return self._tokens[self._next] if self._next < len(self._tokens) else ""


def _in_script(content: str, table: dict[str, str]) -> str | None:
    if not content or any(letter not in table for letter in content):
        return None
    return "".join(table[letter] for letter in content)
