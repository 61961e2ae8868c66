"""Formulas in words: the list of a teacher's readings, and what the ear must be able to tell."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flaming_horse_voice.errors import WrongInput
from flaming_horse_voice.runs import Run
from flaming_horse_voice.text import speech_text
from flaming_horse_voice.text.letters import LETTERS
from flaming_horse_voice.text.maths import LONGEST_SHORT, spoken_formula

STYLES = ("short", "exact", "auto")
FORMULAS = [
    tuple(line.split("\t"))
    for line in (Path(__file__).parents[1] / "data" / "formulas.tsv")
    .read_text(encoding="utf-8")
    .splitlines()[1:]
]


def words(said: str) -> str:
    """Without the marks, which a voice may slur."""
    return " ".join(said.replace(",", " ").replace(";", " ").split())


def test_the_list_covers_what_lessons_write():
    assert len(FORMULAS) >= 150
    assert len({latex for _, latex, _ in FORMULAS}) == len(FORMULAS)


@pytest.mark.parametrize(("topic", "latex", "spoken"), FORMULAS)
def test_a_formula_is_read_as_a_teacher_would(topic, latex, spoken):
    assert spoken_formula(latex) == spoken


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("latex", [latex for _, latex, _ in FORMULAS])
def test_no_sign_of_latex_is_left_in_any_style(latex, style):
    said = spoken_formula(latex, style)
    assert said
    assert not set("\\{}$^_&|()[]=+<>\x01\x02") & set(said)


PAIRS = [
    (r"\frac{a}{b+c}", r"\frac{a}{b}+c"),
    (r"\frac{a+b}{c}", r"a+\frac{b}{c}"),
    (r"\frac{a}{b}c", r"\frac{a}{bc}"),
    (r"\frac{\frac{a}{b}}{c}", r"\frac{a}{\frac{b}{c}}"),
    (r"\sqrt{a+b}", r"\sqrt{a}+b"),
    (r"\sqrt{\frac{a}{b}}", r"\frac{\sqrt{a}}{b}"),
    (r"\sqrt{x}^2", r"\sqrt{x^2}"),
    (r"|z|^2", r"|z^2|"),
    (r"f(x)^2", r"f(x^2)"),
    (r"\left(\frac{a}{b}\right)^2", r"\frac{a}{b^2}"),
    (r"(\sqrt{x})^3", r"\sqrt{x^3}"),
    (r"(-x)^2", r"-x^2"),
    (r"2^{n+1}", r"2^n+1"),
    (r"x^{ab}", r"x^a b"),
    (r"x^{n-1} + c", r"x^n - 1 + c"),
    (r"e^{-x} y", r"e^{-xy}"),
    (r"(a+b)^2", r"a+b^2"),
    (r"(a+b)^2", r"(a+b^2)"),
    (r"(ab)^2", r"ab^2"),
    (r"a(b+c)", r"ab+c"),
    (r"a(b+c)d", r"a(b+cd)"),
    (r"f(x+1)", r"f(x)+1"),
    (r"f(x)g(x)", r"f(xg(x))"),
    (r"a_{n+1}", r"a_n+1"),
    (r"a_{n+1} + b", r"a_n + 1 + b"),
    (r"x_{i-1}", r"x_i - 1"),
    (r"x_{n^2}", r"x_n^2"),
    (r"\binom{n}{k+1}", r"\binom{n}{k}+1"),
    (r"\sin(x+y)", r"\sin x + y"),
    (r"\sin(x) y", r"\sin(xy)"),
    (r"\log(a+b)", r"\log a + b"),
    (r"|a+b|", r"|a|+b"),
    (r"\lfloor x + 1 \rfloor", r"\lfloor x \rfloor + 1"),
    (r"\binom{n+1}{k}", r"n + \binom{1}{k}"),
    (r"\overline{A \cup B}", r"A \cup \bar{B}"),
    (r"\neg(p \land q)", r"\neg p \land q"),
    (r"P(A \cap B) P(C)", r"P(A \cap B P(C))"),
    (r"\det(A+B)", r"\det A + B"),
    (r"x \in X", r"X \in x"),
]


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_what_is_not_the_same_does_not_sound_the_same(one, other):
    for style in STYLES:
        assert spoken_formula(one, style) != spoken_formula(other, style), style
    assert words(spoken_formula(one, "exact")) != words(spoken_formula(other, "exact"))


def test_auto_says_where_a_part_ends_only_if_more_follows():
    alone, followed = r"\sqrt{b^2 - 4ac - d}", r"\sqrt{b^2 - 4ac - d} + 1"
    assert "end quantity" not in spoken_formula(alone)
    assert "end quantity, plus one" in spoken_formula(followed)
    assert "end quantity" not in spoken_formula(followed, "short")


def test_a_long_formula_is_read_exactly():
    term = r"\frac{x_1 + 1}{2}"
    short = f"{term} = {term}"
    long = " = ".join([term] * 6)
    assert "numerator" not in spoken_formula(short)
    assert len(spoken_formula(long, "short").split()) > LONGEST_SHORT
    assert spoken_formula(long).count("the fraction with numerator") == 6
    assert spoken_formula(long) == spoken_formula(long, "exact")


def test_the_style_reaches_the_formulas_of_a_line():
    runs = [Run("so "), Run(r"\frac{x^2}{2}", "math")]
    assert speech_text(runs).speech == "so ex squared over two"
    assert speech_text(runs, maths="exact").speech == (
        "so the fraction with numerator ex squared and denominator two"
    )


def test_an_unknown_style_is_an_error_that_names_the_known_ones():
    with pytest.raises(WrongInput, match="'verbose'") as failure:
        spoken_formula("x", "verbose")
    assert "short, exact, auto" in failure.value.remedy


def documented() -> list[tuple[str, str, str]]:
    """(formula, style, words) of the tables in the documentation, letters respelt."""
    page = (Path(__file__).parents[2] / "docs" / "maths-aloud.md").read_text(encoding="utf-8")
    found = []
    for row in re.findall(r"^\| [^`|]+ \| (`.+`) \| ([^|]+) \|$", page, flags=re.MULTILINE):
        cells = zip(row[0].strip("`").split("` · `"), row[1].split(" · "), strict=True)
        found += [(latex, "auto", spoken) for latex, spoken in cells]
    for row in re.findall(r"^\| `([^`]+)` \| ([^|]+) \| ([^|]+) \|$", page, flags=re.MULTILINE):
        found += [(row[0], "short", row[1]), (row[0], "exact", row[2])]
    return [(latex, style, respelt(spoken)) for latex, style, spoken in found]


def respelt(spoken: str) -> str:
    spoken = spoken.removesuffix(" of").removesuffix(",").replace("nth ", "enth ")
    return re.sub(r"(?<![\w-])[A-Za-z](?![\w-])", lambda m: LETTERS[m[0].lower()], spoken)


def test_the_documentation_tells_what_is_said():
    told = documented()
    assert len(told) > 50
    for latex, style, spoken in told:
        assert spoken_formula(latex, style) == spoken


SIGNS = st.sampled_from([*"abcdefnxyzABPT", r"\alpha", r"\pi", r"\Omega", r"\hbar"])
ATOMS = st.one_of(
    SIGNS,
    st.integers(0, 2000).map(str),
    st.sampled_from([r"\infty", r"\ldots", r"\text{if }", r"\mathrm{kg}", r"\mathbb{R}", "dx"]),
)
JOINTS = st.sampled_from(
    ["", *" +-=/,:|!", r"\cdot ", r"\times ", r" \to ", r" \in ", r"\cup ", r"\mid ", r"\implies "]
)


def _deeper(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    two = st.tuples(inner, inner)
    one = [
        "({0})", "[{0}]", r"\{{{0}\}}", r"\left({0}\right)", "|{0}|", r"\|{0}\|", r"\sqrt{{{0}}}",
        r"\sqrt[3]{{{0}}}", r"\vec{{{0}}}", r"\overline{{{0}}}", r"\sin {0}", r"\ln({0})", "f({0})",
        "f'({0})", "({0})'", "-{0}", r"\lfloor {0}\rfloor", r"\langle {0}\rangle", r"\neg {0}",
        r"\forall {0}", r"\exists! {0}", r"\mathbb{{E}}[{0}]", r"\operatorname{{Var}}({0})",
        r"\left.{0}\right|_{{x=0}}", r"\underbrace{{{0}}}_{{n}}", r"\mathcal{{L}}\{{{0}\}}",
        r"{0} \pmod{{n}}", r"1 + \cdots + {0}",
    ]  # fmt: skip
    pair = [
        r"\frac{{{0}}}{{{1}}}", "{{{0}}}^{{{1}}}", "{{{0}}}_{{{1}}}", "({0})^{{{1}}}",
        "x_{{{0}}}^{{{1}}}",
        r"\binom{{{0}}}{{{1}}}", r"\sum_{{{0}}}^{{{1}}} x", r"\int_{{{0}}}^{{{1}}} f(x)\,dx",
        r"\lim_{{{0} \to 0^+}} {1}", r"\log_{{{0}}} {1}", r"\max_{{{0}}} {1}",
        r"\begin{{pmatrix}} {0} & {1} \\ 1 & \ddots \end{{pmatrix}}",
        r"\begin{{cases}} {0} & {1} \\ 1 & \text{{otherwise}} \end{{cases}}",
        r"\begin{{aligned}} {0} &= {1} \\ &= 2 \end{{aligned}}",
        r"\{{{0} \mid {1}\}}", "({0}, {1}]",
        r"\left[{0}\right]_0^{{{1}}}", r"\frac{{d {0}}}{{d {1}}}", r"\overset{{{0}}}{{{1}}}",
    ]  # fmt: skip
    return st.one_of(
        st.tuples(inner, JOINTS, inner).map("".join),
        st.tuples(st.sampled_from(one), inner).map(lambda t: t[0].format(t[1])),
        st.tuples(st.sampled_from(pair), two).map(lambda t: t[0].format(*t[1])),
    )


@settings(max_examples=300, deadline=None)
@given(st.recursive(ATOMS, _deeper, max_leaves=12), st.sampled_from(STYLES))
def test_any_formula_of_the_grammar_has_words(latex, style):
    said = spoken_formula(latex, style)
    assert said or latex.strip("{} ") in {r"\text{if }", ""}
    assert not set("\\{}$^_&\x01\x02") & set(said)
    assert "  " not in said
    assert not said.startswith((",", ";"))


def test_brackets_without_partners_take_no_longer_than_others():
    """Each was tried anew for each one before it: forty took for ever."""
    assert spoken_formula("(" * 60 + "x") == "ex"
