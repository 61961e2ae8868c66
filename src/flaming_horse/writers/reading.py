"""What holds through all pieces of one foreign document while it is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt
from mdit_py_plugins.amsmath import amsmath_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

from flaming_horse.storyboard.markdown import formulas_plugin, limit_paragraphs
from flaming_horse.writers.dialects import containers, macros, marks, maths, tags
from flaming_horse.writers.dialects.dialect import Dialect
from flaming_horse.writers.dialects.macros import Macros
from flaming_horse.writers.dialects.table import DIALECTS, PLAIN
from flaming_horse.writers.included import included


@dataclass
class Reading:
    """A document's dialect, and what it has defined so far: cells and slides share it."""

    dialect: Dialect = PLAIN
    macros: Macros = field(default_factory=Macros)
    folder: Path | None = None
    """Where it lies: programs are taken from the files of its repository."""
    values: dict[str, str] = field(default_factory=dict[str, str])
    """What names in the text stand for, such as MyST's substitutions."""

    links: dict[str, Any] = field(default_factory=dict[str, Any])
    """What `[text][name]` leads to, by name, where its definition stands in another piece."""

    def know_links(self, text: str) -> None:
        """Take the definitions of links from the whole text of which pieces are read alone."""
        known: dict[str, Any] = {}
        MarkdownIt("commonmark", {"maxNesting": 100}).disable("inline").parse(text, known)
        self.links |= known.get("references", {})

    def included(self, name: str) -> str | None:
        """The text of another file that the document takes a program from; None for none here."""
        return included(name, self.folder) if self.folder else None

    def know(self, settings: Mapping[str, Any]) -> None:
        """Take the values that the settings of MyST give names to."""
        own: Any = settings.get("myst")
        for group in (settings.get("substitutions"), _inside(own)):
            if isinstance(group, dict):
                self.values |= {str(k): str(v) for k, v in group.items()}  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]

    @cached_property
    def parser(self) -> MarkdownIt:
        """A parser of Markdown as people write it in this dialect."""
        md = MarkdownIt("commonmark", {"html": True, "maxNesting": 100})
        md.enable(["table", "strikethrough"])
        md.use(front_matter_plugin)
        md.use(formulas_plugin)
        md.use(amsmath_plugin)
        md.use(footnote_plugin)
        md.use(deflist_plugin)
        maths.formulas(md)
        macros.definitions(md)
        containers.containers(md)
        marks.marks(md)
        tags.template_tags(md)
        for dialect in DIALECTS:
            dialect.everywhere(md)
        self.dialect.syntax(md)
        md.core.ruler.after("block", "limits", limit_paragraphs)
        return md


def _inside(own: Any) -> Any:
    return own.get("substitutions") if isinstance(own, dict) else None  # pyright: ignore[reportUnknownVariableType, reportUnknownMemberType]
