"""Is this reference recording good enough to be cloned? What is not, and what to do about it.

A clone is as good as its reference: noise, clipping and rooms are cloned too, and a transcript that
does not cover all that is said makes Qwen3-TTS collapse (reported by its users).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flaming_horse_voice.errors import WrongInput
from flaming_horse_voice.listen.words import WordsHeard, compared, transcript
from flaming_horse_voice.reference_files import SOUND, TRANSCRIPT
from flaming_horse_voice.sound_input import LONGEST_READ_S, open_sound
from flaming_horse_voice.text.letters import LETTERS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SHORTEST_S, LONGEST_S = 3.0, 30.0
"""What Qwen3-TTS clones from; about ten seconds are best (its makers and its users)."""
BEST_S = (6.0, 20.0)
LEAST_RATE, BEST_RATE = 16000, 24000
"""The model listens at 24 kHz; below 16 kHz an "s" and an "f" are hard to tell apart."""
CLIPPED_AT, MOST_CLIPPED = 0.99, 0.001
QUIETEST_DBFS = -40.0
LEAST_SNR_DB, GOOD_SNR_DB = 15.0, 30.0
"""Speech above the noise between words: below the first the noise is cloned with the voice; a
quiet room and a near microphone reach the second."""
MOST_END_SILENCE_S = 1.0
CUT_OFF_S = 0.02
"""Sound that near to an end was cut off there."""
MOST_GAP_S = 2.0
MOST_WRONG = 0.2
"""More than this part of the words heard otherwise is another text; names account for less."""
MISSING_WORDS = 2
"""As many words in a row that the transcript lacks are no mishearing."""


@dataclass(frozen=True, slots=True)
class ReferenceFinding:
    """Something about a reference recording; a `serious` one keeps it from being cloned."""

    what: str
    remedy: str
    serious: bool = True


@dataclass(frozen=True, slots=True)
class Examined:
    """What was measured of a reference recording, and what is wrong with it.

    `measured` has seconds, sample_rate, channels, clipped (share of samples), level_dbfs (of the
    speech), snr_db, lead_s, tail_s, gap_s. `heard` is None where nobody listened.
    """

    measured: dict[str, float] = field(default_factory=dict[str, float])
    findings: tuple[ReferenceFinding, ...] = ()
    heard: WordsHeard | None = None

    @property
    def good(self) -> bool:
        return not any(finding.serious for finding in self.findings)


def check_reference(folder: Path, *, listen: bool = True) -> Examined:
    """Examine the `ref.wav` and `ref.txt` of a folder. What is missing is a finding, no error.

    With `listen` the transcript is compared with the words that are heard; raises NotInstalled
    when the listener is not there.
    """
    sound, text = folder / SOUND, folder / TRANSCRIPT
    if not sound.is_file():
        remedy = "import one with `flaming-horse voice add FILE`, or take one with `voice record`"
        return Examined(
            findings=(ReferenceFinding(f"there is no reference recording {sound}", remedy),)
        )
    said = " ".join(text.read_text("utf-8", "replace").split()) if text.is_file() else ""
    try:
        return examine(sound, said, listen=listen)
    except WrongInput as bad:
        return Examined(findings=(ReferenceFinding(bad.what, bad.remedy),))


def examine(file: Path, transcript_text: str, *, listen: bool = True) -> Examined:
    """Examine one recording and what it is said to say ("": nothing is written yet).

    The person may speak another language than the film: the listener finds out which.

    Raises WrongInput when the file holds no sound that can be read.
    """
    sound, rate = decoded(file)
    measured = measure_reference(sound, rate)
    findings = [*_of_sound(measured)]
    heard = None
    if not transcript_text:
        findings.append(
            ReferenceFinding(
                "nothing is written about what the recording says",
                f"write exactly the words that are spoken into {file.with_name(TRANSCRIPT)}",
            )
        )
    elif listen and measured["seconds"] and not any(f.serious for f in findings):
        heard = compared(transcript_text, transcript(sound.mean(axis=1), rate, None))
        findings += _of_words(_as_written(heard, transcript_text), file.with_name(TRANSCRIPT))
    return Examined(measured, tuple(findings), heard)


def decoded(file: Path) -> tuple[NDArray[np.float32], int]:
    """The samples of any sound file, shape (n, channels), between -1 and 1, and its rate."""
    import av
    import numpy as np
    from av.error import FFmpegError

    parts: list[NDArray[np.float32]] = []
    rate = samples = 0
    try:
        with open_sound(file) as container:
            stream = container.streams.audio[0]
            rate = stream.rate
            to_float = av.AudioResampler(format="fltp")
            for frame in container.decode(stream):
                samples += frame.samples
                if samples > LONGEST_READ_S * rate:
                    raise WrongInput(
                        f"{file} lasts more than {LONGEST_READ_S // 60} minutes",
                        remedy="give the part of it that is to be used",
                    )
                parts += [_plain(part) for part in to_float.resample(frame)]
            parts += [_plain(part) for part in to_float.resample(None)]
    except (FFmpegError, IndexError, OSError) as bad:
        raise WrongInput(
            f"{file} holds no sound that can be read ({bad})",
            remedy="give a recording as WAV, FLAC, MP3, M4A or OGG",
        ) from bad
    if not parts:
        raise WrongInput(f"{file} holds no sound", remedy="record about ten seconds of speech")
    return np.ascontiguousarray(np.concatenate(parts), np.float32), rate


def _plain(frame: Any) -> NDArray[np.float32]:
    return frame.to_ndarray().T


def measure_reference(sound: NDArray[np.float32], rate: int) -> dict[str, float]:
    """The figures of `Examined.measured` for samples of shape (n, channels)."""
    import numpy as np

    from flaming_horse_voice.listen.measures import longest_gap
    from flaming_horse_voice.workers.standalone.sound import loud_frames

    plain = np.nan_to_num(sound.mean(axis=1)).astype(np.float32)
    frame = max(1, round(rate / 100))
    frames = plain[: len(plain) // frame * frame].reshape(-1, frame).astype(np.float64)
    levels = 10 * np.log10((frames**2).mean(axis=1) + 1e-12) if len(frames) else np.zeros(1) - 120
    speech = float(np.percentile(levels, 90))
    noise = float(np.percentile(levels, 5))
    # noise between words must not count as the words' beginning
    quiet_db = min(-10.0, max(-42.0, noise - float(levels.max()) + 6))
    loud = np.flatnonzero(loud_frames(plain, rate, quiet_db=quiet_db))
    seconds = len(plain) / rate
    return {
        "seconds": round(seconds, 3),
        "sample_rate": rate,
        "channels": sound.shape[1],
        "clipped": round(float((np.abs(sound) >= CLIPPED_AT).mean()), 6),
        "level_dbfs": round(speech, 1),
        "snr_db": round(min(speech - noise, 99.0), 1),
        "lead_s": round(float(loud[0]) / 100 if len(loud) else seconds, 2),
        "tail_s": round(seconds - float(loud[-1] + 1) / 100 if len(loud) else seconds, 2),
        "gap_s": round(longest_gap(plain, rate), 2),
    }


def _of_sound(m: dict[str, float]) -> list[ReferenceFinding]:
    seconds = f"it lasts {m['seconds']:.1f} s"
    table = (
        (m["seconds"] < SHORTEST_S, True, f"{seconds}, at least {SHORTEST_S:.0f} are needed",
         "record about ten seconds: two or three sentences"),
        (m["seconds"] > LONGEST_S, True, f"{seconds}, at most {LONGEST_S:.0f} can be cloned",
         "cut it to its best ten seconds, or let `flaming-horse voice add FILE` do it"),
        (SHORTEST_S <= m["seconds"] < BEST_S[0] or BEST_S[1] < m["seconds"] <= LONGEST_S, False,
         seconds, "about ten seconds clone best"),
        (m["sample_rate"] < LEAST_RATE, True, f"it has {m['sample_rate']:.0f} samples a second",
         "record with 24000 or more: a telephone's sound cannot be cloned"),
        (LEAST_RATE <= m["sample_rate"] < BEST_RATE, False,
         f"it has {m['sample_rate']:.0f} samples a second", "24000 or more sound clearer"),
        (m["channels"] > 1, False, f"it has {m['channels']:.0f} channels",
         "`flaming-horse voice add FILE` makes one of them"),
        (m["clipped"] > MOST_CLIPPED, True, f"{m['clipped']:.1%} of its samples are clipped",
         "record again with less gain, or farther from the microphone"),
        (m["level_dbfs"] < QUIETEST_DBFS, True, f"its speech is at {m['level_dbfs']:.0f} dBFS",
         "record again nearer to the microphone, or with more gain"),
        (m["snr_db"] < LEAST_SNR_DB, True,
         f"its noise is only {m['snr_db']:.0f} dB below its speech",
         "record in a quieter room, near the microphone; noise is cloned with the voice"),
        (LEAST_SNR_DB <= m["snr_db"] < GOOD_SNR_DB, False,
         f"its noise is {m['snr_db']:.0f} dB below its speech", "30 dB or more clone cleaner"),
        (max(m["lead_s"], m["tail_s"]) > MOST_END_SILENCE_S, False,
         f"silence at its ends: {m['lead_s']:.1f} s and {m['tail_s']:.1f} s",
         "`flaming-horse voice add FILE` trims it"),
        (m["lead_s"] < CUT_OFF_S, False, "it begins in the middle of a sound",
         "record again, and wait a moment before the first word"),
        (m["tail_s"] < CUT_OFF_S, False, "it ends in the middle of a sound",
         "record again, and wait a moment after the last word"),
        (m["gap_s"] > MOST_GAP_S, False, f"it falls silent for {m['gap_s']:.1f} s",
         "read without long pauses: they are cloned too"),
    )  # fmt: skip
    if not m["level_dbfs"] > -100:
        return [
            ReferenceFinding("it is silent", "check that the microphone was on, and record again")
        ]
    return [
        ReferenceFinding(what, remedy, serious) for found, serious, what, remedy in table if found
    ]


def _as_written(heard: WordsHeard, transcript_text: str) -> WordsHeard:
    """The same, with letters as people write them: "I", where the comparison says "eye"."""
    words = (word.strip(".,;:!?…\"'") for word in f"{transcript_text} {heard.heard}".split())
    letters = {LETTERS[word.lower()]: word for word in words if word.lower() in LETTERS}

    def written(text: str) -> str:
        return " ".join(letters.get(word, word) for word in text.split())

    return replace(heard, wrong=tuple((written(a), written(b)) for a, b in heard.wrong))


def _of_words(heard: WordsHeard, file: Path) -> list[ReferenceFinding]:
    """What the listener makes of the transcript."""
    more = [other for expected, other in heard.wrong if not expected]
    less = [expected for expected, other in heard.wrong if not other]
    if len(more) >= MISSING_WORDS and len(more) > len(less):
        what = f"the recording says more than its transcript: {' '.join(more)}"
        return [
            ReferenceFinding(what, f"write every spoken word into {file}; heard: {heard.heard}")
        ]
    if len(less) >= MISSING_WORDS and len(less) > len(more):
        what = f"the transcript says more than the recording: {' '.join(less)}"
        return [
            ReferenceFinding(what, f"leave out of {file} what is not spoken; heard: {heard.heard}")
        ]
    if heard.error_rate > MOST_WRONG:
        what = f"{heard.error_rate:.0%} of the transcript's words were heard otherwise"
        return [
            ReferenceFinding(
                what, f"write exactly what is spoken into {file}; heard: {heard.heard}"
            )
        ]
    if heard.wrong:
        pairs = ", ".join(
            f"{expected or 'nothing'} as {other or 'nothing'}" for expected, other in heard.wrong
        )
        remedy = f"compare {file} with the recording; names may be misheard"
        return [ReferenceFinding(f"heard otherwise: {pairs}", remedy, serious=False)]
    return []


def refuse_unfit(examined: Examined, otherwise: str = "--accept-any-reference") -> None:
    """Raise WrongInput naming the first serious finding; for those who are about to clone.

    `otherwise` is what to type for one who knows better.
    """
    for finding in examined.findings:
        if finding.serious:
            raise WrongInput(
                f"the reference recording cannot be cloned: {finding.what}",
                remedy=f"{finding.remedy}; or, if you know better: {otherwise}",
            )
