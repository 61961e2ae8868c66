"""Text to storyboard and back: nothing is lost, nothing else is changed, nothing crashes."""

from __future__ import annotations

import dataclasses
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flaming_horse.errors import Place, WrongInput
from flaming_horse.model.storyboard import (
    Cue,
    Heading,
    Line,
    Scene,
    Settings,
    Step,
    Storyboard,
    Target,
    Visual,
)
from flaming_horse.storyboard import parse_storyboard
from flaming_horse.storyboard.formatting import format_storyboard
from flaming_horse.storyboard.inline import settle
from flaming_horse.storyboard.inline_format import escaped
from flaming_horse.storyboard.scenes import slug
from flaming_horse_voice.runs import Run

EXAMPLES = [
    path.read_text(encoding="utf-8")
    for path in sorted((Path(__file__).parents[2] / "examples").glob("*/*.md"))
]
NOWHERE = Place("")
LETTERS = "ab Z9é\u65e5*_`$[]{}<>&#!|~\\-+=:.'\"()/1"


def without_places(value):
    if isinstance(value, Place):
        return None
    if dataclasses.is_dataclass(value):
        names = [f.name for f in dataclasses.fields(value) if f.name != "file"]
        return [type(value).__name__, *(without_places(getattr(value, name)) for name in names)]
    if isinstance(value, list | tuple):
        return [without_places(entry) for entry in value]
    return value


def assert_comes_back(storyboard):
    text = format_storyboard(storyboard)
    again = parse_storyboard(text, "film.md", check_formulas=False)
    assert without_places(again) == without_places(storyboard), text
    assert format_storyboard(again) == text


@pytest.mark.parametrize("text", EXAMPLES, ids=range(len(EXAMPLES)))
def test_an_example_comes_back_from_its_canonical_text(text):
    assert_comes_back(parse_storyboard(text, "film.md"))


def test_a_full_storyboard_comes_back():
    text = """\
{keep=yes}
$$
x + \\piece{p}{y'} + z
$$

Opening *words* of [a _b_ `c`]{say="abc"} [[$x$]{highlight=equation}]{mark="equation.p"}.

<!-- source: book.pdf, page 3: so a <b> & c -- "it says" -->
<!-- source: https://example.org/a -->
{#said}
Said [by others]{mark="equation"}.

{#own keep=yes}
1. 2. three | [x]
2. - four **five**

A! […]{pause=1/3}[B [C]{show="own.item(1)" mark="own.item(2)"} 9]{hide="own"}$x$ 1. ``a`b``.

### Inner `#`

{keep=yes}
| a \\| b | `c\\|d` |
|---|---|
| $|x|$ | *e* |

{#closing}
\\# Not a heading [y]{mark="equation.piece(\\"y'\\")"}.

{scene="a b.py:C"}
## By hand $x$

{#s}
## 3. New

```own-language
```

```nim-script
a
```

```compare {at=left}
left: {title: "a: b", equation: 'x^2'}
right: {items: ["1", 2]}
```

Last words.
"""
    assert_comes_back(parse_storyboard(text, "film.md"))


words = st.text(LETTERS, min_size=1, max_size=12)
runs = st.one_of(
    st.builds(Run, words, emphasis=st.booleans()),
    # what is spoken in place of nothing is refused by the reader
    st.builds(
        Run,
        words.filter(str.strip),
        st.just("text"),
        st.sampled_from(["two words", 'a "b" \\ {c}']),
    ),
    st.builds(Run, st.sampled_from(["x", "a_{ik}", "|x|", "\\frac{1}{2}"]), st.just("math")),
    st.builds(Run, st.text("ab `*$|", min_size=1, max_size=6), st.just("code")),
    st.builds(
        lambda n: Run("", "pause", seconds=Fraction(n, 30)), st.integers(min_value=1, max_value=900)
    ),
)


sources = st.lists(
    words.map(lambda text: " ".join(text.replace("-->", "").split())).filter(bool),
    max_size=2,
    unique=True,
).map(tuple)


@st.composite
def lines(draw, scene, number, items):
    drafts = draw(st.lists(runs, min_size=1, max_size=6))
    ends = [Run("Say"), *drafts, Run("so")]
    bounds = [
        (first, first + 1)
        for first in range(1, len(ends) - 1)
        if draw(st.integers(0, 3)) == 0 and ends[first].text.strip()
    ]
    settled, settled_bounds = settle(ends, bounds)
    cues = []
    for first, end in settled_bounds:
        if first < end:
            action = draw(st.sampled_from(["highlight", "mark", "hide"]))
            step = Step("item", (draw(st.integers(1, items)),))
            cues.append(Cue(action, (Target("list", (step,)),), first, end, NOWHERE))
    return Line(f"{scene}.{number}", tuple(settled), tuple(cues), NOWHERE, draw(sources))


def _rich(text):
    return [{"text": text, "kind": "text", "emphasis": False, "strong": False}]


@st.composite
def scenes(draw, number):
    title = draw(words.map(lambda text: " ".join(text.split())).filter(slug))
    scene_id = f"{slug(title)}-{number}"
    items = draw(st.lists(words.map(lambda t: _rich(f"i {t}".strip())), min_size=1, max_size=3))
    data = {"items": items, "ordered": draw(st.booleans())}
    if data["ordered"] and (start := draw(st.integers(0, 12))) != 1:
        data["start"] = start
    listed = Visual("list", "list", data, NOWHERE)
    count = draw(st.integers(1, 3))
    told = [draw(lines(scene_id, n, len(items))) for n in range(1, count + 1)]
    heading = [Heading((Run(title),), NOWHERE)] if draw(st.booleans()) else []
    return Scene(scene_id, number, (Run(title),), (listed, told[0], *heading, *told[1:]), NOWHERE)


@st.composite
def storyboards(draw):
    title = draw(words.map(lambda text: " ".join(text.split())).filter(bool))
    told = [draw(scenes(n)) for n in range(1, draw(st.integers(1, 3)) + 1)]
    look = draw(st.sampled_from(["plain", "chalk"]))
    maths = draw(st.sampled_from(["auto", "exact"]))
    pronounce = tuple({draw(words): draw(words) for _ in range(draw(st.integers(0, 2)))}.items())
    return Storyboard("", Settings(title, look=look, pronounce=pronounce, maths=maths), tuple(told))


def _single_blanks(storyboard):
    for scene in storyboard.scenes:
        for visual in scene.visuals:
            for (run,) in visual.data["items"]:
                run["text"] = " ".join(run["text"].split())
    return storyboard


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(storyboards().map(_single_blanks))
def test_every_storyboard_comes_back_from_its_canonical_text(storyboard):
    assert_comes_back(storyboard)


@st.composite
def mutated(draw):
    text = draw(st.sampled_from(EXAMPLES))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(text)))
        cut = draw(st.integers(0, 12))
        new = draw(st.text("[]{}()#=\"'`$|>-*\n .:&\\ab1\t", max_size=5))
        text = text[:at] + new + text[at + cut :]
    return text


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.one_of(mutated(), st.text(max_size=80), st.text('[]{}#="`$|>-* \n:a1.', max_size=60)))
def test_no_text_breaks_the_reader_and_every_place_is_in_the_file(text):
    found = ()
    try:
        storyboard = parse_storyboard(text, "film.md", check_formulas=len(text) < 200)
    except WrongInput as error:
        found = error.findings
    else:
        assert storyboard.lines
    lines_of_text = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for finding in found:
        assert finding.place.line <= len(lines_of_text)
        assert finding.what
        if finding.place.line:
            assert finding.place.column <= len(lines_of_text[finding.place.line - 1]) + 2


@pytest.mark.parametrize("marks", [("- ", "  - "), ("1. ", "   - ")])
def test_a_list_inside_a_list_comes_back_as_one(marks):
    text = f"# A\n\n{marks[0]}dough\n{marks[1]}flour\n{marks[1]}*cold* water\n\nWe bake.\n"
    storyboard = parse_storyboard(text, "bread.md")
    again = format_storyboard(storyboard)
    assert f"\n{marks[1]}flour\n{marks[1]}*cold* water\n" in again
    (first,), (second,) = (parse_storyboard(t, "b.md").scenes[0].visuals for t in (text, again))
    assert first.data == second.data


def test_no_passage_ends_its_own_comment():
    line = Line("s.1", (Run("One."),), (), NOWHERE, ("a --> b\n\n# c",))
    scene = Scene("s", 1, (Run("S"),), (line,), NOWHERE)
    text = format_storyboard(Storyboard("", Settings("T"), (scene,)))
    again = parse_storyboard(text, "")
    assert [line.sources for line in again.lines] == [("a –> b # c",)]  # noqa: RUF001
    assert [line.text for line in again.lines] == ["One."]


@pytest.mark.parametrize("text", ["Say~1~so", "It is 2^10^ or a^b^c", "about ~5 or ~6"])
def test_signs_that_would_raise_or_lower_are_escaped(text: str) -> None:
    written = f"# A\n\n## B\n\n{escaped(text)}\n"
    again = parse_storyboard(written, "film.md", check_formulas=False)
    assert again.lines[0].text == text
