"""What a storyboard says is what its model holds: scenes, lines, visuals, cues, ids."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from textwrap import dedent

import pytest
from PIL import Image

from flaming_horse.model.storyboard import Step, Target
from flaming_horse.score.score import score_of
from flaming_horse.storyboard import parse_storyboard, read_storyboard

EXAMPLES = Path(__file__).parents[2] / "examples"


def parse(text, file="film.md"):
    return parse_storyboard(dedent(text), file)


def only_line(text):
    return parse(text).lines[0]


@pytest.mark.parametrize("name", sorted(p.name for p in EXAMPLES.iterdir()))
def test_the_examples_are_read_without_findings(name):
    storyboard = read_storyboard(EXAMPLES / name / "storyboard.md")
    assert all(scene.lines for scene in storyboard.scenes)
    assert all(scene.visuals for scene in storyboard.scenes)


def test_an_example_is_read_as_it_is_written():
    storyboard = read_storyboard(EXAMPLES / "matrix-multiplication" / "storyboard.md")
    assert storyboard.settings.look == "chalk"
    assert storyboard.settings.pronounce == (("AB", "ay bee"), ("BA", "bee ay"))
    assert [scene.id for scene in storyboard.scenes][:3] == [
        "two-tables-of-numbers", "rows-meet-columns", "the-rule",
    ]  # fmt: skip
    product = storyboard.scenes[1].visuals[0]
    hidden = score_of(storyboard.scenes[1]).hidden["product"]
    assert product.data == {"a": [[1, 2], [3, 4]], "b": [[5, 6], [7, 8]], "labels": ["A", "B", "C"]}
    assert [str(target) for target in hidden] == [
        "product.entry(1,1)", "product.entry(1,2)", "product.entry(2,1)", "product.entry(2,2)",
    ]  # fmt: skip
    rule = storyboard.scenes[2].lines[0]
    assert rule.text.startswith("Every entry follows one rule. $C_{ij}$ is the sum over $k$ of")
    assert [cue.targets[0] for cue in rule.cues] == [
        Target("rule", (), "C_{ij}"),
        Target("rule", (Step("sum"),)),
        Target("rule", (), "A_{ik}"),
        Target("rule", (), "B_{kj}"),
    ]
    assert rule.runs[rule.cues[1].first_run].text == "the sum over "


def test_any_markdown_with_headings_and_paragraphs_is_a_storyboard():
    storyboard = parse(
        """
        [ref]: https://example.org

        # A *tool*

        It costs $5 and $6, see [the page](https://example.org) or [ref] &amp; `run it`.
        A line break.
        <!-- a note -->

        ***

        ## Install <b>it</b>

        1. first
           - inner
        2. second

        ```sh
        make
        ```

        ## Use

        ```rust,ignore
        fn main() {}
        ```

        > quoted

        <p align="center">Between tags</p>

        ### Details

        | a | b |
        |---|---|
        | 1 | 2 |
        """
    )
    assert storyboard.settings.title == "A tool"
    assert [scene.title for scene in storyboard.scenes] == ["A tool", "Install it", "Use"]
    assert storyboard.lines[0].text == (
        "It costs $5 and $6, see the page or ref & run it. A line break."
    )
    install, use = storyboard.scenes[1:]
    assert [visual.kind for visual in install.visuals] == ["list", "code"]
    assert len(install.visuals[0].data["items"]) == 3
    assert install.lines[0].text == "Install it"
    assert [visual.kind for visual in use.visuals] == ["code", "quote", "table"]
    assert use.visuals[0].data["language"] == "rust,ignore"
    assert use.lines[0].text == "Between tags"


def test_without_scene_headings_the_whole_is_one_scene():
    assert [s.title for s in parse("# T\n\nOne.\n\nTwo.\n").scenes] == ["T"]
    bare = parse("One.\n", file="notes/my-first_film.md")
    assert bare.settings.title == "My first film"
    assert [line.id for line in bare.lines] == ["scene-1.1"]


def test_lines_and_scenes_have_ids_that_stay():
    storyboard = parse(
        """
        ## Über alles

        One.

        {#intro}
        Two.

        Three.

        ## Über alles

        Four.

        {#mine}
        ## Other

        Five.
        """
    )
    assert [line.id for line in storyboard.lines] == [
        "uber-alles.1", "intro", "uber-alles.3", "uber-alles-2.1", "mine.1",
    ]  # fmt: skip


def test_visuals_have_the_id_of_their_kind_when_they_are_alone():
    storyboard = parse(
        """
        ## One

        - a

        $$
        x
        $$

        > q

        {#own at=left keep=yes}
        > r

        Words.

        ## Two

        - a

        Words.

        - b

        [Words]{show="list-2.item(1)"}.
        """
    )
    one, two = storyboard.scenes
    assert [visual.id for visual in one.visuals] == ["list", "equation", "quote-1", "own"]
    assert (one.visuals[3].at, one.visuals[3].keep) == ("left", True)
    assert [visual.id for visual in two.visuals] == ["list-1", "list-2"]


def test_runs_say_what_is_shown_and_what_is_spoken():
    line = only_line(
        """
        A *soft*
        wrap, [3.5 km]{say="three and a half"}, $x^2$, `f(x)`. […]{pause="0.4"} \\{#not}.
        """
    )
    assert line.text == "A soft wrap, 3.5 km, $x^2$, f(x). {#not}."
    kinds = [(run.kind, run.text, run.say, run.emphasis) for run in line.runs]
    assert kinds == [
        ("text", "A ", None, False),
        ("text", "soft", None, True),
        ("text", " wrap, ", None, False),
        ("text", "3.5 km", "three and a half", False),
        ("text", ", ", None, False),
        ("math", "x^2", None, False),
        ("text", ", ", None, False),
        ("code", "f(x)", None, False),
        ("text", ". ", None, False),
        ("pause", "", None, False),
        ("text", "{#not}.", None, False),
    ]
    assert line.runs[9].seconds == Fraction(2, 5)


def test_cues_may_stand_inside_one_another_and_have_several_targets():
    line = only_line(
        """
        - a
        - b

        [all of [it]{show="list.item(2)" highlight="list.item('a')"}]{mark="list.item(1) list"}.
        """
    )
    told = [(c.action, [str(t) for t in c.targets], c.first_run, c.end_run) for c in line.cues]
    assert told == [
        ("mark", ["list.item(1)", "list"], 0, 2),
        ("show", ["list.item(2)"], 1, 2),
        ("highlight", ["list.item(1)"], 1, 2),
    ]


def test_a_visual_behind_the_last_line_is_seen_with_it():
    scene = parse("## S\n\nOne.\n\nTwo:\n\n```python\nx\n```\n").scenes[0]
    assert [type(item).__name__ for item in scene.items] == ["Line", "Visual", "Line"]


def test_a_visual_goes_on_in_a_later_scene():
    storyboard = parse(
        """
        ## One

        ```matrix {#m at=left}
        rows: [[1, 2]]
        ```

        Words.

        ## Two

        ```matrix {#again from=m}
        ```

        [Words]{highlight="one.m.row(1)"} and [words]{highlight="again.entry(1,2)"}.
        """
    )
    again = storyboard.scenes[1].visuals[0]
    assert (again.continues, again.at, again.data["rows"]) == ("one.m", "left", [[1, 2]])
    targets = [str(cue.targets[0]) for cue in storyboard.scenes[1].lines[0].cues]
    assert targets == ["again.row(1)", "again.entry(1,2)"]


def test_a_part_that_is_hidden_before_it_is_shown_is_there_at_first():
    scene = parse('- a\n- b\n\n[x]{hide="list.item(1)"} [y]{show="list.item(1) list.item(2)"}\n')
    hidden = score_of(scene.scenes[0]).hidden
    assert [str(target) for target in hidden["list"]] == ["list.item(2)"]


def test_hand_written_scenes_are_recorded():
    scene = parse('{scene="scenes/knots.py:Knots"}\n## Knots\n\nWords.\n').scenes[0]
    assert scene.code == "scenes/knots.py:Knots"


def test_pictures_lie_beside_the_storyboard(tmp_path):
    Image.new("L", (1, 1)).save(tmp_path / "a knot.png")
    path = tmp_path / "storyboard.md"
    path.write_text("## S\n\n![A knot](a%20knot.png){#knot at=right}\n\n[This]{highlight=knot}.\n")
    visual = read_storyboard(path).scenes[0].visuals[0]
    assert (visual.id, visual.at) == ("knot", "right")
    assert visual.data == {"file": "a knot.png", "alt": "A knot"}


def test_line_ends_and_a_byte_order_mark_change_nothing():
    text = (EXAMPLES / "matrix-multiplication" / "storyboard.md").read_text(encoding="utf-8")
    assert parse_storyboard("\ufeff" + text.replace("\n", "\r\n"), "f.md") == parse_storyboard(
        text, "f.md"
    )


def test_fences_become_plain_data():
    scene = parse(
        """
        ## S

        ```flow
        # a comment
        x -> "B: x" : first $B$
        "B: x" -> y
        ```

        Words.

        ```derivation
        - a
          + b
        - c
        ```

        Words.

        ```code {#p language=nim}
        echo 1
        ```

        [Words]{highlight="p.lines(1,1)"}.

        ```plot
        x: [0, 1]
        y: [-1, 1]
        curves: {f: x^2, g: {formula: "x t", faint: true}}
        t: {rate: 2}
        ```

        Words.
        """
    ).scenes[0]
    flow, derivation, code, plot = (visual.data for visual in scene.visuals)
    assert flow == {
        "edges": [
            {"source": "x", "target": "B: x", "label": "first $B$"},
            {"source": "B: x", "target": "y", "label": ""},
        ]
    }
    assert derivation == {"steps": ["a + b", "c"]}
    assert code == {"code": "echo 1", "language": "nim"}
    assert plot["curves"]["f"] == {"formula": "x^2", "colour": None, "faint": False, "label": ""}
    assert plot["t"] == {"rate": 2.0}


def test_visuals_before_one_line_come_together():
    storyboard = parse('- a\n\n> b\n\n[c]{mark="list quote"}.\n\n[d]{mark="list"}.\n')
    assert [cue.action for line in storyboard.lines for cue in line.cues] == ["mark", "mark"]


SOURCED = """\
    # T

    <!-- source: notes.md: the first passage,
    on two lines -->

    First.

    <!-- source: one --> <!-- a note --> <!-- source: two -->
    <!-- source: one -->
    {#named}
    <!-- another note -->
    Second.

    Third, with a note <!-- source: inside --> of its own.

    <!-- source: of the list -->

    - an item

    Fourth.

    <!-- source: of the picture of code -->
    ```python
    x = 1
    ```

    <!-- source: -->
    <!-- sources: many -->
    Fifth.

    <!-- source: before a heading -->

    ## S

    <div>Sixth.</div>

    <!-- source: of what stands between tags --><p>Seventh.</p>

    <!-- source: a -- b -> c --!> -->
    Eighth.

    <!-- source: of nothing -->
"""


def test_comments_directly_before_a_line_are_the_passages_it_rests_on():
    storyboard = parse(SOURCED)
    assert [(line.text, line.sources) for line in storyboard.lines] == [
        ("First.", ("notes.md: the first passage, on two lines",)),
        ("Second.", ("one", "two")),
        ("Third, with a note of its own.", ()),
        ("Fourth.", ()),
        ("Fifth.", ()),
        ("Sixth.", ()),
        ("Seventh.", ("of what stands between tags",)),
        ("Eighth.", ("a -- b -> c --!>",)),
    ]
    assert storyboard.lines[1].id == "named"
