"""Films built from Python, as `docs/python-api.md` shows it."""

from __future__ import annotations

import doctest
import json
import re
from pathlib import Path

import pytest

import flaming_horse
from flaming_horse_voice.trust import made_here

PAGE = Path(__file__).parents[2] / "docs" / "python-api.md"
BUILDS = "\n## Build\n"
PHASES = ["precache_voiceovers", "build_scenes", "scene_qc", "final_render", "assemble"]


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "user-data"))
    for name in ("FLAMING_HORSE_PROJECTS_DIR", "FLAMING_HORSE_STORE"):
        monkeypatch.delenv(name, raising=False)


def project_with(storyboard: str) -> Path:
    """The folder of a project as `create` makes it, and the script that it was made from."""
    Path("waves.md").write_text(storyboard)
    folder = Path("projects", "waves")
    with made_here(folder):
        folder.joinpath("storyboard.md").write_text(storyboard)
    return folder


def run_examples(text: str) -> None:
    """Run the examples of a page one after the other, and show those that come out otherwise."""
    blocks = re.compile(r"^```(markdown|python)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
    (_, storyboard), *python = blocks.findall(text)
    project_with(storyboard)
    examples = "\n".join(block for _, block in python)
    test = doctest.DocTestParser().get_doctest(examples, {}, PAGE.name, str(PAGE), 0)
    assert test.examples
    told: list[str] = []
    doctest.DocTestRunner().run(test, out=told.append)
    assert not told, "".join(told)


def test_the_examples_that_build_nothing() -> None:
    run_examples(PAGE.read_text(encoding="utf-8").partition(BUILDS)[0])


@pytest.mark.slow
def test_the_whole_page() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert BUILDS in text
    run_examples(text)


@pytest.mark.slow
def test_a_build_tells_how_it_goes_on_and_gives_the_report_that_it_writes() -> None:
    folder = project_with("## One\n\nHere is a line.\n\n## Two\n\nAnd another.\n")
    project = flaming_horse.open(folder)
    events: list[flaming_horse.Event] = []
    report = project.build(quality="draft", voice="tone", on_event=events.append)
    file = folder / "media" / "waves.draft.report.json"
    assert report == flaming_horse.Report.from_json(json.loads(file.read_text()))
    advanced = [event for event in events if isinstance(event, flaming_horse.Advanced)]
    for phase in PHASES:
        done = [(event.done, event.total) for event in advanced if event.phase == phase]
        assert done == ([(1, 1)] if phase == "assemble" else [(1, 2), (2, 2)])
    for label in ("One", "Two"):
        assert [e.phase for e in advanced if e.label == label] == PHASES[1:4]
    assert not any(event.reused for event in advanced)
    drawn = [e for e in events if isinstance(e, flaming_horse.Working)]
    assert {event.unit for event in drawn} == {"frames"}
    nodes = project.plan(quality="draft", voice="tone")
    assert [(node.name, node.why) for node in nodes if not node.reused] == []
    # Nothing is left to do: the report is still that of the build that made the film.
    events.clear()
    assert project.build(quality="draft", voice="tone", on_event=events.append) == report
    assert all(e.reused for e in events if isinstance(e, flaming_horse.Advanced))
    assert project.check(quality="draft") == report


@pytest.mark.slow
@pytest.mark.parametrize("kind", [flaming_horse.Working, flaming_horse.Advanced])
def test_what_a_callback_raises_ends_the_build(kind: type[flaming_horse.Event]) -> None:
    class Enough(Exception):
        pass

    def stop(event: flaming_horse.Event) -> None:
        if isinstance(event, kind):
            raise Enough

    folder = project_with("## One\n\nHere is a line.\n")
    with pytest.raises(Enough):
        flaming_horse.open(folder).build(quality="draft", voice="tone", on_event=stop)
    # What was made is kept, and nobody holds the project.
    assert flaming_horse.open(folder).build(quality="draft", voice="tone").passed
