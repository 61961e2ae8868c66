"""Storyboards that are accepted are laid out without a defect, from the text to the scene check."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest

from flaming_horse.storyboard import parse_storyboard
from flaming_horse.writers.llm import vocabulary

sys.path.insert(0, str(Path(__file__).parent))
from dry_runs import clips_of
from random_storyboards import DATA, accepted, parts_of, random_draft

STEPS = """\
# Film

## Square

```derivation {#why}
- (a + b)^2
- a^2 + \\piece{both}{2ab} + b^2
```

Write out [the square]{show="why.step(2)"}: here is [the middle]{highlight="why.both"}, and
[its end]{mark="why.piece('b^2')"}.
"""


def test_a_piece_of_a_derivation_is_pointed_at_by_its_name(tmp_path):
    (clip,) = clips_of(parse_storyboard(STEPS, "film.md"), tmp_path)
    assert not clip.defects
    step, middle, end = (cue.box for cue in clip.cues)
    assert step[0] < middle[0] < middle[2] < end[0] < end[2] <= step[2]


def test_data_are_drawn_for_every_kind_that_a_model_may_write():
    assert set(DATA) == set(vocabulary.kinds())


def lit_once(kind, data, place):
    """A scene that highlights every part of a visual, and then marks it, alone or beside one."""
    lines = []
    for target in parts_of(kind, "v", data):
        cues = [{"on": word, "do": do, "target": target}
                for word, do in (("amber", "highlight"), ("quartz", "mark"))]  # fmt: skip
        lines.append({"text": "amber birch cedar delta ember quartz.", "cues": cues})
    lines[0]["visuals"] = [{"id": "v", "kind": kind, "data": data, "at": place}]
    if place:
        other = {"left": "right", "top": "bottom"}[place]
        words = {"items": ["one", "two"]}
        lines[0]["visuals"].append({"id": "w", "kind": "list", "data": words, "at": other})
        lines[0]["cues"].append({"on": "ember", "do": "highlight", "target": "w"})
    return {"lines": lines[:12]}


@pytest.mark.slow
@pytest.mark.parametrize("place", [None, "left", "top"])
@pytest.mark.parametrize("kind", vocabulary.kinds())
def test_the_largest_visual_that_is_accepted_is_laid_out_with_every_part_lit(kind, place, tmp_path):
    lots = (DATA[kind](random.Random(seed)) for seed in range(60))
    for data in sorted(lots, key=lambda data: len(str(data)), reverse=True):
        storyboard, _ = accepted(lit_once(kind, data, place))
        if storyboard:
            (clip,) = clips_of(storyboard, tmp_path)
            assert not clip.defects, data
            return
    pytest.fail("nothing of this kind is accepted")


@pytest.mark.slow
def test_storyboards_drawn_by_lot_are_laid_out_or_refused(tmp_path):
    count = 0
    for seed in range(400):
        storyboard, _ = accepted(random_draft(random.Random(seed)))
        if storyboard:
            count += 1
            (clip,) = clips_of(storyboard, tmp_path / str(seed))
            assert not clip.defects, seed
    assert count > 60
