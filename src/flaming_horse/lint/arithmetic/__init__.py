"""Proof-reading of what a script computes: formulas, totals, plots, and numbers that are said.

A part that can be left out: `lint` asks its table, and nothing else here is used from outside.
"""

from __future__ import annotations

from flaming_horse.lint.arithmetic.matrices import wrong_matrices
from flaming_horse.lint.arithmetic.numbers import unequal_steps, wrong_numbers
from flaming_horse.lint.arithmetic.plots import wrong_plots
from flaming_horse.lint.arithmetic.said_counts import other_counts
from flaming_horse.lint.arithmetic.said_numbers import other_numbers
from flaming_horse.lint.arithmetic.said_sums import wrong_sums
from flaming_horse.lint.arithmetic.totals import wrong_totals
from flaming_horse.lint.check import Check, each_scene

ARITHMETIC: tuple[Check, ...] = (
    Check("equation", each_scene(wrong_numbers)),
    Check("derivation", each_scene(unequal_steps)),
    Check("plot", each_scene(wrong_plots)),
    Check("sum", each_scene(wrong_sums), english=True),
    Check("number", each_scene(other_numbers), english=True),
    Check("count", each_scene(other_counts), english=True),
    Check("total", each_scene(wrong_totals), english=True),
    Check("matrix", lambda passage: wrong_matrices(passage.scenes), film=True),
)
