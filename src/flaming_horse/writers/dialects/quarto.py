"""Quarto and R Markdown."""

from __future__ import annotations

from flaming_horse.writers.dialects.dialect import Dialect
from flaming_horse.writers.dialects.signs import fence, line, program, settings, words

QUARTO = Dialect(
    name="quarto",
    called="Quarto or R Markdown",
    suffixes=(".qmd", ".rmd", ".rmarkdown"),
    signs=(
        fence("cells", r"\{(?:r|python|julia|ojs|bash|sql|mermaid|dot|stan|Rcpp|sas|stata)\b"
              r"[^}.#]*\}"),
        program("options of a cell", r"(?:#|//|--|%%)\|\s"),
        line("callouts", r":{3,}\s*\{[^{}]*\.(?:callout-|panel-tabset|column-|aside|incremental)"),
        words("references", r"(?<![\w@])@(?:fig|tbl|eq|sec|lst|thm)-[\w-]+"),
        settings("settings of Quarto", "execute", "knitr", "editor", "code-fold", "filters"),
    ),
)  # fmt: skip
