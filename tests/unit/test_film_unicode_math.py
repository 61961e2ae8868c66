# ruff: noqa: RUF001  mathematical signs that look like letters
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flaming_horse.film.unicode_math import readable


@pytest.mark.parametrize(
    ("latex", "shown"),
    [
        (r"C_{ij} = \piece{sum}{\sum_{k}} A_{ik} B_{kj}", "Cᵢⱼ = Σₖ Aᵢₖ Bₖⱼ"),
        ("2^{10}", "2¹⁰"),
        (r"\frac{a+b}{2}", "(a + b)/2"),
        (r"\frac{1}{2}", "1/2"),
        (r"y = 2A\sin kx \cos \omega t", "y = 2A sin kx cos ωt"),
        (r"\sin(kx)", "sin(kx)"),
        (r"\begin{bmatrix}1&2\\3&4\end{bmatrix}", "[1 2; 3 4]"),
        (r"\lambda_n = \frac{2L}{n}", "λₙ = 2L/n"),
        (r"e^{i\pi} + 1 = 0", "e^(iπ) + 1 = 0"),
        ("x^{n-1}", "xⁿ⁻¹"),
        (r"\sqrt{x^2+y^2}", "√(x² + y²)"),
        (r"\sqrt[3]{x}", "³√x"),
        (r"\text{rows of }A", "rows of A"),
        (r"m \times n", "m × n"),
        (r"A^T", "Aᵀ"),
        (r"f'(x)", "f′(x)"),
        ("90^\\circ", "90°"),
        (r"\mathbb{R}^n", "ℝⁿ"),
        (r"a \leq b", "a ≤ b"),
    ],
)
def test_readable(latex, shown):
    assert readable(latex) == shown


@given(st.text(alphabet=st.sampled_from(r"\{}[]^_&$ abfrcsqtxem12+-='"), max_size=40))
def test_nothing_crashes_it(latex):
    assert "\n" not in readable(latex)
