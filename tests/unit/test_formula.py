"""Formulas of plots mean what schoolbooks mean, and wrong ones name their column."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flaming_horse.model.formula import FormulaError, constant, parse


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2x", 6.0),
        ("2 pi", 2 * math.pi),
        ("-x^2", -9.0),
        ("2^-1", 0.5),
        ("2^3^2", 512.0),
        ("2**3", 8.0),
        ("6/2/3", 1.0),
        ("1/2x", 1.5),
        ("2(x+1)", 8.0),
        ("(x)(x)", 9.0),
        ("x - -1", 4.0),
        ("min(x, 2, 7) + max(1, x)", 5.0),
        ("log(100) + ln(e)", 3.0),
        ("abs(-x) floor(2.7) ceil(0.2)", 6.0),
        ("sin(pi/2) + cos(0) + atan(0)", 2.0),
        ("3 \u2212 x · 2", -3.0),
        ("1e2", 100.0),
        ("2e", 2 * math.e),
        ("x*t", 1.5),
    ],
)
def test_a_formula_has_the_value_of_the_schoolbook(text, value):
    assert parse(text).evaluate(np, x=3, t=0.5) == pytest.approx(value)


def test_a_formula_is_evaluated_over_whole_arrays():
    x = np.linspace(0, 1, 5)
    assert np.allclose(parse("sin(x - t)").evaluate(np, x=x, t=0.25), np.sin(x - 0.25))
    assert np.isnan(parse("sqrt(x)").evaluate(np, x=-1, t=0))


@pytest.mark.parametrize(
    ("text", "column", "says"),
    [
        ("", 1, "empty"),
        ("sin x", 4, "sin wants brackets"),
        ("sinn(x)", 1, "'sinn' is not known"),
        ("1 + ", 4, "ends too early"),
        ("(x", 3, "')' is missing"),
        ("x)", 2, "not expected"),
        ("2 $ 3", 3, "means nothing"),
        ("sin(x, t)", 1, "one value"),
        ("min(x)", 1, "two values"),
        ("xt", 1, "'xt' is not known"),
        ("__import__", 1, "means nothing"),
        ("(" * 200, 21, "nested"),
        ("-" * 200, 40, "nested"),
        ("2^" * 100, 80, "nested"),
        ("1+" * 400, 501, "longer"),
    ],
)
def test_a_wrong_formula_names_its_column(text, column, says):
    with pytest.raises(FormulaError, match=says.replace("(", r"\(").replace(")", r"\)")) as caught:
        parse(text)
    if "nested" not in says:
        assert caught.value.column == column


def test_a_misspelt_function_is_suggested():
    with pytest.raises(FormulaError) as caught:
        parse("cosn(x)")
    assert "`cos`" in caught.value.remedy
    with pytest.raises(FormulaError) as caught:
        parse("xt")
    assert "x*t" in caught.value.remedy


def test_ranges_may_be_written_with_pi():
    assert constant("4*pi") == pytest.approx(4 * math.pi)
    assert constant("-pi/2") == pytest.approx(-math.pi / 2)
    assert constant(3) == 3.0
    for wrong in ("x", "1/0", "(-1)^0.5", "9^9^9", "log(0)", math.inf):
        with pytest.raises(FormulaError):
            constant(wrong)


@given(st.text(alphabet="0123456789.+-*/^() ,xtepisncol", max_size=60) | st.text(max_size=30))
def test_no_text_breaks_the_parser(text):
    column = None
    try:
        parse(text).evaluate(np, x=np.array([0.0, 1.0]), t=0.0)
    except FormulaError as error:
        column = error.column
    assert column is None or 1 <= column <= len(text) + 1
