"""Text as it is read: composed, without signs that nobody sees, its letters in their plain forms.

What stands in a text in another form of the same letters is read as them: decomposed accents, the
bold letters of mathematics, full width, ligatures. Soft hyphens, joiners and marks of direction are
not there for the ear.
"""

from __future__ import annotations

import unicodedata

from flaming_horse_voice.errors import WrongInput

_HYPHENS = "\u2010\u2011\u2012"
_LIKE = ((0x1D400, 0x1D7FF), (0xFB00, 0xFB06), (0xFF01, 0xFF5E), (0x2460, 0x24FF))
"""Letters and digits of mathematics, ligatures, full width, and in circles."""
_SCRIPTS = frozenset(
    {"LATIN", "GREEK", "MICRO", "MODIFIER", "DOUBLE-STRUCK", "SCRIPT", "BLACK-LETTER", "PLANCK",
     "OHM", "KELVIN", "ANGSTROM", "FEMININE", "MASCULINE", "SUPERSCRIPT", "SUBSCRIPT", "ALEF",
     "BET", "GIMEL", "DALET", "INFORMATION", "TURNED", "EULER", "ROTATED", "REVERSED"}
)  # fmt: skip
"""How the names of letters begin that are read: of the Latin and the Greek script, and of maths."""


def plain_form(text: str) -> tuple[str, list[int]]:
    """The text as it is read, and for each of its characters (and its end) the place in `text`."""
    signs: list[str] = []
    places: list[int] = []
    at = 0
    while at < len(text):
        end = at + 1
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        read = "".join(map(_plain, unicodedata.normalize("NFC", text[at:end])))
        signs.append(read)
        places += [at] * len(read)
        at = end
    return "".join(signs), [*places, len(text)]


def _plain(sign: str) -> str:
    if sign.isascii():
        return sign
    if sign in _HYPHENS:
        return "-"
    hidden = unicodedata.category(sign) in {"Cf", "Mn", "Me", "Co", "Cn"}
    if hidden:
        return ""
    code = ord(sign)
    return unicodedata.normalize("NFKC", sign) if _is_like(code) else sign


def _is_like(code: int) -> bool:
    return any(first <= code <= last for first, last in _LIKE)


def refuse_other_scripts(word: str, voice: str) -> None:
    """Raises WrongInput for a word with letters of a script that is not read in this language."""
    for sign in word:
        if sign.isascii() or not sign.isalpha():
            continue
        script = unicodedata.name(sign, "").split(" ")[0]
        if script and script not in _SCRIPTS:
            named = {"CJK": "Chinese"}.get(script, script.capitalize())
            raise WrongInput(
                f"{word!r} is written in a script that is not read in {voice}: {named}",
                remedy="write it in Latin letters, say it with say=, or give it an entry under"
                " pronounce; for a whole text in it, set `language` and a voice that speaks it",
            )


def unaccented(word: str) -> str:
    """`"λόγος"` → "λογος": the letters without their marks."""
    apart = unicodedata.normalize("NFD", word)
    return "".join(sign for sign in apart if not unicodedata.combining(sign))
