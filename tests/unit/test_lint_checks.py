"""Checks of what a script says: each finds its mistake, and leaves good scripts alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flaming_horse.lint import check_film, check_scene, check_storyboard
from flaming_horse.lint.arithmetic.latex_numbers import formula_of, value_of
from flaming_horse.lint.length import LINE_S, STOP_S, TAKE_S, seconds_of, words_of
from flaming_horse.lint.reading_level import HARDEST, prose_of, reading_level
from flaming_horse.lint.wording import claims
from flaming_horse.storyboard import parse_storyboard
from flaming_horse.visuals.measures import formula_letters
from flaming_horse.writers.lessons import LESSONS


def findings(body: str, *, words: int = 0, last: bool = False) -> list[str]:
    """What the last scene of a storyboard is told; lengths are not looked at without `words`."""
    text = body if "## " in body else f"# Film\n\n## Scene\n\n{body}\n"
    scenes = parse_storyboard(text, "x.md").scenes
    before = [line for scene in scenes[:-1] for line in scene.lines]
    found = check_scene(scenes[-1], words=words or 10, before=before, last=last)
    return [str(f) for f in found if words or "the scene is too" not in f.what]


@pytest.mark.parametrize(
    "latex",
    [
        "2 + 2 = 5", r"\frac{1}{2} + \frac{1}{3} = \frac{2}{5}", r"3 \cdot 4 = 13", "2^3 = 9",
        r"\sqrt{16} = 5", r"\pi \approx 3.5", r"\pi = 3.15", r"1 + 1 = 2 = 3", r"10^{3} = 100",
        r"a = 2,\quad 2 \times 2 = 5", "-3 - 4 = 7", r"\left(1 + 2\right) 3 = 10",
        r"\piece{left}{2 + 2} = \piece{right}{5}", "0.1 + 0.2 = 0.4", r"1{,}000 + 1 = 2",
    ],
)  # fmt: skip
def test_sums_that_do_not_hold_are_found(latex: str):
    shown = findings(f"```equation {{#e}}\n{latex}\n```\n\n[This]{{highlight=e}} is so.")
    spoken = findings(f"Now ${latex}$ is so.")
    assert "does not hold" in shown[0]
    assert "does not hold" in spoken[0]


@pytest.mark.parametrize(
    "latex",
    [
        "2 + 2 = 4", r"\frac{1}{2} + \frac{1}{3} = \frac{5}{6}", "a + b = c", "x = 3",
        r"\pi \approx 3.14", r"\pi = 3.14", r"\frac{1}{3} = 0.333", "2 + 2 < 5", r"2 + 2 \ne 5",
        r"7 \equiv 2 \pmod{5}", "5! = 120", "e = 1.6", r"\sum_{k=1}^{3} k = 6", "2^10 = 20",
        r"3^2 + 4^2 = 5^2", r"17 = 3 \cdot 5 + 2", r"|{-3}| = 3", r"f(2) = 4", r"1/2 = 0.5",
        r"\binom{4}{2} = 6", r"\vec{v} = (1, 2)", r"x = 1, y = 2", r"50\% = 0.5",
    ],
)  # fmt: skip
def test_what_holds_or_cannot_be_computed_is_left_alone(latex: str):
    assert not findings(f"Now ${latex}$ is so.")


def matrix(*rows: str) -> str:
    return r"\begin{pmatrix}" + r" \\ ".join(rows) + r"\end{pmatrix}"


A, B = matrix("1 & 2", "3 & 4"), matrix("5 & 6", "7 & 8")


@pytest.mark.parametrize(
    ("latex", "good"),
    [
        (f"{A}{B} = {matrix('19 & 22', '43 & 50')}", True),
        (f"{A}{B} = {matrix('19 & 22', '43 & 51')}", False),
        (f"{B} \\cdot {A} = {matrix('19 & 22', '43 & 50')}", False),
        (f"{A} + {B} = {matrix('6 & 8', '10 & 12')}", True),
        (f"{A} - {B} = {matrix('6 & 8', '10 & 12')}", False),
        (f"2 {A} = {matrix('2 & 4', '6 & 8')}", True),
        (f"-2 {A} = {matrix('2 & 4', '6 & 8')}", False),
        (f"C = {A} {matrix('1', '1')} = {matrix('3', '7')}", True),
        (f"C = {A} {matrix('1', '1')} = {matrix('3', '8')}", False),
        (f"{A} x = {matrix('3', '7')}", True),
        (f"{A}^2 = {matrix('3', '7')}", True),
        (f"{matrix('a & 2', '3 & 4')} {B} = {A}", True),
    ],
)
def test_matrices_in_formulas_are_multiplied_and_added(latex: str, good: bool):
    found = findings(f"Now ${latex}$ is so.")
    assert (not found) == good, found
    assert good or "does not hold: the left side of" in found[0]


def test_a_step_goes_on_with_the_step_before_it():
    body = "```derivation {#d}\n- 2 + 3 \\cdot 4\n- = 2 + 12\n- = 15\n```\n\n[So]{mark=d} it is."
    assert findings(body) == ["`2 + 12= 15` does not hold: 14 is not 15"]


@pytest.mark.parametrize(
    ("curves", "points", "good"),
    [
        ('{f: "x", g: "10 - x"}', "[[1, 1], [2, 8]]", True),
        ('{f: "x", g: "10 - x"}', "[[1, 1], [2, 8.4]]", False),
        ('{f: "x", g: "5"}', "[[1, 5], [2, 5.3]]", False),
        ('{f: "x"}', "[[1, 1.3], [2, 1.8], [3, 3]]", True),
        ('{f: "x"}', "[[1, 1.3], [2, 2], [3, 3]]", False),
        ('{f: "x", g: "x + sin(t)"}', "[[1, 1.3]]", True),
    ],
)  # fmt: skip
def test_points_lie_on_one_of_the_curves_or_on_none(curves: str, points: str, good: bool):
    body = (
        f"```plot {{#p}}\nx: [0, 10]\ny: [0, 10]\ncurves: {curves}\n"
        f"points: {{some: {{at: {points}}}}}\nt: {{rate: 1}}\n```\n\nSee [it]{{mark=p.f}}."
    )
    found = findings(body)
    assert (not found) == good, found


@pytest.mark.parametrize(
    ("steps", "good"),
    [
        (("6 \\cdot 7", "42"), True),
        (("6 \\cdot 7", "43"), False),
        (("6 \\cdot 7", "= 6 \\cdot (5 + 2)", "= 42"), True),
        (("\\frac{1}{3}", "0.33"), True),
        (("12", "35", "84"), True),
        (("a + 1", "2"), True),
        (("2^{15} = 32768", "2^{16} = 65536"), True),
        (("2 \\cdot 15 < 31", "31"), True),
    ],
)
def test_a_step_is_the_number_of_the_step_before(steps: tuple[str, ...], good: bool):
    body = "```derivation {#d}\n" + "".join(f"- {step}\n" for step in steps) + "```\n\n"
    found = [f for f in findings(f"{body}[So]{{mark=d}} it is.") if "the one before it" in f]
    assert (not found) == good, found


@pytest.mark.parametrize(
    ("label", "place", "good"),
    [
        ("y = x² + 1", "here", True), ("y = x^2 + 2", "here", False),
        ("y = x² + 2", "here", False),
        ("$f(x) = x^2 + 1$", "here", True), ("y = a x", "here", True), ("a curve", "here", True),
        ("$y = \\\\frac{x}{2}$", "here", False), ("", "(1, 2)", True), ("", "at (1, 3)", False),
        ("", "(1, 2) and (2, 5)", True),
    ],
)  # fmt: skip
def test_labels_of_a_plot_say_what_is_drawn(label: str, place: str, good: bool):
    body = (
        "```plot {#p}\nx: [0, 2]\ny: [0, 10]\n"
        f'curves: {{f: {{formula: "x^2 + 1", label: "{label}"}}}}\n'
        f'points: {{corner: {{at: [[1, 2], [2, 5]], label: "{place}"}}}}\n```\n\n'
        "See [it]{mark=p.f}."
    )
    found = findings(body)
    assert (not found) == good, found


def test_the_label_of_a_moving_curve_is_not_compared():
    body = (
        "```plot {#p}\nx: [0, 2]\ny: [-1, 3]\nt: {rate: 1}\n"
        'curves: {f: {formula: "x + sin(t + 1)", label: "y = x"}}\n```\n\nSee [it]{mark=p.f}.'
    )
    assert not findings(body)


PLOT = """\
```plot {#p at=left}
x: [0, 2]
y: [0, 10]
curves: {f: "x^2 + 1"}
points: {corner: {at: [[1, %s]]}}
```

```equation {#e at=right}
y = %s
```

[The curve]{highlight="p.f"} and [its formula]{highlight=e}.
"""


@pytest.mark.parametrize(("right", "good"), [("x^2 + 1", 1), ("1 + x \\cdot x", 1), ("x^2", 0),
                                             ("2x^{2} + 1", 0), ("a x^2", 1)])  # fmt: skip
def test_a_plot_and_the_equation_beside_it_agree(right: str, good: int):
    found = findings(PLOT % (2, right))
    assert (not found) == bool(good), found
    assert good or "disagree: at x = " in found[0]


@pytest.mark.parametrize(("height", "good"), [("2", 1), ("2.05", 1), ("2.4", 0), ("8", 1)])
def test_a_point_just_beside_the_curve_is_found(height: str, good: int):
    found = findings(PLOT % (height, "x^2 + 1"))
    assert (not found) == bool(good), found


@pytest.mark.parametrize(
    ("visual", "words"),
    [
        ("- " + "a" * 70, ""),
        ("- " + "a" * 71, "71 letters side by side, and 70 fit"),
        ("{at=left}\n- " + "a" * 51, "beside another visual: 51 letters side by side, and 50 fit"),
        ("{at=top}\n" + "- a\n" * 6, "6 rows, and 5 fit"),
        ("```flow\n" + "a -> b\nb -> c\n" + "```", ""),
        ("```flow\n" + "".join(f"{'ab' * 8}{n} -> {'ab' * 8}{n + 1}\n" for n in range(6)) + "```",
         "119 letters side by side"),
        ("{at=right}\n| a | b |\n|---|---|\n" + "| 1 | 2 |\n" * 5, "5 rows, and 4 fit"),
        ("```equation {at=left}\n" + "a + " * 20 + "a\n```", "71 letters side by side, and 36"),
        ("```python {at=left}\n" + "x = 1\n" * 9 + "```", "9 rows, and 8 fit"),
        ("```derivation\n- a = b\n- = c\n```", ""),
    ],
)  # fmt: skip
def test_what_is_too_large_for_its_room_is_told(visual: str, words: str):
    found = [f for f in findings(f"{visual}\n\nLook here.") if "never spoken of" not in f]
    assert bool(found) == bool(words), found
    assert words in "".join(found)


def test_a_visual_that_nobody_speaks_of_is_found():
    found = findings("- one\n- two\n\nNothing about them.")
    assert found == ["the list `list` is never spoken of: let a cue aim at it"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("One twenty-five don't.", 4), ("$a^2 + 1$", 5), (r"$\sin x$", 2),
        (r"$P(\text{ill, if positive})$", 4), (matrix("1 & 2", "3 & 4").join("$$"), 4),
        ("`x = 1`", 2), ('[AB]{say="ay bee see"}', 3), ("[…]{pause=2} Now.", 1),
    ],
)  # fmt: skip
def test_words_are_counted_as_they_are_spoken(text: str, words: int):
    line = parse_storyboard(f"# F\n\n## A\n\nSee {text}\n", "x.md").lines[0]
    assert words_of(line) == words + 1


def test_lines_and_scenes_have_a_length():
    assert "46 words" in findings("word " * 45 + "word.")[0]
    assert "4 sentences" in findings("One. Two. Three. Four.")[0]
    assert "too short: 2 words, and about 20 are planned" in findings("Two words.", words=20)[0]
    assert "too long" in findings("One two three four. " * 2, words=4)[0]


def test_a_phrase_that_was_said_before_is_found_across_scenes():
    text = (
        "# F\n\n## A\n\nThe sum of the first odd numbers is a square.\n\n"
        "## B\n\nSo the sum of the first odd numbers is known.\n"
    )
    assert findings(text) == ["b.1: “the sum of the first odd” was said before, in a.1"]


def test_names_with_numbers_may_be_said_again():
    text = "# F\n\n## A\n\nHere HTTP/1.1 and HTTP/2 meet.\n\nBoth HTTP/1.1 and HTTP/2 work.\n"
    assert findings(text) == []


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("We will see why triangles matter.\n\nTriangles are stiff.", True),
        ("We will see why triangles matter.\n\nCircles are round.", False),
        ("In a moment, squares.\n\nHere are squares.", True),
        ("We'll prove it later.\n\nGoodbye.", False),
        ("You will have fun.", True),
        ("Later we will explain why triangles matter.\n\nCircles are round.", False),
    ],
)
def test_promises_are_kept(text: str, kept: bool):
    found = [f for f in findings(text, last=True) if "promise" in f]
    assert (not found) == kept


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("It was proved in 1824.", True),
        ("Nearly ninety percent agree.", True),
        ("It is two thousand three hundred years old.", True),
        ("Researchers found it.", True),
        ("In the eighteenth century, nobody knew.", True),
        ("The sum of the angles is $180$ degrees.", False),
        ("Take 1500 and halve it.", False),
    ],
)
def test_claims_about_the_world_are_listed(text: str, claim: bool):
    lines = parse_storyboard(f"# F\n\n## A\n\n{text}\n", "x.md").lines
    assert bool(list(claims(lines))) == claim


def test_a_film_has_the_length_that_was_planned():
    storyboard = parse_storyboard("# F\n\n## A\n\nShort.\n", "x.md")
    assert "about 0.1 minutes; 3 are planned" in str(next(check_film(storyboard, minutes=3)))


SPOKEN_S = {"bayes-theorem": 82.2, "binary-numbers": 92.9, "binary-search": 76.5,
            "derivative": 93.9, "fourier-series": 80.5, "matrix-multiplication": 71.4,
            "merge-sort": 91.9, "prime-numbers": 91.3, "projectile-motion": 94.5,
            "quadratic-formula": 88.1, "speaking-sounds-check": 34.6,
            "standing-waves": 49.5}  # fmt: skip
"""Seconds of the films that the embedded voice spoke."""


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
def test_the_length_of_a_film_is_known_before_it_is_spoken(lesson):
    about = seconds_of(parse_storyboard(lesson.text, "x.md").scenes)
    assert about == pytest.approx(SPOKEN_S[lesson.name], rel=0.1)


def test_pauses_and_lines_take_time_as_well():
    scenes = parse_storyboard("# F\n\n## A\n\nOne […]{pause=2} two.\n\nThree.\n", "x.md").scenes
    one = parse_storyboard("# F\n\n## A\n\nOne two three.\n", "x.md").scenes
    another_line = LINE_S + TAKE_S + STOP_S
    assert seconds_of(scenes) - seconds_of(one) == pytest.approx(2 + another_line)


CALCULUS = (
    "The fundamental theorem of calculus establishes the equivalence between antidifferentiation "
    "and the computation of definite integrals, thereby providing a systematic methodology for "
    "evaluating accumulated quantities. Consequently, the determination of areas is reducible to "
    "the identification of an appropriate antiderivative."
)
ITERATION = (
    "It should be noted that the convergence characteristics of the aforementioned iterative "
    "procedure are contingent upon the spectral radius of the associated iteration matrix being "
    "strictly less than unity."
)
SHORT_WORDS = (
    "In the case where the set of all such points is taken to be closed and the map which sends "
    "each of them to the one that lies next to it is known to be such that no two of them are sent "
    "to the same one, so that it has an inverse, which may be called by some other name, and the "
    "same is true of the inverse, it can be shown that there is a point that is left fixed."
)
STIFF = [CALCULUS, ITERATION, SHORT_WORDS]


@pytest.mark.parametrize("text", STIFF)
def test_a_scene_of_stiff_prose_is_found_with_its_hardest_sentence(text: str):
    found = findings(f"Short words are easy.\n\n{text}")
    hard = [f for f in found if "hard to follow" in f]
    assert len(hard) == 1
    assert hard[0].startswith("scene.2: ")
    assert f"“{' '.join(text.split()[:12])} …”" in hard[0]


def test_reading_levels_are_those_that_were_published():
    # Smith and Senter: 4.71 letters a word, 0.5 words a sentence, less 21.43.
    text = "It is so. " * 15
    assert reading_level(text) == pytest.approx(4.71 * 90 / 45 + 0.5 * 3 - 21.43)
    assert reading_level("Antidifferentiation establishes equivalences.") is None
    formula = f"Here is it: ${'x + ' * 40}x$, `unpronounceable_identifier_names`, and no more."
    line = parse_storyboard(f"# F\n\n## A\n\n{formula}\n", "x.md").lines[0]
    assert "x +" not in prose_of(line)
    assert "unpronounceable" not in prose_of(line)


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
def test_the_built_in_lessons_are_far_from_being_hard(lesson):
    for scene in parse_storyboard(lesson.text, "x.md").scenes:
        level = reading_level(" ".join(map(prose_of, scene.lines)))
        assert level is None or level < HARDEST - 3


@pytest.mark.parametrize(
    ("text", "chained"),
    [
        ("Take one and then two and then three and then four.", True),
        ("Take one, and so two, and then three, but then four.", True),
        ("Take one and then two. And then three. And then four.", False),
        ("Take one and two and three and four, then five, then six.", False),
    ],
)
def test_sentences_that_go_on_and_on_are_found(text: str, chained: bool):
    assert any("goes on with" in f for f in findings(text)) == chained


THREE = "{at=left}\n- a\n\n{at=right}\n> b\n\n```equation {at=top}\nc\n```\n\n"
SHOWN = (
    "{at=left keep=yes}\n- a\n\n{at=right}\n> b\n\nTwo.\n\n```equation {at=top}\nc\n```\n\n"
    '[These]{show="list.item(1) equation"} and [that]{show=quote}.'
)


GOING_ON = (
    "# F\n\n## A\n\n| a |\n|---|\n| b |\n\nA [table]{highlight=table}.\n\n## B\n\n"
    "```table {#table from=a.table at=left}\n```\n\n{#n at=right}\n- n\n\n{#q at=top}\n> q\n\n"
    "New [n]{mark=n}, [q]{mark=q}."
)


@pytest.mark.parametrize(
    ("body", "crowded"),
    [
        (f"{THREE}[All]{{highlight=list}} of them.", True),
        ("- a\n\nOne.\n\n> b\n\nTwo.\n\n```equation\nc\n```\n\nThree.", False),
        ("- a\n\n> b\n\nTwo of them.", False),
        (GOING_ON, False),
        (SHOWN, True),
    ],
)  # fmt: skip
def test_a_line_brings_in_few_pictures(body: str, crowded: bool):
    assert any("new things at once" in f for f in findings(body)) == crowded


def to_look_at(text: str, minutes: float | None = None) -> list[str]:
    """All but the questions for sources, which another test looks at."""
    found = check_storyboard(parse_storyboard(text, "x.md"), minutes=minutes)
    return [f.in_file() for f in found if f.check != "source"]


def test_what_a_person_wrote_is_told_with_its_place():
    text = "# F\n\n## A\n\nNow $2 + 2 = 5$.\n\n```equation\n3 = 4\n```\n\nTwo plus two is five.\n"
    assert to_look_at(text) == [
        "x.md:5: `2 + 2 = 5` does not hold: 4 is not 5",
        "x.md:7: `3 = 4` does not hold: 3 is not 4",
        "x.md:11: “Two plus two is five”: that is 4",
    ]
    assert to_look_at(text, minutes=2)[-1] == "the film will take about 0.2 minutes; 2 are planned"


def test_a_person_may_write_long_lines_in_which_the_picture_changes():
    word = "word " * 25
    still = f"# F\n\n## A\n\n- a\n- b\n\n{word}{word}[here]{{mark=list}}.\n"
    assert "50 words are spoken while nothing changes" in to_look_at(still)[0]
    changes = f"# F\n\n## A\n\n- a\n- b\n\n{word}[now]{{mark=list}} {word}.\n"
    assert not [f for f in to_look_at(changes) if "while nothing changes" in f]
    assert "a blank line makes two of it" in to_look_at(f"# F\n\n## A\n\n{word * 3}\n")[0]


def test_pictures_of_plain_markdown_need_no_cue():
    plain = "# F\n\n## A\n\n- a\n\nWords about it.\n"
    assert not to_look_at(plain)
    cued = f"{plain}\n> b\n\n[It]{{highlight=quote}} is said.\n"
    assert to_look_at(cued) == ["x.md:5: the list `list` is never spoken of: let a cue aim at it"]


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
def test_there_is_nothing_to_look_at_in_the_built_in_lessons(lesson):
    assert not to_look_at(lesson.text, minutes=SPOKEN_S[lesson.name] / 60)


def test_a_film_in_another_language_is_not_read_as_english():
    text = (
        "---\nlanguage: %s\n---\n\n# F\n\n## A\n\n| a | n |\n|---|---|\n| b | 1 |\n| c | 2 |\n"
        f"| total | 4 |\n\nTwo plus two is five. {CALCULUS} {'One more. ' * 30}\n\n{CALCULUS}\n\n"
        "We will see.\n\nHier ist $2 + 2 = 5$.\n"
    )
    assert len(to_look_at(text % "en")) > 5
    assert to_look_at(text % "de", minutes=9) == ["x.md:21: `2 + 2 = 5` does not hold: 4 is not 5"]


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
def test_the_built_in_lessons_have_no_mistake(lesson):
    for scene in parse_storyboard(lesson.text, "x.md").scenes:
        found = [str(f) for f in check_scene(scene, words=60)]
        # Sizes and lengths are those that a model keeps to; a person's scene was looked at.
        model = ("is too large", "the scene is too", "this line has")
        assert not [f for f in found if not any(words in f for words in model)]


@given(st.text(alphabet="0123456789+-=^{}\\frac sqrtpi.(),$x_ ", max_size=40))
def test_any_latex_is_computed_or_not(latex: str):
    assert formula_of(latex) is None or isinstance(formula_of(latex), str)
    value = value_of(latex)
    assert value is None or abs(value) < float("inf")


@given(st.integers(0, 99), st.integers(1, 99), st.integers(1, 9))
def test_what_is_computed_is_right(a: int, b: int, c: int):
    assert value_of(rf"\frac{{{a} + {b}}}{{{c}}}") == pytest.approx((a + b) / c)
    assert value_of(rf"{a} \cdot {b} - {c}^2") == a * b - c**2
    assert value_of(rf"\sqrt{{{a}}}") == pytest.approx(a**0.5)


CUES = "| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n\n"


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ('[One]{show="table.row(1)"} two [three]{show="table.row(1)"}.', "there already"),
        ('[One]{show="table.row(1)"} two [three]{show="table.cell(1,2)"}.', "there already"),
        ('[One]{hide=table} two [three]{hide="table.row(1)"}.', "hidden already"),
        ('[One]{mark="table.row(1)"} a b c d e [f]{highlight="table.row(1)"}.', "marked already"),
        ('[One]{highlight="table.row(1)"} [two]{highlight="table.row(1)"}.', "just before"),
        ('[One]{highlight="table.row(1)"} [two]{show="table.row(1)"}.', "there already"),
    ],
)
def test_a_cue_that_changes_nothing_is_found(line: str, why: str):
    (found,) = findings(CUES + line)
    assert "changes nothing" in found
    assert why in found


@pytest.mark.parametrize(
    "line",
    [
        '[One]{show="table.row(1)"} two [three]{highlight="table.row(1)"}.',
        '[[One]{highlight="table.row(1)"}]{show="table.row(1)"} two three.',
        '[One]{mark="table.row(1)"} two [three]{highlight="table.cell(1,2)"}.',
        '[One]{highlight="table.row(1)"} two a b c [again]{highlight="table.row(1)"}.',
        '[One]{hide="table.row(1)"} two [three]{show="table.row(1)"}, [and]{hide="table.row(1)"}.',
        '[One]{mark="table.row(1)"} two [three]{hide="table.row(1)"}.',
    ],
)
def test_cues_that_change_something_are_left_alone(line: str):
    assert not findings(CUES + line)


@pytest.mark.parametrize(
    ("latex", "drawn"),
    [
        (r"\piece{dot}{5} < \piece{u}{\sqrt{5}} \cdot \sqrt{10}", 11.5),
        (r"\frac{a}{b}", 2),
        (r"\left(x^{2}\right)", 4),
        ("a + b = c", 8.5),
    ],
)
def test_a_formula_is_as_long_as_it_is_drawn(latex: str, drawn: float) -> None:
    assert formula_letters(latex) == drawn


def test_what_was_hidden_may_be_marked_again():
    """What hides a part takes the light from it, too."""
    again = '- a\n- b\n\n[One]{mark="list.item(1)"}.\n\n[Off]{hide="list.item(1)"} it goes.\n\n'
    assert not findings(again + 'And [again]{mark="list.item(1)"} it is here.')
    found = findings(again.replace("hide", "mark") + "So.")
    assert any("that is marked already" in each for each in found)
