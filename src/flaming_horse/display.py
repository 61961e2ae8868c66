"""What a person may see of the work while it goes on: the interface that the work talks to.

What is printed, and how, is the commands' affair.
"""

from __future__ import annotations

from typing import Self


class Display:
    """Hears from any thread how the work goes on; this one shows nothing."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *details: object) -> None:
        return

    def say(self, text: str) -> None:
        """One thing worth reading, now."""

    def advance(
        self, phase: str, done: int, total: int, detail: str = "", *, reused: bool = False
    ) -> None:
        """`done` of `total` pieces of work of a phase are there, the last one from before."""

    def work(self, name: str, label: str, done: int, total: int, detail: str = "frames") -> None:
        """How far one worker is with the work called `name`; `done == total` ends it.

        `detail` says what is counted.
        """
