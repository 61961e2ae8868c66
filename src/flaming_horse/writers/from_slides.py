"""A deck of slides with speaker notes as a storyboard to edit: a slide is a scene."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from flaming_horse.errors import Place, WrongInput
from flaming_horse.writers import foreign
from flaming_horse.writers.dialects.table import foreign_dialect_of
from flaming_horse.writers.foreign_markdown import read_foreign
from flaming_horse.writers.from_markdown import finish, title_of
from flaming_horse.writers.list_telling import MOST_ITEMS, show_items
from flaming_horse.writers.pictures import Pictures
from flaming_horse.writers.pieces import Piece, Pieces, plain, tidy, words_in
from flaming_horse.writers.programs.framing import frame_programs
from flaming_horse.writers.reading import Reading
from flaming_horse.writers.script import (
    TO_LOOK,
    Entry,
    Film,
    Part,
    Remark,
    Say,
    Show,
    arrange,
)
from flaming_horse.writers.sentences import SHORT
from flaming_horse.writers.slide_cues import with_cues
from flaming_horse.writers.slide_deck import Slide, read_deck
from flaming_horse.writers.telling import Teller
from flaming_horse.writers.what_fits import LIST_ITEMS
from flaming_horse.writers.wishes import NO_WISHES, Wishes
from flaming_horse.writers.write_film import Converted

_SIDE = re.compile(r"\b(left|right)\b")
_BACKGROUND = re.compile(r"bg\b")
_MARP_WORD = re.compile(
    r"bg|vertical|(?:left|right)(?::\d+%)?|fit|contain|cover|auto|\d+%|(?:w|h|width|height):\S+"
    r"|(?:blur|brightness|contrast|drop-shadow|grayscale|hue-rotate|invert|opacity|saturate|sepia)"
    r"(?::\S+)?"
)
NO_NOTES = "a slide without notes, of which the title is spoken"


def from_slides(text: str, file: Path, wishes: Wishes = NO_WISHES) -> Converted:
    """The storyboard of a deck in Markdown. `file` names it, and its folder holds its pictures.

    Raises WrongInput, or WrongInputs with every finding, at its place in the deck.
    """
    teller = Teller(lambda line: Place(str(file), line + 1, 1), Pictures(file.parent), wishes)
    deck = read_deck(text)
    dialect = foreign_dialect_of(text, file, decks=True)
    reading = Reading(dialect)
    try:
        read = [_Reader(slide, teller, reading) for slide in deck.slides]
    except RecursionError:
        raise WrongInput("this is nested too deeply", place=Place(str(file))) from None
    blocks = [block for reader in read for block in (*reader.blocks, *reader.notes)]
    teller.speak(deck.settings.language, blocks)
    parts = [reader.part() for reader in read]
    first = next((plain(part.title) for part in parts if part.title), "")
    title = deck.settings.title or first or title_of(file)
    for number, part in enumerate(parts, 1):
        if number == 1 and plain(part.title) in {"", title}:
            part.title = ()  # it stands under the film's own
        else:
            part.title = part.title or (Piece(f"{number}"),)
    film = Film(title, parts, teller.language.code, deck.settings.summary)
    return finish(film, file, teller, f"a deck, {dialect.called}")


class _Reader:
    """Reads one slide."""

    def __init__(self, slide: Slide, teller: Teller, reading: Reading) -> None:
        self.slide = slide
        self.teller = teller
        body = "\n".join(slide.body)
        blocks = read_foreign(body, slide.first_line, reading).blocks
        self.side = _side_of(blocks)
        self.blocks = _without_backgrounds(blocks, self.side)
        first = slide.notes[0][0] if slide.notes else 0
        self.notes = read_foreign(_at_their_lines(slide.notes, first), first, reading).blocks

    def part(self) -> Part:
        """The slide as a scene."""
        heading = next((b for b in self.blocks if isinstance(b, foreign.Heading)), None)
        body = [block for block in self.blocks if block is not heading]
        title = tidy(heading.words) if heading else ()
        place = self.teller.place_of(heading.line if heading else self.slide.first_line)
        said = self._said()
        if said:
            shown = self._shown(body)
            entries = with_cues(_in_turn(shown, said), said, plain(title))
        else:
            entries = self._without_notes(body, title, place)
        entries = frame_programs(entries, self.teller.wording, self.teller.count)
        return Part(title, place, 2, entries)

    def _said(self) -> list[Say]:
        """The notes as lines: their lists are read out, what cannot be said is left out."""
        words: list[foreign.Block] = []
        for block in self.notes:
            if isinstance(block, foreign.Items):
                parts = [part for item in block.items for part in (item.words, *item.inner) if part]
                words += [foreign.Words(part, block.line) for part in parts]
            elif isinstance(block, foreign.Heading):
                words.append(foreign.Words(block.words, block.line))
            elif isinstance(block, foreign.Quote):
                words += [foreign.Words(part, block.line) for part in block.paragraphs]
            elif isinstance(block, foreign.Words):
                words.append(block)
        return [entry for entry in self.teller.tell(words) if isinstance(entry, Say)]

    def _shown(self, body: Sequence[foreign.Block]) -> list[Entry]:
        """What stands on the slide, and notes about what cannot be shown."""
        shown: list[Entry] = []
        loose: list[foreign.Item] = []
        for block in body:
            if isinstance(block, foreign.Words | foreign.Heading):
                loose.append(foreign.Item(block.words))
                continue
            if loose:
                shown.append(self._list(loose, ordered=False, line=block.line))
                loose = []
            if isinstance(block, foreign.Items):
                shown += self._items(block)
            elif isinstance(block, foreign.Quote):
                shown += [e for e in self.teller.tell([block]) if isinstance(e, Show)]
            else:
                shown += [e for e in self.teller.tell([block]) if not isinstance(e, Say)]
        if loose and not shown and len(loose) == 1 and words_in(loose[0].words) <= SHORT:
            place = self.teller.place_of(self.slide.first_line)
            shown.append(Show("title-card", {"title": plain(loose[0].words)}, place))
        elif loose:
            shown.append(self._list(loose, ordered=False, line=self.slide.first_line))
        return _side_by_side(shown, self.side)

    def _items(self, block: foreign.Items) -> list[Entry]:
        items: list[foreign.Item] = []
        for item in block.items:
            items.append(foreign.Item(item.words or item.inner[0]))
            if len(block.items) + len(item.inner) <= LIST_ITEMS:
                items += [
                    foreign.Item(tidy((Piece("– "), *words)))  # noqa: RUF001
                    for words in item.inner[0 if item.words else 1 :]
                ]
        kept = items[: MOST_ITEMS - 4]
        found: list[Entry] = [self._list(kept, ordered=block.ordered, line=block.line)]
        if len(kept) < len(items):
            found.append(Remark(f"Left out: the last {len(items) - len(kept)} items of this list."))
        return found

    def _list(self, items: Sequence[foreign.Item], *, ordered: bool, line: int) -> Show:
        show = show_items(items, 0, self.teller.place_of(line), ordered=ordered)
        show.told = False
        return show

    def _without_notes(
        self, body: Sequence[foreign.Block], title: Pieces, place: Place
    ) -> list[Entry]:
        """A slide without notes: told by its own sentences, or by its title alone."""
        sentences = [b for b in body if isinstance(b, foreign.Words) and words_in(b.words) > 4]
        lists = [b for b in body if isinstance(b, foreign.Items)]
        if sentences or lists or any(isinstance(b, foreign.Quote) for b in body):
            note = Remark("This slide has no notes: it is told in its own words.")
            return [note, *arrange(self.teller.tell(body), title, self.teller.wording)]
        shown = self._shown(body)
        if not title:
            return arrange(shown, (), self.teller.wording)
        self.teller.left_out[NO_NOTES] += 1
        note = Remark("This slide has no notes: write here what is to be said.")
        pause = TO_LOOK if any(isinstance(entry, Show) for entry in shown) else 0
        return [note, *shown, Say(title, place, pause=pause)]


def _side_of(blocks: Sequence[foreign.Block]) -> str:
    """The side that a background picture stands at, as Marp writes it: `![bg left](a.png)`."""
    for block in blocks:
        if isinstance(block, foreign.Picture) and _BACKGROUND.match(block.alt):
            side = _SIDE.search(block.alt)
            return side[1] if side else ""
    return ""


def _without_backgrounds(blocks: Sequence[foreign.Block], side: str) -> list[foreign.Block]:
    """The blocks without pictures that only lie behind others, and without Marp's words."""
    kept: list[foreign.Block] = []
    others = any(not isinstance(b, foreign.Picture | foreign.Heading | foreign.Comment)
                 for b in blocks)  # fmt: skip
    for block in blocks:
        if not isinstance(block, foreign.Picture):
            kept.append(block)
        elif others and not side and _BACKGROUND.match(block.alt):
            kept.append(foreign.LeftOut("a background picture", block.line))
        else:
            words = [word for word in block.alt.split() if not _MARP_WORD.fullmatch(word)]
            kept.append(replace(block, alt=" ".join(words)))
    return kept


def _at_their_lines(notes: Sequence[tuple[int, str]], first: int) -> str:
    """The notes as a text in which each stands as far from the first as in the deck."""
    lines: list[str] = []
    for number, line in notes:
        lines += [""] * (number - first - len(lines))
        lines.append(line.strip())
    return "\n".join(lines)


def _side_by_side(shown: list[Entry], side: str) -> list[Entry]:
    """A list, a quotation or a formula and one picture, each on its side of the frame."""
    shows = [entry for entry in shown if isinstance(entry, Show)]
    pictures = [show for show in shows if show.kind == "image"]
    if (len(shows) == 2 and len(pictures) == 1 and pictures[0] is not shows[0]) or side:
        others = [show for show in shows if show.kind in {"list", "quote", "equation"}]
        if len(pictures) == 1 and len(others) == len(shows) - 1 == 1:
            pictures[0].at = side or "right"
            others[0].at = "left" if pictures[0].at == "right" else "right"
    return shown


def _in_turn(shown: list[Entry], said: Sequence[Say]) -> list[Entry]:
    """What is shown together comes with the first line; the rest takes turns with the lines."""
    groups: list[list[Entry]] = []
    size = 0.0
    for entry in shown:
        if isinstance(entry, Remark) and groups:
            groups[-1].append(entry)
            continue
        room = isinstance(entry, Show) and (entry.at is not None or size + entry.size <= 9.0)
        if not groups or not room:
            groups.append([])
            size = 0.0
        groups[-1].append(entry)
        size += entry.size if isinstance(entry, Show) else 0.0
    entries: list[Entry] = []
    for number, line in enumerate(said):
        due = [n for n in range(len(groups)) if n * len(said) // max(1, len(groups)) == number]
        # More visuals than lines: those that find no line of their own are left out.
        for n in due[:1]:
            entries += groups[n]
        for n in due[1:]:
            kinds = ", ".join(e.kind for e in groups[n] if isinstance(e, Show))
            if kinds:
                entries.append(Remark(f"Left out: {kinds}, for which the notes have no line."))
        entries.append(line)
    return entries
