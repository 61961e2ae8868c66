"""Two recorded topics, from one command to a film: no key, no network."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from films import flaming_horse, report_of


@pytest.mark.parametrize("topic", ["Ohm's law", "Binary search"])
def test_a_recorded_topic_becomes_a_film(topic: str, tmp_path: Path) -> None:
    made = flaming_horse(
        *("create", "film", "--topic", topic, "--replay", "--quality", "draft"),
        *("--voice", "tone"),
        projects=tmp_path,
        environ={"https_proxy": "http://127.0.0.1:9", "http_proxy": "http://127.0.0.1:9"},
    )
    assert made.returncode == 0, made.stdout + made.stderr
    assert "replayed from recordings" in made.stderr
    report = report_of(tmp_path / "film" / "media" / "film.draft.mp4")
    assert report["passed"], [check for check in report["checks"] if not check["passed"]]
    assert len(report["lines"]) >= 15
    assert all(abs(cue["error_ms"]) <= 134 for cue in report["cues"])
    assert (tmp_path / "film" / "plan.md").is_file()
