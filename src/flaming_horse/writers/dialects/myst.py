"""MyST, which Jupyter Book and Sphinx read."""

from __future__ import annotations

from markdown_it import MarkdownIt
from mdit_py_plugins.myst_role import myst_role_plugin

from flaming_horse.writers.dialects import tokens
from flaming_horse.writers.dialects.dialect import Dialect
from flaming_horse.writers.dialects.lines import unread
from flaming_horse.writers.dialects.myst_directives import directive
from flaming_horse.writers.dialects.signs import fence, line, program, settings, words

DIRECTIVES = (
    r"\{(?:[a-z]+:)?(?:note|warning|tip|admonition|attention|caution|danger|error|hint|important|"
    r"seealso|todo|math|figure|image|table|list-table|csv-table|code|code-block|code-cell|"
    r"literalinclude|include|toctree|contents|tableofcontents|index|bibliography|glossary|"
    r"eval-rst|dropdown|tab-set|tab-item|grid|card|margin|sidebar|topic|epigraph|proof|theorem|"
    r"exercise|solution|versionadded|versionchanged|deprecated|mermaid|raw|only|glue:?\w*|"
    r"sourcecode|highlight|parsed-literal|rubric|container|div|iframe|video|embed|aside|"
    r"doctest|autofunction|autoclass|automodule|py:\w+)\}"
)

_LABEL = r"\([\w:. -]+\)=\s*"
_COMMENT = r"%(?:\s.*)?"
_BREAK = r"\+\+\+(?:\s.*)?"


def _everywhere(md: MarkdownIt) -> None:
    md.use(myst_role_plugin)
    tokens.block(md, "myst_label", unread(_LABEL))


def _syntax(md: MarkdownIt) -> None:
    tokens.block(md, "myst_comment", unread(_COMMENT))
    tokens.block(md, "myst_break", unread(_BREAK))


MYST = Dialect(
    everywhere=_everywhere,
    syntax=_syntax,
    fence=directive,
    name="myst",
    called="MyST Markdown",
    suffixes=(".myst",),
    signs=(
        fence("directives", DIRECTIVES),
        line("directives", r":{3,}" + DIRECTIVES),
        words("roles", r"\{[a-z][\w:+-]*\}·"),
        line("labels", r"\([\w:.-]+\)=\s*$"),
        line("comments", r"%\s\S", 1),
        line("breaks between cells", r"\+\+\+(?:\s*\{|\s*$)", 1),
        program("options of a directive", r":(?:label|name|tags|class|width|alt|align):", 1),
        settings("settings of MyST", "jupytext", "kernelspec", "myst", "substitutions",
                 "html_meta"),
    ),
)  # fmt: skip
