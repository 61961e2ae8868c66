"""`kokoro`: the embedded voice. Kokoro-82M on onnxruntime; word times come from the model."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flaming_horse_voice.backends.espeak import phonemized
from flaming_horse_voice.backends.interface import Loaded, SpokenSound
from flaming_horse_voice.backends.kokoro_model import (
    MODEL,
    REVISION,
    SAMPLE_RATE,
    SAMPLES_PER_FRAME,
    style,
    timed_model,
)
from flaming_horse_voice.backends.phonemes import MARKS, WordPhonemes, given_phonemes, word_phonemes
from flaming_horse_voice.backends.silence import join, tight_times
from flaming_horse_voice.errors import NotInstalled, VoiceFailed, WrongInput
from flaming_horse_voice.text.splitting import pieces

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MAX_TOKENS = 480
"""The model takes 510 phonemes; it reads calmly below its limit."""
LAG = 3 * SAMPLES_PER_FRAME
"""Samples by which the model's durations run behind its sound. Kokoro's own program subtracts
them too (`KPipeline.join_timestamps`); onsets of sibilants in the spectrum agree."""
THREADS = 2
"""A fixed number: sums in another order are other samples."""


class KokoroBackend:
    """American English, voice `af_heart`. The same text gives the same samples."""

    def __init__(self) -> None:
        self._session: Any = None
        self._tokenizer: Any = None
        self._style: Any = None
        self._speed = 1.0

    def load(self, settings: Mapping[str, Any]) -> Loaded:
        from importlib.metadata import version

        try:
            # onnxruntime reports its use to its maker unless told not to; we are offline.
            os.environ["ORT_DISABLE_TELEMETRY"] = "1"
            import onnxruntime
            from kokoro_onnx.tokenizer import Tokenizer
        except ImportError as missing:
            raise NotInstalled(
                f"the embedded voice needs a package that is not there ({missing})",
                remedy="install flaming-horse again: it brings kokoro-onnx and onnxruntime",
            ) from missing
        self._speed = float(settings.get("speed", 1.0))
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = THREADS
        options.inter_op_num_threads = 1
        # threads that spin while they wait take the cores from the scenes being drawn
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session = onnxruntime.InferenceSession(
            str(timed_model()), options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = Tokenizer()
        self._style = style()
        names = ("kokoro-onnx", "onnxruntime", "espeakng-loader", "phonemizer")
        return Loaded(MODEL, REVISION, SAMPLE_RATE, {name: version(name) for name in names})

    def clone(self, reference: Path, transcript: str) -> None:
        del reference, transcript
        raise WrongInput(
            "the kokoro voice cannot clone a recording",
            remedy="choose the service qwen for your own voice, or remove the reference",
        )

    def speak(self, speech: str, language: str, seed: int) -> SpokenSound:
        del seed  # the model has no randomness
        if language.split("-", maxsplit=1)[0].lower() != "en":
            raise WrongInput(
                f"the kokoro voice speaks English, not {language!r}",
                remedy="set language: en, or choose another voice",
            )
        planned = pieces(speech, self._words, MAX_TOKENS)
        if not any(piece.words for piece in planned):
            raise VoiceFailed("there is no word in this line", remedy="write some words")
        spoken = [
            (piece.pause_before, *self._say(piece.words), piece.ends_line) for piece in planned
        ]
        sound, times = join(spoken, SAMPLE_RATE)
        return SpokenSound(sound, SAMPLE_RATE, times, "model")

    def _words(self, words: Sequence[str]) -> tuple[WordPhonemes, ...]:
        known = word_phonemes(words, self._phonemize)
        _refuse_unknown(known, self._tokenizer.vocab)
        return known

    def _phonemize(self, texts: Sequence[str]) -> list[str]:
        read = phonemized(texts)
        return ["".join(s for s in text if s in self._tokenizer.vocab) for text in read]

    def _say(
        self, words: Sequence[WordPhonemes]
    ) -> tuple[NDArray[np.float32], tuple[tuple[int, int], ...]]:
        """One piece: samples of shape (n,) and the interval of each word."""
        import numpy as np

        vocabulary: dict[str, int] = self._tokenizer.vocab
        if not any(sign in vocabulary for word in words for sign in word.phonemes):
            edges = range(0, (len(words) + 1) * SAMPLES_PER_FRAME, SAMPLES_PER_FRAME)
            return np.zeros(edges[-1], np.float32), tuple(pairwise(edges))
        tokens: list[int] = []
        spans: list[tuple[int, int]] = []
        for number, word in enumerate(words):
            if number:
                tokens.append(vocabulary[" "])
            start = len(tokens)
            tokens += [vocabulary[sign] for sign in word.phonemes if sign in vocabulary]
            spans.append((start, len(tokens)))
            tokens += [vocabulary[sign] for sign in word.mark if sign in vocabulary]
        outputs = self._session.run(
            ["audio", "duration"],
            {
                "tokens": np.array([[0, *tokens, 0]], dtype=np.int64),
                "style": self._style[len(tokens) - 1],
                "speed": np.array([self._speed], dtype=np.float32),
            },
        )
        sound = np.asarray(outputs[0], np.float32).ravel()
        frames = np.asarray(outputs[1]).ravel().astype(np.int64)
        edges = np.concatenate([[0], np.cumsum(frames)]) * SAMPLES_PER_FRAME
        if int(edges[-1]) != len(sound):
            raise VoiceFailed(
                f"the model's word times end at sample {int(edges[-1])} of {len(sound)}",
                remedy="this is a fault of the voice; report it with the line's text",
            )
        # edges[0] opens the pad before the first token
        raw = [(int(edges[start + 1]) - LAG, int(edges[end + 1]) - LAG) for start, end in spans]
        heard = _with_neighbours([(max(0, start), max(1, end)) for start, end in raw], spans)
        return sound, tight_times(sound, heard, SAMPLE_RATE)


def refuse_unknown_phonemes(speech: str) -> None:
    """Look at the phonemes that stand in a speech-text, without loading the model.

    Raises:
        WrongInput: they hold a sign that the voice does not know.
    """
    from kokoro_onnx.config import DEFAULT_VOCAB

    _refuse_unknown(given_phonemes(speech), DEFAULT_VOCAB)


def _refuse_unknown(words: Iterable[WordPhonemes], vocabulary: Mapping[str, int]) -> None:
    for word in words:
        foreign = sorted(set(word.phonemes) - set(vocabulary))
        if word.given and foreign:
            raise WrongInput(
                f"the phonemes of {word.word.rstrip(MARKS)!r} hold {' '.join(foreign)},"
                " which this voice does not know",
                remedy="write American English IPA between the slashes, or say it in words",
            )


def _with_neighbours(
    heard: Sequence[tuple[int, int]], tokens: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """The intervals of words; one without a phoneme has that of the word before, or the next."""
    voiced = [place for place, (start, end) in zip(heard, tokens, strict=True) if start < end]
    at, found = -1, list[tuple[int, int]]()
    for start, end in tokens:
        at += start < end
        found.append(voiced[max(at, 0)])
    return found
