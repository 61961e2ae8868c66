"""One line tried with one seed after another until its take is good, or the best of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from flaming_horse_voice.errors import VoiceError, VoiceFailed
from flaming_horse_voice.judging import Attempt, Judge, SpokenRequest, rank, sound_of
from flaming_horse_voice.listen import NotAligned, word_times, wrong_times
from flaming_horse_voice.takes import FAULT, Take
from flaming_horse_voice.voice_session import Unspoken, VoiceSession

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MAX_ATTEMPTS = 3
"""Seeds for a whole line; attempts after these are spoken sentence by sentence."""


@dataclass(frozen=True, slots=True)
class Tried:
    """A take that is to be kept, and its samples, shape (n,). What is wrong is its `fault`."""

    take: Take
    sound: NDArray[np.float32]


def try_line(
    session: VoiceSession,
    judge: Judge,
    line: SpokenRequest,
    *,
    first: int,
    most: int,
    patience: float,
) -> Tried:
    """The first good take of a line, else the best of `most` attempts, with its fault.

    Attempt number `first` was asked for already; each is waited for `patience` seconds. Raises
    VoiceFailed where no attempt left a sound that can be kept.
    """
    failed: list[Tried] = []
    reason: VoiceError | None = None
    for attempt in range(first, first + most):
        if attempt > first:
            session.ask([line], attempt, by_sentence=attempt - first >= MAX_ATTEMPTS)
        try:
            answer = session.answer(line, attempt, patience)
        except Unspoken as empty:
            reason = empty.error
            continue
        sound = sound_of(answer)
        tried = Attempt(line, answer, sound, attempt, provenance=session.provenance(answer))
        take, wrong = judge(tried)
        if wrong is None:
            return Tried(take, sound)
        reason = not_good(line, replace(take, provenance={FAULT: wrong}))
        if len(sound) and take.checks.get("finite"):
            failed.append(Tried(replace(take, provenance={**take.provenance, FAULT: wrong}), sound))
    best = _best(failed)
    if best is None:
        raise reason or VoiceFailed(f"line {line.id}: nothing was spoken", line=line.id)
    return replace(best, take=replace(best.take, attempts=first + most - 1))


def _best(failed: list[Tried]) -> Tried | None:
    """The best of the attempts that can be played at all, with times for its words."""
    for tried in sorted(failed, key=lambda each: rank(each.take, each.take.fault)):
        take = tried.take
        if wrong_times(take.times, take.speech, take.samples) is None:
            return tried
        try:
            times, by = word_times(
                tried.sound, take.sample_rate, take.speech, take.language, accept_any=True
            )
        except NotAligned:
            continue  # fewer samples than words
        return replace(tried, take=replace(take, times=times, aligned_by=by))
    return None


def not_good(line: SpokenRequest, take: Take, *, kept: bool = False) -> VoiceFailed:
    """The error for a line whose best take has a fault; whether it was kept all the same."""
    what = f"the take is not good: {take.fault}"
    if take.attempts > 1:
        what = f"no take is good after {take.attempts} attempts; the best of them: {take.fault}"
    return VoiceFailed(
        f"line {line.id}: {what}",
        remedy=f"change its words, or how they are said: {line.speech[:120]!r}",
        line=line.id,
        kept=take.key if kept else "",
    )
