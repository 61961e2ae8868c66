"""Where the program begins: before anything is imported that may be long, or may fail."""

from __future__ import annotations

import os
import sys

from flaming_horse.commands import interruption, outputs

_ONLY_TELL = {"status", "explain", "lint", "lessons", "doctor", "--help", "-h", "--version"}
_VOICE_ONLY_TELLS = {"list", "read", "--help", "-h"}
_NOBODY_READ_IT = 141
"""128 and SIGPIPE: what a shell shows of a program whose reader went away."""


def main() -> None:
    """Run the command line. Exit codes are those of `errors.ExitCode`, and 128 + a signal's."""
    outputs.keep_going()
    os.environ.setdefault("PATH", os.defpath)  # libraries take it for there, in every process
    # Numpy's OpenBLAS interrupts the program (SIGINT) where it cannot start a thread.
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    code = _ended_with()
    if not outputs.settle() and not code and _only_tells(sys.argv[1:]):
        code = _NOBODY_READ_IT
    sys.exit(code)


def _ended_with() -> int:
    try:
        interruption.listen()
        from flaming_horse.commands.cli import main as run

        run()
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    except KeyboardInterrupt:
        return _interrupted()
    except Exception as error:  # noqa: BLE001 - anything may fail while modules are read in
        return _not_begun(error)
    return 0


def _interrupted() -> int:
    interruption.settle()
    sys.stderr.write(f"{interruption.told()}\n")
    return interruption.exit_code()


def _not_begun(error: Exception) -> int:
    """The exit code of a program that could not be read in: the machine's fault, or ours."""
    if interruption.caused(error):
        return _interrupted()
    from flaming_horse_voice.machine import trouble

    failed = trouble(error)
    if failed is None:
        raise error
    sys.stderr.write(f"{failed}\n")
    return failed.exit_code


def _only_tells(arguments: list[str]) -> bool:
    """Whether a command does nothing but tell."""
    first, second = [*arguments, "", ""][:2]
    return first in _ONLY_TELL or (first == "voice" and second in _VOICE_ONLY_TELLS)
