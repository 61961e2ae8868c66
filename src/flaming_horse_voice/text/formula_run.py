"""Parts side by side, from left to right, with the small words and breaths between them."""

# ruff: noqa: PLR0911 - one return for each kind of thing is the plainest table

from __future__ import annotations

from flaming_horse_voice.text import signs
from flaming_horse_voice.text.formula_calls import is_called, is_order_of_growth
from flaming_horse_voice.text.formula_fences import Role, brackets
from flaming_horse_voice.text.formula_manner import OPEN_END, SOFT, Around, Reader, bare
from flaming_horse_voice.text.formula_parts import (
    base,
    ends_a_part,
    fence_of,
    is_big,
    is_differential,
    is_function,
    is_mark,
    is_modulus,
    is_operator,
    is_relation,
    sign_of,
)
from flaming_horse_voice.text.formula_spans import bars, norm, number_over_number, unit_words
from flaming_horse_voice.text.formula_tree import Node, Sequence, Words
from flaming_horse_voice.text.small_words import between, is_repeating, of, product_word

_ARROWS = frozenset(("\\to", "\\rightarrow", "\\longrightarrow", "→"))
_FORALL = frozenset(("\\forall", "∀"))
_EXISTS = frozenset(("\\exists", "\\exists!", "\\nexists", "∃"))
_MEMBER = frozenset(("\\in", "\\notin", "∈", "∉", "\\subset", "\\subseteq", "=", "\\cup", "\\cap"))


class RowReading:
    """One reading of a row of parts.

    `bar` is how a single upright bar is read; `terse` leaves out "is" ("for all ex in ay").
    """

    def __init__(
        self,
        reader: Reader,
        parts: tuple[Node, ...],
        around: Around,
        *,
        bar: str = "divides",
        terse: bool = False,
    ) -> None:
        self._reader = reader
        self._parts = parts
        self._around = around
        self._bar = bar
        self._terse = terse
        self._next = 0
        self._before: Node | None = None
        self._closed: Node | None = None  # bars that were just read, as brackets
        self._phrases: list[str] = []
        self._in_argument = False  # of a function without brackets
        self._related = False  # an "is …" was said on this side of the last "implies"
        self._mapping = False
        self._quantifier = ""

    def text(self) -> str:
        while self._next < len(self._parts):
            self._step()
            self._before = self._closed or self._parts[self._next - 1]
            self._closed = None
        if self._in_argument and self._phrases and self._phrases[-1][-1] not in f",{OPEN_END}":
            self._phrases[-1] = bare(self._phrases[-1]) + SOFT
        return " ".join(word for word in self._phrases if word)

    def _step(self) -> None:
        index, node = self._next, self._parts[self._next]
        if self._dots(index) or self._number(index) or self._unit(index) or self._bars(index):
            return
        self._next += 1
        if is_mark(node):
            self._mark(sign_of(node))
        elif is_operator(node):
            self._operator(index)
        elif is_relation(node):
            self._relation(index)
        elif is_differential(self._parts, index):
            self._differential(index)
        else:
            self._part(index)

    def _around_part(self, index: int, steps: int = 1) -> Around:
        before = self._before
        clear = self._around.clear if before is None else _opens_a_side(before)
        after = index + steps
        if after >= len(self._parts):
            return Around(clear, self._around.followed)
        closed = ends_a_part(self._parts[after]) or is_differential(self._parts, after)
        return Around(clear, not closed)

    def _add(self, words: str, *, operator: bool = False) -> None:
        if self._phrases and words:
            last = self._phrases[-1]
            if last.endswith(OPEN_END) or (operator and last.endswith(SOFT)):
                self._phrases[-1] = bare(last) + ","
            elif last.endswith(SOFT):
                self._phrases[-1] = bare(last)
        if words:
            self._phrases.append(words)

    def _join(self, node: Node) -> None:
        """The small words between the part before and this one."""
        index, before = self._next, self._before
        if index > 1 and is_differential(self._parts, index - 2):
            before = None  # nothing is multiplied with `dx`
        ended = bool(self._phrases) and self._phrases[-1].endswith((SOFT, OPEN_END, ","))
        words = between(before, node, ended=ended)
        if words.startswith(",") and self._phrases:
            self._phrases[-1] = bare(self._phrases[-1]) + ","
            words = words[1:].strip()
        elif not words and self._in_argument and is_function(node) and not _is_bare(before):
            self._phrases[-1] = bare(self._phrases[-1]) + ","
        self._add(words)

    def _part(self, index: int) -> None:
        node, before = self._parts[index], self._before
        self._next = index
        self._join(node)
        if sign_of(node) in _FORALL and self._quantifier in _EXISTS:
            self._add("such that")
        self._next = index + 1
        around = self._around_part(index)
        sign = sign_of(base(node))
        if fence_of(node):
            called = before is not None and is_called(before, node)
            stated = called and self._phrases[-1:] == ["that"]
            named = before is not None and is_function(before)
            role = Role(called, stated, self._is_range(index), named)
            self._add(brackets(self._reader, node, around, role))
            self._in_argument = False
        else:
            big = "big " if is_order_of_growth(node, self._peek()) else ""
            self._add(big + self._reader.say(node, around))
            self._in_argument = is_function(node) or self._in_argument
        if sign in _FORALL | _EXISTS:
            self._quantifier = sign
        for word in of(node, self._parts[index + 1 :]):
            self._add(word)

    def _peek(self) -> Node | None:
        return self._parts[self._next] if self._next < len(self._parts) else None

    def _is_range(self, index: int) -> bool:
        """Whether brackets with two entries are an interval rather than a point."""
        before = sign_of(self._parts[index - 1]) if index else ""
        return before in {"\\in", "\\notin", "∈", "∉"} or (
            self._reader.manner.sets and before in _MEMBER
        )

    def _mark(self, sign: str) -> None:
        self._in_argument = self._related = False
        self._quantifier = ""
        if sign == "." and is_repeating(self._parts[self._next - 2 : self._next + 1]):
            self._add("point")
            return
        if self._phrases and not self._phrases[-1].endswith((";", "?")):
            self._phrases[-1] = bare(self._phrases[-1]) + sign

    def _operator(self, index: int) -> None:
        node = self._parts[index]
        sign = sign_of(node)
        before, after = self._before, self._peek()
        words = signs.OPERATORS[sign]
        if sign in signs.PRODUCTS and before is not None and after is not None:
            words = product_word(sign, before, after, sets=self._reader.manner.sets)
        if self._in_argument and self._phrases and not (before and is_function(before)):
            self._phrases[-1] = self._phrases[-1].rstrip(f"{SOFT}{OPEN_END},") + SOFT
            self._in_argument = False
        self._add(words, operator=True)

    def _relation(self, index: int) -> None:
        sign = sign_of(base(self._parts[index]))
        words = self._relation_words(sign, index)
        if words.startswith("is "):
            if self._quantifier or self._terse:
                words = words.removeprefix("is ")
            elif self._related:
                self._phrases[-1] = bare(self._phrases[-1]) + ","
                words = f"which {words}"
            self._related = True
        else:
            self._related = False
        self._in_argument = False
        self._add(words)

    def _relation_words(self, sign: str, index: int) -> str:
        after = self._peek()
        if sign == ":":
            if any(sign_of(part) in _ARROWS for part in self._parts[index:]):
                self._mapping = True
                return "from"
            quantifier, self._quantifier = self._quantifier, ""
            if quantifier in _EXISTS:
                return "such that"
            if quantifier:
                self._mark(",")
                return ""
        if sign in _ARROWS and (self._mapping or self._reader.manner.logic):
            return "to" if self._mapping else "implies"
        if sign == "\\equiv" and any(map(is_modulus, self._parts)):
            return "is congruent to"
        if sign == "\\sim" and after is not None and self._is_distribution(after):
            return "is distributed as"
        return signs.RELATIONS[sign]

    def _is_distribution(self, after: Node) -> bool:
        following = self._parts[self._next + 1] if self._next + 1 < len(self._parts) else None
        return isinstance(after, Words) or (following is not None and is_called(after, following))

    def _differential(self, index: int) -> None:
        self._in_argument = False
        self._add(self._reader.say(self._parts[index], Around()))
        self._add(self._reader.say(self._parts[index + 1], self._around_part(index + 1)))
        self._next = index + 2

    def _number(self, index: int) -> bool:
        said = number_over_number(self._parts[index : index + 3])
        if said:
            self._join(self._parts[index])
            self._add(said)
            self._next += 3
        return bool(said)

    def _unit(self, index: int) -> bool:
        said = unit_words(self._parts[:index], self._parts[index], self._parts[index + 1 :])
        if said:
            self._in_argument = False
            self._add(said)
            self._next += 1
        return bool(said)

    def _bars(self, index: int) -> bool:
        pair = bars(self._reader, self._parts, index, self._bar)
        if pair is None:
            return False
        if pair.parts > 1:
            self._join(self._parts[index])
            self._closed = Sequence(pair.body, "|", "|")
            words = norm(self._reader, pair, self._around_part(index, pair.parts))
        else:
            self._quantifier = ""
            words = pair.name
            if words.startswith("evaluated") and self._phrases:
                self._phrases[-1] = bare(self._phrases[-1]) + ","
        self._in_argument = False
        self._add(words)
        self._next += pair.parts
        return True

    def _dots(self, index: int) -> bool:
        r"""`1 + 2 + \\cdots + n` is "one plus two, and so on, up to en"."""
        parts = self._parts
        joint = is_operator(parts[index]) or sign_of(parts[index]) == ","
        at = index + 1 if joint and index else index
        if at >= len(parts) or sign_of(parts[at]) not in signs.DOTS:
            return False
        self._in_argument = False
        after = at + 1
        joined = after < len(parts) and (is_operator(parts[after]) or sign_of(parts[after]) == ",")
        goal = after + 1 if joined else after
        if self._phrases:
            self._phrases[-1] = bare(self._phrases[-1]) + ","
        self._add("and so on")
        if goal < len(parts) and not ends_a_part(parts[goal]):
            self._phrases[-1] += ", up to"
            self._next = goal
        else:
            if len(self._phrases) > 1:
                self._phrases[-1] += OPEN_END
            self._next = after
        return True


def _is_bare(before: Node | None) -> bool:
    """Whether what stands before is a function that is still without its argument."""
    return before is None or is_function(before)


def _opens_a_side(before: Node) -> bool:
    return ends_a_part(before) or is_big(before) or sign_of(base(before)) == "\\lim"
