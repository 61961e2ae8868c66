"""Decks of Slidev."""

from __future__ import annotations

import re
from typing import Any

from flaming_horse.writers.decks.columns import take_divisions
from flaming_horse.writers.decks.comments import take_comments
from flaming_horse.writers.decks.cutting import DASHES, Walk
from flaming_horse.writers.decks.other_files import with_files
from flaming_horse.writers.decks.slide import DeckDialect, Note, Side, Slide, Source
from flaming_horse.writers.dialects.dialect import Dialect, Sign
from flaming_horse.writers.dialects.outline import Outline
from flaming_horse.writers.dialects.signs import fence, line, settings, words
from flaming_horse.writers.foreign_front import read_front

_SLOT = re.compile(r"::\s*([\w-]+)\s*::\s*")
_CLICK = re.compile(r"\[click(?::\s*(?P<at>\+?\d+))?\](?!\()")
_MAGIC = re.compile(r"[ \t]*(`{4,}|~{4,})md magic-move[^\n]*\n(.*?)^[ \t]*\1[ \t]*$",
                    re.DOTALL | re.MULTILINE)  # fmt: skip
_SNIPPET = re.compile(r"^[ \t]*<<<[ \t]+\S.*$", re.MULTILINE)
_VALUE = re.compile(r"\{\{(.+?)\}\}", re.DOTALL)
_ALONE = re.compile(r"<(?P<name>[A-Z][\w.]*|[a-z]+[-:][\w-]+|arrow)\b"
                    r"(?:[^<>\"']|\"[^\"]*\"|'[^']*')*"
                    r"(?:/>|>\s*</(?P=name)>)", re.DOTALL)  # fmt: skip
_TAG = re.compile(r"</?(?:[A-Z][\w.]*|[a-z]+-[\w-]+)\b(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>", re.DOTALL)
_CONTROL = re.compile(
    r"<(?P<name>span|button|a|div)\b[^<>]*(?:@click|v-on:click|\$slidev)[^<>]*>.*?</(?P=name)>",
    re.DOTALL,
)
"""A button, which only a browser can press."""
_STYLED = re.compile(r"</?(?:span|div|section|button|p|center)\b(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>")
_PUBLIC = re.compile(r"(?<=\]\()/(?=\w)|(?<=\ssrc=\")/(?=\w)")
"""Before a picture in the folder `public`, as a slide names it."""
_ICON = re.compile(r"[a-z]+(?:[-:][\w-]+)+")
_SETS_SLIDE = re.compile(r"[\w$-]+\s*:", re.MULTILINE)


def _cut(source: Source) -> list[Slide]:
    slides: list[Slide] = []
    for slide, given in with_files(source, _slides):
        if given.get("hide") is True or given.get("disabled") is True:
            slides.append(_instead(slide, "a slide that is hidden"))
            continue
        if isinstance(given.get("src"), str):
            slides.append(_instead(slide, f"the slides of another file ({given['src']})"))
        take_comments(slide, "last")
        _take_clicks(slide)
        _read_components(slide)
        _take_slots(slide, str(given.get("layout", "")))
        take_divisions(slide)
        slide.edit(_without, _STYLED)
        _take_pictures(slide, given)
        title: Any = given.get("title")
        slide.title = title if isinstance(title, str) and slides else ""
        slides.append(slide)
    return slides


def _instead(slide: Slide, what: str) -> Slide:
    """A slide of nothing but a note about what is not taken over."""
    return Slide(slide.first_line, left_out=[(slide.first_line, what)])


def _slides(source: Source) -> list[tuple[Slide, dict[str, Any]]]:
    """The slides and the settings of each: they stand between two rules, right under the first."""
    walk = Walk()
    found = [(Slide(source.start), dict(source.settings.values))]
    number = source.start
    while number < len(source.lines):
        text = source.lines[number]
        begins = walk.is_quiet and DASHES.match(text)
        if not begins:
            walk.over(text)
            found[-1][0].body.append(text)
            number += 1
            continue
        end = _end_of_settings(source.lines, number)
        given = read_front("\n".join(source.lines[number + 1 : end])).values if end else {}
        number = end + 1 if end else number + 1
        found.append((Slide(number), given))
    return found


def _end_of_settings(lines: tuple[str, ...], rule: int) -> int:
    """The line that ends the settings under a rule; 0 where there are none."""
    for number in range(rule + 1, len(lines)):
        text = lines[number]
        if DASHES.match(text):
            inside = "\n".join(lines[rule + 1 : number])
            return number if _SETS_SLIDE.match(inside) else 0
        if number == rule + 1 and not _SETS_SLIDE.match(text) and not text.startswith("#"):
            return 0
        if re.match(r"#{1,6} |!\[|```|<", text):
            return 0
    return 0


def _take_clicks(slide: Slide) -> None:
    """Cut the notes at `[click]`: each is a step of the slide."""
    click = 0
    notes: list[Note] = []
    for note in slide.notes:
        start = 0
        for match in _CLICK.finditer(note.text):
            notes.append(Note(note.line, note.text[start : match.start()].strip(), click))
            at = match["at"]
            click = int(at) if at and not at.startswith("+") else click + int(at or 1)
            start = match.end()
        notes.append(Note(note.line, note.text[start:].strip() if start else note.text, click))
    slide.notes = notes


def _read_components(slide: Slide) -> None:
    """Components alone are left out; of others only their tags are."""

    def alone(match: re.Match[str]) -> str:
        name = match["name"]
        if not _ICON.fullmatch(name) and name != "arrow":
            slide.left_out.append((slide.line_of(match), f"a component of Slidev ({name})"))
        return ""

    def snippet(match: re.Match[str]) -> str:
        what = "a program that lies in another file"
        slide.left_out.append((slide.line_of(match), what))
        return ""

    def value(match: re.Match[str]) -> str:
        slide.left_out.append((slide.line_of(match), "a value that Slidev computes"))
        return ""

    def public(match: re.Match[str]) -> str:
        del match
        return "public/"

    text = "\n".join(slide.body)
    text = _MAGIC.sub(lambda match: f"\n{match[2]}", text)
    slide.body = text.split("\n")
    slide.edit(snippet, _SNIPPET)
    slide.edit(value, _VALUE)
    slide.edit(_without, _CONTROL)
    slide.edit(alone, _ALONE)
    slide.edit(_without, _TAG)
    slide.edit(public, _PUBLIC)


def _without(match: re.Match[str]) -> str:
    """Nothing, in place of what is not shown."""
    del match
    return ""


def _take_slots(slide: Slide, layout: str) -> None:
    """`::right::` and its like: the columns of a layout that has two."""
    slots = [match[1] for text in slide.body if (match := _SLOT.fullmatch(text))]
    two = "right" in slots
    side: Side | None = "left" if two and "left" not in slots and "header" not in layout else None
    for at, text in enumerate(slide.body):
        if match := _SLOT.fullmatch(text):
            name = match[1]
            side = "left" if name == "left" else "right" if name == "right" else None
            slide.body[at] = ""
        elif side is not None and two:
            slide.columns[side][at] = text
            slide.body[at] = ""


def _take_pictures(slide: Slide, given: dict[str, Any]) -> None:
    """The picture of a layout that has one."""
    layout = str(given.get("layout", ""))
    image: Any = given.get("image")
    if isinstance(image, str) and layout.startswith("image"):
        side = re.search(r"left|right", layout)
        file = f"public{image}" if image.startswith("/") else image
        slide.body += ["", f"![bg {side[0]}]({file})" if side else f"![bg]({file})"]
    background: Any = given.get("background")
    if isinstance(background, str) and re.search(r"\.\w{3,4}$", background):
        file = f"public{background}" if background.startswith("/") else background
        slide.body += ["", f"![bg]({file})"]


_OF_A_SLIDE = (
    r"(?:layout|transition|clicks|layoutClass|class|image|src|hide|hideInToc|background|zoom|level"
    r"|routeAlias|disabled|clicksStart|dragPos)\s*:"
)
_ROW = re.compile(r"[\w-]+\s*:(?:\s|$)|\s+\S|-\s")


def _has_settings(outline: Outline) -> bool:
    """Whether a slide begins with settings that a rule closes; those of remark have none."""
    prose = outline.prose
    for at, rule in enumerate(prose[:-1]):
        if not re.match(r"---\s*$", rule) or not re.match(_OF_A_SLIDE, prose[at + 1]):
            continue
        end = next((n for n in range(at + 1, len(prose)) if not _ROW.match(prose[n])), len(prose))
        if end < len(prose) and re.match(r"---\s*$", prose[end]):
            return True
    return False


SLIDEV = DeckDialect(
    Dialect(
        name="slidev",
        called="Slidev",
        signs=(
            Sign("settings of a slide", 4, _has_settings),
            line("places of a layout", r"::\s*(?:right|left|default|bottom|top)\s*::\s*$", 4),
            words("clicks", r"</?v-clicks?\b|<v-switch\b|<[^<>]*\bv-(?:click|mark|motion)\b", 4),
            fence("programs that turn into one another",
                  r"md magic-move|\w+ \{(?:monaco|all\|)", 3),
            words("its own values", r"\$(?:slidev|clicks|nav)\b", 3),
            words("clicks of its notes", r"\[click(?::\+?\d+)?\](?!\()", 3),
            settings("its settings", "highlighter", "drawings", "colorSchema", "routerMode",
                     "fonts", "mdc", "lineNumbers", "exportFilename", "addons", "monaco", "seoMeta",
                     weight=3),
            settings("settings of its slides", "layout", "background", "transition"),
            settings("a theme", "theme"),
        ),
    ),
    _cut,
)  # fmt: skip
