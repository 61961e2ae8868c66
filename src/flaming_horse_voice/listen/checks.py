"""Is this take good? What is measured is held against limits, each with its reason."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import inf

from flaming_horse_voice.listen.measures import ENDS


@dataclass(frozen=True, slots=True)
class TakeLimits:
    """A take outside these is not kept.

    Seconds a word come from speech at 65 to 400 words a minute, give or take `slack_s` for very
    short lines; the level is that of a whisper on a bad microphone; a gap of two seconds is how
    cloned voices announce gibberish (facts of Qwen3-TTS's users, who also suggest the share of
    clipped samples and the zero crossings). The others were set on half of the corpus of
    docs/listening.md. Good takes there reach: pause 0.32 s, hiss 0.20 s, stuck 0.13 s, head
    -17 dB, onset -6 dB, tail -56 dB, noise -44 dB, 4 phones at one place and 14 % of all misheard;
    bad ones begin at: stuck 0.8 s, head -4 dB, tail -20 dB, noise -18 dB, 6 phones or a third of
    them. The limits lean to what is bad where rooms and microphones make cloned voices' good takes
    worse than those there.

    The pace of a line of fewer than `short_letters` is given `short_s` and `clause_s` for each
    clause more, `hurried_s` less: of 200 good short takes of Kokoro ("Yes!", "Ref.", "fzf.") the
    slowest, "npm." and "Bash. Zsh. Fish.", need 0.25 s, and 37 were over the limit without it.
    A longer line of clauses of fewer than `clause_letters` each ("Input, hidden, y one, y two.") is
    given `clause_s` for each: every one of them ends slowly.
    """

    least_seconds: float = 0.1
    least_word_s: float = 0.15
    most_word_s: float = 0.9
    slack_s: float = 1.0
    least_letter_s: float = 0.0
    most_letter_s: float = 1.0
    short_letters: float = 30.0
    short_s: float = 0.3
    clause_s: float = 0.1
    clause_letters: float = 10.0
    hurried_s: float = 0.1
    least_rms: float = 0.005
    most_clipped: float = 0.001
    most_gap_s: float = 2.0
    most_pause_s: float = 0.55
    most_hiss_s: float = 0.6
    most_stuck_s: float = 0.6
    most_head_db: float = -12.0
    most_onset_db: float = -3.0
    most_tail_db: float = -24.0
    most_noise_db: float = -22.0
    most_echo_words: float = 1.0
    most_repeated_words: float = 1.0
    most_misheard_phones: float = 5.0
    most_misheard_share: float = 0.25
    least_confidence: float = 0.5


SPEECH = TakeLimits()
"""Of a voice that speaks, and of which nothing else is known."""
LIMITS = TakeLimits(
    most_stuck_s=math.inf,
    most_head_db=math.inf,
    most_onset_db=math.inf,
    most_tail_db=math.inf,
    most_noise_db=math.inf,
    most_pause_s=math.inf,
)
"""Of any sound, tones too: they are drawn out, and begin and end as they like."""
_KOKORO_LETTER_S = (0.038, 0.092)
"""Kokoro's good takes lie between 0.046 and 0.069 at its own speed, at half and at double speed
above 0.10 and below 0.035."""
_KOKORO_HEAD_DB = -30.0
"""Kokoro's takes begin with silence: at most -55 dB were measured."""
_PACE = (0.65, 1.52)
"""Times a reference's own pace: one voice's lines lie between 0.74 and 1.37 of their median."""


def limits_of(
    service: str, *, speed: float = 1.0, reference_letter_s: float | None = None
) -> TakeLimits:
    """The limits for a voice's takes; a cloned one is held against the pace of its reference."""
    if service == "tone":
        return LIMITS
    spoken = SPEECH
    if service == "kokoro":
        spoken = replace(spoken, most_head_db=_KOKORO_HEAD_DB)
        least, most = (pace / speed for pace in _KOKORO_LETTER_S)
    elif reference_letter_s:
        least, most = (times * reference_letter_s for times in _PACE)
    else:
        return spoken
    return replace(spoken, least_letter_s=round(least, 5), most_letter_s=round(most, 5))


@dataclass(frozen=True, slots=True)
class TakeCheck:
    """One measure and its limit, `most_` or `least_` in `Limits`; what is said when it is passed.

    `says` may name {value}, {limit}, {seconds} and {words}.
    """

    measure: str
    limit: str
    says: str

    @property
    def name(self) -> str:
        return self.limit.replace("_", " ")

    def fails(self, measured: Mapping[str, float], limits: TakeLimits) -> bool:
        value = measured.get(self.measure)
        if value is None:
            return False
        limit = self._bound(measured, limits)
        return value < limit if self._least else value > limit

    def _bound(self, measured: Mapping[str, float], limits: TakeLimits) -> float:
        """The limit for this line: short ones are given some time for being short."""
        limit = float(getattr(limits, self.limit))
        slack = 0.0
        if self.measure == "word_s":
            slack = limits.slack_s / max(measured["words"], 1)
        elif self.measure == "letter_s":
            slack = self._slack(measured, limits) / (measured.get("letters", inf) + ENDS)
        return limit - slack if self._least else limit + slack

    def _slack(self, measured: Mapping[str, float], limits: TakeLimits) -> float:
        """Seconds that a short line, or one of short clauses, is given."""
        letters, clauses = measured.get("letters", inf), measured.get("clauses", 1.0)
        if self._least:
            return limits.hurried_s if letters < limits.short_letters else 0.0
        if letters < limits.short_letters:
            return limits.short_s + limits.clause_s * clauses
        return limits.clause_s * clauses if letters < limits.clause_letters * clauses else 0.0

    @property
    def _least(self) -> bool:
        return self.limit.startswith("least_")

    def complaint(self, measured: Mapping[str, float], limits: TakeLimits) -> str:
        value, limit = measured[self.measure], self._bound(measured, limits)
        figures = {name: measured.get(name, 0.0) for name in ("seconds", "words")}
        return self.says.format(value=value, limit=limit, **figures)


CHECKS = (
    TakeCheck("seconds", "least_seconds", "it is empty ({value:.2f} s)"),
    TakeCheck("rms", "least_rms", "it is silent (RMS {value:.4f}, at least {limit})"),
    TakeCheck("word_s", "least_word_s", "it is too short: {seconds:.1f} s for {words:.0f} words"),
    TakeCheck("word_s", "most_word_s", "it is too long: {seconds:.1f} s for {words:.0f} words"),
    TakeCheck("clipped", "most_clipped", "it is clipped ({value:.2%} of its samples)"),
    TakeCheck("gap_s", "most_gap_s", "it falls silent for {value:.1f} s"),
    TakeCheck(
        "pause_s",
        "most_pause_s",
        "it falls silent for {value:.1f} s between two words without a mark",
    ),
    TakeCheck("hiss_s", "most_hiss_s", "it hisses for {value:.1f} s"),
    TakeCheck("stuck_s", "most_stuck_s", "it sticks to one sound for {value:.1f} s"),
    TakeCheck(
        "noise_db",
        "most_noise_db",
        "there is noise under it, {value:.0f} dB against its speech (at most {limit:.0f})",
    ),
    TakeCheck(
        "head_db",
        "most_head_db",
        "it is cut at its start: {value:.0f} dB in the first 5 ms (at most {limit:.0f})",
    ),
    TakeCheck("onset_db", "most_onset_db", "it begins in the middle of a sound"),
    TakeCheck(
        "tail_db",
        "most_tail_db",
        "it is cut at its end: {value:.0f} dB in the last 20 ms (at most {limit:.0f})",
    ),
    TakeCheck(
        "letter_s",
        "least_letter_s",
        "it is hurried, or lacks words: {value:.3f} s a letter (at least {limit:.3f})",
    ),
    TakeCheck(
        "letter_s",
        "most_letter_s",
        "it drags, or says more: {value:.3f} s a letter (at most {limit:.3f})",
    ),
)
"""Those of the cheap pass, in the order in which they are told."""
HEARD_CHECKS = (
    TakeCheck("echo_words", "most_echo_words", "it begins with {value:.0f} words of the reference"),
    TakeCheck("repeated_words", "most_repeated_words", "it says {value:.0f} words twice"),
    TakeCheck("misheard_phones", "most_misheard_phones", "its words were heard otherwise"),
    TakeCheck("misheard_share", "most_misheard_share", "{value:.0%} of it was heard otherwise"),
    TakeCheck(
        "confidence",
        "least_confidence",
        "its words were heard at other times (confidence {value:.2f}, at least {limit})",
    ),
)
"""Those of the listener."""


def failures(measured: Mapping[str, float], limits: TakeLimits = LIMITS) -> tuple[TakeCheck, ...]:
    """All the checks that a take of these measurements fails."""
    return tuple(check for check in CHECKS + HEARD_CHECKS if check.fails(measured, limits))


def complaint(measured: Mapping[str, float], limits: TakeLimits = LIMITS) -> str | None:
    """What is wrong with a take of these measurements, in words; None when it is good."""
    if not measured["seconds"]:
        return "it is empty"
    if not measured["finite"]:
        return "it holds samples that are no numbers"
    if measured.get("capped"):
        return f"it did not end by itself: it was stopped after {measured['seconds']:.1f} s"
    failed = next((check for check in CHECKS if check.fails(measured, limits)), None)
    return failed.complaint(measured, limits) if failed else None


def heard_complaint(
    measured: Mapping[str, float], heard: str, limits: TakeLimits = LIMITS
) -> str | None:
    """What is wrong with a take of these measures, and what was heard; None when it is good."""
    failed = next((check for check in HEARD_CHECKS if check.fails(measured, limits)), None)
    return f"{failed.complaint(measured, limits)}: {heard[:200]!r}" if failed else None
