"""The parts of a formula, as its reader finds them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Atom:
    r"""A letter, a number, an operator or a command (`\alpha`)."""

    sign: str


@dataclass(frozen=True, slots=True)
class Words:
    r"""Ordinary text inside a formula (`\text{if}`, `\mathrm{kg}`)."""

    text: str


@dataclass(frozen=True, slots=True)
class Sequence:
    """Parts one after the other; `fence` and `close` are the brackets, "" for bare braces."""

    parts: tuple[Node, ...]
    fence: str = ""
    close: str = ""


@dataclass(frozen=True, slots=True)
class Command:
    r"""A command with its arguments: `\frac`, `\sqrt`, accents, fonts."""

    name: str
    arguments: tuple[Node, ...]
    option: Node | None = None


@dataclass(frozen=True, slots=True)
class Scripted:
    """An atom with something below or above it."""

    base: Node
    below: Node | None
    above: Node | None


@dataclass(frozen=True, slots=True)
class Grid:
    """An environment of rows and columns: matrices, cases, aligned steps."""

    name: str
    rows: tuple[tuple[Node, ...], ...]


Node: TypeAlias = Atom | Words | Sequence | Command | Scripted | Grid

EMPTY = Sequence(())
