"""The whole way with the embedded voice: what a user gets who types one command."""

from __future__ import annotations

import sys
from pathlib import Path

import av
import numpy as np

sys.path.insert(0, str(Path(__file__).parent))
from films import flaming_horse, report_of

SCRIPT = """\
# Rows and entries

## First

```matrix {#m}
rows: [[1, 2], [3, 4]]
```

Here is [the first row]{highlight="m.row(1)"}, and [the last entry]{show="m.entry(2,2)"}.

## Second

> A quote.

[A quote]{highlight="quote"} is shown.
"""


def test_a_script_becomes_a_film_in_the_embedded_voice(tmp_path: Path) -> None:
    (tmp_path / "script.md").write_text(SCRIPT)
    made = flaming_horse(
        *("create", "rows", "--script", str(tmp_path / "script.md"), "--quality", "draft"),
        projects=tmp_path,
    )
    assert made.returncode == 0, made.stdout + made.stderr
    film = tmp_path / "rows" / "media" / "rows.draft.mp4"
    report = report_of(film)
    assert report["passed"]
    assert [line["service"] for line in report["lines"]] == ["kokoro", "kokoro"]
    # 134 ms: two frames of a draft, what the cue check itself allows.
    assert [cue["action"] for cue in report["cues"]] == ["highlight", "show", "highlight"]
    assert all(abs(cue["error_ms"]) <= 134 for cue in report["cues"])
    with av.open(film) as container:
        comment = container.metadata["comment"].lower()
        rate = container.streams.audio[0].rate
        sound = np.concatenate([frame.to_ndarray()[0] for frame in container.decode(audio=0)])
    assert "synthetic" in comment
    assert "kokoro" in comment
    for cue in report["cues"]:
        # The word that a cue hangs on is heard in the half second after the cue.
        start = int(cue["spoken_at_s"] * rate)
        assert np.abs(sound[start : start + rate // 2]).max() > 0.05, cue
