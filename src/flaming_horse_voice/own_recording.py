"""A line spoken by a person: their recording becomes a take, measured and heard like any other."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flaming_horse_voice.errors import WrongInput
from flaming_horse_voice.judging import SpokenRequest
from flaming_horse_voice.listen import (
    complaint,
    limits_of,
    measure,
    misheard,
    word_times,
    words_heard,
)
from flaming_horse_voice.listen.extra import need_listening
from flaming_horse_voice.listen.hearing import measures_of
from flaming_horse_voice.take_records import SPREAD
from flaming_horse_voice.takes import FAULT, PERSON, Take
from flaming_horse_voice.text.spoken import spoken_words
from flaming_horse_voice.workers.standalone.sound import LEAD_S, TAIL_S

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class OwnRecording:
    """The take of a recording, and its samples, shape (n,), without what is beside its words."""

    take: Take
    sound: NDArray[np.float32]


def own_recording(
    request: SpokenRequest, sound: NDArray[np.float32], rate: int, *, accept_any: bool = False
) -> OwnRecording:
    """Make a take of a person's recording of a line; `sound` has the shape (n, channels).

    Raises WrongInput where it does not say the line or is of no use; with `accept_any` that
    stands in the take as its fault. NotInstalled without the listener.
    """
    import numpy as np

    need_listening()
    mono = np.ascontiguousarray(np.nan_to_num(sound.mean(axis=1)), np.float32)
    checks, wrong = _heard(request, mono, rate)
    if not accept_any and wrong is not None:
        raise _refused(request, wrong)
    times, by = word_times(mono, rate, request.speech, request.language, accept_any=True)
    if by == SPREAD and wrong is None:
        wrong = "its words were not found in it"
        if not accept_any:
            raise _refused(request, wrong)
    first = max(0, times[0][0] - round(LEAD_S * rate))
    kept = mono[first : times[-1][1] + round(TAIL_S * rate)]
    take = Take(
        key=_key(kept, rate, request),
        speech=request.speech,
        language=request.language,
        service=PERSON,
        model="recording",
        revision="",
        speaker="",
        sample_rate=rate,
        samples=len(kept),
        times=tuple((start - first, end - first) for start, end in times),
        aligned_by=by,
        checks=checks,
        provenance={FAULT: wrong} if wrong else {},
    )
    return OwnRecording(take, kept)


def _heard(
    request: SpokenRequest, mono: NDArray[np.float32], rate: int
) -> tuple[dict[str, float], str | None]:
    """What was measured and heard of a recording, and what is wrong with it."""
    limits = limits_of(PERSON)
    checks = measure(mono, rate, request.speech)
    wrong = complaint(checks, limits)
    if checks["seconds"]:
        heard = words_heard(mono, rate, spoken_words(request.speech), request.language)
        checks |= measures_of(heard)
        wrong = wrong or misheard(heard, limits)
    return checks, wrong


def _refused(request: SpokenRequest, wrong: str) -> WrongInput:
    return WrongInput(
        f"line {request.id}: the recording cannot be used: {wrong}",
        remedy=f"it has to say these words and no others: {request.speech!r};"
        " record it again, or, if you know better, --accept-any-take",
    )


def _key(sound: NDArray[np.float32], rate: int, request: SpokenRequest) -> str:
    """A digest of what is heard, and of the words that it is to say."""
    digest = hashlib.sha256(f"{rate}\n{request.language}\n{request.speech}\n".encode())
    digest.update(sound.tobytes())
    return digest.hexdigest()[:32]
