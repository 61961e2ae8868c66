"""Languages by name: in English, and as they call themselves."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches

NAMES: Mapping[str, str] = {
    "ar": "Arabic", "bg": "Bulgarian", "bn": "Bengali", "ca": "Catalan", "cs": "Czech",
    "da": "Danish", "de": "German", "el": "Greek", "en": "English", "es": "Spanish",
    "fa": "Persian", "fi": "Finnish", "fr": "French", "he": "Hebrew", "hi": "Hindi",
    "hr": "Croatian", "hu": "Hungarian", "id": "Indonesian", "it": "Italian", "ja": "Japanese",
    "ko": "Korean", "nb": "Norwegian", "nl": "Dutch", "pl": "Polish", "pt": "Portuguese",
    "ro": "Romanian", "ru": "Russian", "sv": "Swedish", "ta": "Tamil", "th": "Thai",
    "tr": "Turkish", "uk": "Ukrainian", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip

_OWN_NAMES: Mapping[str, str] = {
    "العربية": "ar", "български": "bg", "বাংলা": "bn", "català": "ca", "čeština": "cs",
    "dansk": "da", "deutsch": "de", "ελληνικά": "el", "español": "es", "castellano": "es",
    "فارسی": "fa", "suomi": "fi", "français": "fr", "עברית": "he", "हिन्दी": "hi",
    "hrvatski": "hr", "magyar": "hu", "bahasa indonesia": "id", "italiano": "it", "日本語": "ja",
    "한국어": "ko", "norsk": "nb", "nederlands": "nl", "polski": "pl", "português": "pt",
    "română": "ro", "русский": "ru", "svenska": "sv", "தமிழ்": "ta", "ไทย": "th",
    "türkçe": "tr", "українська": "uk", "tiếng việt": "vi", "中文": "zh",
    "american english": "en", "british english": "en-GB", "american": "en", "british": "en-GB",
    "ngerman": "de", "brazilian": "pt-BR", "brazilian portuguese": "pt-BR",
    "português brasileiro": "pt-BR",
}  # fmt: skip
"""Languages as they call themselves, and as LaTeX's babel calls some, in small letters."""
_THREE_LETTERS: Mapping[str, str] = {
    "ara": "ar", "bul": "bg", "ben": "bn", "cat": "ca", "ces": "cs", "cze": "cs", "dan": "da",
    "deu": "de", "ger": "de", "ell": "el", "gre": "el", "eng": "en", "spa": "es", "fas": "fa",
    "per": "fa", "fin": "fi", "fra": "fr", "fre": "fr", "heb": "he", "hin": "hi", "hrv": "hr",
    "hun": "hu", "ind": "id", "ita": "it", "jpn": "ja", "kor": "ko", "nob": "nb", "nor": "nb",
    "nld": "nl", "dut": "nl", "pol": "pl", "por": "pt", "ron": "ro", "rum": "ro", "rus": "ru",
    "swe": "sv", "tam": "ta", "tha": "th", "tur": "tr", "ukr": "uk", "vie": "vi", "zho": "zh",
    "chi": "zh",
}  # fmt: skip
"""The codes of ISO 639-2, of which BCP 47 has the shorter ones."""
_BY_NAME: Mapping[str, str] = {
    **{name.lower(): tag for tag, name in NAMES.items()},
    **_OWN_NAMES,
    **_THREE_LETTERS,
}
LANGUAGE_TAG = re.compile(
    r"[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?(-([A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3})){0,3}"
)
"""Language, script, region and variants of RFC 5646 (BCP 47). It becomes a part of files' names."""


def tag_of(name: str) -> str:
    """The tag of a language that is given by its name, in English or its own; else what is given.

    `italian`, `Deutsch`, `German (Austria)` are names; of the last only the language counts.
    """
    bare = name.split("(", maxsplit=1)[0].strip().lower()
    return _BY_NAME.get(bare, name)


def understood(name: str) -> str:
    """The tag of a language that is given by its tag, a locale (`de_AT.UTF-8`) or its name.

    "" where it is none of these.
    """
    tag = tag_of(name.strip()).split(".", maxsplit=1)[0].replace("_", "-")
    if not LANGUAGE_TAG.fullmatch(tag):
        return ""
    language, *subtags = tag.split("-")
    return "-".join([language.lower(), *map(_cased, subtags)])


def _cased(subtag: str) -> str:
    """A subtag as RFC 5646 advises to write it: `Latn`, `AT`."""
    match len(subtag):
        case 2:
            return subtag.upper()
        case 4 if subtag.isalpha():
            return subtag.title()
        case _:
            return subtag.lower()


def nearest_name(name: str) -> str:
    """The language in English of which the name is nearest to a word; "" where none is near."""
    close = get_close_matches(name.strip().lower(), [n for n in _BY_NAME if len(n) > 3], n=1)
    return NAMES[_BY_NAME[close[0]].split("-", maxsplit=1)[0]] if close else ""
