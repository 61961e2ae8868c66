"""Which of several attempts is kept."""

from dataclasses import replace

import pytest

from flaming_horse_voice.judging import rank
from flaming_horse_voice.takes import Take

GOOD = Take(
    key="k",
    speech="One two three.",
    language="en",
    service="qwen",
    model="m",
    revision="r",
    speaker="",
    sample_rate=24000,
    samples=24000,
    times=((0, 8000), (8000, 16000), (16000, 24000)),
    aligned_by="pocketsphinx",
    checks={
        "finite": 1.0,
        "seconds": 1.0,
        "words": 3.0,
        "rms": 0.1,
        "misheard_share": 0.0,
        "gap_s": 0.1,
        "hiss_s": 0.1,
    },
)


def but(**checks: float) -> Take:
    return replace(GOOD, checks={**GOOD.checks, **checks})


def test_attempts_are_ordered_from_the_best_to_the_worst():
    spread = replace(but(misheard_share=1.0), aligned_by="spread")
    attempts = [
        (but(misheard_share=0.3), None),
        (but(misheard_share=0.4, gap_s=1.2), "much of it"),
        (but(misheard_share=0.4, gap_s=2.5), "much of it, and it falls silent"),
        (but(misheard_share=0.6), "more of it"),
        (but(misheard_share=1.0), "all of it"),
        (spread, "nothing was found"),
        (but(capped=1.0), "it was stopped"),
        (but(rms=0.0), "it is silent"),
    ]
    ranks = [rank(take, wrong) for take, wrong in attempts]
    assert ranks == sorted(ranks)
    assert len(set(ranks)) == len(ranks)


@pytest.mark.parametrize("checks", [{}, {"finite": 0.0, "seconds": 2.0, "words": 3}])
def test_what_was_hardly_measured_is_the_worst(checks):
    unmeasured = replace(GOOD, checks=checks, times=())
    assert rank(unmeasured, "it is empty") > rank(but(capped=1.0), "it was stopped")
