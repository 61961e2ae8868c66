"""Typst in its limits: the one way in which text and formulas are set."""
