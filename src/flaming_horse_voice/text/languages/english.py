"""English: complete. Its rules of prose and of formulas have modules of their own."""

from __future__ import annotations

from flaming_horse_voice.text.languages.language import Language
from flaming_horse_voice.text.letters import spelled
from flaming_horse_voice.text.maths import spoken_formula
from flaming_horse_voice.text.prose import RULES

ENGLISH = Language("en", "English", RULES, spoken_formula, spelled)
