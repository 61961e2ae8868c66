"""Items of a list that hold programs, formulas or pictures, told as steps one after the other."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from flaming_horse.writers.foreign import (
    Block,
    Drawing,
    Formula,
    Item,
    Items,
    Picture,
    Program,
    Table,
    Words,
)
from flaming_horse.writers.formulas import can_be_set
from flaming_horse.writers.pieces import Piece, Pieces, plain, tidy
from flaming_horse.writers.sentences import without_end
from flaming_horse.writers.torn_sentences import mended

_HELD = Program | Formula | Picture | Table | Drawing
"""What goes with the item of a list that stands before it."""


def with_words(item: Item, words: Pieces, target: str, line: int) -> Item:
    """The item with another paragraph; behind what it holds that is one of its own."""
    if item.after:
        return replace(item, after=(*item.after, Words(words, line)))
    if item.words:
        return replace(item, words=tidy((*item.words, Piece(" "), *words)))
    return replace(item, words=words, to_itself=target.startswith("#"))


def with_blocks(item: Item, blocks: Iterable[Block]) -> Item:
    """The item with what else stands in it; the items of a plain list in it are its own."""
    for block in blocks:
        plain = isinstance(block, Items) and not any(inner.after for inner in block.items)
        if isinstance(block, Items) and plain and not item.after:
            more = [part for each in block.items for part in (each.words, *each.inner) if part]
            item = replace(item, inner=(*item.inner, *more))
        elif isinstance(block, Words):
            item = with_words(item, block.words, "", block.line)
        else:
            item = replace(item, after=(*item.after, block))
    return item


def in_steps(blocks: Iterable[Block], is_shown: Callable[[Block], bool]) -> Iterator[Block]:
    """The blocks, in which what stands in an item of a list follows its words.

    Items that hold nothing to be shown stay together. What `is_shown` says no to only has to be
    told: it follows them.
    """
    for block in _interrupted(list(blocks), is_shown):
        if isinstance(block, Items) and any(item.after for item in block.items):
            yield from in_steps(_steps(block, is_shown), is_shown)
        else:
            yield block


def behind_their_lists(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks, in which what stands in items of a list follows the whole list."""
    for block in blocks:
        if isinstance(block, Items):
            items = tuple(replace(item, after=()) for item in block.items)
            kept = tuple(item for item in items if item.words or item.inner)
            if kept:
                yield replace(block, items=kept)
            held = [each for item in block.items for each in item.after]
            yield from behind_their_lists(held)
        else:
            yield block


def _interrupted(blocks: Sequence[Block], is_shown: Callable[[Block], bool]) -> Iterator[Block]:
    """The blocks, in which numbers that go on behind what stands between two items are one list.

    Where that is not indented, Markdown takes each item for a list of its own.
    """
    lists = [block for block in blocks if isinstance(block, Items) and block.ordered]
    ends = {block.start + len(block.items) for block in lists if not block.part}
    starts = {block.start for block in lists if not block.part} - {0}
    for number, block in enumerate(blocks):
        if not isinstance(block, Items) or block.part or not block.ordered:
            yield block
            continue
        goes_on = block.start > 0 and block.start in ends
        if not goes_on and block.start + len(block.items) not in starts:
            yield block
            continue
        following = blocks[number + 1] if number + 1 < len(blocks) else None
        holds = isinstance(following, _HELD) and is_shown(following)
        *others, last = block.items
        whole = replace(block, part=True, goes_on=goes_on)
        if not holds or last.after:
            yield whole
            continue
        if others:
            yield replace(whole, items=tuple(others))
        start = block.start + len(others)
        yield replace(whole, items=(last,), start=start, goes_on=True, holds=True)


def _steps(block: Items, is_shown: Callable[[Block], bool]) -> Iterator[Block]:
    whole = not any(is_shown(each) for item in block.items for each in item.after)
    run: list[Item] = []
    loose: list[Block] = []
    for number, item in enumerate(block.items, block.start):
        if any(is_shown(each) for each in item.after):
            yield from _run(block, run, number, loose)
            yield from _step(block, item, number)
            run, loose = [], []
            continue
        words = item.words
        for each in item.after:
            if isinstance(each, Words):
                words = tidy((*words, Piece(" "), *each.words))
            else:
                loose.append(each)
        if words or item.inner:
            run.append(replace(item, words=words, after=()))
    yield from _run(block, run, block.start + len(block.items), loose, whole=whole)


def _run(
    block: Items, run: Sequence[Item], end: int, loose: Sequence[Block], *, whole: bool = False
) -> Iterator[Block]:
    """Neighbouring items that hold nothing, as a list, and what is to be told about them."""
    if run:
        start = block.start if whole else end - len(run)
        part = block.part or not whole
        goes_on = block.goes_on or start > block.start
        yield replace(block, items=tuple(run), start=start, part=part, goes_on=goes_on)
    yield from loose


def _step(block: Items, item: Item, number: int) -> Iterator[Block]:
    """An item that holds something: its words as a list of one, and then what it holds."""
    after = list(item.after)
    words = item.words
    if words:
        # A formula may stand in the middle of the item's sentence.
        first, *after = mended([Words(_whole(words, after), block.line), *after])
        words = first.words if isinstance(first, Words) else words
    elif isinstance(only := after[0], Formula) and len(after) == 1 and can_be_set(only.latex):
        after.clear()
        words = (Piece(" ".join(only.latex.split()), "math"),)
    else:
        at = next((n for n, each in enumerate(after) if isinstance(each, Words)), None)
        own = after.pop(at) if at is not None else None
        words = own.words if isinstance(own, Words) else ()
    if words or item.inner:
        step = Item(words, item.inner)
        holds = bool(after) and isinstance(after[0], _HELD)
        goes_on = block.goes_on or number > block.start
        yield replace(block, items=(step,), start=number, part=True, goes_on=goes_on, holds=holds)
    yield from after


def _whole(words: Pieces, after: list[Block]) -> Pieces:
    """An item's words with the rest of their sentence, where a program tears it."""
    held, rest = after[0], after[1] if len(after) > 1 else None
    if not isinstance(held, Program) or not isinstance(rest, Words):
        return words
    if not re.match(r"[a-z]", plain(rest.words)) or re.search(r"[.!?]$", plain(words)):
        return words
    del after[1]
    return tidy((*without_end(words), Piece(" "), *rest.words))
