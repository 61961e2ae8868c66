"""The languages in which lines can be read, and which is meant."""

from __future__ import annotations

from collections.abc import Mapping

from flaming_horse_voice.errors import WrongInput
from flaming_horse_voice.text.languages.german import GERMAN
from flaming_horse_voice.text.languages.language import Language
from flaming_horse_voice.text.languages.spanish import SPANISH
from flaming_horse_voice.text.letters import spelled
from flaming_horse_voice.text.maths import spoken_formula
from flaming_horse_voice.text.prose import RULES

ENGLISH = Language("en", "English", RULES, spoken_formula, spelled)
LANGUAGES: Mapping[str, Language] = {each.code: each for each in (ENGLISH, GERMAN, SPANISH)}

__all__ = ["ENGLISH", "LANGUAGES", "Language", "language_of"]


def language_of(tag: str) -> Language:
    """The language of a tag such as `en` or `en-GB`. Raises WrongInput for one without rules."""
    found = LANGUAGES.get(tag.split("-", maxsplit=1)[0].lower())
    if found is None:
        raise WrongInput(
            f"no reading rules for language {tag!r}",
            remedy=f"use one of: {', '.join(LANGUAGES)}",
        )
    return found
