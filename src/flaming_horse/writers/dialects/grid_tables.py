"""Tables of pandoc and reStructuredText that are drawn with `+`, `-`, `=` and `|`."""

from __future__ import annotations

import re
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from flaming_horse.writers.dialects import tokens

_RULE = re.compile(r"\+(?:[-=:]+\+)+\s*")


def grid_tables(md: MarkdownIt) -> None:
    """Have tables in a grid read as tables."""
    tokens.block(md, "grid_table", _grid_table)


def _grid_table(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    if not _RULE.fullmatch(tokens.line_of(state, first)):
        return False
    rows: list[str] = []
    while first + len(rows) < end:
        text = tokens.line_of(state, first + len(rows)).rstrip()
        if not text.startswith(("+", "|")):
            break
        rows.append(text)
    if len(rows) < 3 or not _RULE.fullmatch(rows[-1]):
        return False
    if silent:
        return True
    after = first + len(rows)
    before = len(state.tokens)
    state.md.block.parse(_piped(rows), state.md, state.env, state.tokens)
    for token in state.tokens[before:]:
        token.map = [first, after]
        token.level += state.level
    state.line = after
    return True


def _piped(rows: list[str]) -> str:
    """The rows of a grid as a table of pipes; a cell over several columns stands in its first."""
    ruled = [row for row in rows if row[0] == "+"]
    edges = sorted({n for row in ruled for n, sign in enumerate(row) if sign == "+"})
    spans = list(pairwise(edges))
    cells = [""] * len(spans)
    table: list[list[str]] = []
    headed = 0
    for row in rows[1:]:
        if _RULE.fullmatch(row) or row.startswith("+"):
            table.append(cells)
            cells = [""] * len(spans)
            headed = len(table) if "=" in row else headed
            continue
        for number, text in _cells(row, spans):
            cells[number] = f"{cells[number]} {text}".strip()
    head = [" ".join(filter(None, column)) for column in zip(*table[:headed], strict=True)]
    head = head or [""] * len(spans)
    lines = [head, ["---"] * len(spans), *table[headed:]]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cells(row: str, spans: list[tuple[int, int]]) -> list[tuple[int, str]]:
    """The texts between the bars of a line that stand at edges of columns."""
    found: list[tuple[int, str]] = []
    start, begins = 0, 0
    for number, (_, right) in enumerate(spans):
        if row[right : right + 1] == "|" or number == len(spans) - 1:
            text = row[spans[begins][0] + 1 : right] if start == 0 else row[start:right]
            found.append((begins, text.strip().replace("|", r"\|")))
            start, begins = right + 1, number + 1
    return found
