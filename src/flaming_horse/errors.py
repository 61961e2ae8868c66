"""One root for every error a user can meet: what happened, where, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import ClassVar


class ExitCode(IntEnum):
    """What the process answers with; scripts and CI rely on these numbers.

    Ended by a signal it is 128 and the signal's number: 130 for Ctrl-C, 143 for SIGTERM.
    """

    DONE = 0
    BUG = 1
    WRONG_INPUT = 2
    NOT_INSTALLED = 3
    WAITING_FOR_REVIEW = 4
    VOICE_FAILED = 5
    SCENE_FAILED = 6
    FILM_FAILED = 7
    MACHINE_FAILED = 8
    INTERRUPTED = 130


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A position in a text file; `line` and `column` count from 1, and 0 means "the whole"."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        if not self.line:
            return self.file
        return f"{self.file}:{self.line}:{self.column or 1}"


class FlamingHorseError(Exception):
    """Something a user can mend. The command line prints it without a traceback.

    `what` says what happened, with the offending text in it; `remedy` what to do next;
    `place` where. An error with several findings carries them in `findings`.
    """

    exit_code: ClassVar[ExitCode] = ExitCode.BUG

    def __init__(self, what: str, *, remedy: str = "", place: Place | None = None) -> None:
        super().__init__(what)
        self.what = what
        self.remedy = remedy
        self.place = place

    @property
    def findings(self) -> tuple[FlamingHorseError, ...]:
        """The single errors this one stands for; itself when it is a single one."""
        return (self,)

    def __str__(self) -> str:
        where = f"{self.place}: " if self.place else ""
        then = f"\n  {self.remedy}" if self.remedy else ""
        return f"{where}{self.what}{then}"


class WrongInput(FlamingHorseError):
    """A storyboard, a setting or an argument that cannot be used as it is."""

    exit_code = ExitCode.WRONG_INPUT


MOST_TOLD = 20
"""Findings that are written out; `--json` has all of them."""


class WrongInputs(WrongInput):
    """Several findings in one input, all of them reported at once."""

    def __init__(self, findings: tuple[WrongInput, ...]) -> None:
        super().__init__(f"{len(findings)} problems")
        self._findings = tuple(sorted(findings, key=lambda f: f.place or Place("")))

    @property
    def findings(self) -> tuple[FlamingHorseError, ...]:
        return self._findings

    def __str__(self) -> str:
        """The first of them: who has mended twenty asks again."""
        told = [str(finding) for finding in self._findings[:MOST_TOLD]]
        if more := len(self._findings) - MOST_TOLD:
            told += [f"and {more} more"] if more > 0 else []
        return "\n".join(told)


class NotInstalled(FlamingHorseError):
    """A program, a package or a model that is needed is not there."""

    exit_code = ExitCode.NOT_INSTALLED


class WaitingForReview(FlamingHorseError):
    """The work stops here until a person approves it."""

    exit_code = ExitCode.WAITING_FOR_REVIEW


class VoiceFailed(FlamingHorseError):
    """A line could not be spoken with the voice that was asked for."""

    exit_code = ExitCode.VOICE_FAILED


class SceneFailed(FlamingHorseError):
    """A scene could not be checked or drawn."""

    exit_code = ExitCode.SCENE_FAILED


class FilmFailed(FlamingHorseError):
    """The finished film did not pass its checks."""

    exit_code = ExitCode.FILM_FAILED


class MachineFailed(FlamingHorseError):
    """The machine has no room, no memory or no files to give, or its disk fails."""

    exit_code = ExitCode.MACHINE_FAILED
