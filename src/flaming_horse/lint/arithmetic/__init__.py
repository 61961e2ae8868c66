"""Proof-reading of what a script computes: formulas, totals, plots, and numbers that are said."""
