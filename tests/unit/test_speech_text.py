"""What is spoken for what is written."""

# ruff: noqa: RUF001 - the letters that look like others are the very ones that are meant

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from flaming_horse_voice.errors import WrongInput
from flaming_horse_voice.runs import Run
from flaming_horse_voice.text import speech_text, spoken_words
from flaming_horse_voice.text.maths import spoken_formula


def say(text: str, **pronounce: str) -> str:
    return speech_text([Run(text)], pronounce).speech


def math(latex: str) -> Run:
    return Run(latex, "math")


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("3.5 km", "three point five kilometers"),
        ("12 %", "twelve percent"),
        ("1 km", "one kilometer"),
        ("9.81 m/s²", "nine point eight one meters per second squared"),
        ("90 km/h", "ninety kilometers per hour"),
        ("-5 °C", "minus five degrees Celsius"),
        ("5 m²", "five square meters"),
        ("1,024 is 1024", "one thousand and twenty-four is one thousand and twenty-four"),
        ("0.05", "zero point zero five"),
        ("the 21st, 2nd and 3rd", "the twenty-first, second and third"),
        ("in 1914", "in nineteen fourteen"),
        ("In 1914, war", "In nineteen fourteen, war"),
        ("in 2005", "in two thousand and five"),
        ("ada.b2@ex-ample.org.", "ada dot bee two at ex dash ample dot org."),
        ("1914–1918", "nineteen fourteen to nineteen eighteen"),
        ("the 1990s", "the nineteen nineties"),
        ("5–10 kg", "five to ten kilograms"),
        ("$5", "five dollars"),
        ("$2.50", "two dollars and fifty cents"),
        ("$2.5M", "two point five million dollars"),
        ("€1", "one euro"),
        ("1/2 and 3/4", "one half and three quarters"),
        ("a 2x3 matrix", "a two by three matrix"),
        ("10^6", "ten to the six"),
        ("v1.2.3", "version one point two point three"),
        ("at 10:30", "at ten thirty"),
        ("2024-05-03", "May third, twenty twenty-four"),
        ("e.g. this", "for example, this"),
        ("Dr. Who", "Doctor Who"),
        ("CPUs and NASA", "see pee yous and NASA"),
        ("it is NOT so", "it is not so"),
        ("α + β", "alpha plus beta"),
        ("x = y", "ex equals why"),
        ("the x-axis", "the ex axis"),
        ("don't stop", "don't stop"),
        ("a well-known dog.", "a well-known dog."),
        ("one (two) three", "one, two, three"),
        ("two sine x, cosine t", "two sine ex, cosine tee"),
    ],
)
def test_prose(written, spoken):
    assert say(written) == spoken


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("A matrix is here.", "a matrix is here."),
        ("Here is a matrix A, and a matrix B.", "Here is a matrix ay, and a matrix bee."),
        ("A is a matrix.", "ay is a matrix."),
        ("Of A. A row of B:", "Of ay. a row of bee:"),
        ("I think, therefore I am.", "I think, therefore I am."),
    ],
)
def test_single_letters(written, spoken):
    assert say(written) == spoken


@pytest.mark.parametrize(
    ("latex", "spoken"),
    [
        (r"2^{10} = 1024", "two to the ten equals one thousand and twenty-four"),
        (r"C_{ij}", "see eye jay"),
        (r"A_{ik}", "ay eye kay"),
        (
            r"C_{ij} = \piece{sum}{\sum_{k}} A_{ik} B_{kj}",
            "see eye jay equals the sum over kay of ay eye kay times bee kay jay",
        ),
        (r"\frac{n\,v}{2L}", "en vee over two ell"),
        (r"\frac{1}{2}", "one half"),
        (r"\nabla \cdot E = 0", "del dot ee equals zero"),
        (r"\nabla \times B", "del cross bee"),
        (r"\nabla^2 u", "del squared you"),
        (r"x^2", "ex squared"),
        (r"x^3", "ex cubed"),
        (r"x^10", "ex to the one zero"),
        (r"e^{i\pi} + 1 = 0", "ee to the eye pi, plus one equals zero"),
        (r"\sqrt{2}", "the square root of two"),
        (r"\sqrt[3]{x}", "the cube root of ex"),
        (r"2 \sin x \cos t", "two sine ex, cosine tee"),
        (r"\sin(x - t)", "sine of ex minus tee"),
        (r"\sum_{k=1}^{n} k", "the sum from kay equals one to en of kay"),
        (
            r"\int_a^b f(x)\,dx",
            "the integral from ay to bee of eff of ex dee ex",
        ),
        (r"\frac{dy}{dx}", "dee why by dee ex"),
        (r"\lim_{x \to 0} x", "the limit as ex goes to zero of ex"),
        (r"f'(x)", "eff prime of ex"),
        (r"A^{-1} A^T", "ay inverse ay transpose"),
        (r"|x| \le 3", "the absolute value of ex is less than or equal to three"),
        (r"a(b+c)", "ay times the quantity bee plus see"),
        (r"(x+1)^2", "the quantity ex plus one, squared"),
        (
            r"\begin{pmatrix}1 & 2\\3 & 4\end{pmatrix}",
            "the matrix with rows one, two; and three, four",
        ),
        (r"90^\circ", "ninety degrees"),
        (r"\vec{v}", "vector vee"),
        (r"x \text{ if } y", "ex if why"),
    ],
)
def test_formulas(latex, spoken):
    assert spoken_formula(latex) == spoken


@pytest.mark.parametrize("latex", ["}", r"\frac{1}", "{x", r"\begin{pmatrix}1", "x^"])
def test_broken_formulas_are_errors_with_a_remedy(latex):
    with pytest.raises(WrongInput) as failure:
        spoken_formula(latex)
    assert failure.value.remedy
    assert failure.value.exit_code == 2


def test_line_maps_each_spoken_word_to_what_is_written():
    line = speech_text(
        [
            math("C_{ij}"),
            Run(" is "),
            Run("the sum over "),
            math("k"),
            Run(".  Then\n3.5 km, "),
            Run("", "pause", seconds=0.4),
            Run(" on."),
        ]
    )
    assert line.text == "$C_{ij}$ is the sum over $k$. Then 3.5 km, on."
    assert line.speech == (
        "see eye jay is the sum over kay. Then three point five kilometers, [pause=0.4] on."
    )
    written = [line.text[word.start : word.end] for word in line.words]
    assert written[:4] == ["$C_{ij}$"] * 3 + ["is"]
    assert written[7] == "$k$"
    assert written[9:13] == ["3.5 km"] * 4


def test_say_replaces_what_is_written():
    runs = [Run("So "), Run("0xFF", say="two hundred and 55"), Run(".")]
    line = speech_text(runs)
    assert line.text == "So 0xFF."
    assert line.speech == "So two hundred and fifty-five."
    assert {line.text[w.start : w.end] for w in line.words[1:]} == {"0xFF"}


def test_pronounce_whole_words_only():
    assert say("AB and ABBA, AB.", AB="ay bee") == "ay bee and ay bee bee ay, ay bee."
    assert say("Lagrange's gauge", gauge="gayj") == "Lagrange's gayj"
    assert say("Gauge", gauge="gayj") == "gayj"
    assert say("gauges", gauge="gayj") == "gauges"


def test_pronounce_reaches_formulas_written_the_same():
    line = speech_text([math("AB")], {"AB": "the product"})
    assert line.speech == "the product"


def test_endings_glued_to_formulas():
    assert speech_text([Run("the "), math("n"), Run("th row")]).speech == ("the enth row")
    assert speech_text([math("x"), Run("-axis, "), math("y"), Run("?")]).speech == ("ex axis, why?")


def test_code_is_read_by_its_words():
    assert speech_text([Run("sort_by_key(x)", "code")]).speech == "sort by key ex"


def test_other_languages_are_refused():
    with pytest.raises(WrongInput, match="'fr'"):
        speech_text([Run("Bonjour.")], {}, "fr")


RUNS = st.lists(
    st.one_of(
        st.builds(Run, st.text(max_size=40)),
        st.builds(Run, st.sampled_from(["x^2", r"\frac{a}{b}", "C_{ij}", ""]), st.just("math")),
        st.builds(Run, st.text(max_size=12), st.just("code")),
        st.builds(Run, st.just(""), st.just("pause"), seconds=st.sampled_from([0.4, 1, 0.25])),
        st.builds(Run, st.text(max_size=12), say=st.sampled_from(["two", "5 km", ""])),
    ),
    max_size=6,
)


@given(RUNS)
@example([Run("0²")])  # a digit that is no number
@example([Run("x²", "math")])
@example([Run("", say="two"), Run(" 0")])  # a blank of the run after it
def test_any_line_keeps_the_contract(runs):
    try:
        line = speech_text(runs, {"AB": "ay bee"})
    except WrongInput as refused:
        if "is written in a script that is not read in English" in refused.what:
            return
        raise
    shown = "".join(f"${run.text}$" if run.kind == "math" else run.text for run in runs)
    assert line.text == " ".join(shown.split())
    assert spoken_words(line.speech) == tuple(word.spoken for word in line.words)
    at = 0
    for word in line.words:
        assert 0 <= word.start <= word.end <= len(line.text)
        assert word.start >= at
        at = word.start
        assert word.spoken
        assert not re.search(r"\s", word.spoken)


@given(st.text(alphabet=r"abx12\{}^_&+-=()[]|,.' fracsqrtsumbegin", max_size=40))
def test_any_formula_is_read_or_refused(latex):
    try:
        said = spoken_formula(latex)
    except WrongInput:
        return
    assert said == " ".join(said.split())
