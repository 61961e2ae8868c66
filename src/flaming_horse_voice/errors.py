"""What can go wrong with a voice: what happened, and what to do about it.

The same shape as the errors of `flaming_horse`, which translates them; this package imports
nothing from there.
"""

from __future__ import annotations

from typing import ClassVar


class VoiceError(Exception):
    """Something a user can mend. `what` says what happened, `remedy` what to do next.

    `exit_code` is what a command line answers with: 2 wrong input, 3 not installed, 5 voice failed,
    8 machine failed.
    """

    exit_code: ClassVar[int] = 5

    def __init__(self, what: str, *, remedy: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.what}\n  {self.remedy}" if self.remedy else self.what


class WrongInput(VoiceError):
    """A text, a setting or an argument that cannot be used as it is."""

    exit_code = 2


class NotInstalled(VoiceError):
    """A package, an interpreter or a model that the voice needs is not there."""

    exit_code = 3


class VoiceFailed(VoiceError):
    """A line could not be spoken with the voice that was asked for.

    `line` is the id of that line, "" when the voice failed before any line; `kept` the key of the
    best of its takes, "" where none was worth keeping.
    """

    exit_code = 5

    def __init__(self, what: str, *, remedy: str = "", line: str = "", kept: str = "") -> None:
        super().__init__(what, remedy=remedy)
        self.line = line
        self.kept = kept


class MachineFailed(VoiceError):
    """The machine has no room, no memory or no files to give, or its disk fails (`machine`)."""

    exit_code = 8
