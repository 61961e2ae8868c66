"""Any Markdown, such as a README or a guide, as a storyboard to edit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from flaming_horse.errors import Place, WrongInput
from flaming_horse.writers.arranging import arrange
from flaming_horse.writers.dialects.dialect import Dialect
from flaming_horse.writers.dialects.ours import MADE_BY_US
from flaming_horse.writers.dialects.table import foreign_dialect_of
from flaming_horse.writers.first_items import with_first_items
from flaming_horse.writers.foreign import Block, Comment, Fold, Heading, LeftOut, Picture, Words
from flaming_horse.writers.foreign_front import ForeignSettings
from flaming_horse.writers.foreign_markdown import read_foreign
from flaming_horse.writers.logos import without_logos
from flaming_horse.writers.long_talk import with_points
from flaming_horse.writers.named_things import with_named_things
from flaming_horse.writers.other_scripts import OTHER_SCRIPT, has_other_script
from flaming_horse.writers.pictures import Pictures
from flaming_horse.writers.pieces import Piece, Pieces, is_linked, plain, split_at, tidy
from flaming_horse.writers.programs.framing import frame_programs
from flaming_horse.writers.reading import Reading
from flaming_horse.writers.repairs.changes import counted, told
from flaming_horse.writers.repairs.repairing import readable
from flaming_horse.writers.script import Film, Part, Show, without_empty
from flaming_horse.writers.shortening import shortened
from flaming_horse.writers.telling import Teller
from flaming_horse.writers.time_to_look import with_time
from flaming_horse.writers.wishes import NO_WISHES, Wishes
from flaming_horse.writers.write_film import Converted

_SKIPPED = re.compile(
    r"(?:table of )?contents|toc|licen[sc](?:e|es|ing)|copyright.*"
    r"|(?:our )?(?:contributors|sponsors|backers)|badges|star history|change ?log|history"
    r"|release (?:notes|information)|acknowledge?ments|credits"
    r"|(?:get(?:ting)? )?(?:support|help)(?: and \w+)?|(?:our )?community|contact(?: us)?"
    r"|contribut(?:e|ing)|reporting (?:bugs|issues)|get in touch|stay in touch|donat(?:e|ions?)"
    r"|sponsor\w*|kontakt|mitmachen|contacto"
    r"|help with .*|(?:authors?|thanks|credits)(?: (?:and|&) (?:authors?|thanks|credits))*|feedback"
    r"|code of conduct|citations?|(?:how to )?cit(?:e|ing)\b.*|references|links|useful links"
    r"|footnotes|see also"
    r"|inhaltsverzeichnis|lizenz|sommaire|licencia"
)
"""Sections that are looked up, not listened to."""
_TITLE_WORDS = 10
"""Of a line in bold that is a document's title."""
_NAME_WORDS = 5
"""Of a title that a logo's description gives."""
_OF_LOGO = re.compile(r"\b(?:the )?(?:logo|banner|icon)(?: of)?\b", re.IGNORECASE)
_NO_NAME = re.compile(
    r"badge|build|\bci\b|status|licen[sc]e|version|coverage|screenshot|image|picture|photo|demo"
    r"|header|downloads|\.\w{2,4}$",
    re.IGNORECASE,
)
"""What is said of pictures that are no logo."""
_BRACKETS = re.compile(r"\s*(?:\[[^\[\]]*\]|\([^()]*\))")
_RELEASE = re.compile(r"\[?v?\d+\.\d+\S*(?:\s+(?:[-–]\s*)?\(?.{0,12}\d{4}.{0,8})?")  # noqa: RUF001
"""A heading of a list of changes: `v2.14.3 (2026-11-02)`."""


def from_markdown(
    text: str, file: Path, dialect: Dialect | None = None, wishes: Wishes = NO_WISHES
) -> Converted:
    """The storyboard of a Markdown document. `file` names it, and its folder holds its pictures.

    It is read in the dialect that it betrays, where none is given.
    Raises WrongInput, or WrongInputs with every finding, at its place in the document.
    """
    pictures = Pictures(file.parent)
    dialect = dialect or foreign_dialect_of(text, file)
    try:
        document = read_foreign(text, 0, Reading(dialect, folder=file.parent))
    except RecursionError:
        raise WrongInput("this is nested too deeply", place=Place(str(file))) from None
    settings = document.settings
    teller = Teller(lambda line: Place(str(file), line + 1, 1), pictures, wishes)
    blocks = [block for block in document.blocks if not isinstance(block, Comment)]
    film = film_of(blocks, settings, title_of(file), teller)
    return finish(film, file, teller, dialect.called)


def finish(film: Film, file: Path, teller: Teller, taken_for: str) -> Converted:
    """The converted film, when nothing is wrong with it. Raises as `from_markdown` does.

    `taken_for` is what the document was read as, for people.
    """
    if not any(not part.is_empty for part in film.parts):
        what = "nothing is said in this document"
        remedy = "A film is made of paragraphs, lists, programs and pictures under headings."
        raise WrongInput(what, remedy=remedy, place=Place(str(file)))
    film, shorter = shortened(film, teller.wishes.minutes) if teller.wishes.minutes else (film, ())
    shown = False
    for part in film.parts:
        shown = shown and part.level > 2
        named = with_named_things(part.items)
        part.items = [*with_time(with_first_items(with_points(named, after=shown)))]
        shown = shown or part.is_shown
        for say in part.says:
            if has_other_script(plain(say.words)):
                teller.left_out[OTHER_SCRIPT] += 1
                teller.first.setdefault(OTHER_SCRIPT, say.place)
    about = f"Made from {file.name}, read as {taken_for}. {MADE_BY_US}"
    used = _used(film, teller.pictures.taken)
    text, changes = readable(film, about, used)
    notes = (*shorter, *told(teller.left_out, teller.first), *counted(changes))
    return Converted(text, used, notes, taken_for, teller.language, film, about)


def _used(film: Film, pictures: dict[str, bytes]) -> dict[str, bytes]:
    shows = [item for part in film.parts for item in part.items if isinstance(item, Show)]
    names = {str(show.data["file"]) for show in shows if show.kind == "image"}
    return {name: content for name, content in pictures.items() if name in names}


def title_of(file: Path) -> str:
    """A title from a file's name; a README has its folder's."""
    stem = file.stem
    if re.fullmatch(r"readme|index|storyboard|slides|notebook|untitled\d*", stem.lower()):
        stem = file.absolute().parent.name or stem
    words = re.sub(r"[-_]+", " ", stem).strip()
    return words[:1].upper() + words[1:] if words else "Untitled"


def film_of(blocks: Sequence[Block], settings: ForeignSettings, name: str, teller: Teller) -> Film:
    """The film of a document's blocks: its sections are scenes."""
    teller.speak(settings.language, blocks)
    kept, title = _title(_without_skipped(_unfolded(blocks), teller))
    words = title or (Piece(settings.title or name),)
    shown = settings.title or plain(words) or name
    kept = list(without_logos(kept))
    sections = [_told(section, teller, words) for section in _sections(kept)]
    parts = _with_whole_titles(sections)
    return Film(shown, _scenes(parts), teller.language.code, settings.summary)


def _unfolded(blocks: Sequence[Block]) -> list[Block]:
    """The blocks without what is folded away on the page; a note stands for it."""
    kept: list[Block] = []
    folded: list[bool] = []
    for block in blocks:
        if isinstance(block, Fold):
            if not block.opens:
                del folded[-1:]
                continue
            again = bool(kept) and isinstance(kept[-1], LeftOut)
            if not block.unfolded and not any(folded) and not again:
                kept.append(LeftOut("what is folded away on the page", block.line))
            folded.append(not block.unfolded)
        elif not any(folded):
            kept.append(block)
    return kept


def _title(blocks: list[Block]) -> tuple[list[Block], Pieces]:
    """The blocks without the film's title, and the title.

    It is a line in bold above all else, the heading of the first level before all others, the first
    heading where it stands before any other text and none other has its level, or what a logo above
    all text is said to be.
    """
    headings = [block for block in blocks if isinstance(block, Heading)]
    first = headings[0] if headings else None
    top = next((b for b in blocks if not isinstance(b, LeftOut | Picture)), None)
    alone = first is top and all(h is first or first is None or h.level > first.level
                                 for h in headings)  # fmt: skip
    if isinstance(top, Words) and _is_bold_title(top.words):
        return [block for block in blocks if block is not top], _heading_words(_plain_words(top))
    if first is not None and (first.level == 1 or alone):
        return [block for block in blocks if block is not first], _heading_words(first.words)
    logo = next((b for b in blocks if not isinstance(b, LeftOut)), None)
    if isinstance(logo, Picture) and isinstance(top, Words) and (name := _named_by(logo, top)):
        return blocks, (Piece(name),)
    return blocks, ()


def _is_bold_title(words: Pieces) -> bool:
    """Whether a paragraph is a title in bold, as notebooks have it."""
    bold = bool(words) and all(piece.strong or not piece.text.strip() for piece in words)
    text = plain(words).strip()
    return bold and 1 < len(text.split()) <= _TITLE_WORDS and not re.search(r"[.:!?,;]$", text)


def _plain_words(block: Words) -> Pieces:
    return tuple(replace(piece, strong=False) for piece in block.words)


def _named_by(logo: Picture, beginning: Words) -> str:
    """What a picture at the top of a document is called, where its first words speak of that."""
    name = _OF_LOGO.sub("", " ".join(logo.alt.split())).strip(" -:")
    known = bool(name) and name.casefold() in plain(beginning.words).casefold()
    return name if known and len(name.split()) <= _NAME_WORDS and not _NO_NAME.search(name) else ""


class _Section:
    def __init__(self, heading: Heading | None) -> None:
        self.heading = heading
        self.level = 2
        self.blocks: list[Block] = []


def _without_skipped(blocks: Sequence[Block], teller: Teller) -> list[Block]:
    """The blocks without sections that no film has; what the document is called is none of them."""
    title = next((b for b in blocks if isinstance(b, Heading) and b.level == 1), None)
    kept: list[Block] = []
    skipped = 0
    for block in blocks:
        if isinstance(block, Heading) and not (skipped and block.level > skipped):
            skipped = block.level if block is not title and _is_skipped(block.words) else 0
            if skipped:
                teller.left_out[f"the section “{plain(block.words)}”"] += 1
        if not skipped:
            kept.append(block)
    return kept


def _sections(blocks: Sequence[Block]) -> list[_Section]:
    """The blocks by their headings; levels are 2 for scenes and 3 for all below."""
    levels = [block.level for block in blocks if isinstance(block, Heading)]
    top = min((level for level in levels if level > 1), default=2)
    sections = [_Section(None)]
    for block in blocks:
        if isinstance(block, Heading):
            sections.append(_Section(block))
            sections[-1].level = 2 if block.level <= top else 3
        else:
            sections[-1].blocks.append(block)
    return sections


def _is_skipped(words: Pieces) -> bool:
    if _RELEASE.fullmatch(plain(words)):
        return True
    name = re.sub(r"[^\w ]+", " ", plain(words)).casefold()
    return bool(_SKIPPED.fullmatch(" ".join(re.sub(r"^[\d ]+", "", name).split())))


def _told(section: _Section, teller: Teller, film_title: Pieces) -> Part:
    heading = section.heading
    line = heading.line if heading else 0
    words = _heading_words(heading.words) if heading else ()
    entries = teller.tell(section.blocks)
    arranged = arrange(entries, words or film_title, teller.wording)
    arranged = frame_programs(arranged, teller.wording, teller.count)
    depth = heading.level if heading else 1
    return Part(words, teller.place_of(line), section.level, arranged, depth)


def _heading_words(words: Pieces) -> Pieces:
    """A heading without links in brackets, such as "[docs - live]", which lead out of its page."""
    text = "".join(piece.text for piece in words)
    for match in reversed(list(_BRACKETS.finditer(text))):
        if match.start() and is_linked(words, *match.span()):
            head, rest = split_at(words, match.start())
            words = (*head, *split_at(rest, match.end() - match.start())[1])
    return tidy(replace(piece, link=False) for piece in words)


def _with_whole_titles(parts: list[Part]) -> list[Part]:
    """Sections with something in them; one that is a heading alone goes into the next one's.

    Of a chain of them the last two headings are kept: more is an address, not a title.
    """
    found: list[Part] = []
    own = [part.title for part in parts]
    for number, part in enumerate(parts):
        following = parts[number + 1] if number + 1 < len(parts) else None
        alone = part.is_empty and bool(part.title)
        if alone and following is not None and following.depth > part.depth:
            following.title = tidy((*own[number], Piece(": "), *following.title))
            following.level, following.depth = part.level, part.depth
            following.items[:0] = part.items
        else:
            found.append(part)
    return without_empty(found)


LONG = 6
"""Lines. A scene with more, of which some parts show something and others nothing, is several."""


def _scenes(parts: list[Part]) -> list[Part]:
    """Parts with their levels: in a long scene of words and visuals each part is a scene."""
    scenes: list[list[Part]] = []
    for part in parts:
        if part.level == 2 or not scenes:
            part.level = 2
            scenes.append([part])
        else:
            scenes[-1].append(part)
    for scene in scenes:
        lines = sum(len(part.says) for part in scene)
        if lines > LONG and any(part.is_shown for part in scene):
            for part in scene:
                part.level = 2
    return [part for scene in scenes for part in scene]
