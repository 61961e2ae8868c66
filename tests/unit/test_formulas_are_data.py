"""A formula is data: whatever is written in it, Typst is given maths and never code."""

import socket
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
from flaming_horse.storyboard.latex import check_latex
from flaming_horse.storyboard.reader import parse
from flaming_horse.typesetting.limited import Limited
from flaming_horse.typesetting.typst_compiler import TypstError, compile_svg
from flaming_horse_voice.children import seccomp

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
        (r"\qty{3}{\" + read}", 8),
        (r"\piece{a}{b \input{c}}", 12),
        (r"\textcolor{red}{a \today}", 18),
        (r"\boxed{a \today}", 9),
        (r"x \text{a $\def\x{}$}", 8),
        (r"\colorbox{red}{a $\hspace{read(1)}$}", 15),
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
        (r"\braket{" * 5 + "x" + "}" * 5, "in one another"),
        (r"\expval{A}{" * 5 + "x" + "}" * 5, "in one another"),
        (r"\underbrace{" * 4 + "x" + "}_a" * 4, "in one another"),
        (r"\op" * 5 + "{x}", "in one another"),
        (r"\braket{a|b}+" * 13 + "x", "braket"),
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


def test_typst_asks_nobody_for_a_package():
    # A package of the hub is the one thing that Typst would fetch.
    with pytest.raises(TypstError) as caught:
        compile_svg('#import "@preview/no-such-thing-of-ours:0.1.0": thing')
    if seccomp.is_there():
        assert "resolve" in str(caught.value)
    assert socket.socket().close() is None, "other threads keep their sockets"


def test_no_socket_is_opened_where_the_kernel_filters():
    if not seccomp.is_there():
        pytest.skip("no filter of system calls here")
    with pytest.raises(PermissionError):
        Limited[socket.socket]("trial").run(socket.socket, seconds=60, most_bytes=1 << 30)


_SLOW = "#range(9000).map(x => range(9000).fold(0, (a, b) => a + b)).len()"
_GIVEN_UP = """
import sys, time
from flaming_horse.typesetting import typst_compiler
typst_compiler.LONGEST_S, typst_compiler.MOST_BYTES = float(sys.argv[1]), int(sys.argv[2])
hold = bytearray(int(sys.argv[4])); del hold
for document in (sys.argv[3], "$ x $"):
    try:
        typst_compiler.compile_svg(document)
    except typst_compiler.TypstError as error:
        print(error, flush=True)
sys.exit(6)
"""


@pytest.mark.parametrize(
    ("seconds", "megabytes", "document", "told"),
    [
        (0.3, 4000, _SLOW, "0.3 seconds"),
        (60, 100, "#range(4000000).map(x => (x, x)).len()", "100 MB of memory"),
    ],
)
def test_typst_that_loops_or_allocates_is_given_up(seconds, megabytes, document, told):
    # In a process of its own: what is given up works on until its process ends.
    held_before = 300 << 20  # given back: it counts for nothing
    done = subprocess.run(
        [sys.executable, "-c", _GIVEN_UP, str(seconds), str(megabytes << 20), document,
         str(held_before)],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )  # fmt: skip
    first, second = done.stdout.splitlines()
    assert told in first
    assert "was not tried" in second
    assert (done.returncode, done.stderr) == (6, ""), "it ends at once, by its own code"


_TRANSLATE = """
import resource, sys
resource.setrlimit(resource.RLIMIT_DATA, (1 << 30, 1 << 30))
resource.setrlimit(resource.RLIMIT_CPU, (300, 300))
from flaming_horse.errors import FlamingHorseError
from flaming_horse.model import latex_vocabulary as known
from flaming_horse.model.latex import to_typst
def shapes(word):
    yield (word + " ") * (1990 // (len(word) + 1)) + "x"
    times = min(39, 1980 // (len(word) + 2))
    yield (word + "{") * times + "x" + "}" * times
    yield (word + "{a}{" + word + " ") * 12 + "x" + "}" * 12
    yield (word + "{x}") * (1990 // (len(word) + 4))
longest = 0
for word in [*known.COMMANDS, *known.SIGNS][int(sys.argv[1])::int(sys.argv[2])]:
    for latex in shapes(chr(92) + word):
        try:
            longest = max(longest, len(to_typst(latex).source))
        except FlamingHorseError:
            pass
print(longest)
"""


@pytest.mark.parametrize("every", [20, pytest.param(1, marks=pytest.mark.slow)])
def test_the_translator_stays_small_with_each_command_as_far_as_it_goes(every):
    # It cannot be interrupted: a command that doubles its argument would take all the memory.
    done = subprocess.run(
        [sys.executable, "-c", _TRANSLATE, "0", str(every)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-500:]
    assert int(done.stdout) < 200_000


def test_a_formula_that_grew_too_long_is_not_translated(monkeypatch):
    monkeypatch.setattr("flaming_horse.model.latex_translation.LONGEST_GIVEN", 30)
    with pytest.raises(FlamingHorseError, match="too long"):
        to_typst("|x|" * 10)


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
