"""Faults planted into good takes: each kind is a function of the take, another line's and chance.

They are what cloned voices are reported to do wrong, and what files and microphones do.
"""

# ruff: noqa: ARG001 - all faults are called alike

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from listening_corpus import Spoken

if TYPE_CHECKING:
    from numpy.typing import NDArray

Sound = "NDArray[np.float32]"
EACH = 2
"""Takes of each kind, voice and half."""
DRAW = (3,)
"""The figures are of a draw that was not seen while checks were made."""


@dataclass(frozen=True, slots=True)
class Planted:
    """A bad take: `kind` of fault, the good one that it was made from, its samples.

    `other` is the take of which something was put in, where a fault does that.
    """

    kind: str
    good: Spoken
    other: Spoken
    sound: NDArray[np.float32]


def _starts(take: Spoken) -> list[int]:
    """Samples where words begin, but the first."""
    return [span[0] for span in take.times[1:] if span]


def _middle(take: Spoken, chance: np.random.Generator) -> int:
    """The start of some word that is neither of the first two nor of the last."""
    starts = _starts(take)
    return int(chance.choice(starts[1:-1] or starts))


def _word(take: Spoken, number: int) -> tuple[int, int]:
    """The samples of a word, of its neighbour where the model does not know."""
    known = [span for span in take.times if span]
    return known[number]


def _noise(chance: np.random.Generator, samples: int, level: float) -> NDArray[np.float32]:
    return chance.normal(0, level, samples).astype(np.float32)


def _rms(sound: NDArray[np.float32]) -> float:
    return float(np.sqrt((sound.astype(np.float64) ** 2).mean()))


def _stretched(sound: NDArray[np.float32], by: float) -> NDArray[np.float32]:
    at = np.arange(0, len(sound) - 1, 1 / by)
    return np.interp(at, np.arange(len(sound)), sound).astype(np.float32)


def _with(take: Spoken, at: int, put: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.concatenate([take.sound[:at], put, take.sound[at:]]).astype(np.float32)


def _spoken(take: Spoken) -> NDArray[np.float32]:
    """What is heard of a take, from its first word to its last."""
    return take.sound[max(0, _word(take, 0)[0]) : _word(take, -1)[1]]


def cut_in_last_word(take: Spoken, other: Spoken, chance: np.random.Generator) -> Sound:
    start, end = _word(take, -1)
    return take.sound[: start + round((end - start) * chance.uniform(0.3, 0.6))]


def cut_in_a_word(take: Spoken, other: Spoken, chance: np.random.Generator) -> Sound:
    start, end = _word(take, -min(3, len(_starts(take))))
    return take.sound[: (start + end) // 2]


def cut_between_words(take: Spoken, other: Spoken, chance: np.random.Generator) -> Sound:
    known = [span for span in take.times if span]
    return take.sound[: known[-1 - max(1, len(known) // 4)][1]]


def cut_start(take: Spoken, other: Spoken, chance: np.random.Generator) -> Sound:
    start, end = _word(take, 0)
    return take.sound[start + round((end - start) * chance.uniform(0.5, 0.7)) :]


def cut_first_words(take: Spoken, other: Spoken, chance: np.random.Generator) -> Sound:
    starts = _starts(take)
    return take.sound[starts[max(0, len(starts) // 4)] :]


def said_twice(take: Spoken, other: Spoken, chance: np.random.Generator) -> Sound:
    return np.concatenate([take.sound, take.sound])


def words_said_twice(take: Spoken, other: Spoken, chance: np.random.Generator) -> Sound:
    starts = [max(0, _word(take, 0)[0]), *_starts(take)]
    first = int(chance.integers(0, max(1, len(starts) - 4)))
    a, b = starts[first], starts[min(first + 4, len(starts) - 1)]
    return _with(take, b, take.sound[a:b])


def hole_3_s(take: Spoken, other: Spoken, chance: np.random.Generator) -> Sound:
    return _with(take, _middle(take, chance), np.zeros(3 * take.rate, np.float32))


def hole_2_2_s(take: Spoken, other: Spoken, chance: np.random.Generator) -> Sound:
    return _with(take, _middle(take, chance), _noise(chance, round(2.2 * take.rate), 1e-4))


def noise_after(take: Spoken, other: Spoken, chance: np.random.Generator) -> Sound:
    noise = _noise(chance, round(chance.uniform(1, 4) * take.rate), _rms(take.sound))
    return np.concatenate([take.sound, noise])


def hiss_after(take: Spoken, other: Spoken, chance: np.random.Generator) -> Sound:
    hiss = np.diff(_noise(chance, round(1.5 * take.rate) + 1, _rms(take.sound) / 8))
    return np.concatenate([take.sound, hiss])


def babble_after(take: Spoken, other: Spoken, chance: np.random.Generator) -> Sound:
    return np.concatenate([take.sound, _spoken(other)])


def murmur_after(take: Spoken, other: Spoken, chance: np.random.Generator) -> Sound:
    """Backward speech: sounds of a voice, and no words."""
    return np.concatenate([take.sound, _spoken(other)[::-1]])


def wrong_line(take: Spoken, other: Spoken, chance: np.random.Generator) -> Sound:
    return other.sound


def other_half(take: Spoken, other: Spoken, chance: np.random.Generator) -> Sound:
    starts, others = _starts(take), _starts(other)
    return np.concatenate(
        [take.sound[: starts[len(starts) // 2]], other.sound[others[len(others) // 2] :]]
    )


def clipped(take: Spoken, other: Spoken, chance: np.random.Generator) -> Sound:
    loud = take.sound / np.abs(take.sound).max() * chance.uniform(2.5, 10)
    return np.clip(loud, -1, 1)


def echo_at_start(take: Spoken, other: Spoken, chance: np.random.Generator) -> Sound:
    """The last words of the reference before the line; `other` stands for the reference."""
    known = [span for span in other.times if span]
    return np.concatenate([other.sound[known[-min(4, len(known))][0] : known[-1][1]], take.sound])


def silence(take: Spoken, other: Spoken, chance: np.random.Generator) -> Sound:
    return _noise(chance, len(take.sound), float(chance.choice([0.0, 1e-4])))


def half_speed(take: Spoken, other: Spoken, chance: np.random.Generator) -> Sound:
    return _stretched(take.sound, 2)


def double_speed(take: Spoken, other: Spoken, chance: np.random.Generator) -> Sound:
    return take.sound[::2].copy()


def no_numbers(take: Spoken, other: Spoken, chance: np.random.Generator) -> Sound:
    broken = take.sound.copy()
    broken[int(chance.integers(len(broken)))] = chance.choice([np.nan, np.inf])
    return broken


def hum(take: Spoken, other: Spoken, chance: np.random.Generator) -> Sound:
    at = np.arange(len(take.sound)) / take.rate
    level = _rms(take.sound) * chance.uniform(0.4, 0.8)
    wave = sum(np.sin(2 * np.pi * 50 * k * at) / k for k in (1, 2, 3))
    return (take.sound + level * wave).astype(np.float32)


def too_faint(take: Spoken, other: Spoken, chance: np.random.Generator) -> Sound:
    return take.sound / _rms(take.sound) * np.float32(chance.uniform(0.0005, 0.003))


def noise_under(take: Spoken, other: Spoken, chance: np.random.Generator) -> Sound:
    level = _rms(take.sound) * 10 ** (-chance.uniform(3, 8) / 20)
    return take.sound + _noise(chance, len(take.sound), level)


def stuck(take: Spoken, other: Spoken, chance: np.random.Generator) -> Sound:
    """A frame of 80 ms, of the loudest sound, again and again for two seconds."""
    frame = round(0.08 * take.rate)
    peak = int(np.abs(take.sound).argmax())
    at = min(max(0, peak - frame // 2), len(take.sound) - frame)
    return _with(take, at + frame, np.tile(take.sound[at : at + frame], 25))


def stuck_at_end(take: Spoken, other: Spoken, chance: np.random.Generator) -> Sound:
    """The last word's middle drawn out for 1.2 s, in frames of 80 ms, each a little otherwise."""
    start, end = _word(take, -1)
    frame = min(round(0.08 * take.rate), end - start)
    at = (start + end - frame) // 2
    piece = take.sound[at : at + frame]
    again = [np.roll(piece, int(chance.integers(9))) * chance.uniform(0.9, 1.1) for _ in range(15)]
    return np.concatenate([take.sound[: at + frame], *again]).astype(np.float32)


def words_missing(take: Spoken, other: Spoken, chance: np.random.Generator) -> Sound:
    starts = _starts(take)
    count = max(2, len(starts) // 3)
    first = int(chance.integers(0, max(1, len(starts) - count)))
    last = min(first + count, len(starts) - 1)
    return np.concatenate([take.sound[: starts[first]], take.sound[starts[last] :]])


def words_muted(take: Spoken, other: Spoken, chance: np.random.Generator) -> Sound:
    starts = _starts(take)
    first = int(chance.integers(0, max(1, len(starts) - 3)))
    muted = take.sound.copy()
    muted[starts[first] : starts[min(first + 3, len(starts) - 1)]] = 0
    return muted


def nothing(take: Spoken, other: Spoken, chance: np.random.Generator) -> Sound:
    return take.sound[: int(chance.choice([0, 1, take.rate // 20]))]


Fault = Callable[[Spoken, Spoken, np.random.Generator], "NDArray[np.float32]"]
FAULTS: Mapping[str, Fault] = {
    fault.__name__.replace("_", " "): fault
    for fault in (
        cut_in_last_word, cut_in_a_word, cut_between_words, cut_start, cut_first_words,
        said_twice, words_said_twice, hole_3_s, hole_2_2_s, noise_after, hiss_after,
        babble_after, murmur_after, wrong_line, other_half, clipped, echo_at_start, silence,
        half_speed, double_speed, no_numbers, hum, too_faint, noise_under, stuck, stuck_at_end,
        words_missing, words_muted, nothing,
    )
}  # fmt: skip
LONG_ONLY = {
    "cut in a word", "cut between words", "cut first words", "words said twice", "words missing",
    "words muted", "other half",
}  # fmt: skip
"""Faults that need some words to choose from."""


def planted(takes: Sequence[Spoken]) -> Iterator[Planted]:
    """The same bad takes each time: of each kind, voice and half `EACH`, of different lines."""
    for number, (kind, fault) in enumerate(FAULTS.items()):
        for voice in sorted({take.voice for take in takes}):
            for half in (True, False):
                some = [t for t in takes if t.voice == voice and t.for_limits == half]
                chance = np.random.default_rng([number, len(voice), half, *DRAW])
                long = [t for t in some if sum(s is not None for s in t.times) >= 8]
                picked = chance.permutation(len(long if kind in LONG_ONLY else some))[:EACH]
                for each in picked:
                    take = (long if kind in LONG_ONLY else some)[int(each)]
                    others = [t for t in long if t.line != take.line]
                    other = others[int(chance.integers(len(others)))]
                    sound = np.asarray(fault(take, other, chance), np.float32)
                    yield Planted(kind, take, other, sound)
