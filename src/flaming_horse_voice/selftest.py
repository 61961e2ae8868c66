"""`voice selftest`: ten lines spoken by the voice as it is here; how fast, and how well.

The voice speaks through the one door, the mediator, but each line once: a selftest tells what a
first attempt is worth. Listening begins when the voice has ended, so that it costs it no time.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flaming_horse_voice.errors import NotInstalled, VoiceError
from flaming_horse_voice.judging import Attempt, Judge
from flaming_horse_voice.listen import complaint, limits_of, measure, word_times, wrong_times
from flaming_horse_voice.listen.words import misheard, words_heard
from flaming_horse_voice.mediator import Mediator, SpokenRequest
from flaming_horse_voice.project_places import VOICEOVERS
from flaming_horse_voice.runs import written_runs
from flaming_horse_voice.selftest_report import machine, own_version, voice_facts
from flaming_horse_voice.service_factory import VoiceChoice
from flaming_horse_voice.takes import Take, TakeStore
from flaming_horse_voice.temporary import temporary_folder
from flaming_horse_voice.text import speech_text
from flaming_horse_voice.text.spoken import spoken_words

REPORT = Path(VOICEOVERS) / "selftest.json"
FORMAT = 1
LINES: Mapping[str, str] = {
    "plain": "A wave carries energy from one place to another, and the water stays where it is.",
    "question": "Why does the string stand still at exactly these points?",
    "short": "Look again.",
    "numbers": "In 1925 the distance was measured as 299,792 kilometres, give or take 30.",
    "money and units": "It costs $5, weighs 2.5 kg and is 12 cm long.",
    "formula": "The entry $C_{ij}$ is the sum over $k$ of $A_{ik} B_{kj}$.",
    "equation": "Therefore $a^2 + b^2 = c^2$, and nothing else was needed.",
    "letters": "The CPU asks the GPU, and the GPU answers in HTML.",
    "list": "First the rows, then the columns, then their products, and at last the sum.",
    "two sentences": "That was the easy part. Now we do the same for the other rows of the matrix.",
}
"""Kinds of lines that films hold. What voices stumble over most: numbers, letters, very short."""

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds of work for seconds of sound, `batch` lines at once."""

    batch: int
    lines: int
    work_s: float
    sound_s: float
    real_time_factor: float


@dataclass(frozen=True, slots=True)
class TestedLine:
    """One line as it was spoken at the first attempt; `fault` is "" when nothing is wrong.

    `words_heard_error` and `heard` are None where nobody listened.
    """

    kind: str
    speech: str
    seconds: float
    work_s: float
    checks: Mapping[str, float]
    aligned_by: str | None
    words_heard_error: float | None
    heard: str | None
    fault: str


def selftest(choice: VoiceChoice, say: Say) -> dict[str, Any]:
    """Speak, measure and hear ten lines; the report. No path and no transcript is in it.

    Raises NotInstalled, WrongInput or VoiceFailed when the voice cannot be loaded; a line that
    fails is in the report.
    """
    requests = {
        kind: SpokenRequest(kind, choice.asked_for(speech_text(written_runs(text), {}, "en"), "en"))
        for kind, text in LINES.items()
    }
    with temporary_folder() as folder:
        spoken_to, kept = Path(folder) / "now", TakeStore(Path(folder) / "single")
        with Mediator(choice, TakeStore(spoken_to), judge=_unheard(choice)) as voice:
            say(f"loading {choice.service}: {choice.model}")
            began = time.monotonic()
            evidence = voice.start()
            load_s = time.monotonic() - began
            spoken = [_spoken(voice, request, say) for request in requests.values()]
            if spoken_to.is_dir():  # the mediator finds nothing there: it speaks all of them again
                spoken_to.rename(kept.folder)
            asked = choice.cloned.batch if choice.cloned else 0
            batch = int(evidence.loaded.get("batch") or asked or 1)
            together, why = _together(voice, list(requests.values()), batch, say)
            peak = voice.peak_memory()
        say("listening")
        lines, listener = _listened(choice, kept, spoken)
    return {
        "format": FORMAT,
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "passed": not any(line.fault for line in lines),
        "machine": machine(),
        "voice": voice_facts(choice, evidence.loaded),
        "versions": {**own_version(), **(evidence.loaded.get("versions") or {})},
        "load_s": round(load_s, 4),
        "model_load_s": evidence.loaded.get("worked_s"),
        "clone_s": evidence.cloned.get("worked_s"),
        "single": _as_json(_pace(1, [s for s in spoken if s.take])),
        "batched": _as_json(together),
        "batched_why_not": why,
        "listener": listener,
        "peak_memory_bytes": peak or None,
        "lines": [asdict(line) for line in lines],
    }


@dataclass(frozen=True, slots=True)
class _Spoken:
    request: SpokenRequest
    take: Take | None
    work_s: float
    failure: str


def _unheard(choice: VoiceChoice) -> Judge:
    """The judge of a selftest: keeps whatever can be heard, and leaves the listening for later."""

    def keep(attempt: Attempt) -> tuple[Take, str | None]:
        import numpy as np

        finite = bool(np.isfinite(attempt.sound).all())
        checks = {"finite": float(finite), **({"capped": 1.0} if attempt.answer.capped else {})}
        take = attempt.take(choice, checks, attempt.answer.times, attempt.answer.aligned_by)
        if not len(attempt.sound):
            return take, "it is empty"
        return take, None if finite else "it holds samples that are no numbers"

    return keep


def _spoken(voice: Mediator, request: SpokenRequest, say: Say) -> _Spoken:
    """One line alone. After a failure the voice is loaded again, outside the measured time."""
    voice.start()
    began = time.monotonic()
    try:
        take = voice.speak([request], attempts=1)[0]
    except VoiceError as failed:
        say(f"{request.id}: {failed.what}")
        return _Spoken(request, None, time.monotonic() - began, failed.what)
    work_s = time.monotonic() - began
    say(f"{request.id}: {float(take.duration):.1f} s of sound in {work_s:.1f} s")
    return _Spoken(request, take, work_s, "")


def _together(
    voice: Mediator, requests: Sequence[SpokenRequest], batch: int, say: Say
) -> tuple[Pace | None, str]:
    """The same lines again, as many at once as the voice speaks; else why not.

    A line that comes back empty is tried again, so that it does not end the others.
    """
    if batch < 2:
        return None, "this voice speaks one line at a time here"
    say(f"the same lines again, {batch} at once")
    began = time.monotonic()
    try:
        voice.start()
        began = time.monotonic()
        takes = voice.speak(requests)
    except VoiceError as failed:
        return None, failed.what
    work_s = time.monotonic() - began
    return _paced(batch, len(takes), work_s, sum(float(take.duration) for take in takes)), ""


def _pace(batch: int, spoken: Sequence[_Spoken]) -> Pace | None:
    sound_s = sum(float(line.take.duration) for line in spoken if line.take)
    return _paced(batch, len(spoken), sum(line.work_s for line in spoken), sound_s)


def _paced(batch: int, lines: int, work_s: float, sound_s: float) -> Pace | None:
    if not sound_s:
        return None
    return Pace(batch, lines, round(work_s, 4), round(sound_s, 2), round(work_s / sound_s, 4))


def _as_json(pace: Pace | None) -> dict[str, Any] | None:
    return None if pace is None else asdict(pace)


def _listened(
    choice: VoiceChoice, store: TakeStore, spoken: Sequence[_Spoken]
) -> tuple[tuple[TestedLine, ...], str]:
    """The lines with what was measured and heard, and what is to be said about the listener."""
    if choice.service == "tone":
        return tuple(_tested(store, line, hear=False) for line in spoken), (
            "nobody listened: tones say no words"
        )
    try:
        return tuple(_tested(store, line, hear=True) for line in spoken), "listened"
    except NotInstalled as missing:
        why = f"nobody listened: {missing.what}; {missing.remedy}"
        return tuple(_tested(store, line, hear=False) for line in spoken), why


def _tested(store: TakeStore, line: _Spoken, *, hear: bool) -> TestedLine:
    """Check, align and hear one line. Raises NotInstalled when that needs what is not there."""
    speech, take = line.request.speech, line.take
    if take is None:
        return TestedLine(
            line.request.id, speech, 0.0, round(line.work_s, 4), {}, None, None, None, line.failure
        )
    sound = store.read_sound(take.key)
    rate, language = take.sample_rate, line.request.language
    measured = {**measure(sound, rate, speech), **take.checks}
    wrong = complaint(measured, limits_of(take.service))
    aligned_by: str | None = take.aligned_by or None
    times = take.times or None
    whole = bool(len(sound)) and bool(measured["finite"])
    if times is None and hear and whole:
        try:
            times, aligned_by = word_times(sound, rate, speech)
        except NotInstalled:
            raise
        except VoiceError as unaligned:
            wrong = wrong or unaligned.what
    if times is not None:
        wrong = wrong or wrong_times(times, speech, len(sound))
    heard = words_heard(sound, rate, spoken_words(speech), language) if hear and whole else None
    return TestedLine(
        kind=line.request.id,
        speech=speech,
        seconds=round(float(take.duration), 2),
        work_s=round(line.work_s, 4),
        checks=measured,
        aligned_by=aligned_by,
        words_heard_error=heard.error_rate if heard else None,
        heard=heard.heard if heard else None,
        fault=wrong or (misheard(heard) if heard else None) or "",
    )
