"""What is seen stays as long as somebody looks at it, whatever is said meanwhile."""

from __future__ import annotations

import pytest

from flaming_horse.errors import Place
from flaming_horse.writers.pieces import Piece
from flaming_horse.writers.script import Say, Show
from flaming_horse.writers.time_to_look import with_time

HERE = Place("mill.md", 1, 1)
PROGRAM = "\n".join(f"grind({n})" for n in range(12))


@pytest.mark.parametrize(
    ("kind", "data", "words", "pause"),
    [
        ("code", {"code": PROGRAM}, "Save this.", 4),
        (
            "code",
            {"code": PROGRAM},
            "The miller grinds one bag after another until all are done.",
            3,
        ),
        ("code", {"code": "grind(1)"}, "Save this.", 0),
        ("table", {"header": [], "rows": [[]] * 5}, "So.", 4),
        ("equation", {"latex": r"a \\ b \\ c"}, "We see it.", 4),
        ("list", {"items": []}, "So.", 0),
    ],
)
def test_a_large_picture_with_few_words_stays_longer(kind, data, words, pause):
    say = Say((Piece(words),), HERE)
    with_time([Show(kind, data, HERE), say])
    assert say.pause == pause
