"""`sandbox-exec` of macOS: a profile for a process. Written by the manual; not tried on a Mac."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable
from pathlib import Path

from flaming_horse_voice.children.cell import Cell

_PROFILE = """(version 1)
(deny default)
(allow process-fork process-exec)
(allow signal (target same-sandbox))
(allow sysctl-read)
(allow mach-lookup (global-name "com.apple.fonts") (global-name "com.apple.FontObjectsServer")
  (global-name "com.apple.system.opendirectoryd.libinfo"))
(allow file-read-metadata)
(allow file-read* (literal "/") (literal "/dev/null") (literal "/dev/zero")
  (literal "/dev/random") (literal "/dev/urandom"))
(allow file-write-data (literal "/dev/null") (literal "/dev/zero"))
"""
_GRAPHICS = """(allow iokit-open)
(allow mach-lookup (global-name "com.apple.MTLCompilerService"))
"""


def is_there() -> bool:
    """Whether this is a Mac with the program, which Apple calls deprecated and still ships."""
    return sys.platform == "darwin" and shutil.which("sandbox-exec") is not None


def command(cell: Cell) -> list[str]:
    """What stands before a command that is to run in the cell."""
    return ["/usr/bin/sandbox-exec", "-p", profile(cell)]


def profile(cell: Cell) -> str:
    """The rules: nothing but what is listed, and no network."""
    return (
        _PROFILE
        + (_GRAPHICS if cell.graphics else "")
        + f"(allow file-read* {_subpaths(cell.seen())})\n"
        + f"(allow file-read* file-write* {_subpaths((cell.temporary, *cell.writable))})\n"
    )


def _subpaths(paths: Iterable[Path]) -> str:
    """The kernel compares resolved paths: /tmp is /private/tmp there."""
    resolved = dict.fromkeys(str(path.resolve()) for path in paths)
    return " ".join(f"(subpath {_quoted(path)})" for path in resolved)


def _quoted(path: str) -> str:
    escaped = path.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
