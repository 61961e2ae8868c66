"""What of a long source a scene's question has: whole paragraphs that matter, in their order."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flaming_horse.writers.llm.excerpts import MOST_SENT, bm25, excerpt
from flaming_horse.writers.source_documents import Part, Sources

FILLER = "Harbours were built of oak and stone, and rope was made from hemp beside them. " * 8
PARAGRAPHS = [f"{number}. {FILLER}".strip() for number in range(40)]


def long_text(**said: str) -> str:
    """Paragraphs about nothing, with others in the place of some, by number."""
    told = dict(enumerate(PARAGRAPHS)) | {int(at[1:]): text for at, text in said.items()}
    return "\n\n".join(told.values())


def test_a_short_source_is_sent_whole() -> None:
    text = "# Tides\n\nNothing of that.\n\n\nTwice a day."
    assert excerpt(Sources((Part("a.md", text),)), "volcano") == text


def test_the_paragraphs_about_a_scene_are_sent_in_their_order() -> None:
    text = long_text(_5="## The Sun\n\nThe Sun pulls too.", _9="Water is wet.",
                     _30="The Moon pulls most, the near side more than the far side.")  # fmt: skip
    sent = excerpt(Sources((Part("a.md", text),)), "How the Moon pulls the near side")
    assert sent.startswith("## The Sun\n\nThe Sun pulls too.\n\n[…]\n\n")
    assert sent.index("The Sun pulls too.") < sent.index("The Moon pulls most")
    assert "Water is wet" not in sent
    assert len(sent) <= MOST_SENT
    assert excerpt(Sources((Part("a.md", text),)), "How the Moon pulls the near side") == sent


def test_documents_and_pages_keep_their_names() -> None:
    first, second = long_text(_3="The Moon pulls."), long_text(_7="The Moon turns.")
    sources = Sources((Part("a.md", first), Part("b.pdf", FILLER, 1), Part("b.pdf", second, 2)))
    sent = excerpt(sources, "Moon")
    assert sent == "[a.md]\n\nThe Moon pulls.\n\n[b.pdf, page 2]\n\nThe Moon turns."


def test_a_source_that_has_none_of_the_words_is_sent_from_its_beginning() -> None:
    sent = excerpt(Sources((Part("a.md", long_text()),)), "volcano")
    assert sent.startswith(PARAGRAPHS[0])
    assert "[…]" not in sent


def test_pages_without_blank_lines_are_taken_apart_between_sentences() -> None:
    page = " ".join(f"Sentence {n} is about hemp and oak." for n in range(400))
    page = page.replace("Sentence 200 is about hemp", "Sentence 200 is about the Moon")
    sent = excerpt(Sources((Part("a.pdf", page),)), "the Moon")
    assert "Sentence 200 is about the Moon" in sent
    assert len(sent) < 1_300
    assert sent.startswith("Sentence ")
    assert sent.endswith("oak.")
    japanese = "潮の満ち引きは月の引力による。" * 500
    assert "月" in excerpt(Sources((Part("a.txt", japanese),)), "月の引力")
    assert excerpt(Sources((Part("a.txt", "x" * 20_000),)), "none")
    contents = "\n\n".join(f"## Chapter {n}" for n in range(2_000))
    assert excerpt(Sources((Part("a.md", contents),)), "none")


def test_the_weights_are_those_of_bm25() -> None:
    texts = ["moon moon tide", "tide water sun", "sun"]
    scores = bm25(texts, "Moon, tide")
    mean = 7 / 3
    moon, tide = math.log(1 + 2.5 / 1.5), math.log(1 + 1.5 / 2.5)
    norm = 1.2 * (1 - 0.75 + 0.75 * 3 / mean)
    assert scores == pytest.approx(
        [moon * 2 * 2.2 / (2 + norm) + tide * 2.2 / (1 + norm), tide * 2.2 / (1 + norm), 0.0]
    )
    assert bm25(["", "…"], "moon") == [0.0, 0.0]


words = st.text("abcde漢 .\n#", max_size=60)


@given(st.lists(words, min_size=1, max_size=40), words, st.integers(1, 60))
def test_any_source_gives_some_of_its_own_words(texts: list[str], wanted: str, times: int) -> None:
    text = "\n\n".join(texts * times).strip()
    sent = excerpt(Sources((Part("a.md", text),)), wanted)
    plain = " ".join(text.split())
    assert bool(sent) == bool(text)
    assert len(sent) <= MOST_SENT
    if len(text) > MOST_SENT:
        for piece in sent.split("\n\n[…]\n\n"):
            assert " ".join(piece.split()) in plain
