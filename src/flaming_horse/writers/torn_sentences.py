"""Sentences that a formula on a line of its own tears: "The load is", formula, "where $Q$ …"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from flaming_horse.writers import foreign
from flaming_horse.writers.formulas import can_be_set
from flaming_horse.writers.pieces import Piece, Pieces, plain, words_in
from flaming_horse.writers.sentences import MOST_WORDS, joined

LONGEST_READ = 60
"""Letters of LaTeX. A longer formula is not listened to inside of a sentence."""


def mended(blocks: Sequence[foreign.Block]) -> Iterator[foreign.Block]:
    """The blocks, in which a torn sentence is one again and has its formulas in it.

    The formulas follow it, to be shown while it is said.
    """
    at = 0
    while at < len(blocks):
        block = blocks[at]
        at += 1
        if not isinstance(block, foreign.Words):
            yield block
            continue
        words, formulas = block.words, list[foreign.Block]()
        while at + 1 < len(blocks) and (whole := _whole(words, blocks[at], blocks[at + 1])):
            words = whole
            formulas += [
                found for found in blocks[at : at + 1] if isinstance(found, foreign.Formula)
            ]
            at += 2
        yield foreign.Words(words, block.line)
        yield from formulas


def _whole(words: Pieces, formula: foreign.Block, rest: foreign.Block) -> Pieces:
    """The words with a formula and the rest of their sentence; () where they are no sentence."""
    if not isinstance(formula, foreign.Formula) or not isinstance(rest, foreign.Words):
        return ()
    latex = " ".join(formula.latex.split()).rstrip(" .,;")
    short = latex and len(latex) <= LONGEST_READ and not re.search(r"\\\\|\\begin|\\tag", latex)
    if formula.result or not short or not can_be_set(latex):
        return ()
    if not re.search(r"\w$", plain(words)) or not re.match(r"[a-z]", plain(rest.words)):
        return ()
    if words_in(words) + words_in(rest.words) > MOST_WORDS:
        return ()
    return joined([words, (Piece(latex, "math"),), rest.words])
