"""The language of a document: as it says itself, as a person says, or as it is found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from flaming_horse.model.storyboard import Storyboard
from flaming_horse.writers import foreign
from flaming_horse.writers.found_language import found_language, name_of
from flaming_horse.writers.pieces import Pieces

LanguageOrigin: TypeAlias = Literal["asked", "told", "found", "assumed"]
"""`asked` for on the command line, `told` by the document, `found` in its words for sure, or
`assumed` because they do not tell."""


@dataclass(frozen=True, slots=True)
class DocumentLanguage:
    """`code` as BCP 47 has it, and where it is from."""

    code: str
    origin: LanguageOrigin

    @property
    def name(self) -> str:
        return name_of(self.code)

    def __str__(self) -> str:
        """In words: `German, found in its words`."""
        match self.origin:
            case "asked":
                return f"{self.name}, as asked for"
            case "told":
                return f"{self.name}, as it says itself"
            case "found":
                return f"{self.name}, found in its words"
            case _:
                return f"{self.name}, assumed: its words are too few, or of several languages"


ENOUGH_RUNNING_WORDS = 40
"""Words of paragraphs, a short paragraph's, below which lists and tables are counted with them."""
BEGINNING_WORDS = 200
"""Of the paragraphs: what tells the language of a document that was translated half."""
ENGLISH = DocumentLanguage("en", "assumed")


def language_of_text(text: str, told: str = "", asked: str | None = None) -> DocumentLanguage:
    """The language of a text: what is asked for wins, then what is told, then what is found.

    What is not found for sure is taken for English, and nobody is refused for it.
    """
    if asked:
        return DocumentLanguage(asked, "asked")
    if told:
        return DocumentLanguage(told, "told")
    found = found_language(text)
    if found.sure:
        return DocumentLanguage(found.code, "found")
    return DocumentLanguage("en", "assumed")


def language_of_document(
    blocks: Iterable[foreign.Block], told: str = "", asked: str | None = None
) -> DocumentLanguage:
    """The language of a document of which these are all blocks: its paragraphs count first.

    A translated page keeps long lists of links in another language, and often its last chapters.
    """
    blocks = list(blocks)
    running = _running_text(blocks)
    if len(words := running.split()) >= ENOUGH_RUNNING_WORDS:
        for text in (running, " ".join(words[:BEGINNING_WORDS])):
            language = language_of_text(text, told, asked)
            if language.origin != "assumed":
                return language
    return language_of_text(words_of_blocks(blocks), told, asked)


def _running_text(blocks: Iterable[foreign.Block]) -> str:
    """The paragraphs without the words of their links."""
    kinds = (foreign.Words, foreign.Quote)
    return "\n".join(
        "".join(piece.text if piece.kind == "text" and not piece.link else " " for piece in words)
        for words in _words(block for block in blocks if isinstance(block, kinds))
    )


def words_of_blocks(blocks: Iterable[foreign.Block]) -> str:
    """What people read in a document: no programs, no formulas, no pictures."""
    return "\n".join(
        "".join(piece.text if piece.kind == "text" else " " for piece in words)
        for words in _words(blocks)
    )


def words_of_storyboard(storyboard: Storyboard) -> str:
    """What is said in a storyboard, as it is written, and its headings."""
    said = (
        "".join(run.text if run.kind == "text" else " " for run in line.runs)
        for line in storyboard.lines
    )
    titles = (scene.title for scene in storyboard.scenes)
    return "\n".join((storyboard.settings.title, *titles, *said))


def language_of_storyboard(storyboard: Storyboard, asked: str | None = None) -> DocumentLanguage:
    """The language of a storyboard; its front matter tells it where it has `language`."""
    settings = storyboard.settings
    told = settings.language if settings.language_told else ""
    return language_of_text(words_of_storyboard(storyboard), told, asked)


def _words(blocks: Iterable[foreign.Block]) -> Iterator[Pieces]:
    for block in blocks:
        match block:
            case foreign.Heading() | foreign.Words():
                yield block.words
            case foreign.Items():
                for item in block.items:
                    yield from (item.words, *item.inner)
                    yield from _words(item.after)
            case foreign.Quote():
                yield from block.paragraphs
            case foreign.Table() if not block.result:
                for row in (block.header, *block.rows):
                    yield from row
            case _:
                pass
