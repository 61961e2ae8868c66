"""Decks of Marp, Slidev, remark, reveal.js and pandoc: what their signs mean, and what is told."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from flaming_horse.errors import WrongInput
from flaming_horse.storyboard import parse_storyboard
from flaming_horse.writers.decks.table import deck_called, read_deck
from flaming_horse.writers.from_file import from_script
from flaming_horse.writers.from_slides import from_slides

sys.path.append(str(Path(__file__).parents[1]))
from picture_files import png

NOWHERE = Path("/nonexistent/deck.md")


def told(text):
    """The scenes of a deck: of each its title, what is said, and the kinds and places shown."""
    storyboard = parse_storyboard(from_slides(text, NOWHERE).text, "storyboard.md")
    return [
        (
            scene.title,
            [line.text for line in scene.lines],
            [(visual.kind, visual.at) for visual in scene.visuals],
        )
        for scene in storyboard.scenes
    ]


def cues(text):
    storyboard = parse_storyboard(from_slides(text, NOWHERE).text, "storyboard.md")
    return [
        (line.text, [(c.action, c.targets[0].path[0].arguments[0]) for c in line.cues])
        for line in storyboard.lines
        if line.cues
    ]


MARP_ORCHARD = """\
---
marp: true
paginate: true
---
<!-- _class: lead -->
# The orchard

Apples and pears

---
<!-- class: invert
_backgroundColor: #123 -->
# <!-- fit --> Picking

<div class="columns">
<div>

- By hand

</div>
<div>

- By ladder

</div>
</div>

<!-- Low fruit is picked by hand. For the rest a ladder is needed. -->
"""
MARP_KNOTS = """\
---
marp: true
headingDivider: 2
---
# Knots

## Bowline

![bg right:30% blur:2px](loop.png)

A loop that holds

<!-- Image: own photo -->

## Reef knot
<!-- It joins two ends of one rope. -->
"""
SLIDEV_RIVER = """\
---
theme: seriph
highlighter: shiki
---
# Rivers

---
layout: two-cols
layoutClass: gap-16
---
# Two waters

- Rain from above

::right::

- Snow from the hills

<!-- Rain comes at once. -->

---
transition: fade-out
clicks: 2
---
# Courses

<v-clicks>

- Upper course
- Lower course

</v-clicks>
<Gauge :level="3" />

<!--
A river has parts. [click] First it is steep. [click] Then it is wide.
-->

---
src: ./pages/more.md
---

---
hide: true
---
# Never
"""
SLIDEV_MAGIC = """\
---
layout: cover
title: Lists
---
# Lists

---

# Growing

````md magic-move
```python
a = []
```
```python
a = [1]
```
````

<arrow x1="1" y1="2" /> {{ $slidev.nav.total }}

<button @click="$slidev.nav.next">Go on</button>

<!-- In the middle -->

Words here stand after it.

<!-- The list is empty at first. Then it holds one. -->
"""
REMARK_TIDES = """\
class: center, middle
name: start
# Tides

---
layout: true
## The moon

---
.left-column[
- Near side
]
.right-column[
- Far side
]
???
The near side is pulled most, the far side least.

---
layout: false
class: inverse
# Twice a day
--

- High water
--

- Low water.footnote[Roughly]

???
It comes and goes.
"""
REMARK_CLAY = """\
# Clay

.center[![pot](pot.png)]

---
template: start
background-image: url(oven.png)

## Firing

It is .red[hot] in the oven, as `kiln.door[0]` says.

???
The oven is hot.
"""
REVEAL_CLOCKS = """\
---
revealOptions:
  transition: fade
---
# Clocks

Note: Clocks tell the time.

---
<!-- .slide: data-background="#ff0000" -->
## Why they tick <!-- .element style="color: red" -->

- A spring <!-- .element: class="fragment" -->
- An anchor

<aside class="notes">
A spring pushes, an anchor holds.
</aside>

----
## Dials

<!-- Ask Mary for a better picture of this. -->

Some dials have no numbers.
"""
REVEAL_OWN_SIGNS = """\
---
separator: "<!--s-->"
verticalSeparator: "<!--v-->"
---
# Soup

<!--s-->
## Broth

Bones are boiled.

<!--v-->
## Salt

Salt comes last.

Note:
Never salt at first.
"""
PANDOC_BREAD = """\
% Bread
% A. Baker
% June

# Dough

## Four things

- Flour
- Water

. . .

- Salt

::: notes
Flour, water and salt are needed.
:::

## Two ways

:::: {.columns}
::: {.column width="50%"}
- Slow
:::
::: column
- Fast
:::
::::

\\note{Slow bread is \\emph{better}.}
"""
PANDOC_GLASS = """\
---
title: Glass
author: G. Blower
aspectratio: 169
theme: metropolis
---

Sand
====

It melts.

\\pause

Ash
===

::: {.notes}
Ash lets it melt sooner.
:::
"""


def test_marp_has_directives_columns_and_fitted_titles():
    assert told(MARP_ORCHARD) == [
        ("The orchard", ["Apples and pears"], []),
        (
            "Picking",
            ["Low fruit is picked by hand. For the rest a ladder is needed."],
            [("list", "left"), ("list", "right")],
        ),
    ]


def test_marp_parts_slides_at_headings_and_knows_a_remark_from_a_note():
    text = from_slides(MARP_KNOTS, NOWHERE).text
    assert [(title, lines) for title, lines, _ in told(MARP_KNOTS)] == [
        ("Knots", ["Knots"]),
        ("Bowline", ["A loop that holds"]),
        ("Reef knot", ["It joins two ends of one rope."]),
    ]
    assert "no note: Image: own photo -->" in text


def test_slidev_settings_are_used_and_never_said():
    scenes = told(SLIDEV_RIVER)
    assert [title for title, _, _ in scenes] == ["Rivers", "Two waters", "Courses"]
    assert scenes[1][2] == [("list", "left"), ("list", "right")]
    assert cues(SLIDEV_RIVER)[-2:] == [
        ("First it is steep.", [("show", 1)]),
        ("Then it is wide.", [("show", 2)]),
    ]
    notes = " ".join(from_slides(SLIDEV_RIVER, NOWHERE).notes)
    for what in ("component of Slidev (Gauge)", "another file (./pages/more.md)", "is hidden"):
        assert what in notes


def test_slidev_notes_are_the_last_comment_and_its_parts_are_left_out():
    growing = told(SLIDEV_MAGIC)[0]  # the slide before it is nothing but the title
    assert growing == (
        "Growing",
        ["The list is empty at first. Then it holds one."],
        [("code", None), ("code", None), ("list", None)],
    )
    text = from_slides(SLIDEV_MAGIC, NOWHERE).text
    assert "Go on" not in text
    assert "nav" not in text


def test_remark_layouts_columns_steps_and_notes():
    assert told(REMARK_TIDES) == [
        ("Tides", ["Tides"], []),
        (
            "The moon",
            ["The near side is pulled most, the far side least."],
            [("list", "left"), ("list", "right")],
        ),
        ("Twice a day", ["It comes and goes."], [("list", None)]),
    ]
    assert "footnotes (deck.md:28)" in from_slides(REMARK_TIDES, NOWHERE).notes


def test_remark_classes_are_words_and_backgrounds_pictures():
    assert told(REMARK_CLAY)[1][1] == ["The oven is hot."]
    text = from_slides(REMARK_CLAY, NOWHERE).text
    assert "It is hot in the oven, as `kiln.door[0]` says" in text
    assert "a background picture" in text


def test_reveal_notes_and_attributes():
    scenes = told(REVEAL_CLOCKS)
    assert [(title, lines) for title, lines, _ in scenes] == [
        ("Clocks", ["Clocks tell the time."]),
        ("Why they tick", ["A spring pushes, an anchor holds."]),
        ("Dials", ["Some dials have no numbers."]),
    ]
    assert cues(REVEAL_CLOCKS)[0][1] == [("show", 1), ("show", 2)]


def test_reveal_slides_are_parted_by_the_signs_of_its_settings():
    assert [(title, lines) for title, lines, _ in told(REVEAL_OWN_SIGNS)] == [
        ("Soup", ["Soup"]),
        ("Broth", ["Bones are boiled."]),
        ("Salt", ["Never salt at first."]),
    ]


@pytest.mark.parametrize("gap", ["\n\n", ""])
def test_a_deck_without_rules_begins_its_slides_at_headings(gap):
    """Two empty lines part them as in the guide of reveal.js, or nothing but the headings does."""
    text = f"""\
# Bridges
{gap}
## Beams <!-- .element: class="fit" -->

- They bend.
{gap}
Note: The oldest are trunks of trees.
{gap}
## Arches

- They press.
"""
    scenes = [(title, lines) for title, lines, _ in told(text)]
    assert scenes[-2:] == [
        ("Beams", ["The oldest are trunks of trees."]),
        ("Arches", ["They press."]),
    ]


def test_pandoc_title_block_slide_level_columns_and_notes():
    assert told(PANDOC_BREAD) == [
        ("Dough", ["Dough"], []),
        ("Four things", ["Flour, water and salt are needed."], [("list", None)]),
        ("Two ways", ["Slow bread is better."], [("list", "left"), ("list", "right")]),
    ]
    assert parse_storyboard(from_slides(PANDOC_BREAD, NOWHERE).text, "s.md").settings.title == (
        "Bread"
    )


def test_pandoc_headings_over_signs_begin_slides():
    assert [(title, lines) for title, lines, _ in told(PANDOC_GLASS)] == [
        ("Sand", ["It melts."]),
        ("Ash", ["Ash lets it melt sooner."]),
    ]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (MARP_ORCHARD, "Marp"), (MARP_KNOTS, "Marp"), (SLIDEV_RIVER, "Slidev"),
        (SLIDEV_MAGIC, "Slidev"), (REMARK_TIDES, "remark"), (REMARK_CLAY, "remark"),
        (REVEAL_CLOCKS, "reveal.js"), (REVEAL_OWN_SIGNS, "reveal.js"), (PANDOC_BREAD, "pandoc"),
        (PANDOC_GLASS, "pandoc"),
        ("# A\n\nwords\n\n---\n\n# B\n\nmore\n", "plain Markdown"),
    ],
)  # fmt: skip
def test_whose_deck_it_is(text, name):
    assert read_deck(text).dialect.called == name


@pytest.mark.parametrize("text", [MARP_ORCHARD, SLIDEV_RIVER, REMARK_TIDES, REVEAL_CLOCKS,
                                  PANDOC_BREAD])  # fmt: skip
def test_a_script_that_is_a_deck_is_told_so(tmp_path, text):
    script = tmp_path / "talk.md"
    script.write_text(text)
    with pytest.raises(WrongInput, match=r"this is a deck of slides \(") as error:
        from_script(script)
    assert f"--slides {script}" in error.value.remedy


@pytest.mark.parametrize(
    "text",
    [
        "# Steps\n\n??? note\n\n    One.\n\n---\n\nMore.\n",
        "---\nlayout: post\ntitle: A day\n---\n\nIt rained.\n\n---\n\nThen not.\n",
        "% Bread\n% A. Baker\n\n# Dough\n\nFlour and water.\n",
        "# Log\n\nNote: it is cold.\n\n---\n\nNote: it is warm.\n",
    ],
)
def test_a_document_is_no_deck(text):
    assert deck_called(text) == ""


@pytest.mark.parametrize(
    "comment",
    [
        "TODO: draw this anew. It looks bad.",
        "Copyright 2024 A. Keeper. All rights reserved.",
        "Custom theme",
        "Replace image with one of the queen",
        "![old](old.png)",
        "<div>The old words of the slide.</div>",
        "## An older slide\n\nIt said this.",
        ".element style=color",
        "_class: lead",
    ],
)
def test_a_comment_that_is_no_note_never_silences_the_slide(comment):
    deck = f"---\nmarp: true\n---\n# Bees\n\n<!-- {comment} -->\n\nThe queen lays the eggs.\n"
    assert told(deck)[0][1] == ["The queen lays the eggs."]


@pytest.mark.parametrize(
    ("comment", "said"),
    [
        ("Slide two shows the queen.", "Slide two shows the queen."),
        ("Endless rows of cells, all of the same size", None),
        ("Notes: short", "short"),
        ("TODO: picture\n\nThe queen is fed by all.", "The queen is fed by all."),
        ("蜂は一日に千の花を訪れる", None),
    ],
)
def test_a_comment_with_a_sentence_is_a_note(comment, said):
    deck = f"---\nmarp: true\n---\n# Bees\n\n- Eggs\n- Cells\n\n<!-- {comment} -->\n"
    assert told(deck)[0][1] == [said or comment]


def test_comments_before_the_settings_are_no_slide():
    deck = "<!-- Owned by the club. -->\n<!--\nBSD\n-->\n---\ntitle: Oars\n---\n\nThey are long.\n"
    assert told(deck) == [("Oars", ["They are long."], [])]


TWO_BLOCKS = """\
# Boats

| Boat | Length |
|---|---|
| Anna | 9 |
| Berta | 12 |
| Clara | 15 |

- Sails of linen
- Ropes of hemp
- Masts of spruce

<!-- {} -->
"""


def lines_after(text):
    """The kinds of visuals, each with the words said while it is the newest."""
    storyboard = parse_storyboard(from_slides(text, NOWHERE).text, "s.md")
    found = []
    for scene in storyboard.scenes:
        for item in scene.items:
            if hasattr(item, "kind"):
                found.append([item.kind, ""])
            elif hasattr(item, "runs") and found:
                found[-1][1] = f"{found[-1][1]} {item.text}".strip()
    return found


def test_sentences_of_the_notes_are_dealt_out_to_the_blocks_by_their_words():
    notes = "Three boats lie here. Anna is short. The masts are of spruce, the sails of linen."
    assert lines_after(TWO_BLOCKS.format(notes)) == [
        ["table", "Three boats lie here. Anna is short."],
        ["list", "The masts are of spruce, the sails of linen."],
    ]


def test_blocks_beyond_the_notes_stand_beside_each_other_or_tell_themselves():
    one = from_slides(TWO_BLOCKS.format("Here they lie."), NOWHERE).text
    assert "{at=left}" in one
    assert "{at=right}" in one
    assert "Left out" not in one
    wide = TWO_BLOCKS.replace("| Anna |", "| Anna, the oldest boat of all that are still afloat |")
    own = lines_after(wide.format("Here they lie."))
    assert own[0] == ["table", "Here they lie."]
    assert own[1] == ["list", "Sails of linen, Ropes of hemp, Masts of spruce."]


def test_slides_without_headings_are_named_from_their_content():
    deck = (
        "# Tools\n\n---\n\n**What is a plane for?**\n\n- Edges\n- Faces\n\n---\n\n"
        "```sh\nplane --fine\n```\n\n<!-- It takes off thin shavings. They curl. -->\n"
    )
    scenes = told(deck)
    assert [scene[0] for scene in scenes] == [
        "Tools", "What is a plane for?", "It takes off thin shavings",
    ]  # fmt: skip
    assert scenes[1][1] == ["Edges, Faces."]


def test_an_empty_slide_and_a_slide_of_a_missing_picture_make_no_scene():
    deck = "# Sea\n\nIt is wide.\n\n---\n\n---\n\n![](gone.png)\n\n---\n\n# Land\n\nIt is dry.\n"
    assert [title for title, _, _ in told(deck)] == ["Sea", "Land"]
    assert "gone.png" in from_slides(deck, NOWHERE).text


def test_words_of_marp_leave_a_background_and_no_description(tmp_path):
    for name in ("a.png", "b.png"):
        (tmp_path / name).write_bytes(png(3))
    deck = (
        "---\nmarp: true\n---\n# Sea\n\n![w:300 A boat on the left](a.png)\n\n---\n\n# Land\n\n"
        "![bg right:40% A cow](b.png)\n\nIt is dry.\n"
    )
    text = from_slides(deck, tmp_path / "deck.md").text
    assert "![A boat on the left]" in text
    assert "![A cow]" in text


def test_links_may_be_defined_on_another_slide():
    text = (
        "---\nmarp: true\n---\n\n# Rye\n\nRye rises as [the guide][g] says, and [Loaves].\n"
        "\n---\n\n# Wheat\n\nIt is [light][G].\n\n[g]: https://example.org/guide\n"
        '[loaves]: https://example.org/l "Loaves"\n'
    )
    made = from_slides(text, Path("rye.md")).text
    assert "Rye rises as the guide says, and Loaves." in made
    assert "It is light." in made


def test_commands_of_beamer_are_not_read():
    text = (
        "---\ntitle: Rye\n---\n\n# Rye\n\n\\begin{alertblock}{Hot!}\n"
        "Never \\alert{open} it at $\\alert{t}$.\n\\end{alertblock}\n\n\\pause\n\nIt is dark.\n"
        "\n. . .\n\nIt ends.\n\n# Wheat\n\n\\begin{examples}\nA loaf is white.\n\\end{examples}\n"
    )
    made = from_slides(text, Path("rye.md")).text
    assert "Never *open* it" in made
    assert "A loaf is white" in made
    assert "*Hot*: Never" in made
    for command in ("begin", "end{", "pause", ". . .", "block"):
        assert command not in made


SEVERAL = """---
theme: seriph
title: Rivers
---

# Rivers

They run downhill.

---
src: ./pages/upper.md
---

---
src: ./pages/upper.md#2
---

---
src: ../elsewhere.md
---
"""
UPPER = """---
layout: cover
---

# The spring

It is cold there. ![The spring](./spring.png)

---

# The gorge

{{ counted }} It is deep.

---
src: ./lower.md
---
"""


def test_slides_of_files_below_the_deck_are_taken_in_and_no_others(tmp_path):
    deck = tmp_path / "talk"
    (deck / "pages").mkdir(parents=True)
    (deck / "pages" / "upper.md").write_text(UPPER, encoding="utf-8")
    (deck / "pages" / "lower.md").write_text("# The delta\n\nIt is flat.\n", encoding="utf-8")
    (deck / "pages" / "spring.png").write_bytes(png(3))
    (tmp_path / "elsewhere.md").write_text("# Secrets\n\nNobody knows.\n", encoding="utf-8")
    made = from_slides(SEVERAL, deck / "rivers.md")
    titles = [line[3:] for line in made.text.splitlines() if line.startswith("## ")]
    assert titles == ["The spring", "The gorge", "The delta", "The gorge"]
    assert list(made.pictures) == ["pages/spring.png"]
    told = " ".join(made.notes)
    assert "taken in (pages/upper.md) (2 times, first rivers.md:13)" in told
    assert "taken in (pages/lower.md) (upper.md:18)" in told
    assert "upper.md:13" in told, "what is left out has its place in its own file"
    assert "another file (../elsewhere.md)" in told
    assert "Nobody knows" not in made.text


def test_files_that_name_one_another_come_to_an_end(tmp_path):
    (tmp_path / "a.md").write_text("# One\n\nA.\n\n---\nsrc: ./a.md\n---\n", encoding="utf-8")
    made = from_slides(SEVERAL.replace("./pages/upper.md", "./a.md"), tmp_path / "deck.md")
    assert 1 < made.text.count("## One") < 40


PSEUDO = """\
# Finding a berth

- **function** Berth(*harbour*, *boat*):
  - **for each** *quay* **in** *harbour*:
    - **if** *quay* is free **then return** *quay*
  - **return** nothing

---

# Names with stars

- A* *search* is *optimal* if:
  - its \\\\(h(n) = cost(n)\\\\) is never too large
"""


def test_pseudo_code_in_a_list_is_a_program_that_is_read_line_by_line():
    (scene, *_) = parse_storyboard(from_slides(PSEUDO, NOWHERE).text, "storyboard.md").scenes
    (program,) = scene.visuals
    assert program.kind == "code"
    assert program.data["code"].split("\n")[2] == "    if quay is free then return quay"
    (line,) = scene.lines
    assert [cue.action for cue in line.cues] == ["highlight"] * 4
    assert "Return nothing" in line.text


def test_a_list_with_a_bold_word_or_two_is_no_pseudo_code():
    text = PSEUDO.replace("**for each**", "for each").replace("**if**", "if")
    (scene, *_) = parse_storyboard(from_slides(text, NOWHERE).text, "storyboard.md").scenes
    assert [visual.kind for visual in scene.visuals] == ["list"]


def test_a_star_that_belongs_to_a_name_stays_and_a_comparison_is_a_formula():
    text = from_slides(PSEUDO, NOWHERE).text
    assert "A\\* *search*" in text
    assert "$h(n) = cost(n)$" in text


def test_comments_in_a_row_with_markdown_among_them_are_no_notes():
    text = (
        "# Boats\n\nBoats float on water.\n\n<!-- ### Sails -->\n\n"
        "<!-- - A sail is a wing that stands upright, and the wind flows around it. -->\n"
    )
    text += (
        "\n---\n\n# Ends\n\n<!-- This is a note that is said when the film comes to its end. -->"
    )
    scenes = told(text)
    assert scenes[0][1] == ["Boats float on water."]
    assert "a note that is said" in scenes[1][1][0]


REMARK_STEPS = """\
class: center

# Loading the boat

Some .blue[boxes] go first.

--
class: fast
name: second-step

Then come the barrels.

![:box calm, A list](
- two ropes
- one anchor)

---
layout: false

# What fills a template

bla bla bla bla bla

- Lorem ipsum dolor sit amet
- A real item of this list
"""


def test_settings_of_a_step_and_text_that_fills_a_template_are_not_said():
    text = from_slides(REMARK_STEPS, NOWHERE).text
    for never in ("second-step", "fast", "bla bla", "Lorem", "anchor)"):
        assert never not in text
    for kept in ("barrels", "one anchor", "real item"):
        assert kept.casefold() in text.casefold()
    assert "only fills a template" in text


DIRECTIONS = """\
# Ropes

- hemp
- nylon

Note: Talk about how people choose a rope. Mention that nylon stretches when it is wet.

---

# Anchors

- iron

Note: Remember to show the small one.
"""


def test_what_a_note_tells_the_speaker_to_do_is_not_said():
    made = from_slides(DIRECTIONS.replace("---", "\n---\n"), NOWHERE)
    first, second = told_of(made.text)
    assert first == ["Nylon stretches when it is wet."]
    assert second == ["iron"]
    assert any("tells the speaker" in note for note in made.notes)


def told_of(text):
    storyboard = parse_storyboard(text, "storyboard.md")
    return [[line.text for line in scene.lines] for scene in storyboard.scenes]


def test_the_mark_of_a_note_that_is_an_address_is_not_read():
    text = from_slides(
        "# Sails\n\n> A sail is a wing that stands upright.[^4]\n\n[^4]: https://example.org/sails\n",
        NOWHERE,
    ).text
    assert "^4" not in text
    assert "stands upright." in text


def test_signs_that_markdown_escapes_in_a_formula_are_its_own():
    text = from_slides(
        "# Costs\n\nIt holds that \\\\( \\|h\\_{2}(m) - h(n)\\| \\leq 3 \\\\) for all of them.\n",
        NOWHERE,
    ).text
    assert "$|h_{2}(m) - h(n)| \\leq 3$" in text
