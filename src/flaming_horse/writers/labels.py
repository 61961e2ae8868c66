"""Labels: words before a block that only say what it is, such as "Example usage:" and "Proof:".

Said alone, again and again, they tell nothing. One joins the sentence after it; before anything
else it is left out where it is a common one, or stands in the document several times.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from flaming_horse.writers import foreign
from flaming_horse.writers.pieces import Piece, Pieces, plain, tidy, words_in
from flaming_horse.writers.sentences import without_end

MOST_WORDS = 4
"""Of a label. "And this is how it looks:" is a sentence."""
OFTEN = 3
"""A label that stands so often in a document says nothing there."""
WHAT = "labels that only announce what is shown (“Example:”)"
_COMMON = re.compile(
    r"(?:(?:an?|the|some|more|for|here is|sample|expected|code|basic|possible) )*"
    r"(?:(?:example|instance|usage|input|output|result|solution|answer|explanation|exercise"
    r"|proof|syntax|code|note|screenshot|demo|preview|response|request)s?"
    r"(?: (?:usage|function|code|input|output|request|response|script|command|program)s?)?"
    r"|where|here|in which|for which|such that|or|and|with|so"
    r"|thus|hence|then|now|next|finally|therefore|similarly"
    r"|that is|i\.?e\.?|e\.?g\.?"
    r"|(?:zum )?beispiele?|ausgabe|eingabe|beweis|lösung|oder|und|wobei|mit|also"
    r"|(?:por )?ejemplo|salida|entrada|prueba|solución|donde|y|o)",
    re.IGNORECASE,
)


END_OF_PROOF = "the sign that ends a proof"
_ENDS_PROOF = re.compile(
    r"(?:\\(?:hfill|q?quad)\s*)*\\(?:square|Box|blacksquare|qed|QED|qedsymbol)\s*\.?|[∎□■]"
)


def ends_a_proof(latex: str) -> bool:
    """Whether a formula is only the square at the end of a proof."""
    return bool(_ENDS_PROOF.fullmatch(latex.strip()))


def without_end_of_proof(words: Pieces) -> Pieces:
    """A paragraph without the square at its end, which nobody reads aloud."""
    last = words[-1] if words else None
    if last is None or not (last.kind == "math" or last.text.strip() in {"∎", "□", "■"}):
        return words
    return tidy(words[:-1]) if ends_a_proof(last.text) else words


def labels_of(blocks: Iterable[foreign.Block]) -> Counter[str]:
    """How often each label stands in a document."""
    words = [block.words for block in blocks if isinstance(block, foreign.Words)]
    return Counter(_name(each) for each in words if words_in(each) <= MOST_WORDS)


def without_labels(blocks: Sequence[foreign.Block], often: Counter[str]) -> Iterable[foreign.Block]:
    """The blocks with their labels before the words that they belong to, or as left out."""
    held: foreign.Words | None = None
    for number, block in enumerate(blocks):
        label, held = held, None
        if isinstance(block, foreign.Words) and _is_label(block, blocks[number + 1 :]):
            held = block
        if label is not None and held is None and isinstance(block, foreign.Words):
            yield replace(block, words=led_by(label.words, block.words))
            continue
        if label is not None and isinstance(block, foreign.Quote) and not block.alert:
            yield replace(block, label=label.words)
            continue
        if label is not None:
            yield _alone(label, often)
        if held is None:
            yield block
    if held is not None:
        yield _alone(held, often)


def led_by(label: Pieces, words: Pieces) -> Pieces:
    """Words behind their label, as they are said; without a label, the words."""
    return tidy((*without_end(label), Piece(": "), *words)) if label else words


def _is_label(block: foreign.Words, after: Sequence[foreign.Block]) -> bool:
    if not after or words_in(block.words) > MOST_WORDS or any(p.link for p in block.words):
        return False
    text = plain(block.words)
    if text.endswith((":", "：")):  # noqa: RUF001
        return True
    if text.endswith(",") and _COMMON.fullmatch(_name(block.words)):
        return True
    if text.endswith((".", "!", "?", ",", ";", "…")) or not block.words:
        return False
    bold = all(piece.strong or not piece.text.strip() for piece in block.words)
    return bold or bool(_COMMON.fullmatch(text)) or isinstance(after[0], foreign.Quote)


def _alone(label: foreign.Words, often: Counter[str]) -> foreign.Block:
    name = _name(label.words)
    if _COMMON.fullmatch(name) or often[name] >= OFTEN:
        return foreign.LeftOut(WHAT, label.line, inside=True)
    return label


def _name(words: Pieces) -> str:
    return plain(without_end(words)).casefold()
