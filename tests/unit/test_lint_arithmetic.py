"""Checks of numbers that are said: sums, counts, results, and what is shown at that word."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flaming_horse.lint import check_film, check_scene, check_storyboard
from flaming_horse.lint.arithmetic.number_words import tokens_of
from flaming_horse.storyboard import parse_storyboard
from flaming_horse.writers.lessons import LESSONS
from flaming_horse_voice.text.numbers import cardinal


def findings(body: str) -> list[str]:
    """What is said about the words of one scene; its length does not matter here."""
    storyboard = parse_storyboard(f"# Film\n\n## S\n\n{body}\n", "x.md")
    found = check_scene(storyboard.scenes[0], words=10)
    return [f.what for f in found if "the scene is too" not in f.what]


def numbers(text: str) -> list[float]:
    return [token.value for token in tokens_of(text) if token.value is not None]


@given(st.integers(0, 10**15 - 1))
def test_numbers_in_words_are_read_as_they_are_spoken(value: int):
    assert numbers(f"So {cardinal(value)} it is.") == [value]
    assert numbers(f"It is {value:,}.") == [value]


@given(
    st.text(alphabet="one two hundred and a million point twenty-five 1,0.3half third", max_size=60)
)
def test_any_text_is_read(text: str):
    tokens = tokens_of(text)
    assert all(a.end <= b.start for a, b in pairwise(tokens))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("zero point nine nine nine", [0.999]), ("one hundred and five and six", [105, 6]),
        ("a hundred and two hundred", [100, 200]), ("two point zero one", [2.01]),
        ("twenty five plus 2", [25, 2]), ("a million entries", [1_000_000]),
        # What could be read in two ways is no number.
        ("seven eighths", []), ("two and a half", []), ("nineteen ninety", []),
        ("one, two", [1, 2]),
        ("two three five", []), ("three-sided", []), ("the twenty-first", []), ("x2 and 3D", []),
        ("a cake", []), ("at -5", []), ("point 5", []),
        ("two thousand and three hundred", [2000, 300]),
    ],
)  # fmt: skip
def test_what_is_a_number_in_words(text: str, value: list[float]):
    assert numbers(text) == value


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("Three times four is thirteen.", "12"),
        ("One times five, plus two times seven, makes twenty.", "19"),
        ("Nine and sixteen make twenty-six.", "25"),
        ("So thirty-five is five times eight.", ""),
        ("Thirty-five is five times eight.", "40"),
        ("The sum of two, three and four is ten.", "9"),
        ("The product of 6 and 7 is 41.", "42"),
        ("Twice six is thirteen.", "12"),
        ("Five squared is twenty.", "25"),
        ("The square root of nine is four.", "3"),
        ("Half of ten is six.", "5"),
        (r"Now: $3 \cdot 4$ is thirteen.", "12"),
        ("Take it away: ten minus [seven]{say=seven} is four.", "3"),
        ("Ten divided by two is six.", "5"),
        ("Ten divided by three is 3.4.", "3.33333"),
    ],
)
def test_arithmetic_in_words_that_does_not_hold_is_found(text: str, right: str):
    right = right or "40"
    assert [f.rpartition("that is ")[2] for f in findings(text)] == [right]


@pytest.mark.parametrize(
    "text",
    [
        "Three times four is twelve.", "Is it true that two plus two is five?",
        "If two plus two is five, pigs fly.", "Two plus two is not five.",
        "The square root of nine plus sixteen is five.", "Between three and four are five steps.",
        "Two and five are three apart.", "Ten divided by three is three.",
        "Ten divided by three is 3.33.", "Ten divided by three is three, remainder one.",
        "Thirteen is twice six, and one over.", "Ten plus four is two on a clock.",
        "In binary, one plus one is ten.", "Three times four is ten plus two.",
        "Two and five are three steps from each other.",
        "This is wrong: two plus two is five.", "Never: two plus two is five.",
        "Two plus two is five; nobody says so.",
        "The numbers one and two are three and four.", "Surely the sum of 2, 3 and 4 is nine.",
        "Four x squared plus three times four is five.", "Three plus four $x$ is seven.",
        "Eleven is three plus four plus something.", "Two plus three is five squared less twenty.",
        "One half plus one third is five sixths.", "Twenty percent and ten percent are two shares.",
        "Two plus two is about five.", "Two times three is six and a half times something.",
    ],
)  # fmt: skip
def test_arithmetic_that_holds_or_is_not_claimed_is_left_alone(text: str):
    assert not findings(text)


@given(st.integers(0, 200), st.integers(0, 200), st.integers(-3, 3))
def test_sums_and_products_in_words_are_computed(a: int, b: int, off: int):
    for name, value in (("plus", a + b), ("times", a * b)):
        told = value + off if value + off >= 0 else value
        text = f"{cardinal(a)} {name} {cardinal(b)} is {cardinal(told)}."
        found = findings(text[0].upper() + text[1:])
        assert bool(found) == (told != value), (text, found)


TABLE = "{#t}\n| n | square |\n|---|---|\n| 7 | 49 |\n| 8 | 64 |\n| 12 | 8.333 |\n\n"
FORMULA = "```equation {#e}\n6 \\cdot 7 = \\piece{p}{42}\n```\n\n"
PRODUCT = "```matrix-product {#m}\na: [[1, 2], [3, 4]]\nb: [[5, 6], [7, 8]]\n```\n\n"
NINES = "```derivation {#d}\n- 0.999\\ldots = 1\n```\n\n"
PLOT = "```plot {#p}\nx: [0, 3]\ny: [0, 9]\npoints: {top: {at: [[3, 9]]}}\n```\n\n"


@pytest.mark.parametrize(
    ("body", "good"),
    [
        (TABLE + 'See [sixty-four]{highlight="t.cell(2,2)"}.', True),
        (TABLE + 'See [sixty-three]{highlight="t.cell(2,2)"}.', False),
        (TABLE + 'See [49]{highlight="t.row(1)"}.', True),
        (TABLE + 'See [49]{highlight="t.row(2)"}.', False),
        (TABLE + 'See [48]{show="t.cell(1,1) t.cell(1,2)"}.', False),
        (TABLE + 'See [eight]{highlight="t.cell(3,2)"}.', True),
        (TABLE + 'See nearly [sixty]{highlight="t.cell(2,2)"}.', True),
        (TABLE + 'See [three]{highlight="t.row(1)"} of them.', True),
        (TABLE + 'See [two numbers]{highlight="t.row(1)"}.', True),
        (TABLE + 'See [one]{highlight="t.row(1)"}.', True),
        (FORMULA + "See [forty-two]{highlight=e.p}.", True),
        (FORMULA + "See [forty]{highlight=e.p}.", False),
        (FORMULA + "[Six times seven]{highlight=e}: the result is forty.", False),
        (FORMULA + "[Six times seven]{highlight=e}: the result is forty-two.", True),
        (FORMULA + "[Six times seven]{highlight=e}: the result is not forty.", True),
        (FORMULA + "[Six times seven]{highlight=e}: the answer is two digits long.", False),
        (FORMULA + "[It]{highlight=e} is odd: if so, the result is forty.", True),
        (PRODUCT + 'It makes [nineteen]{show="m.entry(1,1)"}.', True),
        (PRODUCT + 'It makes [eighteen]{show="m.entry(1,1)"}.', False),
        (PRODUCT + 'Take [six]{highlight="m.b.entry(1,2)"}.', True),
        (PRODUCT + 'Take [six]{highlight="m.a.entry(1,2)"}.', False),
        (PLOT + "It climbs to [nine]{show=p.top}.", True),
        (PLOT + "It climbs to [eight]{show=p.top}.", False),
        (NINES + 'Is [zero point nine]{mark="d.step(1)"} nine nine one?', True),
        (FORMULA + "It is at least [forty]{highlight=e}.", True),
        (PLOT + "It climbs up to [eight]{show=p.top}.", True),
        ('- 90 % are well\n\nSee [ninety]{highlight="list.item(1)"} percent.', True),
        ('- 3 million\n\nSee [three million]{highlight="list.item(1)"}.', True),
    ],
)  # fmt: skip
def test_a_number_is_said_of_what_shows_it(body: str, good: bool):
    found = [f for f in findings(body) if "never spoken of" not in f]
    assert (not found) == good, found


ROWS = "| a | b |\n|---|---|\n| 7 | x |\n| 8 | y |\n| 9 | z |\n\n"
SIDE_BY_SIDE = "{at=left}\n" + ROWS + "{at=right}\n" + ROWS
STEPS = "```derivation\n- a = b\n- b = c\n- c = d\n```\n\n"
CODE = "```python\na = 1\nb = 2\n\nc = 3\n```\n\n"


@pytest.mark.parametrize(
    ("body", "good"),
    [
        (ROWS + "[The table]{highlight=table} has three rows and two columns.", True),
        (ROWS + "[The table]{highlight=table} has two rows.", False),
        (ROWS + "[The table]{highlight=table} has three rows and three columns.", False),
        (ROWS + "[The table]{highlight=table} has two rows with a number below nine.", True),
        (ROWS + "[These five rows]{highlight=table} are all.", False),
        (ROWS + '[These two rows]{highlight="table.row(1) table.row(2)"} are alike.', True),
        (ROWS + "[It]{highlight=table} would need the ten rows of another.", True),
        (ROWS + "[It]{highlight=table} is a start: a table of ten rows takes longer.", True),
        (ROWS + "[The table]{highlight=table} has four rows, its header counted.", True),
        (ROWS + "[The table]{highlight=table} is small.\n\nA net has two rows.", True),
        (SIDE_BY_SIDE + "[It]{highlight=table-1} has two rows.", True),
        (STEPS + "[The proof]{highlight=derivation} has two steps.", True),
        (ROWS + 'See [the second row]{highlight="table.row(2)"}.', True),
        (ROWS + 'See [the second row]{highlight="table.row(1)"}.', False),
        (ROWS + 'See [row 3]{highlight="table.row(2)"}.', False),
        (ROWS + 'See [the first column]{highlight="table.column(2)"}.', True),
        (ROWS + "See [it]{highlight=table}, and its fifth row.", False),
        (STEPS + '[Begin]{highlight="derivation.step(1)"} with step 1 of 3.', True),
        (STEPS + '[Begin]{highlight="derivation.step(1)"} with step one of five.', False),
        (STEPS + '[Begin]{highlight="derivation.step(1)"}, and end with step 4.', False),
        (STEPS + '[The first step]{show="derivation.step(2)"} is done.', True),
        (STEPS + '[The first step]{show="derivation.step(3)"} is done.', False),
        (CODE + "[It]{highlight=code} has four lines.", True),
        (CODE + "[It]{highlight=code} has exactly three lines.", True),
        (CODE + "[It]{highlight=code} has six lines.", False),
        (CODE + 'Look at [line 2]{highlight="code.line(4)"}.', False),
        ("- a\n- b\n\n[Two things]{highlight=list} matter.", True),
        ("- a\n- b\n\n[Three things]{highlight=list} matter.", False),
        ('- a\n- b\n\n[Three]{highlight="list.item(1)"} things.', True),
        (PLOT + "See [the two points]{highlight=p.top}.", False),
        (ROWS + STEPS + "[The table]{highlight=table} and [the steps]{highlight=derivation} have "
         "three rows.", True),
        ("```flow\na -> b\nb -> c\n```\n\n[It]{highlight=flow} has three nodes.", True),
        ("```flow\na -> b\nb -> c\n```\n\n[It]{highlight=flow} has two nodes.", False),
    ],
)  # fmt: skip
def test_counts_and_places_agree_with_the_picture(body: str, good: bool):
    found = [f for f in findings(body) if "never spoken of" not in f]
    assert (not found) == good, found


def table(*rows: str) -> str:
    header, *rest = rows
    ruler = "|---" * (header.count("|") - 1) + "|"
    return "\n".join([header, ruler, *rest]) + "\n\n[See]{highlight=table}."


@pytest.mark.parametrize(
    ("body", "good"),
    [
        (table("| what | euro |", "| a | 3 |", "| b | 4 |", "| Total | 7 |"), True),
        (table("| what | euro |", "| a | 3 |", "| b | 4 |", "| Total | 8 |"), False),
        (table("| what | euro |", "| a | 1,000 € |", "| b | 4 € |", "| sum | 1,014 € |"), False),
        (table("| what | % |", "| a | 33 |", "| b | 33 |", "| c | 33 |", "| all | 100 |"), True),
        (table("| what | m |", "| a | 1.25 |", "| b | 1.25 |", "| sum | 2.5 |"), True),
        (table("| | tens | ones |", "| a | 2 | 7 |", "| b | 3 | 8 |", "| sum | 6 | 5 |"), True),
        (table("| what | n |", "| a | 3 |", "| Total | 3 |", "| b | 4 |"), True),
        (table("| w | x | y | all |", "| a | 9 | 1 | 10 |", "| b | 99 | 891 | 990 |"), True),
        (table("| w | x | y | all |", "| a | 9 | 1 | 10 |", "| b | 99 | 891 | 900 |"), False),
        (table("| n | x | x^2 | sum |", "| 1 | 1 | 1 | 1 |", "| 2 | 2 | 4 | 15 |"), True),
    ],
)  # fmt: skip
def test_totals_of_tables_add_up(body: str, good: bool):
    found = findings(body)
    assert (not found) == good, found


MATRICES = """\
# F

## A

```matrix {{#a at=left}}
label: A
rows: [[1, 2], [3, 4]]
```

```matrix {{#b at=right}}
label: B
rows: [[5, 6], [7, 8]]
```

[A]{{highlight=a}} and [B]{{highlight=b}}.

## B

```compare {{#c}}
left: {{title: "{name}", matrix: {rows}}}
right: {{title: "none", text: "words"}}
```

[This]{{highlight=c}} is it.
"""


@pytest.mark.parametrize(
    ("name", "rows", "good"),
    [
        ("$AB$", "[[19, 22], [43, 50]]", True), ("$AB$", "[[19, 22], [43, 51]]", False),
        ("$BA$", "[[19, 22], [43, 50]]", False), ("$A + B$", "[[6, 8], [10, 12]]", True),
        ("$A + B$", "[[6, 8], [10, 13]]", False), ("$A^2$", "[[7, 10], [15, 23]]", False),
        (r"$A \\cdot B$", "[[1, 2], [3, 4]]", False), ("$AC$", "[[1, 2], [3, 4]]", True),
        ("$A$", "[[1, 1], [1, 1]]", True), ("AB", '[["x", 22], [43, 50]]', False),
    ],
)  # fmt: skip
def test_a_matrix_is_what_its_name_says(name: str, rows: str, good: bool):
    storyboard = parse_storyboard(MATRICES.format(name=name, rows=rows), "x.md")
    found = [f.what for f in check_film(storyboard, minutes=1) if "the film" not in f.what]
    assert (not found) == good, found


def test_a_matrix_of_two_values_is_not_computed_with():
    text = MATRICES.format(name="$AB$", rows="[[0]]")
    other = text.replace("label: B", "label: A")
    assert any(
        "the matrix AB" in f.what for f in check_film(parse_storyboard(text, "x.md"), minutes=1)
    )
    found = check_film(parse_storyboard(other.replace("$AB$", "$A^2$"), "x.md"), minutes=1)
    assert not [f.what for f in found if "the matrix" in f.what]


def test_matrices_are_computed_in_every_language():
    text = MATRICES.format(name="$AB$", rows="[[0]]")
    for language in ("en", "de"):
        storyboard = parse_storyboard(f"---\nlanguage: {language}\n---\n\n{text}", "x.md")
        found = [f for f in check_storyboard(storyboard) if "the matrix AB" in f.what]
        assert [f.in_file().partition(": ")[0] for f in found] == ["x.md:23"]


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
def test_a_wrong_number_in_a_lesson_is_found(lesson):
    """Each number that is all of a cue's words and is shown there, changed to another."""
    marked = re.compile(r'\[(?P<words>[a-z-]+)\]\{(?:show|highlight|mark)="(?P<aim>[^"]+)"\}')
    right = set(check_all(lesson.text))
    assert not right
    for match in marked.finditer(lesson.text):
        value = numbers(match["words"])
        if lesson.text[: match.start()].endswith("least "):
            continue
        if len(value) != 1 or match["words"] == "one" or not re.search(r"\(\d", match["aim"]):
            continue
        other = cardinal(int(value[0]) + 1237)
        text = lesson.text[: match.start("words")] + other + lesson.text[match.end("words") :]
        assert any(f"“{other}” is said of" in f for f in check_all(text)), match[0]


def check_all(text: str) -> list[str]:
    scenes = parse_storyboard(text, "x.md").scenes
    found = [f.what for scene in scenes for f in check_scene(scene, words=60)]
    return [f for f in found if "is said of" in f or "that is" in f]
