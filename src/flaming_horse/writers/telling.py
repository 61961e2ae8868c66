"""From the blocks of a foreign document to what is said and shown."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from flaming_horse.errors import Place
from flaming_horse.writers import foreign, what_fits
from flaming_horse.writers.dialects.notes import in_language
from flaming_horse.writers.document_language import (
    ENGLISH,
    DocumentLanguage,
    language_of_document,
)
from flaming_horse.writers.formulas import can_be_set, shows_nothing
from flaming_horse.writers.labels import (
    END_OF_PROOF,
    ends_a_proof,
    labels_of,
    led_by,
    without_end_of_proof,
    without_labels,
)
from flaming_horse.writers.link_talk import LINK_TALK, without_pointers
from flaming_horse.writers.list_steps import in_steps
from flaming_horse.writers.list_telling import tell_items, tell_step
from flaming_horse.writers.not_spoken import (
    FILLER,
    ROW_OF_LINKS,
    is_filler,
    is_link,
    is_pointer,
    not_for_speech,
)
from flaming_horse.writers.pictures import FOUND_HERE, MOTION, Absent, Pictures
from flaming_horse.writers.pieces import Piece, Pieces, as_rich, plain, tidy, words_in
from flaming_horse.writers.programs.facts import Fact
from flaming_horse.writers.programs.results import column_facts, value_facts
from flaming_horse.writers.programs.telling import facts_of
from flaming_horse.writers.programs.window import Listing
from flaming_horse.writers.programs.wording import Wording
from flaming_horse.writers.quotations import with_sources
from flaming_horse.writers.script import Entry, Remark, Say, Show
from flaming_horse.writers.sentences import as_lines, flat, joined, sentences
from flaming_horse.writers.ticks import answered
from flaming_horse.writers.torn_sentences import mended
from flaming_horse.writers.wishes import NO_WISHES, Wishes

_SIGN_OF_ITEM = 1
"""Letters. A tick that an item begins with is its sign, and told with its list."""
_STEPS = 4
_MOSTLY = 0.75
"""The share of links that makes a list one of links."""


@dataclass(slots=True)
class Teller:
    """Tells blocks one after the other; `left_out` counts what it leaves out, for the terminal."""

    place_of: Callable[[int], Place]
    pictures: Pictures
    wishes: Wishes = NO_WISHES
    left_out: Counter[str] = field(default_factory=Counter[str])
    language: DocumentLanguage = ENGLISH
    wording: Wording = field(default_factory=Wording)
    first: dict[str, Place] = field(default_factory=dict[str, Place])
    """Where what is left out was found first; not of what stands in many documents."""
    labels: Counter[str] = field(default_factory=Counter[str])
    """How often each label stands in the document."""
    near: str = ""
    """The paragraphs around what is told now."""

    def count(self, what: str) -> None:
        """Count something that is left out of many documents."""
        self.left_out[what] += 1

    def speak(self, told: str, blocks: Sequence[foreign.Block]) -> None:
        """Find the language of a document of which these are all blocks; `told` is what it says."""
        self.labels = labels_of(blocks)
        self.language = language_of_document(blocks, told, self.wishes.language)
        self.wording = Wording(self.language.code)

    def note(self, what: str, line: int) -> None:
        """Count something that is not taken over as it stands, and where it is in the source."""
        self.left_out[what] += 1
        self.first.setdefault(what, self.place_of(line))

    def tell(self, blocks: Iterable[foreign.Block]) -> list[Entry]:
        """What is said and shown for some blocks, in their order."""
        entries: list[Entry] = []
        unseen: list[tuple[foreign.Picture, Absent]] = []
        blocks = in_steps(blocks, self._is_shown)
        told = list(without_labels(list(mended(list(with_sources(blocks)))), self.labels))
        for number, block in enumerate(told):
            self.near = _near(told, number)
            if isinstance(block, foreign.Picture):
                found = self.pictures.find(block.file)
                if isinstance(found, Absent):
                    unseen.append((block, found))
                else:
                    entries += self._picture(block, found)
                continue
            # What announced a picture may announce the program behind it as well.
            shown = isinstance(block, foreign.Program | foreign.Formula | foreign.Table)
            self._pictures_left_out(entries, unseen, announced=not shown)
            self._add(entries, block)
        self._pictures_left_out(entries, unseen)
        return entries

    def _is_shown(self, block: foreign.Block) -> bool:
        """Whether something in an item of a list makes it a step that is told by itself."""
        if isinstance(block, foreign.Picture):
            return not isinstance(self.pictures.find(block.file), Absent)
        return not isinstance(block, foreign.Words | foreign.Comment | foreign.Fold)

    def say(self, words: Pieces, place: Place) -> list[Entry]:
        """A paragraph as lines."""
        kept = without_pointers(words)
        if words_in(kept) < words_in(words):
            self.count(LINK_TALK)
        lines = as_lines(answered(kept, self.language.code))
        opens = flat(words).rstrip().endswith((":", "："))  # noqa: RUF001
        return [
            Say(line, place, opens=opens and line is lines[-1]) for line in lines if _speaks(line)
        ]

    def _add(self, entries: list[Entry], block: foreign.Block) -> None:
        match block:
            case foreign.Words():
                self._paragraph(entries, block)
            case foreign.Items():
                self._items(entries, block)
            case foreign.Quote():
                entries += self._quote(block)
            case foreign.Table():
                self._table(entries, block)
            case foreign.Program():
                self._program(entries, block)
            case foreign.Formula():
                self._formula(entries, block)
            case foreign.Drawing():
                place = self.place_of(block.line)
                entries.append(Show(block.kind, block.data, place, size=block.size))
            case foreign.LeftOut():
                self._leave_out(entries, block.what, announced=not block.inside)
            case _:
                pass

    def _paragraph(self, entries: list[Entry], block: foreign.Words) -> None:
        words = without_end_of_proof(block.words)
        if block.words and not words:
            self._leave_out(entries, END_OF_PROOF, announced=False)
        elif reason := not_for_speech(words):
            self._leave_out(entries, reason)
        else:
            entries += self.say(words, self.place_of(block.line))

    def _leave_out(self, entries: list[Entry], what: str, *, announced: bool = True) -> None:
        """Note what is left out; a line that only announced it goes with it."""
        self.left_out[what] += 1
        said = _without_announcement(entries) if announced else ""
        note = Remark(f"Left out: {f'“{said}” and ' if said else ''}{what}.")
        if note not in entries[-1:]:
            entries.append(note)

    def _items(self, entries: list[Entry], block: foreign.Items) -> None:
        items = [
            replace(item, words=answered(item.words, self.language.code, after=_SIGN_OF_ITEM))
            for item in block.items
        ]
        kept = tuple(item for item in items if not is_filler(plain(item.words)))
        if len(kept) < len(items):
            self._leave_out(entries, FILLER, announced=False)
        block = replace(block, items=kept)
        if not kept:
            return
        if block.holds:
            entries += tell_step(block, self.place_of(block.line))
            return
        # Numbered links may be steps, "1. Install Git", and no list of pages.
        few = block.ordered and len(block.items) <= _STEPS
        links = sum(i.to_itself or (not few and is_link(i)) for i in block.items)
        links = 0 if block.part else links
        if links == len(block.items) or (links > 2 and links >= _MOSTLY * len(block.items)):
            self._leave_out(entries, "a list of links")
            return
        if len(block.items) == 1 and not block.items[0].inner and not block.part:
            # A list of one is a paragraph with a sign before it.
            self._add(entries, foreign.Words(block.items[0].words, block.line))
            return
        told, more = tell_items(block, self.place_of(block.line), self.language.code)
        entries += told
        if more:
            self.left_out["items of a long list"] += more
            which = "last item" if more == 1 else f"last {more} items"
            entries.append(Remark(f"Left out: the {which} of this list."))

    def _quote(self, block: foreign.Quote) -> list[Entry]:
        place = self.place_of(block.line)
        said: list[Entry] = []
        for number, words in enumerate(block.paragraphs):
            name = in_language(block.alert, self.language.code) if number == 0 else ""
            alert = (Piece(f"{name}: "),) if name else ()
            label = (block.label or block.source) if number == 0 else ()
            if not words_in(without_pointers(words)) and not label:
                continue
            if block.alert and is_pointer(words):
                self._leave_out(said, ROW_OF_LINKS, announced=False)
                continue
            said += self.say(tidy((*alert, *led_by(label, words))), place)
        words = sum(words_in(words) for words in block.paragraphs)
        if block.alert or words > what_fits.QUOTE_WORDS or not said:
            return said
        source = [tidy((Piece("\u2014 "), *block.source))] if block.source else []
        data = {"paragraphs": [as_rich(words) for words in (*block.paragraphs, *source)]}
        return [Show("quote", data, place, told=True, alone=bool(source)), *said]

    def _table(self, entries: list[Entry], block: foreign.Table) -> None:
        cut = what_fits.table(block, self.near)
        if cut is None:
            return
        size = 1.0 + 1.5 * (len(cut.data["rows"]) + 1)
        place = self.place_of(block.line)
        facts = self._facts(block)
        entries.append(Show("table", cut.data, place, result=block.result, size=size, facts=facts))
        if cut.left_out:
            self.count("parts of a table")
            entries.append(Remark(f"Left out: {cut.left_out}."))

    def _program(self, entries: list[Entry], block: foreign.Program) -> None:
        """A program; `frame_programs` chooses its lines when it is known what is said."""
        listing = Listing(block)
        if not listing.numbers:
            return
        rows = listing.frame().rows
        entries.append(
            Show(
                "code",
                {"code": "\n".join(rows), "language": block.language},
                self.place_of(block.line),
                result=block.result,
                size=1.0 + 0.6 * len(rows),
                source=block,
                facts=self._facts(block),
            )
        )

    def _facts(self, block: foreign.Program | foreign.Table) -> tuple[Fact, ...]:
        """What can be told of a program, or of a table or a text that one gave."""
        if isinstance(block, foreign.Table):
            return column_facts([plain(cell) for cell in block.header]) if block.result else ()
        if block.result:
            return value_facts(block.code)
        return tuple(facts_of(block.code, block.language, self.wording.language))

    def _formula(self, entries: list[Entry], block: foreign.Formula) -> None:
        latex = "\n".join(line for line in block.latex.split("\n") if line.strip()).strip()
        if ends_a_proof(latex):
            self._leave_out(entries, END_OF_PROOF, announced=False)
            return
        if shows_nothing(latex):
            if latex:
                self._leave_out(entries, "a formula that shows nothing, or only defines commands")
            return
        if can_be_set(latex):
            place = self.place_of(block.line)
            show = Show("equation", {"latex": latex}, place, result=block.result, size=2.5)
            entries.append(show)
            return
        self.left_out["a formula that cannot be set, shown as it is written"] += 1
        source = foreign.Program(latex, "latex", block.line)
        self._program(entries, source)
        entries.append(Remark("This formula cannot be set here; it is shown as it is written."))

    def _picture(self, block: foreign.Picture, name: str) -> list[Entry]:
        data = {"file": name, "alt": _alt(block.alt)}
        show = Show(
            "image",
            data,
            self.place_of(block.line),
            result=block.result,
            size=6.0,
            facts=block.facts,
        )
        if name in self.pictures.found_here:
            self.note(FOUND_HERE, block.line)
        if name not in self.pictures.still:
            return [show]
        self.note(MOTION, block.line)
        return [show, Remark("This picture moves in the source; its first frame is shown.")]

    def _pictures_left_out(
        self,
        entries: list[Entry],
        unseen: list[tuple[foreign.Picture, Absent]],
        *,
        announced: bool = True,
    ) -> None:
        """One note for pictures that cannot be shown, however many stand together."""
        if not unseen:
            return
        for picture, absent in unseen:
            self.note(f"a picture {absent.why}", picture.line)
        reasons: dict[str, list[str]] = {}
        for picture, absent in unseen:
            reasons.setdefault(absent.why, []).append(absent.name or _alt(picture.alt))
        parts: list[str] = []
        for why, names in reasons.items():
            which = "a picture" if len(names) == 1 else f"{len(names)} pictures"
            known = ", ".join(dict.fromkeys(name for name in names if name))
            parts.append(f"{which} {why}{f' ({known})' if known else ''}")
        words = _without_announcement(entries) if announced else ""
        said = f"“{words}” and " if words else ""
        entries.append(Remark(f"Left out: {said}{' and '.join(parts)}."))
        unseen.clear()


def _near(blocks: Sequence[foreign.Block], number: int) -> str:
    """The paragraphs before and behind a block, as one text."""
    around = [*blocks[max(0, number - 1) : number], *blocks[number + 1 : number + 3]]
    return " ".join(plain(block.words) for block in around if isinstance(block, foreign.Words))


def _without_announcement(entries: list[Entry]) -> str:
    """Take away the sentence that only announces what is left out; its words, or ""."""
    last = entries[-1] if entries else None
    if not isinstance(last, Say) or not last.opens or last.shown is not None:
        return ""
    *others, announced = sentences(last.words)
    if others:
        last.words, last.opens = joined(others), False
    else:
        entries.pop()
    return plain(announced)


def _alt(alt: str) -> str:
    return re.sub(r"[\[\]\\<>`*_{}$&!]", "", " ".join(alt.split())).strip()


def _speaks(words: Pieces) -> bool:
    return bool(re.search(r"\w", plain(words)))
