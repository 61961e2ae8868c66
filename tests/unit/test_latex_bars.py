"""Bars: a pair around a value, or one alone between two."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flaming_horse.model.latex import to_typst
from flaming_horse.model.latex_bars import paired_bars


def pairs(latex: str) -> str:
    """The formula with `<` and `>` for the bars of pairs, without blanks."""
    marked = paired_bars(latex).replace(r"\left|", "<").replace(r"\right|", ">")
    return marked.replace(r"\left\|", "<").replace(r"\right\|", ">").replace(" ", "")


@pytest.mark.parametrize(
    ("latex", "paired"),
    [
        (r"|u|^2", "<u>^2"),
        (r"|-3| + |x - a|", "<-3>+<x-a>"),
        (r"||x| - |y||", "<<x>-<y>>"),
        (r"|u||v|", "<u><v>"),
        (r"\sum_{k} |a_k|", r"\sum_{k}<a_k>"),
        (r"\|u\|", "<u>"),
        (r"\lvert u \rvert^2", "<u>^2"),
        (r"\lVert u \rVert", "<u>"),
        (r"P(A|B)", "P(A|B)"),
        (r"P(|X| \ge k | A)", r"P(<X>\gek|A)"),
        (r"\{x | |x| > 0\}".replace(">", r"\gt"), r"\{x|<x>\gt0\}"),
        (r"2 | 4 \implies 3 | 9", r"2|4\implies3|9"),
        (r"f(x)|_{x=1}", "f(x)|_{x=1}"),
        (r"\lvert u", r"\lvertu"),
        (r"\left|\frac{a}{b}\right|", r"<\frac{a}{b}>"),
        (r"\begin{array}{|c|} 1 \end{array}", r"\begin{array}{|c|}1\end{array}"),
    ],
)
def test_a_bar_is_one_of_a_pair_or_alone(latex: str, paired: str) -> None:
    assert pairs(latex) == paired


@given(st.lists(st.sampled_from(["|", r"\|", "x", "+", "(", ")", "{", "}", "=", "^2", " "])))
def test_nothing_but_bars_is_changed(signs: list[str]) -> None:
    latex = "".join(signs)
    found = paired_bars(latex)
    opened = found.count(r"\left")
    assert opened == found.count(r"\right")
    assert found.replace(r"\left", "").replace(r"\right", "").replace(" ", "") == latex.replace(
        " ", ""
    )


def test_no_braces_are_drawn_around_a_fraction_between_bars() -> None:
    assert "{" not in to_typst(r"\left|\frac{a}{b}\right|").source
