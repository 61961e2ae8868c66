"""Ranges, factors, codes and dates with points, aloud."""

# ruff: noqa: RUF001 - the signs that look like others are the very ones that are meant

import pytest

from flaming_horse_voice.runs import written_runs
from flaming_horse_voice.text import speech_text


def said(text):
    return speech_text(written_runs(text)).speech


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("5-50x faster", "five to fifty times faster"),
        ("2x-4x faster", "two to four times faster"),
        ("20–100× less", "twenty to a hundred times less"),
        ("1.5-2.5x the speed", "one point five to two point five times the speed"),
        ("a 4x speedup", "a four times speedup"),
        ("up to 1000x", "up to a thousand times"),
        ("It is 12x.", "It is twelve times."),
        ("30× the price", "thirty times the price"),
        ("y = 3x + 2", "why equals three ex plus two"),
        ("4x - 5 and 2x = 8", "four ex minus five and two ex equals eight"),
        ("12x + 5", "twelve ex plus five"),
        ("a 3x3 grid", "a three by three grid"),
    ],
)
def test_factors_are_times_and_unknowns_are_not(written, spoken):
    assert said(written) == spoken


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("10%-15%", "ten to fifteen percent"),
        ("5–8 %", "five to eight percent"),
        ("3°C-7°C", "three to seven degrees Celsius"),
        ("2 kB - 1 MB", "two kilobytes to one megabyte"),
        ("5km-10km", "five kilometers to ten kilometers"),
        ("3‑4 hours", "three to four hours"),
        ("9-4=5", "nine minus four equals five"),
        ("9 – 4 = 5", "nine minus four equals five"),
        ("1960s-1980s", "nineteen sixties to nineteen eighties"),
        ("needs Python >=3.9", "needs Python at least three point nine"),
        ("between 1.5M and 2.5k", "between one point five million and two point five thousand"),
        ("~40 GB, ≈ 3 m", "about forty gigabytes, approximately three meters"),
    ],
)
def test_ranges_and_differences(written, spoken):
    assert said(written) == spoken


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("Mixtral-8x7B", "Mixtral eight by seven bee"),
        ("Phi-3.5-mini", "Phi three point five mini"),
        ("CVE-2021-4034", "see vee ee twenty twenty-one forty thirty-four"),
        ("commit 4e1243bd", "commit four ee one two four three bee dee"),
        ("at 0A:1B:2C:3D", "at zero ay, one bee, two see, three dee"),
        ("1e10", "one times ten to the ten"),
        ("24.12.2027", "the twenty-fourth of December, twenty twenty-seven"),
        ("in 06/2024", "in June twenty twenty-four"),
        ("v3.10.2", "version three point ten point two"),
        ("10:05:30", "ten oh five and thirty seconds"),
    ],
)
def test_codes_and_dates(written, spoken):
    assert said(written) == spoken
