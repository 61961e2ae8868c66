"""Of a long program the lines that are spoken of are shown, and lit while they are spoken of."""

from __future__ import annotations

import shlex
from pathlib import Path

from flaming_horse.storyboard import parse_storyboard
from flaming_horse.writers.foreign import Program
from flaming_horse.writers.from_markdown import from_markdown
from flaming_horse.writers.programs.long_lines import broken
from flaming_horse.writers.programs.window import Heard, Listing

FILE = Path("/nonexistent/quay.md")
IMPORTS = "".join(f"import {name}\n" for name in "abcdefghijklm")
SAIL = '''
def sail(boat, wind):
    """Sail with the wind."""
    boat.hoist("main")
    for gust in wind:
        boat.trim(gust)
    return boat

'''
ROW = '''
def row(boat, strokes):
    """Row against the wind."""
    for stroke in range(strokes):
        boat.pull()
        boat.rest(0.5)
    return boat

'''
MOOR = '''
class Quay:
    def moor(self, boat):
        """Moor a boat where there is room."""
        ring = self.first_free()
        ring.tie(boat)
        self.note(boat, ring)
'''
MAIN = "\nif __name__ == '__main__':\n    row(1)\n"
LONG = f"# Copyright the harbour\n{IMPORTS}\n{SAIL}{ROW}{MOOR}{MAIN}"


def converted(text, program=LONG):
    fence = f"```python\n{program}\n```"
    board = from_markdown(f"# Quay\n\n{text.replace('PROGRAM', fence)}\n", FILE)
    return board.text, parse_storyboard(board.text, "storyboard.md").scenes[0]


def programs(scene):
    return [visual.data["code"] for visual in scene.visuals if visual.kind == "code"]


def test_the_lines_that_are_spoken_of_stay():
    for said, wanted, unwanted in (
        ("The function `row` pulls and rests:", "def row", "import a"),
        ("This is how a boat is moored at a ring.", "def moor", "import a"),
        ("We hoist the main sail.", 'boat.hoist("main")', "import a"),
    ):
        text, scene = converted(f"{said}\n\nPROGRAM")
        (program,) = programs(scene)
        assert wanted in program
        assert unwanted not in program
        assert program.startswith("…")
        assert len(program.split("\n")) <= 16
        assert "of this program. -->" in text


def test_a_method_stands_under_its_class():
    (program,) = programs(converted("Here is `moor`:\n\nPROGRAM")[1])
    assert "class Quay:\n    def moor" in program


def test_lines_that_speak_of_distant_places_have_frames_of_their_own():
    _, scene = converted("First comes `sail`:\n\nPROGRAM\n\nThen a boat is tied by `moor`.")
    first, second = programs(scene)
    assert "def sail" in first
    assert "def moor" in second
    kinds = [getattr(item, "kind", "line") for item in scene.items]
    assert kinds == ["code", "line", "code", "line"]


def test_a_long_program_of_which_nobody_speaks_is_told_in_frames():
    text, scene = converted("What follows is everything.\n\nPROGRAM")
    assert 2 <= len(programs(scene)) <= 3
    assert all(shown.count("\n") < 16 for shown in programs(scene))
    assert "def moor" in "".join(programs(scene))
    assert "Read from the program" in text


def test_what_a_sentence_names_is_lit_while_it_is_spoken():
    program = "boat = build(4)\nboat.hoist('main')\nboat.sail(wind)"
    _, scene = converted(
        "Look at this:\n\nPROGRAM\n\nWe `hoist` first. Only then do we `sail` away.", program
    )
    line = scene.lines[-1]
    assert [cue.action for cue in line.cues] == ["highlight", "highlight"]
    paths = [str(target.path) for cue in line.cues for target in cue.targets]
    assert "2" in paths[0]
    assert "3" in paths[1]


def test_what_is_read_in_a_program_is_lit_too():
    _, scene = converted("## Steps\n\nPROGRAM", "boat = 3\n\nfleet.append(boat)")
    (line,) = scene.lines
    assert line.text.startswith("boat is 3. Then we add boat to fleet.")
    assert len(line.cues) == 2


def test_a_short_program_is_shown_whole_with_its_imports():
    (program,) = programs(converted("Look:\n\nPROGRAM", "import quay\n\n\n\tquay.open()")[1])
    assert program == "import quay\n\n    quay.open()"


def test_a_long_command_still_runs():
    command = "harbour load " + " ".join(f"--crate 'number {n} of many'" for n in range(9))
    for columns in (40, 68, 80):
        rows = broken(command, columns, "bash", 14)
        assert len(rows) > 1
        assert all(len(row) <= columns for row in rows)
        assert all(row.endswith(" \\") for row in rows[:-1])
        assert shlex.split("\n".join(rows).replace("\\\n", "")) == shlex.split(command)


def test_a_long_statement_is_broken_inside_its_brackets():
    line = "boats = fleet.filter(" + ", ".join(f"length_{n}='a b c d e f'" for n in range(7)) + ")"
    rows = broken(line, 60, "python", 14)
    assert len(rows) > 1
    compile("\n".join(rows), "boats.py", "exec")
    sums = "total = " + " + ".join(f"weight_of_crate_{n}" for n in range(9))
    compile("\n".join(broken(sums, 50, "python", 14)), "sums.py", "exec")


def test_columns_of_what_came_out_are_not_broken():
    table = "\n".join(" | ".join(f"{row * column:<7}" for column in range(8)) for row in range(4))
    rows = Listing(Program(table, "text", 0, result=True)).frame().rows
    assert rows == tuple(row.rstrip() for row in table.split("\n"))


def test_a_session_is_shown_with_what_is_typed():
    printed = "".join(f"INFO: the harbour server counts boat {n}\n" for n in range(30))
    frame = Listing(Program(f"$ harbour dev\n\n{printed}", "console", 1)).frame(
        Heard(words=frozenset({"server", "harbour"}))
    )
    assert frame.rows[0] == "$ harbour dev"


def test_nothing_is_chosen_where_all_fits():
    listing = Listing(Program(SAIL, "python", 0))
    assert listing.frame(Heard(words=frozenset({"gust"}))).rows == listing.frame().rows
    assert not listing.is_long


def test_a_verb_in_capitals_is_found_and_its_body_is_seen():
    program = "".join(
        f'@app.{verb}("/boats")\ndef {verb}_boats(boat: Boat):\n    return {{"{verb}": boat}}\n\n\n'
        for verb in ("get", "delete", "patch", "post", "put")
    )
    text = from_markdown(
        f"# Boats\n\nNow have it receive a body from a `PUT` request.\n\n```python\n{program}```\n",
        FILE,
    ).text
    assert 'return {"put": boat}\n```' in text


def test_what_an_item_says_of_a_long_program_is_said_over_it():
    text = from_markdown(
        "# Boats\n\nThey differ in what they do:\n\n- `sail` is the quiet one:\n\n"
        + "".join(f"  {line}\n" for line in f"```python\n{IMPORTS}{SAIL}{ROW}{MOOR}```".split("\n"))
        + "\n- `row` is the strong one.\n",
        FILE,
    ).text
    first = text.index("is the quiet one")
    assert "```python" in text[:first]
    assert "- `sail`" not in text


def test_two_sentences_about_one_line_light_it_once():
    text = from_markdown(
        "# Boats\n\nThe call of `hoist` sets the sail. If it fails, `hoist` tells it.\n\n"
        f"```python{SAIL}```\n",
        FILE,
    ).text
    assert text.count("{highlight=") == 1
    assert "tells it]{highlight=" in text
