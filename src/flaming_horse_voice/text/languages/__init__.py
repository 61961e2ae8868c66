"""The languages in which lines can be read, and which is meant."""

from __future__ import annotations

import importlib
from collections.abc import Mapping

from flaming_horse_voice.errors import WrongInput
from flaming_horse_voice.text.languages.language import Language

LANGUAGES: Mapping[str, str] = {
    "en": "flaming_horse_voice.text.languages.english:ENGLISH",
    "de": "flaming_horse_voice.text.languages.german:GERMAN",
    "es": "flaming_horse_voice.text.languages.spanish:SPANISH",
}
"""Where each language is. Its rules are made when a line is first read in it."""

__all__ = ["LANGUAGES", "Language", "language_of"]


def language_of(tag: str) -> Language:
    """The language of a tag such as `en` or `en-GB`. Raises WrongInput for one without rules."""
    where = LANGUAGES.get(tag.split("-", maxsplit=1)[0].lower())
    if where is None:
        raise WrongInput(
            f"no reading rules for language {tag!r}",
            remedy=f"use one of: {', '.join(LANGUAGES)}",
        )
    module, name = where.split(":")
    language = getattr(importlib.import_module(module), name)
    assert isinstance(language, Language)
    return language
