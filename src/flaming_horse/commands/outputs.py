"""Outputs that are closed or full: what is told is lost then, and the work goes on.

`flaming-horse build | head -1`, a terminal that was closed, a log on a full disk: none of them is
a reason not to make the film.
"""

from __future__ import annotations

import os
import sys
from typing import Any, TextIO, cast


class Lasting:
    """A text stream that never fails: once nobody takes its text, the text goes nowhere."""

    def __init__(self, stream: TextIO, descriptor: int, *, lost: bool = False) -> None:
        self._stream = stream
        self._descriptor = descriptor
        self.lost = lost

    def write(self, text: str) -> int:
        try:
            return self._stream.write(text)
        except (OSError, ValueError):
            self._lose()
            return len(text)

    def flush(self) -> None:
        try:
            self._stream.flush()
        except (OSError, ValueError):
            self._lose()

    def _lose(self) -> None:
        self.lost = True
        try:
            # What the stream still holds has to go somewhere, when the interpreter ends at last.
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, self._descriptor)
            os.close(nowhere)
        except OSError:
            return

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def keep_going() -> None:
    """Make standard output and error last, whatever becomes of who reads them."""
    missing = [number for number in (0, 1, 2) if not _is_open(number)]
    for number in missing:
        # Else the next file that is opened would take the number, and be written to by libraries.
        os.open(os.devnull, os.O_RDWR if number else os.O_RDONLY)
    for number, name in ((1, "stdout"), (2, "stderr")):
        stream = getattr(sys, name)
        if stream is None:
            stream = open(number, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        setattr(sys, name, cast("TextIO", Lasting(stream, number, lost=number in missing)))
    if sys.stdin is None:  # pyright: ignore[reportUnnecessaryComparison] - it is where 0 was closed
        sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115


def settle() -> bool:
    """Write what is waiting to be written; whether all of standard output was taken."""
    for stream in (sys.stderr, sys.stdout):
        stream.flush()
    return not (isinstance(sys.stdout, Lasting) and sys.stdout.lost)


def _is_open(descriptor: int) -> bool:
    try:
        os.fstat(descriptor)
    except OSError:
        return False
    return True
