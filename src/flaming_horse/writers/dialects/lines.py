"""Rules for lines that are nothing to an audience, or something that is left out."""

from __future__ import annotations

import re

from markdown_it.rules_block import StateBlock

from flaming_horse.writers.dialects import tokens


def unread(pattern: str, what: str = "") -> tokens.BlockRule:
    """A rule for lines that match: `what` they are is told, where a reader would miss them."""
    compiled = re.compile(pattern)

    def rule(state: StateBlock, first: int, end: int, silent: bool) -> bool:
        del end
        if compiled.fullmatch(tokens.line_of(state, first)) is None:
            return False
        if silent:
            return True
        if what:
            return tokens.leave_out(state, what, first, first + 1)
        state.line = first + 1
        return True

    return rule


def unread_until(opens: str, closes: str) -> tokens.BlockRule:
    """A rule for the lines from one that begins with a match to one that ends with another."""
    opening, closing = re.compile(opens), re.compile(closes)

    def rule(state: StateBlock, first: int, end: int, silent: bool) -> bool:
        begins = opening.match(tokens.line_of(state, first))
        if begins is None:
            return False
        last = first
        rest = tokens.line_of(state, first)[begins.end() :]
        while not closing.search(rest):
            last += 1
            if last >= end:
                return False
            rest = tokens.line_of(state, last)
        if silent:
            return True
        state.line = last + 1
        return True

    return rule
