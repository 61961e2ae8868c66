"""`kokoro`: the embedded voice. Kokoro-82M on onnxruntime; word times come from the model."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from flaming_horse_voice.backends.espeak import phonemized
from flaming_horse_voice.backends.kokoro_model import (
    MODEL,
    REVISION,
    SAMPLE_RATE,
    SAMPLES_PER_FRAME,
    style,
    timed_model,
)
from flaming_horse_voice.backends.phonemes import MARKS, WordPhonemes, given_phonemes, word_phonemes
from flaming_horse_voice.errors import NotInstalled, VoiceFailed, WrongInput
from flaming_horse_voice.text.spoken import phonemes_of
from flaming_horse_voice.workers.standalone.engine import EngineSound, Text, TextPiece
from flaming_horse_voice.workers.standalone.sound import tight_times
from flaming_horse_voice.workers.standalone.splitting import LONGEST, cut, pause_after
from flaming_horse_voice.workers.standalone.texts import between_pauses

MAX_TOKENS = 480
"""The model takes 510 phonemes; it reads calmly below its limit."""
LAG = 3 * SAMPLES_PER_FRAME
"""Samples by which the model's durations run behind its sound. Kokoro's own program subtracts
them too (`KPipeline.join_timestamps`); onsets of sibilants in the spectrum agree."""
THREADS = 2
"""A fixed number: sums in another order are other samples."""


class KokoroEngine:
    """American English, voice `af_heart`. The same text gives the same samples."""

    service, batch = "kokoro", 1

    def __init__(self) -> None:
        self._session: Any = None
        self._tokenizer: Any = None
        self._style: Any = None
        self._speed = 1.0

    def load(self, settings: Mapping[str, Any]) -> dict[str, Any]:
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
        versions = {name: version(name) for name in names}
        known = {"model": MODEL, "revision": REVISION}
        return {**known, "sample_rate": SAMPLE_RATE, "versions": versions}

    def clone(self, reference: str, transcript: str) -> None:
        del reference, transcript
        raise WrongInput(
            "the kokoro voice cannot clone a recording",
            remedy="choose the service qwen for your own voice, or remove the reference",
        )

    def pieces(self, asked: Mapping[str, Any]) -> list[TextPiece]:
        language = asked.get("language", "en")
        if language.split("-", maxsplit=1)[0].lower() != "en":
            raise WrongInput(
                f"the kokoro voice speaks English, not {language!r}",
                remedy="set language: en, or choose another voice",
            )
        planned = phoneme_pieces(asked["speech"], self._words, MAX_TOKENS)
        if not any(piece.text for piece in planned):
            raise VoiceFailed("there is no word in this line", remedy="write some words")
        return planned

    def speak(self, texts: Sequence[Text]) -> Iterator[tuple[int, EngineSound]]:
        for index, text in enumerate(texts):  # the model has no randomness: seeds say nothing
            yield index, self._say(text.phonemes)

    def peak_memory(self) -> int:
        return 0

    def _words(self, words: Sequence[str]) -> tuple[WordPhonemes, ...]:
        known = word_phonemes(words, self._phonemize)
        _refuse_unknown(known, self._tokenizer.vocab)
        return known

    def _phonemize(self, texts: Sequence[str]) -> list[str]:
        read = phonemized(texts)
        return ["".join(s for s in text if s in self._tokenizer.vocab) for text in read]

    def _say(self, words: Sequence[WordPhonemes]) -> EngineSound:
        """One piece, with the interval of each word."""
        import numpy as np

        vocabulary: dict[str, int] = self._tokenizer.vocab
        if not any(sign in vocabulary for word in words for sign in word.phonemes):
            edges = range(0, (len(words) + 1) * SAMPLES_PER_FRAME, SAMPLES_PER_FRAME)
            return EngineSound(
                np.zeros(edges[-1], np.float32), SAMPLE_RATE, times=tuple(pairwise(edges))
            )
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
        return EngineSound(sound, SAMPLE_RATE, times=tight_times(sound, heard, SAMPLE_RATE))


def phoneme_pieces(
    speech: str, read: Callable[[Sequence[str]], Sequence[WordPhonemes]], limit: int
) -> list[TextPiece]:
    """A speech-text cut at its pauses, and where it is too long.

    A piece has at most `LONGEST` characters, and `limit` phonemes, marks and blanks; only a single
    word may have more. `read` gets the words between two pauses: where these are cut, each keeps
    the phonemes that it has beside its neighbours.
    """
    planned: list[TextPiece] = []
    for pause, text in between_pauses(speech):
        if not text:
            planned.append(TextPiece(pause, ""))
            continue
        before, tokens = pause, text.split()
        words = read(tokens)
        for start, end in _fitting(words, tokens, limit):
            part = words[start:end]
            planned.append(TextPiece(before, " ".join(tokens[start:end]), part))
            before = pause_after(part[-1].mark)
    return planned


def _fitting(
    words: Sequence[WordPhonemes], tokens: Sequence[str], limit: int
) -> Iterator[tuple[int, int]]:
    """Cut by characters of speech-text; what is still too long for the model, by its phonemes."""
    lengths = [len(phonemes_of(token)[0]) + 1 for token in tokens]
    sizes = [len(word.phonemes) + len(word.mark) + 1 for word in words]
    for start, end in cut(tokens, lengths, LONGEST):
        for a, b in cut(tokens[start:end], sizes[start:end], limit - 1):
            yield start + a, start + b


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
