"""What a person sees: bars in a terminal, plain lines elsewhere, and no sign that acts on it.

How the work goes on is told on standard error: `--json` leaves standard output to one object.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Any, Self

from flaming_horse.display import Display

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress, TaskID

_ACTING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""C0 without line ends and tabs, C1, and the overrides of the writing direction."""


def seen(text: str) -> str:
    r"""The text with control characters as `\u001b`: names, titles and servers' words hold any.

    Signs that act on a terminal are written out, not sent.
    """
    return _ACTING.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


@dataclass(slots=True)
class Lines(Display):
    """A line for each finished piece of work, for logs and pipes."""

    write: Callable[[str], Any] = field(default_factory=lambda: sys.stderr.write)
    started: float = field(default_factory=time.monotonic)
    seen: dict[str, int] = field(default_factory=dict[str, int])

    def say(self, text: str) -> None:
        self.write(f"[{time.monotonic() - self.started:6.1f}s] {seen(text)}\n")

    def advance(
        self, phase: str, done: int, total: int, detail: str = "", *, reused: bool = False
    ) -> None:
        if self.seen.get(phase) == done:
            return
        self.seen[phase] = done
        kept = " (there already)" if reused else ""
        self.say(f"{phase} {done}/{total}{f': {detail}' if detail else ''}{kept}")


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
        )
        from rich.table import Column

        self._console: Console = Console(stderr=True, highlight=False)
        # Long words are cut short, so that what is counted keeps its room and no row breaks.
        cut: dict[str, Any] = {"no_wrap": True, "overflow": "ellipsis"}
        self._progress: Progress = Progress(
            TextColumn(
                "{task.description}", markup=False, table_column=Column(min_width=20, **cut)
            ),
            BarColumn(bar_width=24, table_column=Column(min_width=10)),
            MofNCompleteColumn(table_column=Column(min_width=7, no_wrap=True)),
            TimeElapsedColumn(table_column=Column(min_width=7, no_wrap=True)),
            TextColumn(
                "{task.fields[detail]}",
                style="dim",
                markup=False,
                table_column=Column(ratio=1, **cut),
            ),
            console=self._console,
            expand=True,
            refresh_per_second=4,
        )
        self._phases: dict[str, TaskID] = {}
        self._works: dict[str, TaskID] = {}
        self._one_at_a_time = Lock()

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(self, *details: object) -> None:
        for task in self._works.values():
            self._progress.remove_task(task)
        self._progress.stop()

    def say(self, text: str) -> None:
        self._console.print(seen(text), markup=False)

    def advance(
        self, phase: str, done: int, total: int, detail: str = "", *, reused: bool = False
    ) -> None:
        with self._one_at_a_time:
            if phase not in self._phases:
                self._phases[phase] = self._progress.add_task(phase, total=total, detail=detail)
            task = self._phases[phase]
            shown = "done" if done >= total else seen(detail)
            self._progress.update(task, completed=done, total=total, detail=shown)

    def work(self, name: str, label: str, done: int, total: int, detail: str = "frames") -> None:
        with self._one_at_a_time:
            task = self._works.get(name)
            if done >= total:
                if self._works.pop(name, None) is not None and task is not None:
                    self._progress.remove_task(task)
            elif task is None:
                self._works[name] = self._progress.add_task(
                    f"  {seen(label)}", completed=done, total=total, detail=detail
                )
            else:
                self._progress.update(
                    task, description=f"  {seen(label)}", completed=done, total=total
                )


def choose_display(*, quiet: bool) -> Display:
    """Bars in a terminal, lines without one, nothing when another program reads the answer."""
    if quiet:
        return Display()
    return Bars() if sys.stderr.isatty() else Lines()
