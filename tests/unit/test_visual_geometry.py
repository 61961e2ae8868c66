"""The plain numbers behind the visuals: ticks, curves, layers, columns, products."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flaming_horse.errors import WrongInput
from flaming_horse.stage.room import runs_of
from flaming_horse.visuals.flow.layering import layers
from flaming_horse.visuals.matrix_product.drawing import product
from flaming_horse.visuals.plot.curves import bezier_points
from flaming_horse.visuals.table.drawing import column_widths
from flaming_horse.visuals.ticks import ticks

finite = st.floats(-1e6, 1e6, allow_nan=False)


def test_multiples_of_pi_are_written_as_such():
    latex = [tick.latex for tick in ticks(0, 4 * math.pi, most=7, in_pi=True)]
    assert latex == ["0", r"\pi", r"2\pi", r"3\pi", r"4\pi"]
    halves = [tick.latex for tick in ticks(-math.pi, math.pi, most=7, in_pi=True)]
    assert halves == [r"-\pi", r"-\pi/2", "0", r"\pi/2", r"\pi"]


def test_round_steps_are_written_with_the_decimals_they_need():
    assert [t.latex for t in ticks(-2.2, 2.2, most=5)] == ["-2", "-1", "0", "1", "2"]
    assert [t.latex for t in ticks(0, 1, most=6)] == ["0", "0.2", "0.4", "0.6", "0.8", "1.0"]


@pytest.mark.parametrize("high", [3, 4, 8, 18, 20, 30, 250])
@pytest.mark.parametrize("most", [5, 7, 9])
def test_a_range_between_whole_numbers_is_marked_at_whole_numbers(high, most):
    marked = ticks(0, high, most=most)
    assert all(float(tick.latex).is_integer() and "." not in tick.latex for tick in marked)
    assert 3 <= len(marked) <= most


@given(finite, st.floats(1e-3, 1e6), st.integers(2, 12), st.booleans())
def test_ticks_are_few_even_and_within_the_range(low, length, most, in_pi):
    marked = ticks(low, low + length, most=most, in_pi=in_pi)
    values = np.array([tick.value for tick in marked])
    assert len(values) <= most
    slack = 1e-6 * max(abs(low) + length, 1)
    assert ((values >= low - slack) & (values <= low + length + slack)).all()
    if len(values) > 2:
        assert np.allclose(np.diff(values), values[1] - values[0], rtol=1e-3, atol=slack)


def test_a_curve_passes_through_its_samples_and_is_smooth():
    x = np.linspace(0, 2 * math.pi, 61)
    points = bezier_points(x, np.sin(x), -2, 2).reshape(-1, 4, 2)
    assert np.allclose(points[:, 0, 1], np.sin(points[:, 0, 0]))
    mid = (points[:, 0] + 3 * points[:, 1] + 3 * points[:, 2] + points[:, 3]) / 8
    assert np.abs(mid[1:-1, 1] - np.sin(mid[1:-1, 0])).max() < 1e-3


@pytest.mark.filterwarnings("error")
@given(st.lists(st.floats(allow_nan=True, allow_infinity=True, width=32), min_size=3, max_size=40))
def test_a_curve_never_leaves_the_window(values):
    y = np.array(values, dtype=float)
    x = np.arange(len(y), dtype=float)
    points = bezier_points(x, y, -1.0, 1.0).reshape(-1, 4, 2)
    assert np.isfinite(points).all()
    assert ((points[..., 1] >= -1) & (points[..., 1] <= 1)).all()  # a cubic lies between these
    assert len(points) <= len(x) - 1


def test_a_curve_leaves_the_window_where_it_crosses_the_edge():
    x = np.array([-2.0, -0.7, 0.6, 1.9])
    points = bezier_points(x, x, -1.0, 1.0)
    assert points[0] == pytest.approx([-1.0, -1.0])
    assert points[-1] == pytest.approx([1.0, 1.0])


def test_a_pole_is_a_gap_and_not_an_upright_line():
    x = np.linspace(-1, 1, 21)
    with np.errstate(divide="ignore"):
        points = bezier_points(x, 1 / x, -5, 5).reshape(-1, 4, 2)
    assert not any(piece[0, 0] < 0 < piece[3, 0] for piece in points)


@pytest.mark.parametrize("shift", [0.0, 0.013, 0.049])
@pytest.mark.parametrize("function", [np.tan, lambda x: 1 / (x - 0.007), lambda x: 1 / np.sin(x)])
def test_branches_on_both_sides_of_a_pole_are_not_joined(function, shift):
    x = np.linspace(-6 + shift, 6, 241)
    with np.errstate(divide="ignore"):
        pieces = bezier_points(x, function(x), -60, 60).reshape(-1, 4, 2)
    assert np.abs(np.diff(pieces[:, [0, 3], 1], axis=1)).max() < 60


def test_a_step_is_drawn_without_rising_over_its_ends():
    x = np.linspace(-1, 1, 241)
    pieces = bezier_points(x, np.where(x > 0, 3.0, 1.0), 0, 5).reshape(-1, 4, 2)
    assert len(pieces) == len(x) - 1
    assert pieces[..., 1].min() == 1
    assert pieces[..., 1].max() == 3


def test_layers_follow_the_arrows():
    edges = [("x", "Bx"), ("Bx", "ABx")]
    assert layers(edges) == (("x",), ("Bx",), ("ABx",))
    assert layers([("a", "b"), ("a", "c"), ("b", "d"), ("c", "d")])[1] == ("b", "c")


names = st.sampled_from("abcdef")


@given(st.lists(st.tuples(names, names), min_size=1, max_size=12))
def test_every_node_has_one_layer_whatever_cycles_there_are(edges):
    ranked = layers(edges)
    placed = [name for layer in ranked for name in layer]
    assert sorted(placed) == sorted({name for edge in edges for name in edge})
    assert all(ranked)


@given(st.lists(st.floats(0.1, 50), min_size=1, max_size=8), st.floats(8, 60))
def test_columns_share_what_there_is(natural, free):
    widths = column_widths(natural, free, least=0.5)
    assert sum(widths) <= free + 1e-6
    assert all(width <= need + 1e-9 for width, need in zip(widths, natural, strict=True))
    if sum(natural) <= free:
        assert widths == natural


def test_a_product_is_computed_or_written_out():
    assert product([[1, 2], [3, 4]], [[5, 6], [7, 8]]) == [[19, 22], [43, 50]]
    assert product([["a", 2]], [["x"], ["y+1"]]) == [["a x + 2 (y+1)"]]
    with pytest.raises(WrongInput, match="2 columns and b has 1 rows"):
        product([[1, 2]], [[1, 2]])


def test_prices_stay_prices_and_formulas_are_formulas():
    assert runs_of("$AB$ costs $5") == [
        {"text": "AB", "kind": "math"},
        {"text": " costs $5", "kind": "text"},
    ]
    assert runs_of("between $3 and $5") == [{"text": "between $3 and $5", "kind": "text"}]
