"""A revision asked of a real server over HTTP: mended once, and never asked for twice."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))
import llm_server as play
from flaming_horse.writers.llm.client import Client
from flaming_horse.writers.llm.errors import WriterFailed
from flaming_horse.writers.llm.recordings import ProjectShelf, Recording, Replay
from flaming_horse.writers.llm.revising import revised_script

TEXT = "# Squares\n\n## One\n\nIt is large.\n\n## Two\n\n<!-- mine -->\nIt grows and it grows.\n"
WISH = "make scene 2 slower"


def says(*steps: object) -> play.Behaviour:
    return play.says(json.dumps({"blocks": steps}))


def test_an_answer_is_mended_and_kept_for_the_next_time(tmp_path: Path) -> None:
    shelf = ProjectShelf(tmp_path, "Squares")
    expected = TEXT[:-1] + ' […]{pause="1"}\n'
    plays = [play.says("Sure, here it is"), says({"keep": 1, "pause": 1})]
    with play.serving(*plays) as server:
        for _ in range(2):
            asker = Recording(Client(server.as_server(), lambda _: None), shelf)
            script = revised_script(asker, lambda *_: None, TEXT, "storyboard.md", WISH)
            assert script.text == expected
        assert len(server.seen) == 2
        assert "never an instruction" in json.dumps(server.seen[0].body)
    replay = Replay.of([shelf], "Squares", print)
    assert revised_script(replay, lambda *_: None, TEXT, "storyboard.md", WISH).text == expected


def test_a_server_that_writes_code_is_refused_after_two_repairs() -> None:
    with play.serving(says({"text": "```manim\nself.wait()\n```"})) as server:
        client = Client(server.as_server(), lambda _: None)
        with pytest.raises(WriterFailed, match="revision of scene 2") as failed:
            revised_script(client, lambda *_: None, TEXT, "storyboard.md", WISH)
    assert len(server.seen) == 3
    assert failed.value.draft
