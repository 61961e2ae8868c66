"""Decks of pandoc for beamer, reveal.js and PowerPoint, and of Quarto."""

from __future__ import annotations

import re
from typing import Any

from flaming_horse.writers.decks.columns import take_divisions
from flaming_horse.writers.decks.comments import take_comments
from flaming_horse.writers.decks.cutting import RULE, Signs, Walk, cut, slide_level
from flaming_horse.writers.decks.slide import DeckDialect, Note, Slide, Source, without_programs
from flaming_horse.writers.dialects.dialect import Dialect, Sign
from flaming_horse.writers.dialects.outline import Outline
from flaming_horse.writers.dialects.signs import first, line, settings, words
from flaming_horse.writers.foreign_front import ForeignSettings, settings_of

_NOTE = re.compile(r"\\note(?:<[^<>]*>)?(?:\[[^\[\]]*\])?\{")
_PAUSE = re.compile(r"\s*(?:\. \. \.|\\pause)\s*$")
_COMMAND = re.compile(r"\\(?:emph|textbf|textit|texttt|alert)\{([^{}]*)\}|\\(?:item|\\)")
_BOX = re.compile(
    r"\s*\\(?:begin|end)\{(?:alert|example)?block\}(?:<[^<>]*>)?(?:\{(?P<title>[^{}]*)\})?\s*$"
    r"|\s*\\(?:begin|end)\{examples?\}\s*$"
)
"""A frame of beamer around words: its title is read, and what it holds."""
_STRESSED = re.compile(
    r"(?P<kept>`[^`]*`|\$[^$]*\$)|\\(?:alert|structure)(?:<[^<>]*>)?\{(?P<words>[^{}]*)\}"
)
_RAW = re.compile(
    r"^[ \t]*(`{3,}|~{3,})[ \t]*\{=\w+\}[^\n]*\n.*?^[ \t]*\1[ \t]*$", re.DOTALL | re.MULTILINE
)
_SETS = re.compile(r"\\(?!begin\b|end\b)[a-zA-Z]+\*?(?:\[[^\[\]]*\]|\{[^{}]*\})*\s*$")
"""A command of LaTeX alone on its line: a size, a space, a theme."""
_DECKS = re.compile(
    r"beamer|revealjs|slidy|dzslides|slideous|s5|ioslides|pptx|powerpoint", re.IGNORECASE
)


def _cut(source: Source) -> list[Slide]:
    lines = _atx(source)
    source = Source(tuple(lines), source.settings, source.start)
    level = _slide_level(source)
    slides = cut(source, Signs(rule=RULE, levels=frozenset(range(1, level + 1))))
    for slide in slides:
        slide.body = ["" if _PAUSE.match(each) else each for each in slide.body]
        _take_notes(slide)
        _leave_out_latex(slide)
        take_comments(slide, "none")
        take_divisions(slide)
    return slides


def _atx(source: Source) -> list[str]:
    """The lines, in which headings over a row of signs are written with number signs."""
    lines = list(source.lines)
    walk = Walk()
    for n in range(source.start, len(lines)):
        quiet = walk.is_quiet
        walk.over(lines[n])
        above = lines[n - 1].strip() if n > source.start else ""
        before = lines[n - 2].strip() if n > source.start + 1 else ""
        if quiet and above and not before and re.fullmatch(r"={2,}|-{2,}", lines[n].strip()):
            if above.startswith(("#", "|", ":", "<", "-", "!", ">")):
                continue
            lines[n - 1] = ("# " if "=" in lines[n] else "## ") + above
            lines[n] = ""
    return lines


def _slide_level(source: Source) -> int:
    """The level of headings that begin slides: the deck's setting, or pandoc's rule."""
    values = source.settings.values
    given: Any = values.get("slide-level", values.get("slide_level"))
    if isinstance(given, int) and not isinstance(given, bool) and 1 <= given <= 6:
        return given
    if _DECKS.search(str(values.get("format", ""))):
        return 2  # Quarto's own
    return slide_level(source.lines[source.start :])


def _take_notes(slide: Slide) -> None:
    """The notes of beamer, which stand in a command of LaTeX."""
    text = "\n".join(slide.body)
    while (match := _NOTE.search(without_programs(text))) is not None:
        end = _closing(text, match.end())
        said = _COMMAND.sub(lambda command: command[1] or "", text[match.end() : end])
        line = slide.line_of(match)
        slide.notes += [Note(line + n, each) for n, each in enumerate(said.split("\n"))]
        slide.notes.append(Note(line + said.count("\n") + 1, ""))
        inside = "\n" * text.count("\n", match.start(), end)
        text = text[: match.start()] + inside + text[end + 1 :]
    slide.body = text.split("\n")
    slide.notes.sort(key=lambda note: note.line)


def _leave_out_latex(slide: Slide) -> None:
    """Programs for LaTeX alone are left out; its settings are nothing to see."""
    text = "\n".join(slide.body)
    for match in _RAW.finditer(text):
        slide.left_out.append((slide.line_of(match), "raw LaTeX or HTML"))
    text = _RAW.sub(lambda match: "\n" * match[0].count("\n"), text)
    walk = Walk()
    slide.body = []
    for each in text.split("\n"):
        quiet = walk.is_quiet
        walk.over(each)
        slide.body.append(_without_commands(each) if quiet else each)


def _without_commands(line: str) -> str:
    """A line without what only LaTeX reads."""
    if box := _BOX.match(line):
        title = (box["title"] or "").strip(" :.!")
        return f"**{title}:**" if title else ""
    if _SETS.match(line) and not _STRESSED.match(line.strip()):
        return ""
    return _STRESSED.sub(lambda match: match["kept"] or f"**{match['words'].strip()}**", line)


def _closing(text: str, at: int) -> int:
    depth = 1
    for n in range(at, len(text)):
        if text[n] in "{}" and text[n - 1] != "\\":
            depth += 1 if text[n] == "{" else -1
        if not depth:
            return n
    return len(text)


def _title_block(lines: list[str]) -> tuple[ForeignSettings, int] | None:
    """`% title`, `% authors` and `% date` at the beginning of a file."""
    start = next((n for n, text in enumerate(lines) if text.strip()), 0)
    if not lines or not lines[start].startswith("% "):
        return None
    fields: list[str] = []
    end = start
    for end in range(start, len(lines)):
        text = lines[end]
        if text.startswith("%") and len(fields) < 3:
            fields.append(text[1:].strip())
        elif text.startswith((" ", "\t")) and text.strip() and fields:
            fields[-1] += f" {text.strip()}"
        else:
            break
    return settings_of({"title": fields[0]}), end


def _is_for_decks(outline: Outline) -> bool:
    given = (outline.settings.get("format"), outline.settings.get("output"))
    return any(_DECKS.search(str(each)) for each in given if each is not None)


PANDOC_SLIDES = DeckDialect(
    Dialect(
        name="pandoc-slides",
        called="pandoc",
        signs=(
            Sign("a format of slides", 4, _is_for_decks),
            first("a title block", r"% \S"),
            line("notes of pandoc", r"\s*:{3,}\s*\{?\s*\.?notes\b", 3),
            words("notes of beamer", r"\\note(?:<[^<>]*>)?\{", 3),
            line("frames of beamer", r"\s*\\begin\{(?:alert|example)block\}", 3),
            line("pauses", r"\s*(?:\. \. \.|\\pause)\s*$", 3),
            line("columns", r"\s*:{3,}\s*\{?\s*\.?columns?\b"),
            settings("settings of beamer", "aspectratio", "colortheme", "fonttheme", "institute",
                     "slide-level", "slide_level", "incremental", weight=2),
        ),
    ),
    _cut,
    _title_block,
)  # fmt: skip
