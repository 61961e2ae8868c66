"""Languages by name: in English, and as they call themselves."""

from __future__ import annotations

from collections.abc import Mapping

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
_BY_NAME: Mapping[str, str] = {name.lower(): tag for tag, name in NAMES.items()} | dict(_OWN_NAMES)


def tag_of(name: str) -> str:
    """The tag of a language that is given by its name, in English or its own; else what is given.

    `italian`, `Deutsch`, `German (Austria)` are names; of the last only the language counts.
    """
    bare = name.split("(", maxsplit=1)[0].strip().lower()
    return _BY_NAME.get(bare, name)
