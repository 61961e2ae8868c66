r"""A formula inside of a sentence is one content to Typst, whatever signs stand in it."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from flaming_horse.model import latex_vocabulary as vocabulary
from flaming_horse.model.latex import to_typst
from flaming_horse.stage import typeset
from flaming_horse.storyboard.latex import check_latex

SIGNS = (
    r"x y_{i,j} 7 12{,}500 , ; : := . .. ... / // /* * ! | \# @ \& \% \_ \$ ' ~ ` ? + - = < > ( ) "
    r"[ ] \{ \} \, \; \: \! \quad \ldots \cdots \mid \to \alpha \infty \text{a;b,c} \mathbf{u,v} "
    r"\frac{a,b}{c;d} \sqrt{p;q} \hat{m,n} \binom{n,m}{k} \overline{s;t} \langle \rangle"
)
BITS = st.sampled_from(
    (*SIGNS.split(), r"\left(a, b\right]", r"\text{ for all } ", r"\underbrace{a, b}_{c; d}", r"\|")
)


def inline(latex: str) -> typeset.Typeset:
    runs = [{"text": latex, "kind": "math"}]
    return typeset.rich(runs, size=1, colour="#ffffff", strut=False)


def displayed(latex: str) -> typeset.Typeset:
    return typeset.maths(latex, size=1, colour="#ffffff")


@settings(max_examples=50, deadline=None)
@given(st.lists(BITS, min_size=1, max_size=6).map(" ".join))
def test_what_is_accepted_as_a_formula_is_set_inside_of_a_sentence(latex):
    assume(check_latex(latex) is None)
    assert len(inline(latex)) == len(displayed(latex))


@settings(max_examples=50, deadline=None)
@given(st.sampled_from(sorted(vocabulary.COMMANDS)), st.sampled_from([",", ";", ":", ", #", "//"]))
def test_every_command_takes_signs_in_its_arguments(command, sign):
    latex = rf"\{command}{{u{sign} v}}{{w}}".replace("#", r"\#")
    assume(check_latex(latex) is None)
    assert len(inline(latex)) == len(displayed(latex))


@pytest.mark.parametrize("kind", ["pmatrix", "bmatrix", "vmatrix", "cases", "aligned"])
@pytest.mark.parametrize("sign", [",", ";"])
def test_signs_in_a_grid_are_signs(kind, sign):
    latex = rf"\begin{{{kind}}} u{sign}v & w \\ k & l{sign} \end{{{kind}}}"
    plain = latex.replace(sign, r"\cdot ")
    assert len(inline(latex)) == len(displayed(latex)) == len(displayed(plain))


@pytest.mark.parametrize(
    ("latex", "glyphs"),
    [
        (r"p, q", 3),
        (r"p; q", 3),
        (r"\hat{p; q}", 4),
        (r"\sqrt{p, q}", 5),  # not with braces around it
        (r"\underbrace{p, q}_{r, s}", 7),
        (r"\binom{p, q}{r}", 6),
        (r"|p, q|", 5),
        (r"4{,}096", 5),
        (r"\mathrm{p; q}", 3),
        (r"(p, q; r)", 7),
        (r"\{p: q, r\}", 7),
    ],
)
def test_no_sign_is_lost_or_added(latex, glyphs):
    assert len(inline(latex)) == len(displayed(latex)) == glyphs


def test_a_comma_between_thousands_stands_close():
    assert displayed("4{,}096").width < displayed("4,096").width


def test_a_formula_that_ends_in_a_break_leaves_the_sentence_closed():
    runs = [{"text": r"a \\", "kind": "math"}, {"text": " and b"}]
    assert len(typeset.rich(runs, size=1, colour="#ffffff", strut=False)) == 5


def test_our_names_for_signs_are_no_commands():
    for name in ("fhcomma", "fhsemicolon", "fhgrouping"):
        problem = check_latex(rf"\{name} x")
        assert problem is not None
    assert to_typst(r"f h c o m m a").source.count(",") == 0
