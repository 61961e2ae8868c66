"""From a script to a film and on from there: what is made again after a change, and what not."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import av
import numpy as np
import pytest
import soundfile

sys.path.insert(0, str(Path(__file__).parent))
from films import flaming_horse, report_of

SCRIPT = """\
# A short film

## First

- one
- two

Here is a list. [One]{show="list.item(1)"} comes before [two]{show="list.item(2)"}.

<!-- a note of the author's -->

## Second

> A quote.

[A quote]{highlight="quote"} is shown here.
"""


@pytest.fixture(scope="module")
def projects(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the film `short` in it, built once with the tone voice."""
    projects = tmp_path_factory.mktemp("projects")
    (projects / "script.md").write_text(SCRIPT)
    script = str(projects / "script.md")
    made = flaming_horse(
        *("create", "short", "--script", script, "--quality", "draft", "--voice", "tone"),
        projects=projects,
    )
    assert made.returncode == 0, made.stderr
    return projects


@pytest.fixture
def copied(projects: Path, tmp_path: Path) -> Path:
    """The same, to change at will."""
    shutil.copytree(projects, tmp_path / "projects")
    return tmp_path / "projects"


def build(projects: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return flaming_horse(
        *("build", "short", "--quality", "draft", "--voice", "tone", *options), projects=projects
    )


def built(projects: Path, *options: str) -> dict[str, dict[str, int]]:
    """The phases of a build that goes well."""
    answer = build(projects, "--json", *options)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    return json.loads(answer.stdout)["phases"]


def made(phases: dict[str, dict[str, int]], phase: str) -> int:
    return phases[phase]["done"] - phases[phase]["reused"]


def test_everything_that_belongs_to_a_film_is_there(projects: Path) -> None:
    media = projects / "short" / "media"
    names = {file.name.removeprefix("short.draft.") for file in media.glob("short.draft.*")}
    assert {"mp4", "srt", "vtt", "transcript.html", "report.json"} <= names


def test_the_report_holds_the_films_figures(projects: Path) -> None:
    film = projects / "short" / "media" / "short.draft.mp4"
    report = report_of(film)
    assert report["passed"]
    with av.open(film) as container:
        assert container.streams.video[0].codec_context.width == 854
        assert len(container.chapters()) == 2
    assert {cue["action"] for cue in report["cues"]} == {"show", "highlight"}
    assert all(abs(cue["error_ms"]) <= 134 for cue in report["cues"])
    assert [line["service"] for line in report["lines"]] == ["tone"] * 2


def test_a_second_build_makes_nothing(projects: Path) -> None:
    before = {f: f.stat().st_mtime_ns for f in (projects / "short").rglob("*.mp4")}
    phases = built(projects)
    for phase in ("precache_voiceovers", "scene_qc", "final_render", "assemble"):
        assert made(phases, phase) == 0
    assert before == {f: f.stat().st_mtime_ns for f in (projects / "short").rglob("*.mp4")}


def test_one_line_edited_is_one_line_spoken_and_one_scene_drawn(copied: Path) -> None:
    storyboard = copied / "short" / "storyboard.md"
    storyboard.write_text(storyboard.read_text().replace("is shown here", "stands here now"))
    explained = flaming_horse(
        *("explain", "short", "--quality", "draft", "--voice", "tone"), projects=copied
    ).stdout
    assert "precache_voiceovers  second.1" in explained
    assert "first" not in explained
    phases = built(copied)
    assert made(phases, "precache_voiceovers") == 1
    assert made(phases, "final_render") == 1


def test_other_music_makes_the_film_again_and_nothing_else(copied: Path) -> None:
    storyboard = copied / "short" / "storyboard.md"
    storyboard.write_text("---\nmusic: piece.flac\n---\n\n" + storyboard.read_text())
    for hertz, again in ((220, 1), (220, 0), (330, 1)):
        wave = 0.1 * np.sin(2 * np.pi * hertz * np.arange(96_000) / 48_000)
        soundfile.write(copied / "short" / "piece.flac", wave, 48_000)
        phases = built(copied)
        assert made(phases, "assemble") == again
        for phase in ("precache_voiceovers", "build_scenes", "scene_qc", "final_render"):
            assert made(phases, phase) == 0, phase
    checks = report_of(copied / "short" / "media" / "short.draft.mp4")["checks"]
    measured = next(c["measured"] for c in checks if c["name"] == "music under speech, dB")
    assert measured == pytest.approx(18, abs=1)
    (copied / "short" / "piece.flac").write_bytes(b"broken")
    answer = build(copied)
    assert answer.returncode == 2
    assert "storyboard.md:2:8: the music `piece.flac` cannot be read" in answer.stderr


def test_a_source_makes_the_film_again_and_nothing_else(copied: Path) -> None:
    storyboard = copied / "short" / "storyboard.md"
    text = storyboard.read_text()
    storyboard.write_text(text.replace("[A quote]{", "<!-- source: a book -->\n[A quote]{"))
    phases = built(copied)
    assert made(phases, "assemble") == 1
    for phase in ("precache_voiceovers", "build_scenes", "scene_qc", "final_render"):
        assert made(phases, phase) == 0, phase
    film = copied / "short" / "media" / "short.draft.mp4"
    assert [line["references"] for line in report_of(film)["lines"]] == [[], ["a book"]]
    page = film.with_suffix(".transcript.html").read_text()
    assert '<li id="reference-1">a book</li>' in page
    assert made(built(copied), "assemble") == 0


def test_deleting_what_is_derived_loses_nothing(copied: Path) -> None:
    project = copied / "short"
    (project / "project_state.json").unlink()
    shutil.rmtree(project / ".flaming-horse")
    shutil.rmtree(project / "scenes")
    phases = built(copied)
    assert made(phases, "precache_voiceovers") == 0
    assert made(phases, "final_render") == 2


def test_an_edited_scene_is_kept_and_drawn(copied: Path) -> None:
    scene = copied / "short" / "scenes" / "scene_02_second.py"
    scene.write_text(scene.read_text().replace('self.heading("Second")', 'self.heading("Mine")'))
    answer = json.loads(build(copied, "--json", "--allow-code").stdout)
    assert answer["yours"] == ["scenes/scene_02_second.py"]
    assert made(answer["phases"], "final_render") == 1
    assert "Mine" in scene.read_text()


def test_code_from_elsewhere_does_not_just_run(copied: Path) -> None:
    scene = copied / "short" / "scenes" / "scene_02_second.py"
    scene.write_text(scene.read_text() + "\nprint('mine')\n")
    answer = build(copied)
    assert answer.returncode == 2
    assert "--allow-code" in answer.stderr


def test_an_edited_scene_that_fails_is_named_with_its_line(copied: Path) -> None:
    scene = copied / "short" / "scenes" / "scene_02_second.py"
    scene.write_text(scene.read_text().replace("self.heading(", "self.headng("))
    answer = build(copied, "--allow-code")
    assert answer.returncode == 6
    assert "scene_02_second.py:" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_an_edited_scene_that_lacks_a_new_line_is_told_before_it_is_drawn(copied: Path) -> None:
    scene = copied / "short" / "scenes" / "scene_02_second.py"
    scene.write_text(scene.read_text().replace('self.heading("Second")', 'self.heading("Mine")'))
    storyboard = copied / "short" / "storyboard.md"
    storyboard.write_text(storyboard.read_text() + "\nA new line.\n")
    answer = build(copied, "--allow-code")
    assert answer.returncode == 6
    assert "does not speak second.2" in answer.stderr


def test_every_scene_that_fails_is_told_with_its_place(copied: Path) -> None:
    storyboard = copied / "short" / "storyboard.md"
    wide = " | ".join(["averyveryverylongheading"] * 20)
    table = f"| {wide} |\n|{'---|' * 20}\n| {wide} |\n"
    text = storyboard.read_text().replace("> A quote.", table).replace('{highlight="quote"}', "")
    storyboard.write_text(text + f"\n## Third\n\n{table}\nAgain.\n")
    answer = build(copied, "--json")
    told = json.loads(answer.stdout)
    assert answer.returncode == told["exit_code"] == 6
    lines = sorted(int(error["place"].split(":")[-2]) for error in told["error"])
    rows = text.split("\n")
    assert lines[0] == next(n for n, row in enumerate(rows, 1) if row.startswith("| avery"))
    assert len(lines) == 2


def test_a_script_that_changed_is_taken_again_but_edits_are_not_lost(copied: Path) -> None:
    script = copied / "script.md"
    create = ("create", "short", "--script", str(script), "--quality", "draft", "--voice", "tone")
    script.write_text(SCRIPT.replace("stands", "is"))
    assert flaming_horse(*create, projects=copied).returncode == 0
    storyboard = copied / "short" / "storyboard.md"
    storyboard.write_text(storyboard.read_text() + "\nA line of my own.\n")
    refused = flaming_horse(*create, projects=copied)
    assert refused.returncode == 2
    assert "was edited" in refused.stderr
    assert "A line of my own." in storyboard.read_text()


def test_status_says_how_far_the_film_is(copied: Path) -> None:
    (copied / "short" / "media" / "short.draft.mp4").unlink()
    options = ("short", "--quality", "draft", "--voice", "tone")
    text = flaming_horse("status", *options, projects=copied).stdout
    assert "precache_voiceovers  2/2" in text
    assert "draft (--quality)" in text
    assert "assemble             0/1" in text


def test_check_measures_the_finished_film_again(copied: Path) -> None:
    options = ("short", "--quality", "draft")
    assert flaming_horse("check", *options, projects=copied).returncode == 0
    film = copied / "short" / "media" / "short.draft.mp4"
    with av.open(film) as source, av.open(copied / "cut.mp4", "w") as target:
        video = target.add_stream_from_template(source.streams.video[0])
        for packet in source.demux(video=0):
            packet.stream = video
            if packet.dts is not None:
                target.mux(packet)
    shutil.copy(copied / "cut.mp4", film)
    checked = flaming_horse("check", *options, projects=copied)
    assert checked.returncode == 7, checked.stdout


def test_reset_forgets_from_a_phase_on(copied: Path) -> None:
    assert flaming_horse("reset", "final_render", "short", projects=copied).returncode == 0
    phases = built(copied)
    assert made(phases, "precache_voiceovers") == 0
    assert made(phases, "scene_qc") == 0
    assert made(phases, "final_render") == 2


def test_gc_keeps_what_the_film_is_made_of(copied: Path) -> None:
    assert flaming_horse("gc", "short", "--keep", "0", projects=copied).returncode == 0
    assert made(built(copied), "final_render") == 0
