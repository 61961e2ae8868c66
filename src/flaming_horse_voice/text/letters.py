"""Letters as words: respelt, so that no voice takes them for something else.

"A i k" read as it stands is "a ick"; "ay eye kay" cannot be misread.
"""

# ruff: noqa: RUF001 - the letters that look like others are the very ones that are meant
# ruff: noqa: SIM905 - a list of words is easier to read, and to add to, as a row of words

from __future__ import annotations

LETTERS = {
    "a": "ay",
    "b": "bee",
    "c": "see",
    "d": "dee",
    "e": "ee",
    "f": "eff",
    "g": "gee",
    "h": "aitch",
    "i": "eye",
    "j": "jay",
    "k": "kay",
    "l": "ell",
    "m": "em",
    "n": "en",
    "o": "oh",
    "p": "pee",
    "q": "cue",
    "r": "ar",
    "s": "ess",
    "t": "tee",
    "u": "you",
    "v": "vee",
    "w": "double-you",
    "x": "ex",
    "y": "why",
    "z": "zee",
}

GREEK = {
    "α": "alpha",
    "β": "beta",
    "γ": "gamma",
    "δ": "delta",
    "ε": "epsilon",
    "ζ": "zeta",
    "η": "eta",
    "θ": "theta",
    "ι": "iota",
    "κ": "kappa",
    "λ": "lambda",
    "μ": "mu",
    "ν": "nu",
    "ξ": "xi",
    "ο": "omicron",
    "π": "pi",
    "ρ": "rho",
    "σ": "sigma",
    "ς": "sigma",
    "τ": "tau",
    "υ": "upsilon",
    "φ": "phi",
    "χ": "chi",
    "ψ": "psi",
    "ω": "omega",
    "ϵ": "epsilon",
    "ϑ": "theta",
    "ϕ": "phi",
    "ϖ": "pi",
    "ϱ": "rho",
}

_READ_AS_WORDS = frozenset(
    "NASA NATO LASER LASIK RADAR SONAR SCUBA UNESCO UNICEF AIDS PIN RAM ROM GIF OPEC FIFA "
    "ASCII BIOS CRISPR COVID JSON YAML REST CUDA BASIC LISP FORTRAN COBOL LIGO CERN".split()
)
_SHOUTED = frozenset(
    "NOT AND OR ALL NO YES NEVER ALWAYS ONE TWO THE IS ARE IT IF THEN ELSE TRUE FALSE STOP START "
    "ON OFF UP DOWN IN OUT ONLY MUST CAN NOW ANY BOTH SAME NEW OLD BIG TO BE WE SO BUT VERY "
    "THIS THAT HOW WHY WHAT WHEN WHERE WHO FOR FROM WITH".split()
)
"""Common words that people write in capitals for emphasis."""


def is_read_as_word(word: str) -> bool:
    """A word in capitals that people read as a word: "NASA"."""
    return word in _READ_AS_WORDS


def is_common(word: str) -> bool:
    """A word in capitals that is a common one, not an abbreviation."""
    return word in _SHOUTED


def letter(sign: str) -> str:
    """`"k"` → "kay", `"Σ"` → "sigma"; anything else is given back."""
    low = sign.lower()
    return LETTERS.get(low) or GREEK.get(low) or sign


def spelled(word: str) -> str:
    """`"AB"` → "ay bee", `"ij"` → "eye jay"."""
    return " ".join(letter(sign) for sign in word)


def capitals(word: str) -> str:
    """A word of two or more capitals: spelled, or read as a word where people do so.

    `"CPUs"` → "see pee yous", `"NASA"` → "NASA", `"NOT"` → "not".
    """
    if word.endswith("s") and word[:-1].isupper() and len(word) > 2:
        said = capitals(word[:-1])
        return said + ("es" if said.endswith(("s", "x")) else "s")
    if word in _READ_AS_WORDS:
        return word
    if word in _SHOUTED:
        return word.lower()
    if len(word) > 5:  # longer ones are titles in capitals, not abbreviations
        return word.lower()
    return spelled(word)
