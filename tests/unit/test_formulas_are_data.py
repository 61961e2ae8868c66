"""A formula is data: whatever is written in it, Typst is given maths and never code."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flaming_horse.errors import FlamingHorseError
from flaming_horse.model import latex_vocabulary as vocabulary
from flaming_horse.model.latex import to_typst
from flaming_horse.model.latex_conversion import TYPST_FUNCTIONS
from flaming_horse.model.latex_refusals import refusal
from flaming_horse.model.typst_compiler import TypstError, compile_svg
from flaming_horse.storyboard.latex import check_latex
from flaming_horse.storyboard.reader import parse

FORMULAS = Path(__file__).parents[1] / "data" / "formulas.tsv"
CODE = 'panic(read("notes.txt"))'


@pytest.mark.parametrize(
    ("latex", "place"),
    [
        (rf"x \hspace{{{CODE}}}", 10),
        (rf"\hspace*{{calc.pow(9, 9) * 1em + {CODE}}}", 9),
        (r"\vspace{1em); #read(}", 8),
        (r"\hspace{range(2000000000).len()*1pt}", 8),
        (r"\mspace{3e9mu}", 8),
        (r"\hspace{400em}", 8),
        (rf"\textcolor{{rgb({CODE})}}{{x}}", 11),
        (r"\textcolor{red, [words]); (}{x}", 11),
        (rf"\colorbox{{{CODE}}}{{x}}", 10),
        (r"\fcolorbox{red}{luma(0%)}{x}", 16),
        (r"\textcolor[named]{red}{x}", 11),
        (rf"\operatorname{{a\" + {CODE}}}", 14),
        (rf"\label{{a> #{CODE} <b}}", 7),
        (r"\begin{array}{l#read(1)}a\end{array}", 14),
        (r"\begin{tikzpicture}\draw (0,0);\end{tikzpicture}", 7),
        (r"\begin{verbatim}`#read`\end{verbatim}", 7),
        (r"a + \std.read(x)", 4),
        (r"a + \datetime.today()", 4),
        (r"\def\x{aa}\x", 0),
        (r"\newcommand{\x}{aa}\x", 0),
        (r"\includegraphics{notes.txt}", 0),
        (r"\input{notes.txt}", 0),
        (r"\today", 0),
        (r"\imat{4000000}", 0),
        (r"\left\std x \right)", 0),
        (r"\left x y \right)", 0),
        (r"\si{\" + read}", 4),
        ("a \u202e b", 2),
        ("a \x1b b", 2),
    ],
)
def test_code_in_a_formula_is_refused_with_its_place(latex, place):
    refused = refusal(latex)
    assert refused is not None
    assert refused.offset == place


@pytest.mark.parametrize(
    ("latex", "nearest"),
    [(r"\aplha", r"\alpha"), (r"\lamda", r"\lambda"), (r"\sqr{2}", r"\sqrt")],
)
def test_a_mistyped_command_is_told_with_the_nearest(latex, nearest):
    refused = refusal(latex)
    assert refused is not None
    assert f"`{nearest}`" in refused.remedy


def test_the_storyboard_tells_the_place_of_a_formula_that_is_no_data():
    text = "# F\n\n## S\n\n```equation\na = b\n\\hspace{read(1)} c\n```\n\nIt is said.\n"
    with pytest.raises(FlamingHorseError) as caught:
        parse(text, "storyboard.md")
    (finding,) = caught.value.findings
    assert (finding.place.line, finding.place.column) == (7, 9)
    assert "length" in finding.what


@pytest.mark.parametrize(
    "words",
    [
        r"a \#b \"c\" \$d\$".replace('\\"', '"'),
        '"] #panic() ["',
        '"); panic(); ("',
        "fhpartaab",
        r"back\textbackslash slash",
        r"\textbackslash",
        "[x] (y) {z}",
        "<a> @b *c* _d_ `e` // f /* g */",
        "1. one",
        "Grüße, 日本",
    ],
)
def test_words_in_a_formula_stay_words(words):
    latex = rf"\text{{{words}}} \text{{fhpartaaa}} = x"
    document = f"{TYPST_FUNCTIONS}$ {to_typst(latex).source} $"
    assert compile_svg(document)


def test_words_keep_their_blanks_signs_and_inner_maths():
    source = to_typst(r"x \text{ if $y^2$ is 50\% or caf\'e}").source
    assert 'fhtext(" if ")' in source
    assert "y^(2)" in source
    assert 'fhtext(" is 50% or café")' in source


@pytest.mark.parametrize(
    "latex",
    [
        r"\textcolor{blue!30!white}{\frac{a}{b}}",
        r"\textcolor[HTML]{C0FFEE}{x} + \textcolor{#abc}{y}",
        r"\boxed{E = mc^2} \quad \underline{x} \hspace{1.5 em} \mspace{-3mu} y",
        r"\sqrt[n+1]{\text{a, b; c]}}",
        r"\begin{align*} a &= b \\ c &= d \end{align*}",
        r"\operatorname*{arg\,max}_{x} f \tag{3.1} \label{eq:three}",
        r"{\bf v} \cdot {\rm grad} \, {\cal L}",
        r"\phantom{\piece{p}{x}} \piece{q}{\textbf{v}}",
        r"\SI{9.81}{m/s^2} + \num{6.02e23}",
        r"a \_ b \& c",
    ],
)
def test_what_people_write_is_set(latex):
    assert check_latex(latex) is None


def test_every_formula_that_is_read_aloud_is_data():
    rows = FORMULAS.read_text(encoding="utf-8").splitlines()[1:]
    refused = {row: refusal(row.split("\t")[1]) for row in rows}
    assert {row: why for row, why in refused.items() if why} == {}


def test_the_colours_of_pieces_cannot_be_chosen():
    assert vocabulary.colour("0000ff") == "#0001ff"
    assert vocabulary.colour("black") == "#000000"
    assert vocabulary.colour("red!50!blue!50!green!50!red!50") is None


def test_too_much_of_all_is_told():
    for latex, word in (
        ("x" * 5_000, "signs"),
        ("{" * 50 + "x" + "}" * 50, "groups"),
        (r"\braket{" * 20 + "x" + "}" * 20, "braket"),
        (r"\left(" * 45 + r"\right)" * 45, "groups"),
        ("".join(rf"\piece{{p{i}}}{{x}}" for i in range(101)), "pieces"),
    ):
        refused = refusal(latex)
        assert refused is not None
        assert word in refused.what


def test_typst_reads_no_file_and_no_package(tmp_path, monkeypatch):
    (tmp_path / "notes.txt").write_text("private")
    monkeypatch.chdir(tmp_path)
    for code in ('#read("notes.txt")', '#read("/notes.txt")', '#include "notes.txt"'):
        with pytest.raises(TypstError) as caught:
            compile_svg(code)
        assert "private" not in str(caught.value)
    with pytest.raises(TypstError):
        compile_svg('#import "@local/any:1.0.0": thing')


_GIVEN_UP = """
import os, sys
from flaming_horse.model import typst_compiler
typst_compiler.LONGEST_S, typst_compiler.MOST_BYTES = float(sys.argv[1]), int(sys.argv[2])
try:
    typst_compiler.compile_svg(sys.argv[3])
except typst_compiler.TypstError as error:
    print(error, flush=True)
os._exit(0)
"""


@pytest.mark.parametrize(
    ("seconds", "megabytes", "document", "told"),
    [
        (0.3, 4000, "#range(9000).map(x => range(9000).fold(0, (a, b) => a + b)).len()", "seconds"),
        (60, 100, "#range(4000000).map(x => (x, x)).len()", "MB of memory"),
    ],
)
def test_typst_that_loops_or_allocates_is_given_up(seconds, megabytes, document, told):
    # In a process of its own: what is given up works on until its process ends.
    done = subprocess.run(
        [sys.executable, "-c", _GIVEN_UP, str(seconds), str(megabytes << 20), document],
        capture_output=True,
        text=True,
        check=True,
    )
    assert told in done.stdout


def test_a_formula_that_typst_gives_up_is_told_in_the_storyboard(monkeypatch):
    def given_up(document):
        raise TypstError("it is not set after 30 seconds")

    monkeypatch.setattr("flaming_horse.storyboard.latex.compile_svg", given_up)
    problem = check_latex("a + b = 12345")
    assert problem is not None
    assert "30 seconds" in problem.what


_BITS = (
    *(f"\\{name}" for name in sorted(vocabulary.COMMANDS)),
    *(f"\\{sign}" for sign in sorted(vocabulary.SIGNS)),
    *(f"\\begin{{{name}}}" for name in sorted(vocabulary.ENVIRONMENTS)),
    *(f"\\end{{{name}}}" for name in sorted(vocabulary.ENVIRONMENTS)),
    *"{}[]()^_&=+-,;:.!?'\"`@#$%~|/<>*x7é",
    " ", "std", "std.read", "read(", "fhp", "fhpartaaa", "#read", "red", "1em", "/*", "*/", "//",
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(_BITS), min_size=1, max_size=14))
def test_no_formula_becomes_code(bits):
    latex = " ".join(bits)
    try:
        source = to_typst(latex).source
    except FlamingHorseError:
        return
    assert_is_maths(source)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(sorted(vocabulary.COMMANDS)), st.text(max_size=12), st.text(max_size=12))
def test_no_argument_becomes_code(command, first, second):
    try:
        source = to_typst(rf"\{command}{{{first}}}[{second}]{{{second}}}").source
    except FlamingHorseError:
        return
    assert_is_maths(source)


def assert_is_maths(source):
    """No bare hash or dollar in Typst maths outside of its strings, and no way to `std`."""
    outside = []
    at = 0
    while at < len(source):
        if source[at] == "\\":
            at += 2
            outside.append(" ")
        elif source[at] == '"':
            at += 1
            while source[at] != '"':
                at += 2 if source[at] == "\\" else 1
            at += 1
            outside.append(" S ")
        else:
            outside.append(source[at])
            at += 1
    bare = "".join(outside).replace("#none", "").replace("#h(1fr)", "")
    assert "#" not in bare
    assert "$" not in bare
    assert not [word for word in bare.replace("(", " ").split() if word.startswith("std")]
