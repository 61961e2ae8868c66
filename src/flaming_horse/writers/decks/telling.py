"""A slide as a scene: its notes are said, its body is shown; without notes it tells itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from flaming_horse.writers import foreign
from flaming_horse.writers.arranging import ROOM, arrange
from flaming_horse.writers.decks.cues import with_clicks, with_cues
from flaming_horse.writers.decks.dealing import Group, deal, groups_of, is_narrow
from flaming_horse.writers.decks.directions import DIRECTION, without_directions
from flaming_horse.writers.decks.slide import Side
from flaming_horse.writers.list_steps import behind_their_lists
from flaming_horse.writers.list_telling import MOST_BRIEF_ITEMS, even_parts, show_items
from flaming_horse.writers.pieces import Piece, Pieces, plain, tidy, words_in
from flaming_horse.writers.programs.framing import frame_programs
from flaming_horse.writers.programs.results import column_facts
from flaming_horse.writers.script import TO_LOOK, Entry, Part, Remark, Say, Show
from flaming_horse.writers.sentences import SHORT, ended, first_words, sentences, short_form
from flaming_horse.writers.telling import Teller
from flaming_horse.writers.what_fits import LIST_ITEMS

NO_NOTES = "a slide without notes, of which the title is spoken"
REMARK = "a comment of the deck that is no note"
_NAME_WORDS = 8
"""Of a slide that has no heading, and is named from what stands on it."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A block of a slide, and the column that it stands in."""

    block: foreign.Block
    side: Side | None = None


@dataclass(slots=True)
class ReadSlide:
    """A slide whose Markdown is read; `line` is that of its heading, from 0.

    `notes` has the blocks of the speaker's notes, a list for each step that the slide takes.
    """

    title: Pieces
    line: int
    body: list[Placed]
    notes: list[list[foreign.Block]] = field(default_factory=list[list[foreign.Block]])
    left_out: list[tuple[int, str]] = field(default_factory=list[tuple[int, str]])
    remarks: list[tuple[int, str]] = field(default_factory=list[tuple[int, str]])
    changes: list[tuple[int, str]] = field(default_factory=list[tuple[int, str]])

    @property
    def blocks(self) -> list[foreign.Block]:
        """All that is said or shown."""
        noted = [block for step in self.notes for block in step]
        heading = foreign.Heading(1, self.title, self.line)
        return [heading, *(placed.block for placed in self.body), *noted]


CONTENTS = "a slide with the table of contents alone"
_CONTENTS = re.compile(r"(?:table of )?contents|toc|outline|agenda|inhalt\w*|índice", re.IGNORECASE)


def part_of(slide: ReadSlide, teller: Teller, film_title: str, *, first: bool) -> Part:
    """The slide as a scene; the first one needs no name, it stands under the film's own."""
    place = teller.place_of(slide.line)
    steps = [_said(step, teller) for step in slide.notes]
    said = [say for step in steps for say in step]
    title = slide.title if slide.title or first else _name(slide, said)
    told = _told_apart(slide, teller)
    if said:
        shown = _shown(slide, teller)
        clicked = [step[0] for step in steps[1:] if step]
        told += _with_notes(shown, said, clicked, plain(title), teller)
    elif _only_contents(slide):
        teller.count(CONTENTS)
        told.append(Remark(f"Left out: {CONTENTS}."))
    else:
        told += _without_notes(slide, title, film_title, teller)
    return Part(title, place, 2, frame_programs(told, teller.wording, teller.count))


def _only_contents(slide: ReadSlide) -> bool:
    """Whether a slide has nothing but a table of contents that the deck's program fills in."""
    is_left_out = all(isinstance(placed.block, foreign.LeftOut) for placed in slide.body)
    return is_left_out and bool(_CONTENTS.fullmatch(plain(slide.title).strip(" :")))


def _told_apart(slide: ReadSlide, teller: Teller) -> list[Entry]:
    """Notes to the author about what of the slide is neither said nor shown."""
    told: list[Entry] = []
    for line, what in slide.left_out:
        teller.note(what, line)
        told.append(Remark(f"Left out: {what}."))
    for line, what in slide.changes:
        teller.note(what, line)
        told.append(Remark(f"{what[:1].upper()}{what[1:]}."))
    for line, text in slide.remarks:
        teller.note(REMARK, line)
        told.append(Remark(f"A comment of the deck that is no note: {text}"))
    return told


def _said(notes: Sequence[foreign.Block], teller: Teller) -> list[Say]:
    """The notes as lines: their lists are read out, what cannot be said is left out."""
    words: list[foreign.Words] = []
    for block in behind_their_lists(notes):
        if isinstance(block, foreign.Items):
            parts = [part for item in block.items for part in (item.words, *item.inner) if part]
            words += [foreign.Words(part, block.line) for part in parts]
        elif isinstance(block, foreign.Heading):
            words.append(foreign.Words(block.words, block.line))
        elif isinstance(block, foreign.Quote):
            words += [foreign.Words(part, block.line) for part in block.paragraphs]
        elif isinstance(block, foreign.Words):
            words.append(block)
    said = [replace(block, words=without_directions(block.words)) for block in words]
    for whole, kept in zip(words, said, strict=True):
        if words_in(kept.words) < words_in(whole.words):
            teller.note(DIRECTION, whole.line)
    worded = [block for block in said if block.words]
    return [entry for entry in teller.tell(worded) if isinstance(entry, Say)]


def _name(slide: ReadSlide, said: Sequence[Say]) -> Pieces:
    """A name for a slide without a heading, from its content; () where nothing names it.

    A text that becomes the name whole is the slide's heading, and not shown below it again.
    """
    for placed in slide.body:
        block = placed.block
        words = _names(block)
        if words and words_in(words) <= _NAME_WORDS:
            if isinstance(block, foreign.Words) and plain(words) == plain(short_form(block.words)):
                slide.body.remove(placed)
                slide.title = words
            return words
    if said:
        return first_words(short_form(sentences(said[0].words)[0]), _NAME_WORDS)
    return ()


def _names(block: foreign.Block) -> Pieces:
    match block:
        case foreign.Words():
            return short_form(block.words)
        case foreign.Quote():
            return short_form(block.paragraphs[0])
        case foreign.Picture():
            return tidy([Piece(block.alt)])
        case foreign.Items():
            first = block.items[0]
            return short_form(first.words or first.inner[0]) if first.words or first.inner else ()
        case foreign.Table():
            return tidy([Piece(", ".join(plain(cell) for cell in block.header if cell))])
        case _:
            return ()


def _shown(slide: ReadSlide, teller: Teller) -> list[Show | Remark]:
    """What stands on the slide, and notes about what cannot be shown."""
    shown: list[Show | Remark] = []
    loose: list[foreign.Item] = []
    side: Side | None = None

    def end_loose() -> None:
        if loose:
            show = _list(loose, teller, ordered=False, line=slide.line)
            show.at = side
            shown.append(show)
            loose.clear()

    body = [Placed(b, p.side) for p in slide.body for b in behind_their_lists([p.block])]
    for placed in body:
        block = placed.block
        if placed.side != side:
            end_loose()
            side = placed.side
        if isinstance(block, foreign.Words | foreign.Heading):
            loose.append(foreign.Item(block.words))
            continue
        end_loose()
        for entry in _block(block, teller):
            if isinstance(entry, Show):
                entry.at = side
            shown.append(entry)
    if len(loose) == 1 and not shown and words_in(loose[0].words) <= SHORT:
        place = teller.place_of(slide.line)
        shown.append(Show("title-card", {"title": plain(loose[0].words)}, place))
    else:
        end_loose()
    return _beside(shown)


def _block(block: foreign.Block, teller: Teller) -> list[Show | Remark]:
    if isinstance(block, foreign.Items):
        return _items(block, teller)
    told = teller.tell([block])
    if isinstance(block, foreign.Quote):
        return [entry for entry in told if isinstance(entry, Show)] or _as_list(block, teller)
    return [entry for entry in told if not isinstance(entry, Say)]


def _as_list(block: foreign.Quote, teller: Teller) -> list[Show | Remark]:
    """A box, or a long quotation, as what is in it in short."""
    items = [foreign.Item(words) for words in block.paragraphs]
    return [_list(items, teller, ordered=False, line=block.line)]


def _items(block: foreign.Items, teller: Teller) -> list[Show | Remark]:
    """A list in as many lists as have room on the screen; what is beyond is told."""
    items: list[foreign.Item] = []
    for item in block.items:
        items.append(foreign.Item(item.words or item.inner[0]))
        if len(block.items) + len(item.inner) <= LIST_ITEMS:
            inner = item.inner[0 if item.words else 1 :]
            items += [foreign.Item(words, under=True) for words in inner]
    kept = items[:MOST_BRIEF_ITEMS]
    found: list[Show | Remark] = []
    first = block.start
    for part in even_parts(kept):
        show = show_items(part, first, teller.place_of(block.line), ordered=block.ordered)
        show.told = False
        found.append(show)
        first += sum(not item.under for item in part)
    if len(kept) < len(items):
        teller.left_out["items of a long list"] += len(items) - len(kept)
        found.append(Remark(f"Left out: the last {len(items) - len(kept)} items of this list."))
    return found


def _list(items: Sequence[foreign.Item], teller: Teller, *, ordered: bool, line: int) -> Show:
    show = show_items(items, 0, teller.place_of(line), ordered=ordered)
    show.told = False
    return show


def _beside(shown: list[Show | Remark]) -> list[Show | Remark]:
    """Columns stand side by side where that can be read, else in turn; so do picture and words."""
    shows = [entry for entry in shown if isinstance(entry, Show)]
    if {show.at for show in shows} >= {"left", "right"}:
        if not all(is_narrow(show) for show in shows if show.at is not None):
            for show in shows:
                show.at = None
        return shown
    for show in shows:
        show.at = None
    pictures = [show for show in shows if show.kind == "image"]
    others = [show for show in shows if show.kind in {"list", "quote", "equation"}]
    if len(shows) == 2 and len(pictures) == len(others) == 1 and pictures[0] is not shows[0]:
        pictures[0].at, others[0].at = "right", "left"
    return shown


def _with_notes(
    shown: list[Show | Remark], said: list[Say], clicked: list[Say], title: str, teller: Teller
) -> list[Entry]:
    groups = groups_of(shown)
    entries, later = deal(groups, said, clicked)
    clicks = [say for say in clicked if any(say is entry for entry in entries)]
    entries = with_clicks(entries, clicks) if clicks else entries
    entries = with_cues(entries, title)
    for group in later:
        entries += _in_own_words(group, entries, teller)
    return entries


def _in_own_words(group: Group, before: list[Entry], teller: Teller) -> list[Entry]:
    """What no sentence is left for: it is told in the words that stand in it.

    Where it has none it stands with what is there already.
    """
    entries: list[Entry] = []
    for show in group.shows:
        words = _own_words(show, teller)
        if words:
            note = Remark("The notes have no sentence for this: it is told in its own words.")
            entries += [show, note, Say(words, show.place, pause=TO_LOOK)]
        else:
            last = next(n for n in reversed(range(len(before))) if isinstance(before[n], Say))
            before.insert(last, show)
    return [*entries, *group.remarks]


def _own_words(show: Show, teller: Teller) -> Pieces:
    match show.kind:
        case "list":
            items = ["".join(run["text"] for run in item) for item in show.data["items"]]
            return tidy([Piece(f"{', '.join(item.strip('– ') for item in items)}.")])  # noqa: RUF001
        case "quote":
            texts = ["".join(run["text"] for run in part) for part in show.data["paragraphs"]]
            return ended(tidy([Piece(" ".join(texts))]))
        case "table":
            header = ["".join(run["text"] for run in cell) for cell in show.data["header"]]
            return teller.wording.tell(column_facts(header), goes_on=False).words
        case "code":
            return teller.wording.tell(list(show.facts), goes_on=False).words
        case "image":
            alt = str(show.data.get("alt", "")).strip()
            return ended(tidy([Piece(alt)])) if len(alt.split()) > 1 else ()
        case _:
            return ()


def _without_notes(slide: ReadSlide, title: Pieces, film_title: str, teller: Teller) -> list[Entry]:
    """A slide without notes: told by its own sentences, or by its title alone."""
    body = [_spoken(placed) for placed in _listed(slide.body)]
    kinds = (foreign.Words, foreign.Items, foreign.Quote)
    speaks = any(isinstance(placed.block, kinds) for placed in body)
    shown: Sequence[Entry]
    shown = _in_columns(body, teller) if speaks else _shown(slide, teller)
    if any(isinstance(entry, Say) for entry in shown):
        note = Remark("This slide has no notes: it is told in its own words.")
        return [note, *arrange(shown, title, teller.wording)]
    shows = any(isinstance(entry, Show) for entry in shown)
    if not title:
        return arrange(shown, (), teller.wording)
    if not slide.title and not shows:
        return [*shown]
    if shows and plain(title) == film_title:
        told = arrange(shown, (), teller.wording)
        if any(isinstance(entry, Say) for entry in told):
            return told
    teller.left_out[NO_NOTES] += 1
    note = Remark("This slide has no notes: write here what is to be said.")
    return [note, *shown, Say(title, teller.place_of(slide.line), pause=TO_LOOK if shows else 0)]


def _listed(body: Sequence[Placed]) -> list[Placed]:
    """The body of a slide in which several headings in a row are a list of what comes."""
    found: list[Placed] = []
    for heads, group in groupby(body, lambda p: (isinstance(p.block, foreign.Heading), p.side)):
        placed = list(group)
        headings = [p.block for p in placed if isinstance(p.block, foreign.Heading)]
        if len(headings) > 1:
            items = tuple(foreign.Item(heading.words) for heading in headings)
            placed = [Placed(foreign.Items(items, False, headings[0].line), heads[1])]
        found += placed
    return found


def _spoken(placed: Placed) -> Placed:
    """A heading inside of a slide is said as words."""
    block = placed.block
    if not isinstance(block, foreign.Heading):
        return placed
    return Placed(foreign.Words(ended(block.words), block.line), placed.side)


def _in_columns(body: Sequence[Placed], teller: Teller) -> list[Entry]:
    """What is said and shown of a body; columns that both show something stand side by side."""
    rest = teller.tell([placed.block for placed in body if placed.side is None])
    if all(placed.side is None for placed in body):
        return rest
    sides = [teller.tell([p.block for p in body if p.side == s]) for s in ("left", "right")]
    shows = [[entry for entry in entries if isinstance(entry, Show)] for entries in sides]
    if all(shows) and all(is_narrow(s) and s.size <= ROOM for side in shows for s in side):
        for at, side in zip(("left", "right"), shows, strict=True):
            for show in side:
                show.at = at
    return [*rest, *sides[0], *sides[1]]
