"""Facts about programs as sentences, in the languages that this house has words for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from flaming_horse.writers.formulas import can_be_set
from flaming_horse.writers.pieces import Piece, Pieces, clean, plain, tidy
from flaming_horse.writers.programs.facts import ALWAYS, Fact
from flaming_horse.writers.programs.phrases import AND, GOES_ON, PHRASES
from flaming_horse.writers.sentences import joined

_SLOT = re.compile(r"\{(=?)(\w+)\}")
MOST_WORDS = 34
"""Of what is told of one program in one line."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A stretch of a line, and the lines of the program, from 0, that it speaks of."""

    begin: int
    end: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of a program: no words where nothing can be."""

    words: Pieces = ()
    spots: tuple[Spot, ...] = ()


@dataclass(slots=True)
class Wording:
    """Puts facts into words, and never says the same sentence twice in a film."""

    language: str = "en"
    said: set[str] = field(default_factory=set[str])
    used: Counter[str] = field(default_factory=Counter[str])

    def tell(self, facts: Sequence[Fact], *, goes_on: bool = False, most: int = 3) -> Told:
        """The most telling facts in the order of the program, as one line.

        `goes_on`: the line before spoke of a program too.
        """
        chosen: list[Pieces] = []
        facts_told: list[Fact] = []
        count = 0
        for fact in _weightiest(_distinct(facts), most):
            words = self._sentence(fact, goes_on=goes_on or bool(chosen))
            length = len(plain(words).split())
            if not words or (chosen and count + length > MOST_WORDS):
                continue
            self.said.add(plain(words).casefold())
            self.used[fact.kind] += 1
            chosen.append(words)
            facts_told.append(fact)
            count += length
        words = joined(chosen)
        return Told(words, _spots(words, chosen, facts_told))

    def _sentence(self, fact: Fact, *, goes_on: bool) -> Pieces:
        """A wording that has not been heard; none where all were, or there is none."""
        variants = PHRASES.get(self.language[:2].lower(), {}).get(fact.kind, ())
        fresh = [variant for variant in variants if goes_on or not GOES_ON.match(variant)]
        fresh.sort(key=lambda variant: not GOES_ON.match(variant))
        turn = self.used[fact.kind] % len(fresh) if fresh else 0
        for variant in fresh[turn:] + fresh[:turn]:
            words = self._filled(variant, fact)
            if words and plain(words).casefold() not in self.said:
                return words
        return ()

    def _filled(self, variant: str, fact: Fact) -> Pieces:
        pieces: list[Piece] = []
        at = 0
        for slot in _SLOT.finditer(variant):
            pieces.append(Piece(variant[at : slot.start()]))
            at = slot.end()
            if slot[1]:
                pieces += _text(fact.words.get(slot[2], ""))
            else:
                pieces += self._listed(fact.names.get(slot[2], ()))
        pieces.append(Piece(variant[at:]))
        return tidy(pieces)

    def _listed(self, names: Sequence[str]) -> list[Piece]:
        pieces: list[Piece] = []
        for number, name in enumerate(names):
            if number:
                last = number == len(names) - 1
                pieces.append(Piece(f" {self.conjunction} " if last else ", "))
            pieces.append(Piece(clean(name), "code"))
        return pieces

    @property
    def conjunction(self) -> str:
        return AND.get(self.language[:2].lower(), "and")


def _text(words: str) -> list[Piece]:
    """Words with the formulas between their dollars."""
    parts = re.split(r"\$([^$]+)\$", clean(words))
    if not all(can_be_set(latex) for latex in parts[1::2]):
        return [Piece(clean(words).replace("$", ""))]
    return [Piece(part, "math" if n % 2 else "text") for n, part in enumerate(parts) if part]


def _distinct(facts: Sequence[Fact]) -> list[Fact]:
    """Each fact once, what stands under a comment by the comment alone, imports only if alone."""
    said = [fact for fact in facts if fact.kind == "says"]
    found: dict[tuple[object, ...], Fact] = {}
    for fact in facts:
        under = any(one.first < fact.first <= one.last for one in said)
        if fact.kind != "says" and (under or (fact.kind == "imports" and _others(facts))):
            continue
        own = (fact.kind, *fact.names.items(), *fact.words.items())
        found.setdefault(own, fact)
    return list(found.values())


def _others(facts: Sequence[Fact]) -> bool:
    return any(fact.kind != "imports" for fact in facts)


def _weightiest(facts: Sequence[Fact], most: int) -> list[Fact]:
    most = max(most, sum(fact.weight >= ALWAYS for fact in facts))
    ranked = sorted(range(len(facts)), key=lambda n: (-facts[n].weight, n))[:most]
    return [facts[n] for n in sorted(ranked)]


def _spots(words: Pieces, chosen: Sequence[Pieces], facts: Sequence[Fact]) -> tuple[Spot, ...]:
    """Where each sentence stands in the line."""
    text = "".join(piece.text for piece in words)
    spots: list[Spot] = []
    at = 0
    for sentence, fact in zip(chosen, facts, strict=True):
        own = "".join(piece.text for piece in sentence)
        begin = text.find(own, at)
        if begin < 0:
            continue
        at = begin + len(own)
        end = begin + len(own.rstrip(".!?"))
        spots.append(Spot(begin, end, fact.first, fact.last))
    return tuple(spots)
