"""A signal ends the program as a signal, wherever it falls."""

from __future__ import annotations

import subprocess
import sys

import pytest

from flaming_horse.commands import interruption


class _Interrupts:
    def __set_name__(self, owner: type, name: str) -> None:
        raise interruption.Interrupted


def test_a_signal_while_a_class_is_made_is_a_signal() -> None:
    # Up to Python 3.11 such an exception comes wrapped.
    with pytest.raises((RuntimeError, KeyboardInterrupt)) as wrapped:
        type("Made", (), {"field": _Interrupts()})
    assert interruption.caused(wrapped.value)
    assert not interruption.caused(RuntimeError("a bug"))


def test_a_second_signal_does_not_kill_what_is_ending() -> None:
    program = (
        "import os, signal\n"
        "from flaming_horse.commands import interruption\n"
        "class AtTheEnd:\n"
        "    def __del__(self, kill=os.kill, me=os.getpid(), number=signal.SIGINT):\n"
        "        kill(me, number)\n"
        "kept = AtTheEnd()\n"
        "interruption.settle()\n"
        "os.kill(os.getpid(), signal.SIGTERM)\n"
        "raise SystemExit(130)\n"
    )
    ended = subprocess.run([sys.executable, "-c", program], check=False, timeout=60)
    assert ended.returncode == 130
