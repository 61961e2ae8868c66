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
        # What a fraction is made of stays clear, and what stands beside it.
        (r"\frac{-b \pm \sqrt{b^2 - 4ac}}{2a}", "(−b ± √(b² − 4ac))/(2a)"),
        (r"\frac{n(n+1)(2n+1)}{6}", "n(n + 1)(2n + 1)/6"),
        (r"\frac{1}{2\pi}\sqrt{\frac{k}{m}}", "(1/(2π))√(k/m)"),
        (r"s_0 + v_0 t + \frac{1}{2} a t^2", "s₀ + v₀t + (1/2)at²"),
        (r"\frac{d}{dx} x^n = nx^{n-1}", "(d/dx)xⁿ = nxⁿ⁻¹"),
        (r"\frac{\partial^2 u}{\partial x^2}", "∂²u/∂x²"),
        (r"\frac{\mathrm{d}y}{\mathrm{d}x}", "dy/dx"),
        (r"\frac{P(B \mid A) P(A)}{P(B)}", "P(B | A)P(A)/P(B)"),
        (r"\left(\frac{a}{b}\right)^2", "(a/b)²"),
        (r"\frac{a}{b}^2", "(a/b)²"),
        (r"\frac{\frac{a}{b}}{c}", "(a/b)/c"),
        (r"\frac{\sin x}{x}", "(sin x)/x"),
        (r"\tfrac12", "1/2"),
        ("x^12", "x¹2"),
        # Limits stand apart from what they are of.
        (r"\sum_{n=0}^\infty \frac{x^n}{n!}", "Σₙ₌₀^∞ xⁿ/n!"),
        (r"\lim_{x \to 0} f(x)", "lim_(x→0) f(x)"),
        (r"\int_{-\infty}^{\infty} e^{-x^2} dx", "∫_(−∞)^∞ e^(−x²) dx"),
        (r"\log_2 8", "log₂ 8"),
        (r"\log_2(8)", "log₂(8)"),
        (r"\sin^2\theta", "sin² θ"),
        # Names and signs.
        (r"\binom{n}{k}", "(n choose k)"),
        (r"A^\top", "Aᵀ"),
        (r"a \equiv b \pmod{n}", "a ≡ b (mod n)"),
        (r"\|v\|", "‖v‖"),
        (r"\{x \mid x > 0\}", "{x | x > 0}"),
        (r"\overrightarrow{AB}", "AB⃗"),
        (r"\overline{AB}", "A̅B̅"),
        ("f''(x)", "f″(x)"),
        ("H_2O", "H₂O"),
        ("(v_1, v_2, \\dots)", "(v₁, v₂, …)"),
        ("1,000,000", "1,000,000"),
        (r"f\colon A \to B", "f: A → B"),
        (r"\underbrace{a+b}_{c} + d", "a + b + d"),
        (r"3.5 \times 10^{8}\,\mathrm{m/s}", "3.5 × 10⁸ m/s"),
        # Environments.
        (r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}", "(a b; c d)"),
        (r"\begin{cases} x & x \geq 0 \\ -x & x < 0 \end{cases}", "{x, x ≥ 0; −x, x < 0}"),
        (r"\begin{aligned} a &= b \\ &= c \end{aligned}", "a = b; = c"),
    ],
)
def test_readable(latex, shown):
    assert readable(latex) == shown


@given(st.text(alphabet=st.sampled_from(r"\{}[]^_&$ abfrcsqtxem12+-=',|"), max_size=40))
def test_nothing_crashes_it(latex):
    assert "\n" not in readable(latex)


LEAVES = st.sampled_from(["x", "y", "12", r"\alpha", r"\sin x", "f(x)", "A_{ij}", r"\vec{v}"])
FORMULAS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(r"\frac{{{}}}{{{}}}".format, inner, inner),
        st.builds("{} + {}".format, inner, inner),
        st.builds(r"\sqrt{{{}}}".format, inner),
        st.builds("{}^{{{}}}".format, LEAVES, inner),
        st.builds(r"\sum_{{k=1}}^{{{}}} {}".format, inner, inner),
    ),
    max_leaves=10,
)


@given(FORMULAS)
def test_no_command_is_left_and_brackets_are_closed(latex):
    shown = readable(latex)
    assert not set("\\{}$") & set(shown)
    assert shown.count("(") == shown.count(")")
    assert "  " not in shown
    assert shown == shown.strip()
