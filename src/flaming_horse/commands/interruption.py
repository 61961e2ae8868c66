"""Being told to stop: Ctrl-C, SIGTERM as CI and servers send it, SIGHUP from a closed terminal."""

from __future__ import annotations

import signal
from types import FrameType

_received: list[int] = []


class Interrupted(KeyboardInterrupt):
    """A signal that ends the work like Ctrl-C: what runs is ended, what is done is kept.

    Its text says which it was.
    """


def listen() -> None:
    """Have SIGTERM and SIGHUP end the work in order. One that is ignored (nohup) stays so."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _interrupt)


def caused(error: BaseException | None) -> bool:
    """Whether a signal is behind an error: Python wraps what is raised while a class is made."""
    while error is not None and not isinstance(error, KeyboardInterrupt):
        error = error.__cause__
    return error is not None


def settle() -> None:
    """Let no further signal kill the program while it ends: Python gives its handlers up then."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)


def exit_code() -> int:
    """128 and the number of the signal, as shells tell it; 130 for Ctrl-C."""
    return 128 + (_received[0] if _received else signal.SIGINT)


def told() -> str:
    """What happened, in a word or two."""
    return f"interrupted ({signal.Signals(_received[0]).name})" if _received else "interrupted"


def _interrupt(number: int, _frame: FrameType | None) -> None:
    # Who ends a job sends its signal more than once; the first is enough, and ending takes seconds.
    for each in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, signal.SIG_IGN)
    _received.append(number)
    raise Interrupted(told())
