"""Our own JSON files, read: of a size, a depth and a shape that are checked."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

from flaming_horse_voice.files import Unreadable, read_text

Checked = TypeVar("Checked")

LARGEST_JSON = 16 << 20
"""Bytes. The longest of ours, a report of an hour's film, stays under 3 MB."""
DEEPEST_JSON = 24
"""Objects and lists inside one another. A report has six."""


def read_json(
    path: Path,
    check: Callable[[Any], Checked],
    *,
    limit: int = LARGEST_JSON,
) -> Checked:
    """What `check` makes of a JSON file's content.

    `check` raises KeyError, TypeError or ValueError where the shape is not what it should be.
    Raises FileNotFoundError where there is no file, Unreadable for all that is wrong in it.
    """
    return checked_json(read_text(path, limit), check, str(path))


def checked_json(text: str, check: Callable[[Any], Checked], what: str) -> Checked:
    """`read_json` for a text at hand; `what` names it in messages."""
    try:
        value = json.loads(text, parse_constant=_no_number)
        _refuse_odd_values(value)
        return check(value)
    except json.JSONDecodeError as error:
        raise Unreadable(f"{what}:{error.lineno}: not JSON: {error.msg}") from None
    except RecursionError:
        raise Unreadable(f"{what} is nested too deeply") from None
    except Unreadable as error:
        raise Unreadable(f"{what} {error.what}") from None
    except KeyError as error:
        raise Unreadable(f"{what} has no {error}") from None
    except (TypeError, ValueError, AttributeError, OverflowError) as error:
        raise Unreadable(f"{what} is not of the form that it should be: {error}") from None


def as_object(value: Any) -> dict[str, Any]:
    """A JSON object; TypeError for anything else. For the checkers of `read_json`."""
    if not isinstance(value, dict):
        raise TypeError(f"an object was expected, not {_said_kind(value)}")
    return cast("dict[str, Any]", value)


def as_text(value: Any) -> str:
    """A JSON string; TypeError for anything else."""
    if not isinstance(value, str):
        raise TypeError(f"a text was expected, not {_said_kind(value)}")
    return value


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no number of JSON")


def _refuse_odd_values(value: Any) -> None:
    """Refuse what JSON can hold and a file of ours never does: it would fail much later."""
    level = [value]
    for _ in range(DEEPEST_JSON):
        below: list[Any] = []
        for each in level:
            if isinstance(each, dict):
                known = cast("dict[str, Any]", each)
                below += [*known, *known.values()]
            elif isinstance(each, list):
                below += cast("list[Any]", each)
            elif isinstance(each, float) and not math.isfinite(each):
                raise Unreadable("holds a number that is too large")
            elif isinstance(each, str) and not each.isascii():
                _refuse_half_signs(each)
        if not below:
            return
        level = below
    raise Unreadable("is nested too deeply")


def _refuse_half_signs(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise Unreadable("holds half of a sign (a lone surrogate), which is no text") from None


def _said_kind(value: Any) -> str:
    names = {dict: "an object", list: "a list", str: "a text", bool: "true or false"}
    return "nothing" if value is None else names.get(type(value), "a number")
