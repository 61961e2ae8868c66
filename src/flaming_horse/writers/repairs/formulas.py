r"""A formula that is too large, in parts: at its rows, or a long row broken before a sign."""

from __future__ import annotations

import re

from flaming_horse.model.latex import split_relation, split_sum
from flaming_horse.writers.formulas import can_be_set

_ENVIRONMENT = re.compile(
    r"(?P<before>.*?)\\begin\{(?P<name>[a-zA-Z]+\*?)\}(?P<columns>(?:\[[^\]]*\])?(?:\{[^{}]*\})?)"
    r"(?P<body>.*)\\end\{(?P=name)\}(?P<after>.*)",
    re.DOTALL,
)
_ROW_ENDS = re.compile(r"\\\\(?:\[[^\]]*\])?|\\(?:begin|end)\b|[{}]|\\.", re.DOTALL)
_COLUMNS = {"array", "tabular", "alignat", "alignedat"}
"""Environments that are followed by how their columns stand."""
_ALIGNS = {"aligned", "gathered", "split"}
MATRICES = {"matrix", "pmatrix", "bmatrix", "Bmatrix", "vmatrix", "Vmatrix", "smallmatrix"}


def in_halves(latex: str) -> list[str]:
    """A formula as two that follow one another, cut between two rows; [] where it has one."""
    found = _parsed(latex)
    if found is None or found[1]["name"] in MATRICES:
        return []
    rows, match = found
    half = (len(rows) + 1) // 2
    halves = [_written(match, part) for part in (rows[:half], rows[half:])]
    return halves if all(map(can_be_set, halves)) else []


def with_fewer_rows(latex: str) -> str:
    r"""A matrix of which rows in the middle stand as `\vdots`; "" for what is none, or small."""
    found = _parsed(latex)
    if found is None or found[1]["name"] not in MATRICES or len(found[0]) < 4:
        return ""
    rows, match = found
    kept = 1 if len(rows) <= 5 else 2
    dots = " & ".join([r"\vdots"] * (rows[0].count("&") + 1))
    shorter = _written(match, [*rows[:kept], dots, rows[-1]])
    return shorter if can_be_set(shorter) else ""


def in_rows(latex: str) -> str:
    """A long row as two, one below the other; "" where it cannot be broken."""
    latex = _alone(latex)
    if "&" in latex or r"\\" in latex:
        return ""
    left, right = split_relation(latex)
    head, tail = split_sum(right or left)
    if left and right and (not tail or len(left) > len(latex) / 3):
        first, second = left, right
    elif tail:
        first, second = (f"{left} {head}" if right else head), tail
    else:
        return ""
    rows = rf"\begin{{aligned}} & {first} \\ & \quad {second} \end{{aligned}}"
    return rows if can_be_set(rows) else ""


def _alone(latex: str) -> str:
    """The only row of an environment that aligns rows, without its columns; else the formula."""
    match = _ENVIRONMENT.fullmatch(latex.strip())
    if match is None or match["name"] not in _ALIGNS or match["before"] or match["after"]:
        return latex
    rows = _rows(match["body"])
    return re.sub(r"(?<!\\)&", " ", rows[0].replace("&&", r"\quad ")) if len(rows) == 1 else latex


def _parsed(latex: str) -> tuple[list[str], re.Match[str]] | None:
    """The rows of a formula's outermost environment that has several."""
    match = _ENVIRONMENT.fullmatch(latex.strip())
    if match is None:
        return None
    columns = match["columns"] if match["name"].rstrip("*") in _COLUMNS else ""
    rows = _rows(match["columns"][len(columns) :] + match["body"])
    return (rows, match) if len(rows) > 1 else None


def _rows(body: str) -> list[str]:
    rows, start, depth = list[str](), 0, 0
    for match in _ROW_ENDS.finditer(body):
        sign = match[0]
        if sign in {"{", "\\begin"}:
            depth += 1
        elif sign in {"}", "\\end"}:
            depth -= 1
        elif sign.startswith("\\\\") and depth == 0:
            rows.append(body[start : match.start()].strip())
            start = match.end()
    return [row for row in [*rows, body[start:].strip()] if row]


def _written(match: re.Match[str], rows: list[str]) -> str:
    name = match["name"]
    columns = match["columns"] if name.rstrip("*") in _COLUMNS else ""
    body = " \\\\\n".join(rows)
    begin, end = f"\\begin{{{name}}}{columns}", f"\\end{{{name}}}"
    return f"{match['before']}{begin}\n{body}\n{end}{match['after']}".strip()
