"""Bytes from a server, cut anywhere, make the same answer."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from flaming_horse.writers.llm.stream import NotAnAnswer, Pieces


def events(texts: list[str], newline: str) -> bytes:
    pieces = [{"choices": [{"delta": {"content": text}}]} for text in texts]
    pieces.append({"choices": [], "usage": {"prompt_tokens": 3, "completion_tokens": 5}})
    rows = [f"data: {json.dumps(piece, ensure_ascii=False)}" for piece in pieces]
    return (f"{newline}{newline}".join([": hello", *rows, "data: [DONE]"])).encode()


@given(
    st.lists(st.text(max_size=12), max_size=6),
    st.lists(st.integers(0, 900), max_size=12),
    st.sampled_from(["\n", "\r\n"]),
)
def test_an_answer_is_the_same_however_its_bytes_are_cut(texts, cuts, newline):
    content = events(texts, newline)
    pieces = Pieces(streamed=True)
    ends = sorted(min(cut, len(content)) for cut in cuts)
    for start, end in zip([0, *ends], [*ends, len(content)], strict=True):
        pieces.feed(content[start:end])
    pieces.finish()
    assert pieces.collected.text == "".join(texts)
    assert pieces.collected.ended
    assert pieces.collected.usage is not None
    assert pieces.collected.usage.total == 8


def outcome(content: bytes, *, streamed: bool) -> str:
    """The answer's text, or what is told about something that is none."""
    pieces = Pieces(streamed)
    try:
        pieces.feed(content)
        pieces.finish()
    except NotAnAnswer as told:
        return str(told)
    return pieces.collected.text


@given(st.binary(max_size=200), st.booleans())
def test_rubbish_is_told_as_such_or_passed_over(content, streamed):
    assert isinstance(outcome(content, streamed=streamed), str)
    assert isinstance(outcome(b"data: " + content, streamed=streamed), str)


NAMES = st.sampled_from(["choices", "delta", "message", "content", "usage", "error",
                         "prompt_tokens", "completion_tokens"])  # fmt: skip
VALUES = st.none() | st.integers() | st.text(max_size=5)


@given(
    st.recursive(
        VALUES,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4),
        max_leaves=12,
    )
)
def test_any_json_is_an_answer_or_told_as_none(value):
    assert isinstance(outcome(json.dumps(value).encode(), streamed=False), str)
