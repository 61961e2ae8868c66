"""Storyboards that are accepted are laid out without a defect, from the text to the scene check."""

from __future__ import annotations

import sys
from pathlib import Path

from flaming_horse.storyboard import parse_storyboard

sys.path.insert(0, str(Path(__file__).parent))
from dry_runs import clips_of

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
