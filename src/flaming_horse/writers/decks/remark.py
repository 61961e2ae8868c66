"""Decks of remark, and of xaringan, which writes them."""

from __future__ import annotations

import re

from flaming_horse.writers.decks.columns import take_divisions
from flaming_horse.writers.decks.comments import take_comments
from flaming_horse.writers.decks.cutting import DASHES, HEADING, Signs, cut
from flaming_horse.writers.decks.slide import DeckDialect, Side, Slide, Source, without_programs
from flaming_horse.writers.dialects.dialect import Dialect, Sign
from flaming_horse.writers.dialects.outline import Outline
from flaming_horse.writers.dialects.signs import line, words

_NOTES = re.compile(r"\?\?\?\s*(.*)")
_STEP = re.compile(r"--\s*$")
_SETTING = re.compile(
    r"(class|name|layout|template|count|exclude|continued|id|background-[a-z]+)\s*:\s*(.*?)\s*"
)
_CLASSES = re.compile(r"(?<![\\`)\]])\.([a-zA-Z][\w-]*(?:\.[a-zA-Z][\w-]*)*)\[")
_PICTURE = re.compile(r"url\([\"']?([^\"')]+)[\"']?\)")
_MACRO = re.compile(r"!\[:[\w-]+[^\]\n]*\](?:\(([^)]*)\))?")
_TEMPLATE = "what a template repeats on its slides"


def _of_macro(macro: re.Match[str]) -> str:
    """What a macro, which only its deck can run, was given: a picture or words."""
    given = macro[1] or ""
    return f"![]({given})" if re.search(r"\.\w{3,4}$", given) else given


def _cut(source: Source) -> list[Slide]:
    shown: list[Slide] = []
    titles: dict[str, str] = {}
    layout = ""
    for slide in cut(source, Signs(rule=DASHES, notes=_NOTES, ends_notes=_STEP)):
        given = _settings(slide)
        slide.body = _MACRO.sub(_of_macro, "\n".join(_without_steps(slide.body))).split("\n")
        take_comments(slide, "none")
        _take_classes(slide)
        take_divisions(slide)
        heading = _heading(slide)
        if name := given.get("name"):
            titles[name] = heading
        if given.get("layout") in {"true", "false"}:
            layout = heading if given["layout"] == "true" else ""
        if given.get("layout") == "true":
            if any(each.strip() for each in slide.body):
                shown += [Slide(slide.first_line, left_out=[(slide.first_line, _TEMPLATE)])]
            continue
        if given.get("exclude") == "true":
            continue
        inherited = titles.get(given.get("template", ""), layout)
        if not heading:
            slide.title = inherited if slide.notes or _is_filled(slide) else ""
        shown.append(slide)
    return shown


def _without_steps(body: list[str]) -> list[str]:
    """The lines of a slide without those that begin a step of it, and without its settings."""
    kept: list[str] = []
    begins = False
    for each in body:
        step = _STEP.match(each) is not None
        begins = step or (begins and (not each.strip() or _SETTING.fullmatch(each) is not None))
        kept.append("" if begins else each)
    return kept


def _settings(slide: Slide) -> dict[str, str]:
    """Take what is set at a slide's beginning out of its body."""
    given: dict[str, str] = {}
    for at, each in enumerate(slide.body):
        match = _SETTING.fullmatch(each)
        if match:
            given[match[1]] = match[2]
            slide.body[at] = ""
        elif each.strip():
            break
    if picture := _PICTURE.search(given.get("background-image", "")):
        slide.body += ["", f"![bg]({picture[1]})"]
    return given


def _heading(slide: Slide) -> str:
    texts = [*slide.body, *slide.columns["left"].values(), *slide.columns["right"].values()]
    headings = (each for each in texts if HEADING.match(each))
    return next(headings, "").lstrip("# ").strip()


def _is_filled(slide: Slide) -> bool:
    columns = (*slide.columns["left"].values(), *slide.columns["right"].values())
    return any(each.strip() for each in (*slide.body, *columns))


def _take_classes(slide: Slide) -> None:
    """`.class[words]` as the words alone; those of a column in their place."""
    text = "\n".join(slide.body)
    while (match := _CLASSES.search(without_programs(text))) is not None:
        end = _closing(text, match.end())
        inside = text[match.end() : end]
        side = _side(match[1].split("."))
        if side is not None:
            first = text.count("\n", 0, match.start())
            for n, each in enumerate(inside.split("\n")):
                slide.columns[side][first + n] = _bare(each)
            inside = "\n" * inside.count("\n")
        elif "footnote" in match[1]:
            slide.left_out.append((slide.line_of(match), "footnotes"))
            inside = "\n" * inside.count("\n")
        text = text[: match.start()] + inside + text[end + 1 :]
    slide.body = text.split("\n")


def _closing(text: str, at: int) -> int:
    """Where the bracket that is open at a place closes; the end, when it never does."""
    depth = 1
    masked = without_programs(text)
    for n in range(at, len(masked)):
        depth += {"[": 1, "]": -1}.get(masked[n], 0)
        if not depth:
            return n
    return len(text)


def _bare(text: str) -> str:
    """A line of a column without classes of its own."""
    return re.sub(r"(?<![\\`)\]])\.[a-zA-Z][\w.-]*\[([^\[\]]*)\]", r"\1", text)


def _side(names: list[str]) -> Side | None:
    for name in names:
        if re.fullmatch(r"(?:left-col\w*|pull-left\w*|col\w*-left|left-\w*column\w*)", name):
            return "left"
        if re.fullmatch(r"(?:right-col\w*|pull-right\w*|col\w*-right|right-\w*column\w*)", name):
            return "right"
    return None


def _is_xaringan(outline: Outline) -> bool:
    return "xaringan" in str(outline.settings.get("output", ""))


REMARK = DeckDialect(
    Dialect(
        name="remark",
        called="remark",
        signs=(
            Sign("settings of xaringan", 4, _is_xaringan),
            line("notes", r"\?\?\?\s*$", 3),
            words("columns", r"(?<!\w)\.(?:left-column|right-column|pull-left|pull-right)\[", 3),
            words("classes of words", r"(?:^|\s)\.[a-z][\w-]*\["),
            line("settings of a slide", r"(?:class|name|template|count|background-image): ?\S"),
            line("a layout", r"layout: (?:true|false)\s*$", 3),
        ),
    ),
    _cut,
)
