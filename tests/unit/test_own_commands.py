r"""A document's own commands of LaTeX are taken out of the text and written out in formulas."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from flaming_horse.storyboard import parse_storyboard
from flaming_horse.writers.dialects.macros import Macros
from flaming_horse.writers.from_markdown import from_markdown
from flaming_horse.writers.from_notebook import from_notebook

NOWHERE = Path("/nonexistent/x.md")

DEFINED = [
    (r"\newcommand{\E}{\mathbb{E}}", r"\E X", r"\mathbb{E} X"),
    (r"\renewcommand*{\E}[1]{\mathbb{E}[#1]}", r"\E{X}", r"\mathbb{E}[X]"),
    (r"\newcommand{\pd}[2][f]{\frac{\partial #1}{\partial #2}}", r"\pd{x}",
     r"\frac{\partial f}{\partial x}"),
    (r"\newcommand{\pd}[2][f]{\frac{\partial #1}{\partial #2}}", r"\pd[g] x",
     r"\frac{\partial g}{\partial x}"),
    (r"\def\norm#1{\lVert #1 \rVert}", r"\norm{v} + \norm w", r"\lVert v \rVert + \lVert w \rVert"),
    (r"\def\half{\frac12}\newcommand\quarter{\half\cdot\half}", r"\quarter",
     r"\frac12\cdot\frac12"),
    (r"\DeclareMathOperator{\rank}{rank}", r"\rank A", r"\operatorname{rank} A"),
    (r"\DeclareMathOperator*{\argmin}{arg\,min}", r"\argmin_x f", r"\operatorname*{arg\,min}_x f"),
    (r"\DeclarePairedDelimiter{\abs}{\lvert}{\rvert}", r"\abs{x}", r"\left\lvert x \right\rvert"),
    (r"\let\eps=\varepsilon", r"\eps n", r"\varepsilon n"),
    (r"\newcommand{\a}{\alpha}", r"\a b", r"\alpha b"),
    (r"\newcommand{\a}{\alpha}", r"\ab", r"\ab"),
]  # fmt: skip


@pytest.mark.parametrize(("definition", "used", "written"), DEFINED)
def test_a_command_is_written_out(definition: str, used: str, written: str) -> None:
    macros = Macros()
    assert not macros.taken_from(definition).strip()
    assert " ".join(macros.applied(used).split()) == written


@pytest.mark.parametrize(
    "definition",
    [r"\newcommand{\a}{\a\a}", r"\def\a{\b\b}\def\b{\a\a}", r"\newcommand{\a}[9]{#1#1#1\a#1}"],
)
def test_a_command_that_holds_itself_ends(definition: str) -> None:
    macros = Macros()
    macros.taken_from(definition)
    assert len(macros.applied(r"\a \a")) < 100_000


@pytest.mark.parametrize("broken", [r"\newcommand{\a", r"\def", r"\newcommand{}{}", r"\let\a"])
def test_a_broken_definition_is_left_as_it_is(broken: str) -> None:
    assert Macros().applied(broken) == broken


@pytest.mark.parametrize("opens", ["$$\n", "", "```math\n"])
def test_definitions_hold_from_where_they_stand(opens: str) -> None:
    closes = {"$$\n": "$$\n", "```math\n": "```\n"}.get(opens, "")
    text = (
        "# Fields\n\n## One\n\n"
        f"{opens}\\newcommand{{\\vv}}[1]{{\\mathbf{{#1}}}}\n\\def\\R{{\\mathbb{{R}}}}\n{closes}\n"
        "Take $\\vv{x} \\in \\R$.\n\n$$\n\\vv{x} = 0\n$$\n\nIt is so.\n"
    )
    converted = from_markdown(text, NOWHERE)
    storyboard = parse_storyboard(converted.text, "storyboard.md")
    (scene,) = storyboard.scenes
    assert [visual.data for visual in scene.visuals] == [{"latex": r"\mathbf{x} = 0"}]
    maths = [run.text for line in scene.lines for run in line.runs if run.kind == "math"]
    assert [" ".join(formula.split()) for formula in maths] == [r"\mathbf{x} \in \mathbb{R}"]
    assert not converted.notes
    assert "newcommand" not in converted.text


def test_definitions_hold_in_the_cells_after_theirs() -> None:
    sources = ["# Fields\n\n$\\newcommand{\\R}{\\mathbb{R}}$", "Take $x \\in \\R$ now."]
    cells = [{"cell_type": "markdown", "metadata": {}, "source": source} for source in sources]
    notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}
    converted = from_notebook(json.dumps(notebook), Path("/nonexistent/x.ipynb"))
    assert "Take $x \\in \\mathbb{R}$ now." in converted.text
    assert "newcommand" not in converted.text
