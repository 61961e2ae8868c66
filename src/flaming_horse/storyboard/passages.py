"""The passages that a line rests on: comments directly before it, `<!-- source: … -->`."""

from __future__ import annotations

import re
from collections.abc import Iterator

_COMMENT = re.compile(r"<!--(.*?)(?:-->|$)", re.DOTALL)
_SOURCE = re.compile(r"\s*source:(.+)", re.DOTALL)


def passages_in(html: str) -> Iterator[str]:
    """The passages that are noted in a piece of HTML, each on one line."""
    for comment in _COMMENT.finditer(html):
        noted = _SOURCE.match(comment[1])
        if noted and (passage := " ".join(noted[1].split())):
            yield passage


def without_comments(html: str) -> str:
    """The piece of HTML without its comments, closed or not."""
    return _COMMENT.sub("", html)


def as_comment(passage: str) -> str:
    """The comment that notes a passage. What would end it early is written as a dash."""
    return f"<!-- source: {' '.join(passage.split()).replace('-->', '–>')} -->"  # noqa: RUF001
