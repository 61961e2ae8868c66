"""LaTeX goes to Typst with its pieces, and the pieces are found again in the glyphs."""

import pytest

from flaming_horse.errors import WrongInput
from flaming_horse.model.latex import (
    is_expression,
    split_relation,
    split_sum,
    to_typst,
)
from flaming_horse.model.latex_columns import in_two_columns
from flaming_horse.model.latex_pieces import mark_piece, without_pieces
from flaming_horse.stage import typeset

RULE = r"C_{ij} = \piece{sum}{\sum_{k}} A_{ik} B_{kj}"


def set_formula(latex):
    return typeset.maths(latex, size=0.5, colour="#ffffff")


def test_marking_a_piece_moves_no_glyph():
    plain, marked = set_formula(without_pieces(RULE)), set_formula(RULE)
    assert len(plain) == len(marked)
    for one, other in zip(plain, marked, strict=True):
        assert one.get_center() == pytest.approx(other.get_center(), abs=1e-6)


def test_a_named_piece_is_its_own_glyphs():
    formula = set_formula(RULE)
    assert to_typst(RULE).names == ("sum",)
    # C, i, j, =, then the sum sign and the k under it.
    assert formula.pieces["sum"] == (4, 5)


def test_a_piece_is_found_as_it_is_written():
    assert typeset.locate(RULE, "A_{ik}") == (6, 7, 8)
    assert typeset.locate(RULE, "A_{i k}") == (6, 7, 8)
    assert typeset.locate("x + y + x", "x", 2) == (4,)


def test_nested_pieces_belong_to_the_outer_one_too():
    formula = set_formula(r"\piece{all}{a + \piece{b}{b}} = c")
    assert set(formula.pieces["b"]) < set(formula.pieces["all"])
    assert len(formula.pieces["all"]) == 3


@pytest.mark.parametrize(
    "latex",
    [
        r"\piece{a}{(} x, y \piece{b}{)}",
        r"\piece{pair}{f(x, y), [0, 1); 2}",
        r"\left[\begin{array}{c}\quad \\ \quad\end{array}\right.",
        r"\left.\frac{df}{dx}\right|_{x=0}",
        r"\begin{cases} -x & x < 0 \\ x & x \ge 0 \end{cases}",
        r"\begin{pmatrix} 1 & \piece{p}{2} \\ 3 & 4 \end{pmatrix}",
        r"f_n = \piece{rule}{\frac{n\,v}{2L}}, \qquad n = 1, 2, 3, \dots",
        r"\piece{empty}{} x",
        r"\hphantom{=} x",
        r"1 \cdot 2 \cdots 6",
        r"\infty 2",
        r"\text{since the two }{x}^2 \text{ cancel}",
        r"{\text{for}}x",
        r"{2}\textbf{a}\text{b}{\alpha}",
    ],
)
def test_awkward_formulas_are_set(latex):
    assert set_formula(latex).width > 0


@pytest.mark.parametrize(
    ("latex", "same"),
    [
        (r"\frac{4}{\pi}\left(x + 1\right)", r"{\frac{4}{\pi}} {(x + 1)}"),
        (r"\frac{4}{\pi}(x + 1)", r"{\frac{4}{\pi}} {(x + 1)}"),
        (r"\frac{4}{\pi}\Bigl(x + 1\Bigr)", r"{\frac{4}{\pi}} {(x + 1)}"),
        (r"\bigl[x\bigr]", "[x]"),
    ],
)
def test_a_bracket_stays_where_it_is_written(latex, same):
    one, other = set_formula(latex), set_formula(same)
    assert len(one) == len(other)
    assert one.width == pytest.approx(other.width, rel=0.02)
    assert one.height == pytest.approx(other.height, rel=0.02)


@pytest.mark.parametrize(
    "three",
    [
        r"\begin{eqnarray} a + b &=& c \\ d & \leq & e + f \end{eqnarray}",
        r"\begin{align*} a + b &=& c \\ d &\leq& e + f \end{align*}",
        r"\begin{aligned} a + b & = & c \\ d & \leq & e + f \end{aligned}",
    ],
)
def test_a_relation_between_two_columns_stands_no_farther_off_than_in_an_alignment(three):
    two = set_formula(r"\begin{aligned} a + b &= c \\ d &\leq e + f \end{aligned}")
    assert set_formula(three).width == pytest.approx(two.width, rel=0.01)


def test_what_an_equation_array_goes_on_with_is_set_in_and_matrices_keep_their_columns():
    rows = r"\begin{eqnarray} a &=& b \\ & & {} + c \end{eqnarray}"
    assert in_two_columns(rows) == r"\begin{eqnarray} a & = b \\ & \quad {} + c \end{eqnarray}"
    inside = r"\begin{aligned} M &= \begin{matrix} a & = & b \end{matrix} \end{aligned}"
    assert in_two_columns(inside) == inside
    assert in_two_columns(r"\begin{array}{rcl} a &=& b \end{array}").count("&") == 2


def test_pairs_of_an_alignment_stand_apart():
    pairs = set_formula(r"\begin{aligned} a &= b + c & x &= y \end{aligned}")
    assert pairs.width > set_formula("a = b + c x = y").width + 0.9


def test_a_thin_space_after_a_fraction_is_set():
    assert set_formula(r"\frac{b}{a}\,x").width > set_formula(r"\frac{b}{a}x").width


def test_cases_have_a_gap_between_value_and_condition():
    formula = set_formula(r"\begin{cases} -x & x < 0 \\ x & x \ge 0 \end{cases}")
    top = sorted(formula[1:6], key=lambda glyph: glyph.get_x())
    value, condition = top[1], top[2]
    assert condition.get_left()[0] - value.get_right()[0] > 0.4


def test_mistakes_are_told_with_the_formula():
    with pytest.raises(WrongInput, match="no piece"):
        mark_piece(RULE, "Z_{ik}", "z")
    with pytest.raises(WrongInput, match="brace"):
        to_typst(r"\piece{a}{x")
    with pytest.raises(WrongInput, match="nosuchcommand"):
        set_formula(r"\nosuchcommand{x}")


def test_a_relation_splits_where_it_stands_outside_of_brackets():
    assert split_relation("f(x = 1) = 2") == ("f(x = 1)", "= 2")
    assert split_relation("a + b") == ("a + b", "")
    assert split_relation(r"\sum_{k=1}^n k \le 3") == (r"\sum_{k=1}^n k", r"\le 3")


@pytest.mark.parametrize(
    ("formula", "halves"),
    [
        ("= (a - b) + (c + d)", ("= (a - b)", "+ (c + d)")),
        ("= -a", ("= -a", "")),
        ("a + b - c - d", ("a + b", "- c - d")),
        (r"\frac{a + b}{c}", (r"\frac{a + b}{c}", "")),
    ],
)
def test_a_long_sum_is_broken_at_a_sign_of_its_own(formula, halves):
    assert split_sum(formula) == halves


def test_words_bring_their_own_blanks_and_no_others():
    whole, parts = set_formula(r"\text{as it is}"), set_formula(r"\text{as } \text{it } \text{is}")
    assert parts.width == pytest.approx(whole.width, rel=0.01)
    assert set_formula(r"3\text{m}").width < set_formula(r"3\text{ m}").width


def test_a_box_is_a_visible_frame_with_air_around_what_stands_on_the_line():
    boxed, inside, beside = set_formula(r"\boxed{x} x").submobjects
    assert inside.get_bottom()[1] == pytest.approx(beside.get_bottom()[1], abs=1e-6)
    air = 0.3 * 0.5
    assert boxed.get_left()[0] < inside.get_left()[0] - 0.9 * air
    assert boxed.get_bottom()[1] < inside.get_bottom()[1] - 0.9 * air
    assert boxed.get_fill_opacity() == 1
    assert boxed.get_stroke_width() == 0


def test_words_on_a_box_are_read_on_every_look():
    for ground, dark in (("yellow", True), ("navy", False), ("#eeeeee", True)):
        _, *words = set_formula(rf"\colorbox{{{ground}}}{{ok}}").submobjects
        assert all(bool(one.fill_rgbas[0, :3].sum() < 1.5) is dark for one in words)


@pytest.mark.parametrize(
    ("inside", "count"),
    [
        (r"\textcolor{red}{x} + y", 3),
        (r"\textcolor{black}{x}", 1),
        (r"\boxed{x}", 2),
        (r"\colorbox{teal}{so}", 3),
        (r"\fcolorbox{red}{white}{so}", 4),
        (r"\frac{\cancel{a}}{\underline{b}}", 5),
    ],
)
def test_a_piece_has_what_is_coloured_and_framed_in_it(inside, count):
    formula = set_formula(rf"1 + \piece{{wanted}}{{{inside}}} = z")
    assert formula.pieces["wanted"] == tuple(range(2, 2 + count))


@pytest.mark.parametrize(
    ("step", "alone"),
    [
        (r"x + 1", True),
        (r"\boxed{x + 1}", True),
        (r"\boxed{x = 1} + 1", True),
        (r"\boxed{x = 1}", False),
        (r" \textcolor{red}{\piece{end}{\boxed{x \le 1}}} ", False),
    ],
)
def test_a_framed_statement_is_no_lonely_expression(step, alone):
    assert is_expression(step) is alone
