"""Words of another script in a film's line: they are shown as they are, and spoken of.

No voice reads them in the film's language. A whole text in another script is refused where its
language is found; a word or a name of it costs no film.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from flaming_horse.model.language_names import NAMES
from flaming_horse.writers.language_words import SCRIPTS
from flaming_horse.writers.pieces import Pieces, as_runs
from flaming_horse_voice.runs import Run

OTHER_SCRIPT = "words in another script, of which the line says only that they are"
_OTHERS = (frozenset(SCRIPTS) - {"GREEK"}) | {
    "ARMENIAN", "BOPOMOFO", "ETHIOPIC", "GEORGIAN", "GUJARATI", "GURMUKHI", "HALFWIDTH",
    "IDEOGRAPHIC", "KANNADA", "KATAKANA-HIRAGANA", "KHMER", "LAO", "MALAYALAM", "MONGOLIAN",
    "MYANMAR", "ORIYA", "SINHALA", "SYRIAC", "TELUGU", "TIBETAN",
}  # fmt: skip
_SAID = {
    "en": "a word in {name}",
    "de": "ein Wort in anderer Schrift",
    "es": "una palabra en otra escritura",
}
"""What is spoken in the place of such words, in the languages that are read."""
_JOINTS = " \u3000·・、，。\\-"  # noqa: RUF001 - what stands between words of other scripts


def runs_of(words: Pieces, language: str) -> tuple[Run, ...]:
    """The runs of a line; words of another script have a `say` that names their language."""
    said = _SAID.get(language.split("-", maxsplit=1)[0])
    runs = as_runs(words)
    if said is None or not any(_script(sign) for run in runs for sign in run.text):
        return runs
    return tuple(part for run in runs for part in _parts(run, said))


def has_other_script(text: str) -> bool:
    """Whether a text has letters of a script that is not read."""
    return any(_script(sign) for sign in text)


def _parts(run: Run, said: str) -> Iterator[Run]:
    if run.kind == "math" or not has_other_script(run.text):
        yield run
        return
    letters = "".join({sign for sign in run.text if _script(sign)})
    marks = "".join({sign for sign in run.text if unicodedata.category(sign)[0] == "M"})
    letter = f"[{re.escape(letters)}]"
    pattern = re.compile(rf"({letter}(?:[\d{_JOINTS}{marks}]*{letter})*[{marks}-]*)")
    for number, text in enumerate(pattern.split(run.text)):
        if not text:
            continue
        say = said.format(name=_language(text)) if number % 2 else run.say
        yield Run(text, run.kind, say, run.emphasis)


def _language(text: str) -> str:
    scripts = [script for sign in text if (script := _script(sign))]
    # Japanese writes Chinese signs among its own.
    own = next((script for script in scripts if SCRIPTS.get(script) == "ja"), scripts[0])
    return NAMES.get(SCRIPTS.get(own, ""), own.capitalize())


def _script(sign: str) -> str:
    """The script of a letter, as Unicode calls it, where it is one that is not read."""
    if sign.isascii() or not sign.isalpha():
        return ""
    script = unicodedata.name(sign, "").split(" ")[0]
    return script if script in _OTHERS else ""
