"""Short texts of a storyboard's YAML: formulas stand in them between dollars."""

from __future__ import annotations

import re
from typing import Any

from flaming_horse.stage.typeset import Rich

_FORMULA = re.compile(r"\$(?=\S)([^$]*[^$\s])\$(?!\d)")
"""A dollar before a digit closes nothing, so that prices stay prices."""


def runs_of(text: Rich) -> list[dict[str, Any]]:
    """The runs of a text; what are runs already stays as it is."""
    if not isinstance(text, str):
        return [dict(run) for run in text]
    runs: list[dict[str, Any]] = []
    for i, part in enumerate(_FORMULA.split(text)):
        if part:
            runs.append({"text": part, "kind": "math" if i % 2 else "text"})
    return runs
