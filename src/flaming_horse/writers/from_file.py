"""What a person brings: taken as it is where it is a storyboard, else made into one."""

from __future__ import annotations

from pathlib import Path

from flaming_horse.errors import Place, WrongInput
from flaming_horse.storyboard.block_reader import read_blocks
from flaming_horse.storyboard.blocks import ParagraphBlock, VisualBlock
from flaming_horse.storyboard.findings import Findings
from flaming_horse.storyboard.limits import in_file, look_at_size
from flaming_horse.storyboard.lines import SPAN_ATTRIBUTES
from flaming_horse.storyboard.reader import read_text
from flaming_horse.storyboard.source import Source
from flaming_horse.writers import foreign
from flaming_horse.writers.foreign_front import KNOWN, OURS, read_front
from flaming_horse.writers.foreign_markdown import Foreign, read_foreign
from flaming_horse.writers.from_markdown import from_markdown
from flaming_horse.writers.from_notebook import from_notebook
from flaming_horse.writers.from_slides import from_slides
from flaming_horse.writers.pieces import words_in
from flaming_horse.writers.what_fits import CODE_COLUMNS
from flaming_horse.writers.write_film import Converted

LARGEST_PROGRAM, LARGEST_PARAGRAPH, LARGEST_TABLE = 20, 100, 7
"""Lines, words and columns beyond which even a storyboard of ours would not be set, or be spoken
in one go."""
LARGEST_NOTEBOOK = 100_000_000
"""Bytes. A notebook holds its pictures."""
_BLOCK_ATTRIBUTES = ("id", "at", "keep", "from", "scene")


def from_script(file: Path) -> Converted | None:
    """The storyboard made from a Markdown text or a notebook; None for one that is a storyboard.

    A document that uses the storyboard's own language is one, even with mistakes in it; so is
    plain Markdown in which nothing needs to be changed. Raises WrongInput or WrongInputs.
    """
    if file.suffix.lower() == ".ipynb":
        return from_notebook(read_text(file, LARGEST_NOTEBOOK), file)
    text = _text_of(file)
    with in_file(str(file)):
        return _of_markdown(text, file)


def _of_markdown(text: str, file: Path) -> Converted | None:
    if not signs_of_another(text):
        return None
    if read_front(read_foreign(text).front).values.get("marp"):
        remedy = f"Its notes are spoken with: --slides {file}"
        raise WrongInput("this is a deck of slides", remedy=remedy, place=Place(str(file)))
    return from_markdown(text, file)


def _text_of(file: Path) -> str:
    """The text of a document that Markdown can read in good time."""
    text = read_text(file)
    look_at_size(text.replace("\r\n", "\n").replace("\r", "\n"), str(file))
    return text


def from_deck(file: Path) -> Converted:
    """The storyboard made from a deck of slides. Raises WrongInput or WrongInputs."""
    if file.suffix.lower() == ".ipynb":
        remedy = f"It is read with: --script {file}"
        raise WrongInput("this is a notebook", remedy=remedy, place=Place(str(file)))
    with in_file(str(file)):
        return from_slides(_text_of(file), file)


def signs_of_another(text: str) -> list[str]:
    """What in a Markdown text no storyboard has, in words; none in one that speaks our language."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    try:
        document = read_foreign(text)
        if _speaks_ours(text, document):
            return []
    except RecursionError:
        return []
    front = set(read_front(document.front).values)
    signs = list(document.signs)
    if front & KNOWN:
        signs.append("the settings of a site or of slides")
    signs += [sign for block in document.blocks if (sign := _too_much(block))]
    return list(dict.fromkeys(signs))


def _speaks_ours(text: str, document: Foreign) -> bool:
    if OURS & set(read_front(document.front).values):
        return True
    blocks = read_blocks(Source.of(text, ""), Findings()).blocks
    for block in blocks:
        if any(name in _BLOCK_ATTRIBUTES for name in block.attributes):
            return True
        if isinstance(block, VisualBlock) and block.named and block.kind != "code":
            return True
        if isinstance(block, ParagraphBlock) and any(
            name in SPAN_ATTRIBUTES for span in block.inline.spans for name in span.attributes
        ):
            return True
    return False


def _too_much(block: foreign.Block) -> str:
    """Why a block cannot be set or spoken as it stands; "" for one that can."""
    match block:
        case foreign.Program():
            lines = block.code.rstrip("\n").split("\n")
            large = len(lines) > LARGEST_PROGRAM or max(map(len, lines)) > CODE_COLUMNS + 12
            return "a program larger than a frame" if large else ""
        case foreign.Table():
            return "a table wider than a frame" if len(block.header) > LARGEST_TABLE else ""
        case foreign.Words():
            return "very long paragraphs" if words_in(block.words) > LARGEST_PARAGRAPH else ""
        case foreign.Items():
            own = any(item.to_itself for item in block.items)
            return "a table of contents" if own else ""
        case _:
            return ""
