"""What `status` and `explain` say about takes that failed their checks and were kept."""

import json

import numpy as np
import pytest
from typer.testing import CliRunner

from flaming_horse.build import narration
from flaming_horse.build.precache_voiceovers import chosen_voice
from flaming_horse.commands.cli import app
from flaming_horse.config import Options, settings_of
from flaming_horse.project import Project
from flaming_horse.writing.project_storyboard import storyboard_of
from flaming_horse_voice.takes import FAULT, Take, TakeStore, take_key

SCRIPT = "---\ntitle: A film\nvoice: tone\n---\n\n## A scene\n\nOne line of it.\n"
RATE = 24000


@pytest.fixture
def film(tmp_path):
    """A project with one line, whose take was kept although it failed its checks."""
    project = Project(tmp_path / "film")
    project.folder.mkdir()
    (project.folder / "storyboard.md").write_text(SCRIPT)
    (line,) = narration.spoken_lines(storyboard_of(project))
    voice = chosen_voice(settings_of(project.folder, Options(), {}), None, "tone").fingerprint
    take = Take(
        key=take_key(voice, line.speech, "en"),
        speech=line.speech,
        language="en",
        service=voice.service,
        model=voice.model,
        revision=voice.revision,
        speaker=voice.speaker,
        sample_rate=RATE,
        samples=RATE,
        times=tuple((n * 6000, n * 6000 + 5000) for n in range(4)),
        aligned_by="spread",
        provenance={FAULT: "it says something else"},
    )
    TakeStore(project.voiceovers).put(take, np.zeros(RATE, np.float32))
    return project


@pytest.mark.parametrize("told", ["not", "as an option", "by the environment"])
def test_accepted_takes_are_done_only_for_who_accepts_any(film, told, monkeypatch):
    monkeypatch.delenv("FLAMING_HORSE_ACCEPT_ANY_TAKE", raising=False)
    if told == "by the environment":
        monkeypatch.setenv("FLAMING_HORSE_ACCEPT_ANY_TAKE", "1")
    options = ["--accept-any-take"] if told == "as an option" else []

    def answer(command):
        done = CliRunner().invoke(app, [command, str(film.folder), *options, "--json"])
        return json.loads(done.stdout)

    voice = answer("status")["phases"]["precache_voiceovers"]
    assert voice == {"done": int(told != "not"), "total": 1}
    to_speak = [r for r in answer("explain")["will_make"] if r["phase"] == "precache_voiceovers"]
    assert len(to_speak) == int(told == "not")
    assert all("not good (it says something else)" in reason["why"] for reason in to_speak)


def test_the_status_of_a_film_as_other_programs_read_it(film):
    done = CliRunner().invoke(app, ["status", str(film.folder), "--json"])
    told = json.loads(done.stdout)
    assert list(told) == [
        "project", "title", "phases", "film", "passed", "voice", "settings", "films", "review",
        "waits_for", "unused_takes", "yours", "behind", "left_over", "last_error", "left_by_0_1",
    ]  # fmt: skip
    phases = ["precache_voiceovers", "build_scenes", "scene_qc", "final_render", "assemble"]
    assert told["phases"] == {phase: {"done": 0, "total": 1} for phase in phases}
    assert told["settings"]["quality"] == "1080p30 (built in)"
