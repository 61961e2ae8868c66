"""A storyboard is put to the proof: what does not fit is told at its line, and all of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from flaming_horse.build.trial import Trial
from flaming_horse.config import Options, settings_of
from flaming_horse.storyboard import parse_storyboard

CELL = "```python\n{}\n```\n\n"
SMALL = CELL.format("a = 1\nb = a")
STORYBOARD = f"""# A film

## Small

{SMALL}Said.

Then.

{SMALL * 6}Too many.

{SMALL}After it.

## Good

A key phrase.

## {"very long words " * 20}

Said.

## Empty

!!!

It goes on.
"""


@pytest.fixture(scope="module")
def trial():
    with Trial(settings_of(Path("none"), Options(workers=1))) as opened:
        yield opened


def test_what_does_not_fit_is_told_at_its_line(trial):
    storyboard = parse_storyboard(STORYBOARD, "film.md")
    found = trial.findings(storyboard, {})
    told = {(m.scene, m.line, m.kind): m for m in found.misfits}
    scenes = storyboard.scenes
    assert set(told) == {
        ("small", scenes[0].lines[2].id, "layout"),
        (scenes[2].id, "", "layout"),
        ("empty", scenes[3].lines[0].id, "words"),
    }
    assert told[scenes[2].id, "", "layout"].part == "heading"
    assert found.seconds["good"] > 1
    assert trial.findings(storyboard, {}) == found
