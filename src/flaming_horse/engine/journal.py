"""What was done when: one JSON object a line, only ever appended to."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path

from flaming_horse.engine.action import Json

_FLAGS = os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


class Journal:
    """A file of entries `{"time", "what", "name", "phase", "key", …}`.

    `what` is start, done, failed or reused. A line torn by a crash is passed over.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, what: str, **fields: Json) -> None:
        """Append one entry; several processes may at once."""
        now = time.time()
        moment = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(now))
        entry = {"time": f"{moment}.{int(now % 1 * 1000):03}Z", "what": what, **fields}
        line = (json.dumps(entry, ensure_ascii=False) + "\n").encode()
        self.path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self.path, _FLAGS, 0o644)
        try:
            end = os.lseek(descriptor, 0, os.SEEK_END)
            if end and os.pread(descriptor, 1, end - 1) != b"\n":
                line = b"\n" + line
            os.write(descriptor, line)
        finally:
            os.close(descriptor)

    def entries(self) -> Iterator[dict[str, Json]]:
        """All whole entries, the oldest first."""
        try:
            content = self.path.read_bytes()
        except FileNotFoundError:
            return
        for line in content.splitlines():
            try:
                entry = json.loads(line)
            except (ValueError, RecursionError):
                continue
            if isinstance(entry, dict):
                yield entry
