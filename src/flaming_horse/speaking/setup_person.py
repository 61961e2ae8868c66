"""Who answers the questions of `voice setup`: a person at a terminal, or the options alone."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Protocol

from flaming_horse.errors import WrongInput


class Person(Protocol):
    """Answers questions, each of which an option answers as well."""

    def ask(self, question: str, option: str, meaning: str, *, empty: bool = False) -> str:
        """An answer; "" where that is one (`empty`), or where it is noted as missing."""
        ...

    def choose(
        self, question: str, known: Sequence[str], best: str, told: Sequence[str] = ()
    ) -> str:
        """One of the `known` ones; `told` says more of each."""
        ...

    def needs(self, option: str, meaning: str) -> None:
        """A question that will be asked: who is not there has to answer it by an option."""
        ...

    def agree(self, question: str) -> None:
        """Go on only when the person says yes."""
        ...

    def correct(self, what: str, text: str) -> str:
        """The text as it stands or as it was mended."""
        ...

    def all_answered(self, command: str) -> None:
        """Raise WrongInput where something was asked that nobody answered."""
        ...


class Nobody:
    """No terminal: defaults are taken, and what has none is listed with its option."""

    def __init__(self) -> None:
        self._missing: list[str] = []

    def ask(self, question: str, option: str, meaning: str, *, empty: bool = False) -> str:
        self.needs(option, meaning)
        return ""

    def choose(
        self, question: str, known: Sequence[str], best: str, told: Sequence[str] = ()
    ) -> str:
        return best

    def needs(self, option: str, meaning: str) -> None:
        self._missing.append(f"{option}: {meaning}")

    def agree(self, question: str) -> None:
        raise AssertionError(question)  # `needs` came first, and `all_answered` ended it

    def correct(self, what: str, text: str) -> str:
        return text

    def all_answered(self, command: str) -> None:
        if self._missing:
            raise WrongInput(
                "answers are missing, and there is no terminal to ask at",
                remedy="Give them as options:\n"
                + "\n".join(f"    {each}" for each in self._missing)
                + f"\n  after: {command}",
            )


class AtTerminal:
    """A person at a terminal."""

    def ask(self, question: str, option: str, meaning: str, *, empty: bool = False) -> str:
        import typer

        default = "" if empty else None
        return str(typer.prompt(question, default=default, show_default=False, err=True)).strip()

    def choose(
        self, question: str, known: Sequence[str], best: str, told: Sequence[str] = ()
    ) -> str:
        import typer

        for number, row in enumerate(told or known, 1):
            typer.echo(f"  {number}. {row}", err=True)
        while True:
            answer = str(typer.prompt(question, default=best, err=True)).strip()
            if answer.isdecimal() and 1 <= int(answer) <= len(known):
                return known[int(answer) - 1]
            if answer in known:
                return answer
            typer.echo(f"give a number from 1 to {len(known)}", err=True)

    def needs(self, option: str, meaning: str) -> None:
        return

    def agree(self, question: str) -> None:
        import typer

        if not typer.confirm(question, default=True, err=True):
            raise WrongInput("nothing was downloaded", remedy="The same command asks again.")

    def correct(self, what: str, text: str) -> str:
        import typer

        return str(typer.prompt(what, default=text, err=True)).strip()

    def all_answered(self, command: str) -> None:
        return


def person_here() -> Person:
    """The person at the terminal, if there is one."""
    return AtTerminal() if sys.stdin.isatty() and sys.stderr.isatty() else Nobody()
