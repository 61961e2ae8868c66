"""MDX: Markdown with JSX."""

from __future__ import annotations

from flaming_horse.writers.dialects.dialect import Dialect
from flaming_horse.writers.dialects.signs import line, words

MDX = Dialect(
    name="mdx",
    called="MDX",
    suffixes=(".mdx",),
    signs=(
        line("imports", r"import\s+(?:[\w{*][^;]*\sfrom\s+)?['\"][^'\"]+['\"];?\s*$"),
        line("exports", r"export\s+(?:const|default|function|let|async)\b"),
        words("values", r"\{(?:props|frontMatter)\.[\w.]+\}"),
        words("comments", r"\{/\*.*?\*/\}"),
        line("components", r"\s*</?[A-Z]\w*(?:\s[^<>]*)?/?>", 1),
        words("attributes of components", r"<[A-Z]\w*[^<>]*=\{"),
    ),
)
