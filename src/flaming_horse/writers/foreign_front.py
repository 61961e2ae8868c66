"""The front matter of a foreign document: what a film can use of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from flaming_horse.model.language_names import understood
from flaming_horse.writers.pieces import clean

KNOWN = frozenset(
    """
    layout date tags tag categories category author authors description permalink draft slug
    sidebar_position sidebar_label sidebar id keywords image cover toc weight aliases lang subtitle
    abstract bibliography output format jupyter kernelspec marp theme paginate header footer class
    size style math headingDivider backgroundColor backgroundImage color revealOptions separator
    transition highlightTheme logoImg institute fonttheme colortheme aspectratio nav_order parent
    has_children published modified created last_modified_at comments hide icon status license
    canonical_url hide_title pagination_next pagination_prev custom_edit_url tocdepth numbersections
    documentclass geometry fontsize css language_tabs search
    """.split()  # noqa: SIM905 - sixty quoted words are read by nobody
)
"""Settings of sites, slides and pandoc: a document that has one of them is foreign."""


@dataclass(frozen=True, slots=True)
class ForeignSettings:
    """What a film takes; `values` is all of it, for those who know more.

    `language` is "" where none is told.
    """

    title: str
    language: str
    summary: str
    values: dict[str, Any]


def read_front(front: str) -> ForeignSettings:
    """The settings in a front matter that anything may have written; broken ones are ignored."""
    values: dict[str, Any] = {}
    try:
        loaded: Any = YAML(typ="safe", pure=True).load(front) if front.strip() else {}
        if isinstance(loaded, dict):
            values = {str(key): value for key, value in loaded.items()}  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    except (YAMLError, ValueError, RecursionError, TypeError, AttributeError):
        values = {}
    return settings_of(values)


def settings_of(values: dict[str, Any]) -> ForeignSettings:
    """The settings in what a front matter holds, whatever it was written in."""
    return ForeignSettings(
        title=_text(values.get("title")),
        language=understood(_text(values.get("language") or values.get("lang"))),
        summary=_text(values.get("summary") or values.get("description")),
        values=values,
    )


def _text(value: Any) -> str:
    return " ".join(clean(value).split()) if isinstance(value, str) else ""
