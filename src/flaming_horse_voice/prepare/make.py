"""`python -m flaming_horse_voice.prepare.make mlx`: an engine's environment alone, for tests.

Prints the interpreter as its only line on stdout; no model is fetched, nothing is loaded.
"""

from __future__ import annotations

import sys

from flaming_horse_voice.cloned import default_python
from flaming_horse_voice.errors import VoiceError
from flaming_horse_voice.prepare.environment import ensure
from flaming_horse_voice.prepare.pins import ENGINES


def main() -> int:
    """Make what is missing; the exit code of the error otherwise."""
    if len(sys.argv) != 2 or sys.argv[1] not in ENGINES:
        sys.stderr.write(f"give one of: {', '.join(ENGINES)}\n")
        return 2
    try:
        interpreter = ensure(default_python(sys.argv[1]), sys.argv[1], _say)
    except VoiceError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    sys.stdout.write(f"{interpreter.path}\n")
    return 0


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")


if __name__ == "__main__":
    sys.exit(main())
