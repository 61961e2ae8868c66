"""Signatures: what this program made on this machine, told from what was brought here.

A signature is an HMAC-SHA256 under a random key in the user's data folder. Files of a project
that came from somebody else cannot carry one, whatever they claim.
"""

from __future__ import annotations

import contextlib
import hmac
import os
import secrets
from functools import lru_cache
from pathlib import Path

from flaming_horse_voice.files import Unreadable, read_bytes, unfinished_name

_KEY_BYTES = 32


def sign(purpose: str, content: bytes) -> str:
    """The signature of some bytes, 64 hexadecimal digits; `purpose` says what they are."""
    return hmac.new(_key(key_file()), purpose.encode() + b"\0" + content, "sha256").hexdigest()


def is_signed(purpose: str, content: bytes, claimed: str) -> bool:
    """Whether a signature is the one that this user's key gives."""
    return hmac.compare_digest(sign(purpose, content).encode(), claimed.encode(errors="replace"))


def key_file() -> Path:
    """Where the key is kept; it is made when it is first needed."""
    from platformdirs import user_data_path

    return user_data_path("flaming-horse", appauthor=False) / "signing.key"


def is_lasting() -> bool:
    """Whether the next process finds the key again; not where the data folder is closed."""
    _key(key_file())
    with contextlib.suppress(OSError, Unreadable):
        return len(read_bytes(key_file(), 1000)) == _KEY_BYTES
    return False


@lru_cache(maxsize=8)
def _key(file: Path) -> bytes:
    """The key in the file; where none can be kept, one for this process alone."""
    fresh = secrets.token_bytes(_KEY_BYTES)
    with contextlib.suppress(OSError, Unreadable):
        stored = _read(file)
        if stored is None:
            _keep(file, fresh)
            stored = _read(file)
        return stored or fresh
    return fresh


def _read(file: Path) -> bytes | None:
    with contextlib.suppress(FileNotFoundError):
        key = read_bytes(file, 1000)
        return key if len(key) == _KEY_BYTES else None
    return None


def _keep(file: Path, key: bytes) -> None:
    """Put the key where it belongs, unless another process was first; for its owner alone."""
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_name(unfinished_name(file.name))
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
    try:
        with os.fdopen(os.open(beside, flags, 0o600), "wb") as out:
            out.write(key)
            out.flush()
            os.fsync(out.fileno())
        if file.exists() and file.stat().st_size != _KEY_BYTES:
            file.unlink()  # half a key, of a crash or a full disk: nothing is lost with it
        with contextlib.suppress(FileExistsError):
            file.hardlink_to(beside)
    finally:
        beside.unlink(missing_ok=True)
