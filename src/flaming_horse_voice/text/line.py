"""From the runs of a written line to its speech-text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from flaming_horse_voice.runs import Run, ranges_of
from flaming_horse_voice.text.languages import Language, language_of
from flaming_horse_voice.text.letters import LETTERS
from flaming_horse_voice.text.pronouncing import phonemes_in, said_of
from flaming_horse_voice.text.spoken import (
    SpeechText,
    WordSpan,
    pause_token,
    phonemes_of,
)
from flaming_horse_voice.text.words import opens_a_sentence

_MARKS = ".,;:!?…"
_SUFFIX = re.compile(r"(?:-?(?:th|st|nd|rd|s)|'s|\u2019s)(?!\w)")
"""What may be glued to a formula: `$n$th`, `$x$'s`."""


def speech_text(
    runs: Sequence[Run],
    pronounce: Mapping[str, str] | None = None,
    language: str = "en",
    maths: str = "auto",
) -> SpeechText:
    """What is spoken for a line, each spoken word with the characters it says.

    `maths` is the style in which formulas are read: "short", "exact" or "auto". Raises WrongInput
    for a language or a style without reading rules, for a formula or a sign that has none
    in it, and for phonemes that are not those of one word.
    """
    text, ranges = ranges_of(runs)
    assembly = _Assembly(text, pronounce or {}, language_of(language), maths)
    return assembly.build(runs, ranges)


class _Assembly:
    """Words and pauses of one line, in the order in which they are heard."""

    def __init__(
        self, text: str, pronounce: Mapping[str, str], language: Language, maths: str
    ) -> None:
        self._text = text
        self._language = language
        self._pronounce = pronounce
        self._maths = maths
        self._tokens: list[WordSpan | str] = []

    def build(self, runs: Sequence[Run], ranges: Sequence[tuple[int, int]]) -> SpeechText:
        plain: int | None = None
        done = 0
        for run, (start, end) in zip(runs, ranges, strict=True):
            if run.kind == "text" and run.say is None:
                plain = start if plain is None else plain
                done = end
                continue
            if plain is not None:
                self._prose(plain, done)
                plain = None
                if run.kind == "code":
                    self._article_before(start)
            self._special(run, start, end)
        if plain is not None:
            self._prose(plain, done)
        words = tuple(
            token._replace(spoken=phonemes_of(token.spoken)[0])
            for token in self._tokens
            if isinstance(token, WordSpan)
        )
        speech = " ".join(t.spoken if isinstance(t, WordSpan) else t for t in self._tokens)
        return SpeechText(self._text, speech, words)

    def _special(self, run: Run, start: int, end: int) -> None:
        if run.kind == "pause":
            if run.seconds > 0:
                self._tokens.append(pause_token(run.seconds))
            return
        if run.say is not None:
            spoken = self._say(run.say, run.text)
        elif run.kind == "math":
            spoken = self._entry(run.text) or self._language.spoken_formula(run.text, self._maths)
        else:
            spoken = self._code(run.text)
        blank = self._text[start:end].startswith(" ")
        self._tokens += [WordSpan(word, start + blank, end) for word in spoken.split()]

    def _article_before(self, code: int) -> None:
        """The English "A" that opens a sentence before code is the article: "A `;` ends it"."""
        last = self._tokens[-1] if self._tokens else None
        if self._language.code != "en" or not isinstance(last, WordSpan):
            return
        letter = self._text[last.start : code] == "A " and last.spoken == LETTERS["a"]
        if letter and opens_a_sentence(self._text, last.start):
            self._tokens[-1] = last._replace(spoken="a")

    def _say(self, words: str, written: str) -> str:
        """The words of a `say`, read like written words, or the phonemes of one word."""
        if phonemes_in(words) is not None:
            return said_of(" ".join(written.split()).rstrip(_MARKS), words)
        spans = self._language.prose(words, 0, len(words), self._pronounce)
        return " ".join(span.spoken for span in spans)

    def _entry(self, written: str) -> str:
        """What a dictionary says for a formula or a piece of code; "" where it says nothing."""
        said = self._pronounce.get(written)
        return said_of(written, said) if said else ""

    def _code(self, code: str) -> str:
        if entry := self._entry(code):
            return entry
        return self._language.spoken_code(code, self._pronounce)

    def _prose(self, start: int, end: int) -> None:
        """Plain text; marks and endings glued to what stands before it go there."""
        last = self._tokens[-1] if self._tokens else None
        if isinstance(last, WordSpan) and last.end == start:
            suffix = _SUFFIX.match(self._text, start, end)
            if suffix:
                last = last._replace(spoken=last.spoken + suffix.group().lstrip("-"))
                start = suffix.end()
        while isinstance(last, WordSpan) and start < end and self._text[start] in _MARKS:
            if last.spoken[-1:] not in _MARKS:
                last = last._replace(spoken=last.spoken + self._text[start])
            start += 1
        if isinstance(last, WordSpan):
            self._tokens[-1] = last
        self._tokens += self._language.prose(self._text, start, end, self._pronounce)
