"""Is this answer a good take? It is read, measured, timed and heard, and nothing of it is kept."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

from flaming_horse_voice.errors import NotInstalled, VoiceError
from flaming_horse_voice.listen import TakeLimits, complaint, limits_of, measure, wrong_times
from flaming_horse_voice.listen.alignment import Times
from flaming_horse_voice.listen.checks import failures, heard_complaint
from flaming_horse_voice.listen.hearing import heard_measures, text_of
from flaming_horse_voice.listen.measures import longest_pause
from flaming_horse_voice.listen.same_words import plain_words
from flaming_horse_voice.listen.word_times import word_times
from flaming_horse_voice.listen.words import HEARD, listen
from flaming_horse_voice.service_factory import VoiceChoice
from flaming_horse_voice.take_records import SPREAD
from flaming_horse_voice.takes import Take, read_sound
from flaming_horse_voice.workers.protocol import ProtocolError, SpokenFile

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


ListenTo: TypeAlias = Literal["cloned", "all", "none"]
"""Whose takes are listened to."""
MOST_NOISE_FOR_PACE_DB = -45.0
"""Silence is what lies 42 dB below the loudest: with more noise, it would count as speech."""

Judge = Callable[[Attempt], tuple[Take, str | None]]
"""Makes a take of an attempt, and says what is wrong with it: None for a good one."""


def rank(take: Take, wrong: str | None) -> tuple[float, ...]:
    """Orders attempts at one line from the best to the worst: smaller is better.

    A good one, then one that can be heard at all, that ended by itself, of which the least was
    misheard (half of it where nobody listened), that has word times of its own, that fails the
    fewest checks, that falls silent, hisses or sticks the least.
    """
    checks = take.checks
    whole = bool(checks.get("finite")) and bool(checks.get("rms"))
    return (
        0.0 if wrong is None else 1.0,
        0.0 if whole else 1.0,
        checks.get("capped", 0.0),
        checks.get("misheard_share", 0.5),
        0.0 if take.times and take.aligned_by != SPREAD else 1.0,
        float(len(failures(checks, limits_of(take.service)))) if "words" in checks else 99.0,
        sum(max(0.0, checks.get(name, 0.0)) for name in ("gap_s", "hiss_s", "stuck_s")),
    )


def sound_of(answer: SpokenFile) -> NDArray[np.float32]:
    """The samples that an answer names, shape (n,); their file is removed.

    Raises ProtocolError for a file that is not there, or not what the answer says.
    """
    file = Path(answer.file)
    try:
        sound, rate = read_sound(file)
    except (OSError, RuntimeError) as bad:
        raise ProtocolError(f"its sound file cannot be read ({bad})") from bad
    file.unlink(missing_ok=True)
    if (len(sound), rate) != (answer.samples, answer.sample_rate):
        raise ProtocolError("its sound file is not as long as it says")
    return sound


class Listening:
    """The judge of takes that go into films: cheap checks for all, ears for those asked for.

    `listen` says whose words are heard: of "cloned" voices, of "all", of "none"; tones say no
    words.
    """

    def __init__(self, choice: VoiceChoice, *, listen: ListenTo = "cloned") -> None:
        self._choice = choice
        cloned = choice.cloned is not None
        self._hears = choice.service != "tone" and (
            listen == "all" or (listen == "cloned" and cloned)
        )

    def __call__(self, attempt: Attempt) -> tuple[Take, str | None]:
        """Raises NotInstalled when a take that is to be heard cannot be listened to here."""
        line, answer, sound = attempt.line, attempt.answer, attempt.sound
        measured = measure(sound, answer.sample_rate, line.speech)
        if answer.capped:
            measured["capped"] = 1.0
        wrong = complaint(measured, self.limits)
        times, aligned_by = answer.times, answer.aligned_by
        whole = bool(len(sound)) and bool(measured["finite"])
        good = wrong is None
        if times is None and self._choice.cloned is not None and whole and good:
            times, aligned_by, wrong = _aligned(attempt)
        wrong = wrong or wrong_times(times, line.speech, len(sound))
        if wrong is None and times:
            measured["pause_s"] = longest_pause(times, answer.sample_rate, line.speech)
            wrong = complaint(measured, self.limits)
        take = attempt.take(self._choice, measured, times, aligned_by)
        if not (self._hears and good):
            return take, wrong
        take, misheard = self.heard(take, sound)
        return take, misheard or wrong

    @property
    def needed(self) -> bool:
        """Whether the listener's packages are: for the words, or for their times."""
        return self._hears or self._choice.cloned is not None

    def to_be_heard(self, take: Take) -> bool:
        """Whether this take must be listened to, and was not."""
        return self._hears and HEARD not in take.checks

    def heard(self, take: Take, sound: NDArray[np.float32]) -> tuple[Take, str | None]:
        """The take with what its listener measured, and what is wrong with it; None if nothing.

        `sound` are its samples, shape (take.samples,). Raises NotInstalled without the listener.
        """
        cloned = self._choice.cloned
        reference = cloned.reference if cloned else None
        words = listen(sound, take.sample_rate, take.language)
        measured = heard_measures(
            words,
            take.speech,
            times=take.times if take.times and take.aligned_by != SPREAD else None,
            rate=take.sample_rate,
            reference=reference.transcript if reference else "",
        )
        wrong = heard_complaint(measured, text_of(words), self.limits)
        return replace(take, checks={**take.checks, **measured}), wrong

    @functools.cached_property
    def limits(self) -> TakeLimits:
        """The limits for this voice's takes; a cloned one's pace is that of its reference."""
        cloned = self._choice.cloned
        reference = cloned.reference if cloned else None
        pace = pace_of(reference.sound, reference.transcript) if reference else None
        return limits_of(self._choice.service, speed=self._choice.speed, reference_letter_s=pace)


def pace_of(recording: Path, transcript: str) -> float | None:
    """Seconds a letter of a reference recording; None where noise hides its silences."""
    try:
        sound, rate = read_sound(recording)
    except (OSError, RuntimeError):
        return None  # whoever clones it says so
    measured = measure(sound, rate, " ".join(plain_words(transcript)))
    noisy = measured.get("noise_db", 0.0) > MOST_NOISE_FOR_PACE_DB
    return None if noisy else measured["letter_s"]


def _aligned(attempt: Attempt) -> tuple[Times | None, str, str | None]:
    """Word times, who found them, and why none were found. Raises NotInstalled."""
    try:
        line, rate = attempt.line, attempt.answer.sample_rate
        times, by = word_times(attempt.sound, rate, line.speech, line.language)
    except NotInstalled:
        raise
    except VoiceError as unaligned:
        return None, "", unaligned.what
    return times, by, None
