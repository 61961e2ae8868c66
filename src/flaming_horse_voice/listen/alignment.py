"""Forced alignment: when each word of a known text is spoken, by pocketsphinx.

For voices that do not tell the times of their words. Word starts against the models' own times
of Kokoro (less the 75 ms by which those lag behind its sound) and of Piper's `joe`, on the half of
48 lines by which nothing was set: median 18 and 17 ms, 90 % within 43 and 48 ms, largest 72 and
103 ms, bias 13 and -16 ms; 98.7 and 95.6 % lie within 60 ms (benchmarks/word_times.py).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from flaming_horse_voice.errors import NotInstalled, VoiceError
from flaming_horse_voice.files import digest_text
from flaming_horse_voice.listen.arpabet import pronunciations
from flaming_horse_voice.listen.extra import how_to_install
from flaming_horse_voice.listen.resampling import resampled
from flaming_horse_voice.workers.standalone.sound import loud_frames, tight_times

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

ALIGNED_BY = "pocketsphinx"
RATE = 16000
FRAME = RATE // 100
CENTRE = 125
"""Samples by which the boundary of two frames lies behind their count: the middles of analysis
windows of 410 samples every 160 (pocketsphinx's `wlen` and `frate`)."""
START_S = 0.02
"""Added to each start. Without it the starts lie 0 ms (Kokoro) and 34 ms (Piper) before the models'
own: the two models disagree, and this lies between them. Against onsets of sibilants, as they are
seen in the spectrum, it makes starts late by about 20 ms, less than a frame of film."""
LONGEST_WORD_S = 2.5
"""No word of ordinary speech is this long: what is, was stretched over other words."""
MOST_BESIDE_S = 0.35
"""A take says more than its words when more than this is heard beside them. In 24 lines nothing
was, with noise 20 dB below the speech too; in the same lines said twice over, at least 0.41 s."""
_BREATH_DB = -20.0
"""Below the loudest: quieter sounds between words are breath, or noise."""
_BEAM, _WORD_BEAM = 1e-80, 1e-60
"""Wider than pocketsphinx's own (1e-48, 7e-29), so that a strange voice is not given up, and still
narrow enough that of 24 lines none aligned with noise, one ("Hello.") with its own first half, and
1 of 72 with another line. At 1e-120 scores underflow and good lines are lost."""
_SILENCE = 0.1
"""Probability of a pause between two words: 0.005, pocketsphinx's own, misses short ones."""
_BARE = re.compile(r"[^a-z']+")
Times = tuple[tuple[int, int], ...]


class NotAligned(VoiceError):
    """The words of a text were not found in a sound."""

    exit_code = 5


def align(sound: NDArray[np.float32], rate: int, words: Sequence[str]) -> Times:
    """The half-open interval of samples in which each word is heard, in order.

    `sound` holds mono samples between -1 and 1, shape (n,); `words` are a speech-text's, without
    its pauses. A word that nobody knows how to speak has the time of the one before it, or of the
    next. Raises NotAligned when another is not found, NotInstalled without pocketsphinx.
    """
    if not words:
        raise NotAligned("there is no word to align")
    frames = _frames(resampled(sound, rate, RATE), words)
    edges = [_edges(start, end, rate, len(sound)) for start, end in frames]
    times = tight_times(sound, edges, rate)
    for word, (start, end) in zip(words, times, strict=True):
        if end - start > LONGEST_WORD_S * rate:
            seconds = (end - start) / rate
            raise NotAligned(f"the word {word!r} would last {seconds:.1f} s in it")
    beside = _seconds_beside(sound, rate, times)
    if beside > MOST_BESIDE_S:
        raise NotAligned(f"{beside:.1f} s of it are heard beside its words")
    return times


def _seconds_beside(sound: NDArray[np.float32], rate: int, times: Times) -> float:
    """Seconds that are heard and belong to no word, give or take 50 ms around each."""
    frame = round(rate / 100)
    heard = loud_frames(sound, rate, quiet_db=_BREATH_DB)
    for start, end in times:
        heard[max(0, start // frame - 5) : end // frame + 6] = False
    return int(heard.sum()) / 100


def _edges(start: int, end: int, rate: int, samples: int) -> tuple[int, int]:
    """The samples of a word from its frames of 10 ms; its start is corrected for the bias."""
    last = min(_at_rate(end, rate), samples)
    return min(_at_rate(start, rate) + (round(START_S * rate) if start else 0), last - 1), last


def _at_rate(frame: int, rate: int) -> int:
    return (frame * FRAME + CENTRE) * rate // RATE if frame else 0


def _frames(sound: NDArray[np.float32], words: Sequence[str]) -> list[tuple[int, int]]:
    """The frames of 10 ms of each word, at 16 kHz."""
    import numpy as np

    decoder = _decoder()
    every = [
        _token(decoder, word, read) for word, read in zip(words, pronunciations(words), strict=True)
    ]
    tokens = [token for token in every if token]
    if not tokens:
        raise NotAligned(f"nobody knows how {' '.join(words)[:60]!r} is spoken")
    decoder.set_align_text(" ".join(tokens))
    plain = np.nan_to_num(sound)
    pcm = np.clip(np.round(plain * 32767), -32768, 32767).astype("<i2").tobytes()
    decoder.start_utt()
    decoder.process_raw(pcm, full_utt=True)
    decoder.end_utt()
    frames: list[tuple[int, int]] = []
    if decoder.hyp() is not None:
        frames += [
            (segment.start_frame, segment.end_frame + 1)
            for segment in decoder.seg()
            if segment.word.split("(")[0] in tokens  # not silence, and "word(2)" is "word"
        ]
    if len(frames) != len(tokens):
        raise NotAligned(f"{len(frames)} of its {len(tokens)} words were found in the sound")
    at, placed = -1, list[tuple[int, int]]()
    for token in every:
        at += bool(token)
        placed.append(frames[max(at, 0)])
    return placed


@functools.cache
def _decoder() -> Any:
    try:
        import pocketsphinx
    except ImportError as missing:
        raise NotInstalled(
            "word times need pocketsphinx, which is not installed",
            remedy=how_to_install(),
        ) from missing
    return pocketsphinx.Decoder(
        hmm=pocketsphinx.get_model_path("en-us/en-us"),
        dict=pocketsphinx.get_model_path("en-us/cmudict-en-us.dict"),
        lm=None,
        cmn="batch",
        beam=_BEAM,
        pbeam=_BEAM,
        wbeam=_WORD_BEAM,
        silprob=_SILENCE,
        loglevel="FATAL",
    )


def _token(decoder: Any, word: str, read: str) -> str:
    """A name for the word in the decoder's dictionary, with all its pronunciations; "" for none.

    Named by them, so that no line's alignment depends on the lines before it.
    """
    bare = _BARE.sub("", word.lower().replace("\u2019", "'"))
    ways = [read] if read else []
    number = 1
    while bare and (known := decoder.lookup_word(bare if number == 1 else f"{bare}({number})")):
        if known not in ways:
            ways.append(known)
        number += 1
    if not ways:
        return ""
    name = "fh" + digest_text("|".join(ways))[:16]
    if decoder.lookup_word(name) is None:
        for number, way in enumerate(ways, 1):
            decoder.add_word(name if number == 1 else f"{name}({number})", way, number == len(ways))
    return name
