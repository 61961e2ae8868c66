"""Is this answer a good take? It is read, measured, timed and heard, and nothing of it is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from flaming_horse_voice.errors import NotInstalled, VoiceError
from flaming_horse_voice.listen import complaint, measure, wrong_times
from flaming_horse_voice.listen.alignment import ALIGNED_BY, Times
from flaming_horse_voice.listen.word_times import SPREAD, word_times
from flaming_horse_voice.listen.words import misheard, words_heard
from flaming_horse_voice.service_factory import VoiceChoice
from flaming_horse_voice.takes import Take, read_sound
from flaming_horse_voice.text.spoken import spoken_words
from flaming_horse_voice.workers.protocol import SpokenFile, Unreadable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class SpokenRequest:
    """A line to be spoken: its id (for messages only), its speech-text, its language."""

    id: str
    speech: str
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Attempt:
    """What a voice made of a line: samples of shape (n,) at `sample_rate`, its `number`th try.

    `provenance` are the versions that made it.
    """

    line: SpokenRequest
    answer: SpokenFile
    sound: NDArray[np.float32]
    number: int
    last: bool = False
    provenance: Mapping[str, str] = field(default_factory=dict[str, str])

    def take(
        self,
        choice: VoiceChoice,
        checks: Mapping[str, float],
        times: Times | None,
        aligned_by: str,
    ) -> Take:
        """The take that it is, with what was found out about it."""
        return Take(
            key=choice.take_key(self.line.speech, self.line.language),
            speech=self.line.speech,
            language=self.line.language,
            service=choice.service,
            model=choice.model,
            revision=choice.revision,
            speaker=choice.speaker,
            sample_rate=self.answer.sample_rate,
            samples=len(self.sound),
            times=times or (),
            aligned_by=aligned_by,
            checks=checks,
            attempts=self.number,
            provenance=self.provenance,
        )


Judge = Callable[[Attempt], tuple[Take, str | None]]
"""Makes a take of an attempt, and says what is wrong with it: None for a good one."""


def rank(take: Take, wrong: str | None) -> tuple[float, ...]:
    """Orders attempts at one line from the best to the worst: smaller is better.

    A good one, then one that can be heard at all, that ended by itself, that said most of its
    words, that has word times of its own, that falls silent and hisses least.
    """
    checks = take.checks
    whole = bool(checks.get("finite")) and bool(checks.get("rms"))
    return (
        0.0 if wrong is None else 1.0,
        0.0 if whole else 1.0,
        checks.get("capped", 0.0),
        checks.get("words_heard_error", 1.0),
        0.0 if take.times and take.aligned_by != SPREAD else 1.0,
        max(0.0, checks.get("gap_s", 0.0)) + checks.get("hiss_s", 0.0),
    )


def sound_of(answer: SpokenFile) -> NDArray[np.float32]:
    """The samples that an answer names, shape (n,); their file is removed.

    Raises Unreadable for a file that is not there, or not what the answer says.
    """
    file = Path(answer.file)
    try:
        sound, rate = read_sound(file)
    except (OSError, RuntimeError) as bad:
        raise Unreadable(f"its sound file cannot be read ({bad})") from bad
    file.unlink(missing_ok=True)
    if (len(sound), rate) != (answer.samples, answer.sample_rate):
        raise Unreadable("its sound file is not as long as it says")
    return sound


class Listening:
    """The judge of takes that go into films: cheap checks for all, ears for cloned voices.

    With `accept_any` the last attempt at a line gets word times even where they can only be
    dealt out.
    """

    def __init__(self, choice: VoiceChoice, *, accept_any: bool) -> None:
        self._choice = choice
        self._accept_any = accept_any

    def __call__(self, attempt: Attempt) -> tuple[Take, str | None]:
        """Raises NotInstalled when a cloned voice's take cannot be listened to here."""
        line, answer, sound = attempt.line, attempt.answer, attempt.sound
        measured = measure(sound, answer.sample_rate, line.speech)
        if answer.capped:
            measured["capped"] = 1.0
        wrong = complaint(measured)
        times, aligned_by = answer.times, answer.aligned_by
        whole = bool(len(sound)) and bool(measured["finite"])
        if times is None and self._choice.cloned is not None and whole:
            try:
                times, aligned_by, wrong = self._heard(attempt, measured, wrong)
            except NotInstalled:
                raise
            except VoiceError as unaligned:
                wrong = unaligned.what
        wrong = wrong or wrong_times(times, line.speech, len(sound))
        return attempt.take(self._choice, measured, times, aligned_by), wrong

    def _heard(
        self, attempt: Attempt, measured: dict[str, float], wrong: str | None
    ) -> tuple[Times | None, str, str | None]:
        """Word times, who found them, and what is wrong; adds the words heard to `measured`."""
        line, sound, rate = attempt.line, attempt.sound, attempt.answer.sample_rate
        accept = self._accept_any and attempt.last
        if wrong is not None and not accept:
            return None, "", wrong
        times, aligned_by = word_times(sound, rate, line.speech, accept_any=accept)
        if wrong is None and aligned_by == ALIGNED_BY:
            heard = words_heard(sound, rate, spoken_words(line.speech), line.language)
            measured["words_heard_error"] = heard.error_rate
            wrong = misheard(heard)
        return times, aligned_by, wrong
