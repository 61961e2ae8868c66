"""The comments of a slide: notes to the speaker, directives to the program, remarks of the author.

A comment is a note when it says a sentence. Directives are known by their first word.
"""

from __future__ import annotations

import re
from typing import Literal, TypeAlias

from flaming_horse.writers.decks.slide import Note, Slide, without_programs

Policy: TypeAlias = Literal["all", "last", "none"]
"""Which comments are notes: all that say something, the one at the slide's end, or none."""

_COMMENT = re.compile(r"<!--(.*?)(?:-->|\Z)", re.DOTALL)
_STRAY = re.compile(r"\A>|<!\s*\Z")
"""What is left of `<!-->`, as some write the signs of a comment."""
_DIRECTIVE = re.compile(
    r"\s*(?:[_$]?(?:theme|style|headingDivider|size|math|title|author|description|keywords|url|image"
    r"|paginate|header|footer|class|background\w*|color|transition|marp|lang|layout|level|click"
    r"|auto-scaling|page_number|fit|slide|view-transition\S*)\s*[:=].*"
    r"|\.(?:slide|element|fragment)\b.*|data-[\w-]+=.*|[#.][\w-]+"
    r"|(?i:-?\s*(?:fit|slide|vertical slide|new slide|end|end slide|toc|/toc|more|omit in toc"
    r"|pause|no toc|column|columns|notes?|stop|clicks?)"
    r"|-?\s*(?:#?(?:end)?region|markdownlint|prettier|textlint|cspell|vale|eslint|spell-?checker"
    r"|remark-lint)\b.*)|[-=*_]*)\s*"
)
"""A line of a comment that speaks to the program, and not to an audience."""
_REMARK = re.compile(
    r"\W*(?:todo|fixme|xxx|hack|tbd|wip|draft|spdx\S*|copyright|\(c\)|©|licen[cs]ed?|draft|generated"
    r"|auto-?generated|do not edit|this file (?:is|was))(?!\w)",
    re.IGNORECASE,
)
_ORDER = re.compile(
    r"\W*(?:replace|add|insert|fix|check|remove|update|move|rewrite|source|sources|credits?|image"
    r"|photo|figure|picture|see|from|https?:\S*)(?!\w)",
    re.IGNORECASE,
)
"""What a comment begins with that tells its author to do something, or where a picture is from."""
_MARKUP = re.compile(r"\s*(?:#{1,6} (?!notes?\b)|!\[|<|```|~~~|\||:::)", re.IGNORECASE)
"""A slide's own Markdown, put aside."""
_IN_A_ROW = re.compile(r"(?:[ \t]*<!--.*?-->[ \t]*(?:\n[ \t]*)*){2,}", re.DOTALL)
"""Comments in a row: where one of them is Markdown, an editor put each line aside."""
_NOTE_WORD = re.compile(r"^\s*(?:(?:speaker|presenter) )?notes?:\s*", re.IGNORECASE)
_SENTENCE = re.compile(r"[.!?…。！？][\"'”’»)\]*_]*(?:\s|$)")  # noqa: RUF001
_ENOUGH_WORDS = 7
"""Words that make a note without a full stop: a title or a remark has fewer."""
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def take_comments(slide: Slide, policy: Policy) -> None:
    """Move the comments of a slide out of its body: into its notes, or among its remarks."""
    body = "\n".join(slide.body)
    masked = without_programs(body)
    comments = list(_COMMENT.finditer(masked))
    aside = _put_aside(masked)
    for comment in comments:
        match = _COMMENT.match(body, comment.start())
        if match is None:
            continue
        ends = not _COMMENT.sub("", body[match.end() :]).strip()
        last = comment is comments[-1] and ends
        text, line = _STRAY.sub("", match[1]), slide.line_of(match)
        is_aside = any(first <= comment.start() < end for first, end in aside)
        if is_aside or policy == "none" or (policy == "last" and not last):
            _remark(slide, text, line)
        else:
            _note(slide, text, line, anything=policy == "last")
        blank = re.sub(r"[^\n]", " ", match[0])
        body = body[: match.start()] + blank + body[match.end() :]
    slide.notes.sort(key=lambda note: note.line)
    slide.body = body.split("\n")


def _put_aside(body: str) -> list[tuple[int, int]]:
    """Where comments in a row are a part of the deck that its author took out, line by line."""
    return [
        row.span()
        for row in _IN_A_ROW.finditer(body)
        if any(_MARKUP.match(each[1]) for each in _COMMENT.finditer(row[0]))
    ]


def _remark(slide: Slide, text: str, line: int) -> None:
    if not is_directive(text):
        slide.remarks.append((line, " ".join(text.split())))


def _note(slide: Slide, text: str, line: int, *, anything: bool) -> None:
    named = _NOTE_WORD.match(text) is not None
    if is_directive(text):
        return
    lines = text.split("\n")
    kept: list[str] = []
    for paragraph in _paragraphs(lines):
        if _REMARK.match("\n".join(paragraph)):
            slide.remarks.append((line, " ".join(" ".join(paragraph).split())))
            kept += ["" for _ in paragraph]
        else:
            kept += ["" if _DIRECTIVE.fullmatch(each) else each for each in paragraph]
    said = _NOTE_WORD.sub("", "\n".join(kept), count=1)
    if not said.strip():
        return
    if not (named or anything or says_something(said)):
        slide.remarks.append((line, " ".join(said.split())))
        return
    slide.notes += [Note(line + n, each) for n, each in enumerate(said.split("\n"))]
    slide.notes.append(Note(line + len(lines), ""))


def is_directive(text: str) -> bool:
    """Whether all lines of a comment speak to the program."""
    return all(_DIRECTIVE.fullmatch(line) for line in text.split("\n"))


def says_something(text: str) -> bool:
    """Whether a comment has a sentence for an audience, and is no Markdown that was put aside."""
    if _MARKUP.match(text):
        return False
    if _SENTENCE.search(text):
        return True
    if _ORDER.match(text):
        return False
    return len(text.split()) >= _ENOUGH_WORDS or len(_WIDE.findall(text)) > _ENOUGH_WORDS


def _paragraphs(lines: list[str]) -> list[list[str]]:
    """The lines in runs of one paragraph each, with the empty lines after it."""
    found: list[list[str]] = [[]]
    for line in lines:
        if line.strip() and found[-1] and not found[-1][-1].strip():
            found.append([])
        found[-1].append(line)
    return found
