"""What an ear tells apart: the phones of words, and how many of them differ."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from flaming_horse_voice.listen.arpabet import pronunciations

Phones = tuple[str, ...]
_WEAK = {"IH": "AH", "AO": "AA"}
"""Weak vowels, and vowels that half of America speaks alike."""


def sounds_of(words: Collection[str]) -> dict[str, Phones]:
    """The phones of each word read alone, weak vowels alike."""
    known = sorted(words)
    read = pronunciations([f"{word}." for word in known])
    return {
        word: tuple(_WEAK.get(phone, phone) for phone in phones.split())
        for word, phones in zip(known, read, strict=True)
    }


def distance(some: Sequence[str], other: Sequence[str]) -> int:
    """The fewest phones to put in, leave out or exchange that make one of the other."""
    row = list(range(len(other) + 1))
    for i, one in enumerate(some, 1):
        before, row[0] = row[0], i
        for j, two in enumerate(other, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (one != two))
    return row[-1]
