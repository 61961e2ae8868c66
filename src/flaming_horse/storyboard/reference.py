"""The reference page of the storyboard: a chapter for people, and one section for each visual.

`docs/storyboard-reference.md` is what `reference_markdown` gives; a test keeps them the same.
Write it anew with `python -m flaming_horse.storyboard.reference > docs/storyboard-reference.md`.
"""

from __future__ import annotations

import sys
from importlib.resources import files
from typing import Any

from pydantic import BaseModel

from flaming_horse.model.vocabulary import COLOURS
from flaming_horse.visuals.kind import Kind
from flaming_horse.visuals.kinds import KINDS


def reference_markdown() -> str:
    """The whole page."""
    guide = (files("flaming_horse.storyboard") / "reference_guide.md").read_text(encoding="utf-8")
    sections = [_section(kind) for kind in KINDS.values()]
    colours = ", ".join(f"`{colour}`" for colour in COLOURS)
    head = (
        "# Visuals\n\nEach visual with its fields, its parts (what a cue can aim at) and an"
        f" example.\nColours are names, and each look has its own ink for them: {colours}.\n"
    )
    return "\n".join([guide.rstrip() + "\n", head, *sections])


def _section(kind: Kind) -> str:
    parts = [f"## {kind.name}\n", f"{kind.summary}\n"]
    parts.append(f"![{kind.name}](images/visuals/{kind.name}.png)\n")
    if kind.model is not None:
        parts.append(_fields("Fields", kind.model))
        parts += [_fields(title, model) for title, model in kind.inner]
    if kind.notes:
        parts.append(f"{kind.notes}\n")
    if kind.part_notes:
        rows = [f"| {_part(name)} | {_cell(what)} |" for name, what in kind.part_notes]
        parts.append("\n".join(["| part | what it is |", "|---|---|", *rows]) + "\n")
    else:
        parts.append("It is aimed at as a whole.\n")
    parts.append(f"````markdown\n{kind.example}\n````\n")
    return "\n".join(parts)


def _part(name: str) -> str:
    return name if " " in name and "(" not in name else f"`{name}`"


def _fields(title: str, model: type[BaseModel]) -> str:
    rows = [f"{title}:\n", "| field | what it is | if not given |", "|---|---|---|"]
    for name, field in model.model_fields.items():
        default = "must be given" if field.is_required() else _default(field.get_default())
        rows.append(f"| `{name}` | {_cell(field.description or '')} | {default} |")
    return "\n".join(rows) + "\n"


def _default(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if not value or not isinstance(value, str | int | float | list):
        return "–"  # noqa: RUF001 - an empty cell of a table
    return f"`{value}`".replace("'", "")


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    sys.stdout.write(reference_markdown())
