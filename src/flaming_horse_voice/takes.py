"""Takes: what a recording is keyed by, and the store that keeps recordings.

A take is two files named after its key: `KEY.flac`, the lossless master, and `KEY.json`, its
record, which is written last and carries the master's checksum. What does not match is dropped.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flaming_horse_voice.files import digest_file, replacing, write_atomically

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RECORD_FORMAT = 1
FAULT = "accepted although"
"""In a take's provenance: what is wrong with it. Only who accepts any take gets such a one."""

PERSON = "person"
"""The service of a take that somebody recorded with their own voice."""


@dataclass(frozen=True, slots=True)
class VoiceFingerprint:
    """Everything about a voice that can be heard. Paths, times and our version are not in it.

    `reference` is the digest of the reference recording's content and `transcript` its words;
    `settings` are the sampling settings. Empty strings where a service has no such thing.
    """

    service: str
    model: str
    revision: str
    speaker: str = ""
    reference: str = ""
    transcript: str = ""
    settings: tuple[tuple[str, str], ...] = ()


def take_key(voice: VoiceFingerprint, speech: str, language: str, seed: int = 0) -> str:
    """The name of a take: 32 hexadecimal digits of a digest of all that is heard in it."""
    fields = {**asdict(voice), "speech": speech, "language": language, "seed": seed}
    canonical = json.dumps(fields, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Take:
    """One recording of a line.

    `samples` at `sample_rate` a second, mono; `times[i]` is the half-open interval of samples in
    which the i-th word of `speech` is heard; `aligned_by` says who found them. `checks` are the
    measurements of `listen`, `provenance` the versions that made it (they are in no key).
    """

    key: str
    speech: str
    language: str
    service: str
    model: str
    revision: str
    speaker: str
    sample_rate: int
    samples: int
    times: tuple[tuple[int, int], ...]
    aligned_by: str
    checks: Mapping[str, float] = field(default_factory=dict[str, float])
    attempts: int = 1
    provenance: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def fault(self) -> str:
        """What is wrong with a take that failed its checks; "" if nothing."""
        return self.provenance.get(FAULT, "")

    @property
    def duration(self) -> Fraction:
        """Seconds, exactly."""
        return Fraction(self.samples, self.sample_rate)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Take:
        """Read back what `as_json` gave. Raises KeyError, TypeError or ValueError otherwise."""
        fields: dict[str, Any] = {name: data[name] for name in cls.__dataclass_fields__}
        fields["times"] = tuple((int(a), int(b)) for a, b in fields["times"])
        return cls(**fields)


class TakeStore:
    """Takes in a folder, and in a second one shared between projects where there is one.

    A damaged take is dropped, unless they are `precious`: those that nobody can make again.
    """

    def __init__(self, folder: Path, shared: Path | None = None, *, precious: bool = False) -> None:
        self.folder = folder
        self.shared = shared
        self._precious = precious

    def path(self, key: str) -> Path:
        """The master recording of a take, whether or not it is there."""
        return self.folder / f"{key}.flac"

    def get(self, key: str) -> Take | None:
        """The take of that key if it is there and whole."""
        take = _read(self.folder, key, drop=not self._precious)
        if take is not None or self.shared is None:
            return take
        return self.adopt(key, TakeStore(self.shared))

    def adopt(self, key: str, other: TakeStore) -> Take | None:
        """Copy a take of another store into this one; None when it is not whole there."""
        if other.get(key) is None:
            return None
        self.folder.mkdir(parents=True, exist_ok=True)
        for suffix in (".flac", ".json"):
            _publish_copy(other.path(key).with_suffix(suffix), self.folder)
        return self.get(key)

    def of_speech(self, speech: str, language: str) -> tuple[Take, ...]:
        """All takes of a speech-text, by whichever voice, the oldest first."""
        same = [key for key in self.keys() if self._says(key) == (speech, language)]
        takes = [take for key in same if (take := self.get(key)) is not None]
        return tuple(sorted(takes, key=lambda take: self.path(take.key).stat().st_mtime_ns))

    def _says(self, key: str) -> tuple[str, str] | None:
        """Speech-text and language of a take by its record alone: masters are long to read."""
        try:
            record = json.loads((self.folder / f"{key}.json").read_text(encoding="utf-8"))
            return record["speech"], record["language"]
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def put(self, take: Take, sound: NDArray[np.float32]) -> Take:
        """Keep a take; `sound` are its samples between -1 and 1, written as 24-bit FLAC."""
        for folder in filter(None, (self.shared, self.folder)):
            folder.mkdir(parents=True, exist_ok=True)
            master = folder / f"{take.key}.flac"
            _write_flac(master, sound, take.sample_rate)
            record = {
                "format": RECORD_FORMAT,
                **take.as_json(),
                "sha256": digest_file(master),
            }
            text = json.dumps(record, indent=1, ensure_ascii=False) + "\n"
            write_atomically(folder / f"{take.key}.json", text.encode())
        return take

    def read_sound(self, key: str) -> NDArray[np.float32]:
        """The samples of a kept take, shape (samples,). Raises FileNotFoundError without one."""
        return read_sound(self.path(key))[0]

    def keys(self) -> tuple[str, ...]:
        """The keys of all takes in the project's folder."""
        return tuple(sorted(path.stem for path in self.folder.glob("*.flac")))


def read_sound(path: Path) -> tuple[NDArray[np.float32], int]:
    """A mono sound file's samples, shape (samples,), between -1 and 1, and its rate."""
    import numpy as np
    import soundfile

    if not path.is_file():
        raise FileNotFoundError(path)
    samples, rate = soundfile.read(path, dtype="float32", always_2d=True)
    return np.ascontiguousarray(samples[:, 0], np.float32), int(rate)


def _publish_copy(source: Path, folder: Path) -> None:
    with replacing(folder / source.name) as beside:
        shutil.copyfile(source, beside)


def _write_flac(path: Path, sound: NDArray[np.float32], rate: int) -> None:
    import io

    import soundfile

    buffer = io.BytesIO()
    soundfile.write(buffer, sound, rate, format="FLAC", subtype="PCM_24")
    write_atomically(path, buffer.getvalue())


def _read(folder: Path, key: str, *, drop: bool = True) -> Take | None:
    """The take of that key; what is there but not whole is dropped where that is allowed."""
    master, record = folder / f"{key}.flac", folder / f"{key}.json"
    try:
        take = _verified(json.loads(record.read_text(encoding="utf-8")), master)
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError):
        take = None
    if take is None or take.key != key:
        if drop:
            record.unlink(missing_ok=True)
            master.unlink(missing_ok=True)
        return None
    return take


def _verified(data: Mapping[str, Any], master: Path) -> Take | None:
    if data["format"] != RECORD_FORMAT:
        return None
    if digest_file(master) != data["sha256"]:
        return None
    return Take.from_json(data)
