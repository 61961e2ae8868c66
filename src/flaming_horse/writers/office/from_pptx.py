"""A deck of PowerPoint as a storyboard: its notes are spoken, its slides are shown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from statistics import median
from typing import Any

from flaming_horse.errors import FlamingHorseError, Place
from flaming_horse.writers import foreign
from flaming_horse.writers.bar_charts import bar_chart
from flaming_horse.writers.decks.slide import Side
from flaming_horse.writers.decks.telling import Placed, ReadSlide
from flaming_horse.writers.foreign_front import settings_of
from flaming_horse.writers.from_markdown import finish, title_of
from flaming_horse.writers.from_slides import film_of_slides
from flaming_horse.writers.office.package import broken, need_extra, read_package
from flaming_horse.writers.pictures import Pictures
from flaming_horse.writers.pieces import Piece, Pieces, plain, readable, tidy, words_in
from flaming_horse.writers.telling import Teller
from flaming_horse.writers.wishes import NO_WISHES, Wishes
from flaming_horse.writers.write_film import Converted

_FURNITURE = {"DATE", "FOOTER", "SLIDE_NUMBER", "HEADER"}
_BULLETS = {"BODY", "OBJECT", "VERTICAL_BODY", "VERTICAL_OBJECT"}
_TYPEWRITER = re.compile(r"courier|consol|mono\b|menlo|monaco|\bcode\b|fixed", re.IGNORECASE)
_TYPED = str.maketrans({"\u2013": "-", "\u201c": '"', "\u201d": '"', "\u2018": "'", "\u2019": "'"})
_LINE_WORDS = 12
"""Words of most paragraphs in a box of text that is a list, whatever stands before its lines."""
_CHART_POINTS = 60
"""Values of a chart that a table can be made of."""


def from_pptx(file: Path, wishes: Wishes = NO_WISHES) -> Converted:
    """The storyboard of a .pptx file. A place in an error is the slide's number.

    Raises:
        NotInstalled: the extra `office` is missing.
        WrongInput: it cannot be read, holds too much, or says nothing.
    """
    need_extra(file)
    content = read_package(file)
    from pptx import Presentation

    attached: dict[str, bytes] = {}
    try:
        deck: Any = Presentation(content)
        slides = [
            _Reader(slide, number, attached).slide() for number, slide in enumerate(deck.slides, 1)
        ]
    except FlamingHorseError:
        raise
    except Exception as error:  # noqa: BLE001 - broken files raise whatever their bytes lead to
        raise broken(file, error) from None
    teller = Teller(
        lambda slide: Place(f"{file}, slide {slide}", 1), Pictures(file.parent, attached), wishes
    )
    language = _text(deck.core_properties.language)
    film = film_of_slides(slides, settings_of({"language": language}), title_of(file), teller)
    return finish(film, file, teller, "a deck of PowerPoint")


@dataclass(slots=True)
class _Seen:
    """A block, and where it is on the slide: its left and right edge, of the slide's width."""

    block: foreign.Block
    left: float = 0.0
    right: float = 1.0


@dataclass(slots=True)
class _Reader:
    """Reads one slide; `number` is its own from 1, and the line of all its blocks."""

    given: Any
    number: int
    attached: dict[str, bytes]
    left_out: list[tuple[int, str]] = field(default_factory=list[tuple[int, str]])

    def slide(self) -> ReadSlide:
        """The slide as it is told."""
        if self.given.element.get("show") in {"0", "false"}:
            return ReadSlide(
                (), self.number, [], left_out=[(self.number, "a slide that is hidden")]
            )
        title: Any = self.given.shapes.title
        words = _words_of(title.text_frame.paragraphs) if title is not None else ()
        others = [each for each in self._shapes(self.given.shapes) if not _same(each, title)]
        seen = [found for shape in _in_order(others) for found in self._shape(shape)]
        notes = self._notes()
        return ReadSlide(words, self.number, _placed(seen), [notes] if notes else [], self.left_out)

    def _shapes(self, shapes: Any) -> Iterator[Any]:
        """The shapes of a slide, those of groups one by one."""
        for shape in shapes:
            if _name(shape.shape_type) == "GROUP":
                yield from self._shapes(shape.shapes)
            else:
                yield shape

    def _shape(self, shape: Any) -> list[_Seen]:
        blocks = list(self._blocks(shape))
        width = self.given.part.package.presentation_part.presentation.slide_width or 1
        if shape.left is None or shape.width is None:
            return [_Seen(block) for block in blocks]
        left, right = shape.left / width, (shape.left + shape.width) / width
        return [_Seen(block, left, right) for block in blocks]

    def _blocks(self, shape: Any) -> Iterator[foreign.Block]:
        kind = _placeholder(shape)
        if kind in _FURNITURE:
            return
        if getattr(shape, "has_chart", False):
            yield from self._chart(shape.chart)
        elif getattr(shape, "has_table", False):
            yield self._table(shape.table)
        elif hasattr(shape, "image"):
            yield from self._picture(shape)
        elif getattr(shape, "has_text_frame", False):
            yield from self._text(shape, kind)
        else:
            self._graphic(shape)

    def _text(self, shape: Any, kind: str) -> Iterator[foreign.Block]:
        if shape.element.xpath(".//*[local-name()='oMath']"):
            self.left_out.append((self.number, "a formula of PowerPoint"))
        for is_code, group in groupby(shape.text_frame.paragraphs, _is_code):
            if is_code:
                yield self._program([_text(p.text) for p in group])
            else:
                yield from self._paragraphs([p for p in group if _words(p)], kind)

    def _program(self, lines: Sequence[str]) -> foreign.Block:
        # What PowerPoint makes of a minus and of quotes while somebody types.
        code = "\n".join(lines).translate(_TYPED).rstrip()
        language = "python" if re.search(r"^\s*(?:def|import|for) .*", code, re.MULTILINE) else ""
        return foreign.Program(code, language, self.number)

    def _paragraphs(self, paragraphs: Sequence[Any], kind: str) -> Iterator[foreign.Block]:
        if not paragraphs:
            return
        is_list = kind in _BULLETS or median(words_in(_words(p)) for p in paragraphs) <= _LINE_WORDS
        if is_list and len(paragraphs) > 1:
            yield foreign.Items(_items(paragraphs), _is_numbered(paragraphs[0]), self.number)
            return
        for paragraph in paragraphs:
            yield foreign.Words(_words(paragraph), self.number)

    def _table(self, table: Any) -> foreign.Block:
        rows = [
            tuple(
                () if cell.is_spanned else _words_of(cell.text_frame.paragraphs)
                for cell in row.cells
            )
            for row in table.rows
        ]
        return foreign.Table(rows[0], tuple(rows[1:]), self.number)

    def _picture(self, shape: Any) -> Iterator[foreign.Block]:
        try:
            image = shape.image
        except (ValueError, KeyError, AttributeError):
            self.left_out.append((self.number, "a picture that is not in the file"))
            return
        name = f"slide-{self.number}-{len(self.attached) + 1}.{image.ext}"
        self.attached[name] = image.blob
        yield foreign.Picture(f"attachment:{name}", _description(shape), self.number)

    def _chart(self, chart: Any) -> Iterator[foreign.Block]:
        """A chart of one row of numbers as bars, any other as a table: its series are columns."""
        try:
            plots = list(chart.plots)
            names = [str(each) for each in plots[0].categories]
            series = [(str(each.name), list(each.values)) for plot in plots for each in plot.series]
        except (ValueError, KeyError, IndexError, AttributeError, TypeError, NotImplementedError):
            series, names = [], []
        if not series or not names or len(names) * len(series) > _CHART_POINTS:
            self.left_out.append((self.number, "a chart that no table can be made of"))
            return
        titled = chart.has_title and chart.chart_title.has_text_frame
        title = _words_of(chart.chart_title.text_frame.paragraphs) if titled else ()
        values = series[0][1] if len(series) == 1 else ()
        if bars := bar_chart(names, values, self.number, plain(title)):
            yield bars
            return
        if title:
            yield foreign.Words(title, self.number)
        header = ((), *(_plain(name) for name, _ in series))
        rows = tuple(
            (
                _plain(name),
                *(_number(values[n] if n < len(values) else None) for _, values in series),
            )
            for n, name in enumerate(names)
        )
        self.left_out.append((self.number, "the bars or lines of a chart, shown as a table"))
        yield foreign.Table(header, rows, self.number)

    def _graphic(self, shape: Any) -> None:
        """Something that is neither words nor a picture."""
        kind = _name(shape.shape_type)
        if kind in {"LINE", "FREEFORM", "AUTO_SHAPE"}:
            return
        what = {"MEDIA": "a film or a sound of PowerPoint", "DIAGRAM": "a diagram of SmartArt",
                "IGX_GRAPHIC": "a diagram of SmartArt"}  # fmt: skip
        self.left_out.append((self.number, what.get(kind, "an object of another program")))

    def _notes(self) -> list[foreign.Block]:
        if not self.given.has_notes_slide:
            return []
        frame = self.given.notes_slide.notes_text_frame
        paragraphs = frame.paragraphs if frame is not None else ()
        return [foreign.Words(_words(p), self.number) for p in paragraphs if _words(p)]


def _same(shape: Any, title: Any) -> bool:
    return title is not None and shape.shape_id == title.shape_id


def _name(kind: Any) -> str:
    return "" if kind is None else str(getattr(kind, "name", kind))


def _placeholder(shape: Any) -> str:
    return _name(shape.placeholder_format.type) if shape.is_placeholder else ""


def _in_order(shapes: Sequence[Any]) -> list[Any]:
    """As they are read: from the top, and those of one height from the left.

    A placeholder that the slide's layout places keeps its turn.
    """
    found: list[tuple[tuple[int, int, int], Any]] = []
    for turn, shape in enumerate(shapes):
        top, left = shape.top, shape.left
        key = (-1, 0, turn) if top is None or left is None else (top // 400_000, left, turn)
        found.append((key, shape))
    return [shape for _, shape in sorted(found, key=lambda each: each[0])]


def _placed(seen: Sequence[_Seen]) -> list[Placed]:
    """The blocks with their columns, where all stand on the left or the right half."""
    sides: list[Side | None] = []
    for each in seen:
        left, right = each.right <= 0.55, each.left >= 0.45
        sides.append("left" if left else "right" if right else None)
    if set(sides) != {"left", "right"}:
        return [Placed(each.block) for each in seen]
    return [Placed(each.block, side) for each, side in zip(seen, sides, strict=True)]


def _items(paragraphs: Sequence[Any]) -> tuple[foreign.Item, ...]:
    items: list[foreign.Item] = []
    for paragraph in paragraphs:
        words = _words(paragraph)
        if paragraph.level and items:
            items[-1] = foreign.Item(items[-1].words, (*items[-1].inner, words))
        else:
            items.append(foreign.Item(words))
    return tuple(items)


def _is_code(paragraph: Any) -> bool:
    """Whether all its words are set in a typewriter's font."""
    fonts = [run.font.name or "" for run in paragraph.runs if run.text.strip()]
    return bool(fonts) and all(_TYPEWRITER.search(font) for font in fonts)


def _is_numbered(paragraph: Any) -> bool:
    properties = paragraph._p.pPr  # noqa: SLF001 - python-pptx has no word for numbering
    return properties is not None and bool(properties.xpath("./a:buAutoNum"))


def _words(paragraph: Any) -> Pieces:
    pieces = [
        Piece(
            _text(run.text),
            emphasis=bool(run.font.italic),
            strong=bool(run.font.bold),
            link=run.hyperlink is not None and run.hyperlink.address is not None,
        )
        for run in paragraph.runs
    ]
    return tidy(pieces or [Piece(_text(paragraph.text))])


def _words_of(paragraphs: Any) -> Pieces:
    """Several paragraphs as one text."""
    return tidy([piece for each in paragraphs for piece in (*_words(each), Piece(" "))])


def _text(text: Any) -> str:
    return readable(str(text or "").replace("\v", " ").replace("_x000B_", " "))


def _plain(text: str) -> Pieces:
    return tidy([Piece(_text(text))])


def _number(value: Any) -> Pieces:
    if value is None:
        return ()
    whole = isinstance(value, float) and value.is_integer()
    return _plain(
        f"{int(value)}" if whole else f"{value:g}" if isinstance(value, float) else str(value)
    )


def _description(shape: Any) -> str:
    """What its author says that a picture shows; not the name of its file."""
    properties = shape.element.xpath(".//*[local-name()='cNvPr']")
    text = str(properties[0].get("descr") or "") if properties else ""
    return "" if text.lower().endswith((".png", ".jpg", ".jpeg", ".gif")) else text
