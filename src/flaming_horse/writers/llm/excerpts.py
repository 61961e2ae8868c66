"""The paragraphs of a long source that matter for one scene.

They are ranked by BM25: S. Robertson and H. Zaragoza, "The Probabilistic Relevance Framework: BM25
and Beyond", Foundations and Trends in Information Retrieval 3 (2009), pages 333 to 389.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from flaming_horse.writers.source_documents import Part, Sources

MOST_SENT = 6_000
"""Characters, about 1,500 tokens."""
K1, B = 1.2, 0.75
"""How soon repeated words stop to count, and how far long paragraphs are marked down: usual
values, of the ranges that Robertson and Zaragoza give (section 3.5)."""
_LONGEST_PARAGRAPH = 1_200
"""Characters. What is longer, as a page of a PDF without blank lines, is taken apart."""
_BETWEEN, _GAP = "\n\n", "[…]"
_CJK = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
_WORD = re.compile(rf"[{_CJK}]|(?:(?![{_CJK}])[^\W_])+")
"""Where no blanks stand between words, each sign is one."""


def excerpt(sources: Sources, wanted: str) -> str:
    """A long source's paragraphs about what is `wanted`, in their order; a short one's whole text.

    `[…]` stands where something is left out. The same is given for the same words, always.
    """
    if len(sources.text) <= MOST_SENT:
        return sources.text
    paragraphs = [
        (part, paragraph) for part in sources.parts for paragraph in _paragraphs(part.text)
    ]
    scores = bm25([text for _, text in paragraphs], wanted)
    chosen = sorted(_best([len(text) for _, text in paragraphs], scores))
    texts: list[str] = []
    for part, numbers in groupby(chosen, lambda number: paragraphs[number][0]):
        shown = _BETWEEN.join(_with_gaps(list(numbers), [text for _, text in paragraphs]))
        texts.append(sources.headed(Part(part.document, shown, part.page)))
    return _BETWEEN.join(texts)


def bm25(texts: Sequence[str], wanted: str) -> list[float]:
    """How well each text answers the words that are `wanted`; 0 where it has none of them.

    A word's weight is log(1 + (N - n + 0.5) / (n + 0.5)) for n of N texts that have it: the 1 keeps
    it positive for words that most texts have.
    """
    counts = [Counter(_words(text)) for text in texts]
    lengths = [count.total() for count in counts]
    mean = sum(lengths) / len(lengths) or 1.0
    scores = [0.0] * len(texts)
    for word in sorted(set(_words(wanted))):
        having = sum(word in count for count in counts)
        weight = math.log(1 + (len(texts) - having + 0.5) / (having + 0.5))
        for number, count in enumerate(counts):
            often = count[word]
            damped = often + K1 * (1 - B + B * lengths[number] / mean)
            scores[number] += weight * often * (K1 + 1) / damped
    return scores


def _best(lengths: Sequence[int], scores: Sequence[float]) -> Iterator[int]:
    """The numbers of the best texts that have room; the first ones where no word is found."""
    found = [number for number, score in enumerate(scores) if score > 0]
    room = MOST_SENT
    for number in sorted(found or range(len(scores)), key=lambda n: (-scores[n], n)):
        taken = lengths[number] + len(_GAP) + 2 * len(_BETWEEN)
        if taken <= room:
            room -= taken
            yield number


def _with_gaps(numbers: Sequence[int], texts: Sequence[str]) -> Iterator[str]:
    for before, number in zip([None, *numbers], numbers, strict=False):
        if before is not None and number != before + 1:
            yield _GAP
        yield texts[number]


def _paragraphs(text: str) -> Iterator[str]:
    """Paragraphs, each with the headings above it."""
    headings: list[str] = []
    for paragraph in re.split(r"\n\s*\n", text.strip()):
        if re.fullmatch(r"#{1,6} [^\n]*", paragraph):
            headings.append(paragraph)
            continue
        yield from _pieces(_BETWEEN.join([*headings, paragraph]))
        headings.clear()
    if headings:
        yield from _pieces(_BETWEEN.join(headings))


def _pieces(paragraph: str) -> list[str]:
    """A very long paragraph, taken apart between its sentences, or else lines or words."""
    if len(paragraph) <= _LONGEST_PARAGRAPH:
        return [paragraph]
    middle = len(paragraph) // 2
    for boundary in (r"(?<=[.!?])\s+|(?<=[。！？])", r"\n", r"\s+"):  # noqa: RUF001
        ends = [match.end() for match in re.finditer(boundary, paragraph)]
        inner = [end for end in ends if 0 < end < len(paragraph)]
        if inner:
            middle = min(inner, key=lambda end: abs(end - middle))
            break
    return [*_pieces(paragraph[:middle].rstrip()), *_pieces(paragraph[middle:].lstrip())]


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())
