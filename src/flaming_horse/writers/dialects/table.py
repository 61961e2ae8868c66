"""The dialects of Markdown, in one table, and which one a document is of."""

from __future__ import annotations

from pathlib import Path

from flaming_horse.writers.dialects.dialect import ENOUGH, Dialect
from flaming_horse.writers.dialects.docusaurus import DOCUSAURUS
from flaming_horse.writers.dialects.github import GITHUB
from flaming_horse.writers.dialects.hugo import HUGO
from flaming_horse.writers.dialects.jekyll import JEKYLL
from flaming_horse.writers.dialects.mdbook import MDBOOK
from flaming_horse.writers.dialects.mdx import MDX
from flaming_horse.writers.dialects.mkdocs import MKDOCS
from flaming_horse.writers.dialects.myst import MYST
from flaming_horse.writers.dialects.obsidian import OBSIDIAN
from flaming_horse.writers.dialects.ours import speaks_ours
from flaming_horse.writers.dialects.outline import outline_of
from flaming_horse.writers.dialects.pandoc import PANDOC
from flaming_horse.writers.dialects.quarto import QUARTO
from flaming_horse.writers.dialects.vitepress import VITEPRESS

PLAIN = GITHUB
"""What a document is of that has no sign of any: Markdown as forges read it."""
DIALECTS: tuple[Dialect, ...] = (
    MYST, QUARTO, MKDOCS, DOCUSAURUS, VITEPRESS, MDBOOK, HUGO, JEKYLL, OBSIDIAN, MDX, PANDOC,
    GITHUB,
)  # fmt: skip
"""Where two are betrayed to one weight, the earlier one is taken."""


def dialect_of(text: str, file: Path | None = None) -> Dialect | None:
    """The dialect of a Markdown text; None for one in the storyboard's own language.

    One sign that several dialects share is not enough for any: then it is plain Markdown.
    Raises WrongInput for a text that is beyond what Markdown can read in good time.
    """
    return None if speaks_ours(text) else foreign_dialect_of(text, file)


def foreign_dialect_of(text: str, file: Path | None = None) -> Dialect:
    """The dialect of a text that is no storyboard; `decks.table` knows those of decks."""
    outline = outline_of(text, file)
    best = max(DIALECTS, key=lambda dialect: dialect.weight(outline))
    return best if best.weight(outline) >= ENOUGH else PLAIN
