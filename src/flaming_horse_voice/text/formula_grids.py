"""Rows and columns in words: matrices, determinants, vectors, cases, aligned steps."""

# ruff: noqa: PLR0911 - one return for each kind of thing is the plainest table

from __future__ import annotations

from flaming_horse_voice.text import numbers
from flaming_horse_voice.text.formula_manner import OPEN_END, Around, Reader, bare
from flaming_horse_voice.text.formula_parts import has_operator
from flaming_horse_voice.text.formula_tree import Grid, Node, Sequence

_STEPS = frozenset(
    f"{name}{star}"
    for name in ("aligned", "align", "gathered", "gather", "split", "alignedat", "equation")
    for star in ("", "*")
)
_CASES = frozenset(("cases", "dcases", "rcases"))
_DETERMINANTS = frozenset(("vmatrix", "Vmatrix"))
_MORE = "and so on"
_SMALL = 3
"""Rows and columns up to which a matrix of plain entries is read without its size."""
_CONDITIONS = ("if", "when", "for", "otherwise", "else", "where", "unless", "in all")


def grid(reader: Reader, node: Grid, around: Around) -> str:
    if node.name in _CASES:
        return _cases(reader, node)
    if node.name in _STEPS:
        return "; ".join(bare(reader.run(_joined(row), Around())) for row in node.rows)
    if node.name == "substack":
        rows = (bare(reader.run(_joined(row), Around(), terse=True)) for row in node.rows)
        return " and ".join(rows)
    rows = [[bare(reader.say(cell, Around())) for cell in row] for row in node.rows]
    rows = [[_MORE] if set(row) == {_MORE} else row for row in rows]
    columns = max((len(row) for row in rows), default=0)
    if columns == 0:
        return "the empty matrix"
    kind = "the determinant" if node.name in _DETERMINANTS else "the matrix"
    exact = _is_exact(reader, node, len(rows), columns)
    if columns == 1 and node.name not in _DETERMINANTS:
        return _vector([row[0] for row in rows], "the vector", around, exact=exact)
    if len(rows) == 1:
        return _vector(rows[0], "the row vector", around, exact=exact)
    if not exact:
        words = "; and ".join(", ".join(row) for row in rows)
        return f"{kind} with rows {words.replace(f'; and {_MORE}', f'; {_MORE}')}{OPEN_END}"
    of = "the determinant of " if node.name in _DETERMINANTS else ""
    size = f"{numbers.cardinal(len(rows))} by {numbers.cardinal(columns)}"
    words = "; ".join(
        f"{numbers.ordinal(n)} row, {', '.join(row)}" for n, row in enumerate(rows, 1)
    )
    end = "; end matrix," if around.followed else OPEN_END
    return f"{of}the {size} matrix, {words}{end}"


def _is_exact(reader: Reader, node: Grid, rows: int, columns: int) -> bool:
    """In `auto`, a matrix is read with its size and the number of each row where it is large.

    Or where an entry holds an operation: then a comma alone does not tell entries apart.
    """
    if reader.manner.style != "auto":
        return reader.manner.style == "exact"
    cells = [cell for row in node.rows for cell in row]
    return max(rows, columns) > _SMALL or (
        min(rows, columns) > 1 and any(has_operator(cell) for cell in cells)
    )


def _vector(entries: list[str], name: str, around: Around, *, exact: bool) -> str:
    if not exact:
        return f"{name} {', '.join(entries)}{OPEN_END}"
    end = ", end vector," if around.followed else OPEN_END
    return f"{name} with entries {', '.join(entries)}{end}"


def _joined(row: tuple[Node, ...]) -> tuple[Node, ...]:
    """A row whose cells are one formula, cut where it is aligned."""
    parts: list[Node] = []
    for cell in row:
        parts += cell.parts if isinstance(cell, Sequence) and not cell.fence else (cell,)
    return tuple(parts)


def _cases(reader: Reader, node: Grid) -> str:
    rows = [_case(reader, row) for row in node.rows]
    if reader.manner.style == "exact" and rows:
        count = f"{numbers.cardinal(len(rows))} case{'s' if len(rows) > 1 else ''}"
        said = "; ".join(f"{numbers.ordinal(n)}, {row}" for n, row in enumerate(rows, 1))
        return f"one of {count}: {said}{OPEN_END}"
    return "; and ".join(rows) if len(rows) < 3 else "; ".join(rows[:-1]) + f"; and {rows[-1]}"


def _case(reader: Reader, row: tuple[Node, ...]) -> str:
    said = [bare(reader.say(cell, Around())) for cell in row]
    value, conditions = said[0], [words for words in said[1:] if words]
    return ", ".join([value, *map(_condition, conditions)])


def _condition(words: str) -> str:
    return words if words.startswith(_CONDITIONS) else f"if {words}"
