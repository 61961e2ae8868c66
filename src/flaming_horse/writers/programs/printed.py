"""What a program printed, as it can be looked at: no progress bars, no warnings, no long arrays."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flaming_horse.writers.programs.results import bare, rounded

MOST_ROWS = 8
"""Lines of printed output: a result is shown, a log is not."""
WIDEST = 80
"""Signs of a line; what is wider is cut at its end, never broken: columns stay columns."""
_ANSI = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b\][^\x07]*\x07")
_OBJECT = re.compile(r"<[^<>\n]*\bat 0x[0-9a-fA-F]+[^<>\n]*>|<Figure size [^>]*>")
_NAMELESS = re.compile(
    r"\s*\[?<[\w.]+(?: .*| object at .*)?>?.*\s*|<Figure size .*>|Text\(.*\)|\(<Figure.*"
    r"|<AxesSubplot.*|(?:array\()?\[+\s*(?:\[?<\w[^<>]*>\]?[,\s]*)+\]+(?:,\s*dtype=object\))?"
)
"""What Python says of an object that has nothing to say, such as a plot's parts."""
_BAR = re.compile(r"\d{1,3}%\|.*\||\[[=>.#-]{6,}\]|━{4,}|█{2,}|\d+/\d+ \[[^\]]*(?:it/s|s/it)")
_INSTALLS = re.compile(
    r"\s*(?:Requirement already satisfied|Collecting \S|Downloading \S|Installing collected"
    r"|Successfully (?:installed|built)|Building wheel|Preparing metadata|Using cached|Looking in"
    r"|Note: you may need to restart|\[notice\]|Reading package lists|Cloning into"
    r"|WARNING: |ERROR: pip)"
)
_WARNING = re.compile(r"\S*\.py:\d+: \w*(?:Warning|Deprecat)\w*:|\w+Warning:|\s*warnings\.warn\(")
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?|nan|inf", re.IGNORECASE)
_ARRAY = re.compile(
    r"\s*(?:(?:np\.|torch\.|jnp\.)?(?:array|tensor|Array)\()?\s*[\[(]"
    r"(?:[^A-Za-z]|e[-+]|nan|inf)*[\])](?:,\s*\w+=.*)?\)?\s*",
    re.DOTALL,
)
_READ = 100_000
"""Signs of a printed text that are looked into for an array."""
_LONG = 24
"""Numbers in one array that are looked at one by one."""


@dataclass(frozen=True, slots=True)
class Printed:
    """The lines that are shown, and what of it is left out, in words."""

    rows: tuple[str, ...]
    left_out: tuple[str, ...] = ()
    numbers: tuple[int, str, str] | None = None
    """Of a long array: how many, the smallest and the largest."""


def printed(text: str) -> Printed:
    """What of a printed text is worth a look."""
    rows = [row.rstrip() for row in _states(_ANSI.sub("", text)).split("\n")]
    left_out: list[str] = []
    for what, pattern in (
        ("the log of an installation", _INSTALLS),
        ("a progress bar", None),
        ("a warning", _WARNING),
    ):
        kept = _without_bars(rows) if pattern is None else _without(rows, pattern)
        if len(kept) < len(rows):
            left_out.append(what)
        rows = kept
    rows = [row for row in rows if not row or not _OBJECT.fullmatch(row.strip())]
    rows = [bare(row) for row in _trimmed(rows)]
    whole = "\n".join(rows)[:_READ]
    if not rows or _NAMELESS.fullmatch(whole.strip()):
        return Printed((), tuple(left_out))
    if numbers := long_array(whole):
        return Printed((), tuple(left_out), numbers)
    return _fitting(rows, left_out)


def _states(text: str) -> str:
    r"""The text as a terminal shows it in the end: `\r` begins its line anew."""
    rows: list[str] = []
    for row in text.replace("\r\n", "\n").split("\n"):
        states = [state for state in row.split("\r") if state.strip()]
        rows.append(states[-1] if states else "")
    return "\n".join(rows)


def _without(rows: list[str], pattern: re.Pattern[str]) -> list[str]:
    return [row for row in rows if not pattern.match(row)]


def _without_bars(rows: list[str]) -> list[str]:
    """Of progress bars in a row the last state alone; none where other lines tell enough."""
    kept: list[str] = []
    bars = [row for row in rows if _BAR.search(row)]
    for number, row in enumerate(rows):
        following = rows[number + 1] if number + 1 < len(rows) else ""
        if row in bars and (_BAR.search(following) or len(bars) < len([r for r in rows if r])):
            continue
        kept.append(row)
    return kept


def _trimmed(rows: list[str]) -> list[str]:
    """Without empty lines at the ends, and one where there are several."""
    rows = [row for n, row in enumerate(rows) if row.strip() or (n and rows[n - 1].strip())]
    while rows and not rows[-1].strip():
        rows.pop()
    while rows and not rows[0].strip():
        rows.pop(0)
    return rows


def long_array(text: str) -> tuple[int, str, str] | None:
    """How many numbers an array has, its smallest and its largest; None where it is no long one."""
    if not _ARRAY.fullmatch(text) and not re.fullmatch(r"[-+\d.\se,;]+", text):
        return None
    body = re.sub(r",\s*\w+=.*", "", text, flags=re.DOTALL)
    found = [number for number in _NUMBER.findall(body) if number.lower() not in {"nan", "inf"}]
    if len(found) <= _LONG or "..." in text:
        return None
    ordered = sorted(found, key=float)
    return len(found), rounded(ordered[0].rstrip(".")), rounded(ordered[-1].rstrip("."))


def _fitting(rows: list[str], left_out: list[str]) -> Printed:
    if len(rows) > MOST_ROWS:
        left_out = [*left_out, f"{len(rows) - MOST_ROWS + 1} lines of printed output"]
        rows = [*rows[: MOST_ROWS - 1], "…"]
    if any(len(row) > WIDEST for row in rows):
        left_out = [*left_out, "the ends of long lines of output"]
        rows = [row if len(row) <= WIDEST else row[: WIDEST - 2].rstrip() + " …" for row in rows]
    return Printed(tuple(rows), tuple(left_out))
