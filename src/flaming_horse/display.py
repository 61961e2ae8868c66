"""How a build tells a person what it does: bars in a terminal, plain lines elsewhere, or nothing.

Everything goes to standard error, so that `--json` leaves standard output to one object.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress, TaskID


class Display:
    """What the pipeline tells, from one thread; this one says nothing."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *details: object) -> None:
        return

    def say(self, text: str) -> None:
        """One thing worth reading, now."""

    def advance(self, phase: str, done: int, total: int, detail: str = "") -> None:
        """`done` of `total` pieces of work of a phase are there."""

    def work(self, label: str, done: int, total: int) -> None:
        """How far one worker is with one piece of work; `done == total` ends it."""


@dataclass(slots=True)
class Lines(Display):
    """A line for each finished piece of work, for logs and pipes."""

    write: Callable[[str], Any] = sys.stderr.write
    started: float = field(default_factory=time.monotonic)
    seen: dict[str, int] = field(default_factory=dict[str, int])

    def say(self, text: str) -> None:
        self.write(f"[{time.monotonic() - self.started:6.1f}s] {text}\n")

    def advance(self, phase: str, done: int, total: int, detail: str = "") -> None:
        if self.seen.get(phase) == done:
            return
        self.seen[phase] = done
        self.say(f"{phase} {done}/{total}{f': {detail}' if detail else ''}")


class Bars(Display):
    """Rich bars: one for each phase that has begun, one for each scene that is being drawn."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            MofNCompleteColumn,
            Progress,
            TextColumn,
            TimeElapsedColumn,
            TimeRemainingColumn,
        )

        self._console: Console = Console(stderr=True, highlight=False)
        self._progress: Progress = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=30),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TimeRemainingColumn(compact=True),
            TextColumn("{task.fields[detail]}", style="dim", markup=False),
            console=self._console,
        )
        self._phases: dict[str, TaskID] = {}
        self._works: dict[str, TaskID] = {}

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(self, *details: object) -> None:
        for task in self._works.values():
            self._progress.remove_task(task)
        self._progress.stop()

    def say(self, text: str) -> None:
        self._console.print(text, markup=False)

    def advance(self, phase: str, done: int, total: int, detail: str = "") -> None:
        if phase not in self._phases:
            self._phases[phase] = self._progress.add_task(phase, total=total, detail=detail)
        self._progress.update(self._phases[phase], completed=done, total=total, detail=detail)

    def work(self, label: str, done: int, total: int) -> None:
        if done >= total:
            if (task := self._works.pop(label, None)) is not None:
                self._progress.remove_task(task)
            return
        if label not in self._works:
            self._works[label] = self._progress.add_task(f"  {label}", total=total, detail="")
        self._progress.update(self._works[label], completed=done, total=total)


def choose_display(*, quiet: bool) -> Display:
    """Bars in a terminal, lines without one, nothing when another program reads the answer."""
    if quiet:
        return Display()
    return Bars() if sys.stderr.isatty() else Lines()
