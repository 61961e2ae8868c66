"""When words start: what pocketsphinx says alone, and what is shipped, against the models' times.

    .venv/bin/python benchmarks/word_times.py FOLDER [--piper-python PATH]

The good takes of benchmarks/listening.py (see there); corrections were set on the lines at even
places, the figures are of the others. Kokoro's own times are taken less the 75 ms by which they
lag behind its sound, as its makers do; Piper's as they are. Prints a Markdown table, milliseconds.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pocketsphinx
from listening_corpus import VOICES, Spoken, good_takes

from flaming_horse_voice.listen import NotAligned, align
from flaming_horse_voice.listen.arpabet import pronunciations
from flaming_horse_voice.listen.resampling import resampled
from flaming_horse_voice.text.spoken import spoken_words

RATE = 16000
FRAME_S = 0.01
Starts = Sequence[float]


def shipped(take: Spoken) -> Starts:
    times = align(take.sound, take.rate, spoken_words(take.speech))
    return [start / take.rate for start, _ in times]


def alone(take: Spoken) -> Starts:
    """As its documentation has it: its own beams, its dictionary, and no correction."""
    decoder: Any = pocketsphinx.Decoder(
        hmm=pocketsphinx.get_model_path("en-us/en-us"),
        dict=pocketsphinx.get_model_path("en-us/cmudict-en-us.dict"),
        lm=None,
        loglevel="FATAL",
    )
    words = spoken_words(take.speech)
    tokens = [re.sub(r"[^a-z'-]", "", word.lower()) for word in words]
    for token, read in zip(tokens, pronunciations(words), strict=True):
        if decoder.lookup_word(token) is None:
            decoder.add_word(token, read)
    decoder.set_align_text(" ".join(tokens))
    sound = np.clip(resampled(take.sound, take.rate, RATE) * 32767, -32768, 32767)
    decoder.start_utt()
    decoder.process_raw(sound.astype("<i2").tobytes(), full_utt=True)
    decoder.end_utt()
    found = [] if decoder.hyp() is None else list(decoder.seg())
    starts = [s.start_frame * FRAME_S for s in found if s.word.split("(")[0] in tokens]
    if len(starts) != len(words):
        raise NotAligned(f"{len(starts)} of {len(words)} words")
    return starts


def errors(takes: Sequence[Spoken], aligner: Callable[[Spoken], Starts]) -> tuple[list[float], int]:
    """Milliseconds by which starts are late, of words whose time the model knows; lines lost."""
    late: list[float] = []
    lost = 0
    for take in takes:
        try:
            starts = aligner(take)
        except NotAligned:
            lost += 1
            continue
        late += [
            (start - known[0] / take.rate) * 1000
            for start, known in zip(starts, take.times, strict=True)
            if known
        ]
    return late, lost


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--piper-python", type=Path)
    asked = parser.parse_args()
    takes = [t for t in good_takes(asked.folder, asked.piper_python) if not t.for_limits]
    print("| voice | aligner | words | lines lost | median | 90 % | largest | bias | in 60 ms |")
    print("|---|---|---|---|---|---|---|---|---|")
    for voice in VOICES:
        for name, aligner in (("pocketsphinx alone", alone), ("shipped", shipped)):
            late, lost = errors([t for t in takes if t.voice == voice], aligner)
            if not late:
                continue
            off = np.abs(late)
            figures = [np.median(off), np.quantile(off, 0.9), off.max(), np.median(late)]
            told = " | ".join(f"{figure:.0f}" for figure in figures)
            print(
                f"| {voice} | {name} | {len(late)} | {lost} | {told} | {(off <= 60).mean():.1%} |"
            )


if __name__ == "__main__":
    main()
