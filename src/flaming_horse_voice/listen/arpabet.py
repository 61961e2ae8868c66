"""How words may sound, in the phones of pocketsphinx's American English model (CMU's 39).

What our phonemizer reads in the line comes first, with all that CMU's dictionary knows about the
word after it; the aligner takes what fits the sound best. And what an ear tells apart: the phones
of words read alone, and how many of them differ.
"""

# ruff: noqa: RUF001, RUF002 - the letters that look like others are the very ones that are meant

from __future__ import annotations

from collections.abc import Collection, Sequence

from flaming_horse_voice.backends.espeak import phonemized
from flaming_horse_voice.backends.phonemes import word_phonemes

_PHONES = {
    "A": "EY", "I": "AY", "O": "OW", "W": "AW", "Y": "OY",
    "ʤ": "JH", "ʧ": "CH", "T": "T", "a": "AA", "b": "B", "d": "D", "ð": "DH", "e": "EY",
    "f": "F", "ɡ": "G", "g": "G", "h": "HH", "i": "IY", "j": "Y", "k": "K", "l": "L", "m": "M",
    "n": "N", "ŋ": "NG", "o": "OW", "p": "P", "ɹ": "R", "s": "S", "ʃ": "SH", "t": "T", "u": "UW",
    "v": "V", "w": "W", "z": "Z", "ʒ": "ZH", "θ": "TH", "æ": "AE", "ɑ": "AA", "ɒ": "AA",
    "ɔ": "AO", "ə": "AH", "ʌ": "AH", "ɛ": "EH", "ɜ": "ER", "ɪ": "IH", "ᵻ": "IH", "ɨ": "IH",
    "ʊ": "UH",
}  # fmt: skip
"""Kokoro's letters (see `backends.phonemes`); each stands for one phone."""
_WEAK = {"IH": "AH", "AO": "AA"}
"""Weak vowels, and vowels that half of America speaks alike."""

Phones = tuple[str, ...]


def pronunciations(words: Sequence[str]) -> list[str]:
    """The phones of each word as our phonemizer reads it in its phrase; "" for an unread one."""
    return [arpabet(word.phonemes) for word in word_phonemes(words, phonemized)]


def arpabet(phonemes: str) -> str:
    """`fˈOɾoʊ`-like phonemes as CMU phones separated by blanks: stress and length are dropped."""
    phones = [_PHONES[sign] for sign in phonemes if sign in _PHONES]
    return " ".join(_rhotic(phones))


def _rhotic(phones: Sequence[str]) -> list[str]:
    """ER R and a weak AH R are the one phone ER of CMU's dictionary."""
    joined: list[str] = []
    for phone in phones:
        if phone == "R" and joined and joined[-1] in {"ER", "AH"}:
            joined[-1] = "ER"
        else:
            joined.append(phone)
    return joined


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
