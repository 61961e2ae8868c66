"""Opening a sound file that somebody else may have made: the file itself, and nothing it names.

FFmpeg knows playlists, lists of files to join and addresses, by content as well as by name. Music
or a recording is one file of sound; so the formats are named, and no other file is opened.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

FORMATS = (
    "wav", "w64", "flac", "mp3", "ogg", "mov", "mp4", "m4a", "matroska", "webm", "aac", "aiff",
    "caf", "au",
)  # fmt: skip
"""FFmpeg's names of the formats that hold one sound, or a film with one."""


LONGEST_READ_S = 1_200
"""Seconds of a recording by a person: no line and no reference lasts twenty minutes."""


@contextmanager
def open_sound(file: Path) -> Generator[Any]:
    """PyAV's container of a sound file or a film.

    Raises av.FFmpegError for any other kind of file, and OSError.
    """
    import av

    # Handed over open, and with no protocol allowed: what the file names cannot be reached.
    options = {"format_whitelist": ",".join(FORMATS), "protocol_whitelist": "none"}
    with file.open("rb") as opened:
        container: Any = av.open(opened, options=options, metadata_errors="replace")
        with container:
            yield container
