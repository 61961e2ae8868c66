"""Takes: what a recording is keyed by, and the store that keeps recordings.

A take is two files named after its key: `KEY.flac`, the lossless master, and `KEY.json`, its
record, which is written last and carries the master's checksum and its own (`take_records`). What
does not match counts as missing, and is written over when the line is spoken anew.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flaming_horse_voice.files import (
    Unreadable,
    digest_file,
    digest_text,
    read_text,
    replacing,
    write_atomically,
)
from flaming_horse_voice.take_records import (
    BROUGHT,
    FAULT,
    LARGEST_RECORD,
    BadRecord,
    checked,
    is_made_here,
    sealed,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

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


TAKE_KEY = re.compile(r"[0-9a-f]{32}")
"""What a take's name looks like: it becomes the name of its files."""


def take_key(voice: VoiceFingerprint, speech: str, language: str, seed: int = 0) -> str:
    """The name of a take: 32 hexadecimal digits of a digest of all that is heard in it."""
    fields = {**asdict(voice), "speech": speech, "language": language, "seed": seed}
    canonical = json.dumps(fields, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return digest_text(canonical)[:32]


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
    def brought(self) -> bool:
        """Whether it came with the project, so that its sound is not known to be this voice's."""
        return BROUGHT in self.provenance

    @property
    def duration(self) -> Fraction:
        """Seconds, exactly."""
        return Fraction(self.samples, self.sample_rate)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Take:
        """Read back what `as_json` gave, or a record that was checked."""
        fields: dict[str, Any] = {name: data[name] for name in cls.__dataclass_fields__}
        fields["times"] = tuple((int(a), int(b)) for a, b in fields["times"])
        return cls(**fields)


class TakeStore:
    """Takes in a folder, and in a second one shared between projects where there is one.

    Looking changes nothing. A damaged take counts as missing; `on_damage` is told of each once,
    in a sentence.
    """

    def __init__(self, folder: Path, shared: Path | None = None) -> None:
        self.folder = folder
        self.shared = shared
        self.looks_only = False
        """Whether nothing is copied into it: takes that lie elsewhere are told from there."""
        self.vouched = True
        """Whether all takes in it may be taken for what they say: the project is the user's own."""
        self.on_damage: Callable[[str], object] = lambda _: None
        self._told: set[str] = set()
        self._without_checksum: set[str] = set()
        self._made_here: set[str] = set()

    def path(self, key: str) -> Path:
        """The master recording of a take, whether or not it is there."""
        return self.folder / f"{key}.flac"

    def get(self, key: str) -> Take | None:
        """The take of that key if it is there and whole."""
        try:
            take = self._read(key)
        except BadRecord as bad:
            take = None
            if key not in self._told:
                self._told.add(key)
                self.on_damage(f"the take {self.path(key)} is damaged: {bad}")
        if take is not None or self.shared is None:
            return take
        adopted = self.adopt(key, TakeStore(self.shared))
        if adopted is not None and not self.believed(key) and not self.looks_only:
            # Who names a shared store vouches for it, and it may be another machine's.
            record = sealed(adopted.as_json(), digest_file(self.path(key)), signed=True)
            write_atomically(self.path(key).with_suffix(".json"), record)
            self._made_here.add(key)
        return adopted

    def believed(self, key: str) -> bool:
        """Whether a take that was got from here may be taken for what its record says.

        It was made here by this user's program, or all that is here is the user's own.
        """
        return self.vouched or key in self._made_here

    def fault_of(self, key: str) -> str | None:
        """What is wrong with the files of a take; "" where there are none, None for a good one."""
        try:
            return "" if self._read(key) is None else None
        except BadRecord as bad:
            return str(bad)

    def seal(self) -> None:
        """Give the records that were read and carry no checksum of themselves one.

        Earlier versions wrote none. Where that cannot be written they stay as they are.
        """
        while self._without_checksum:
            record = self.path(self._without_checksum.pop()).with_suffix(".json")
            with contextlib.suppress(OSError, ValueError, KeyError):
                told = json.loads(read_text(record, LARGEST_RECORD))
                facts = {name: told[name] for name in Take.__dataclass_fields__}
                write_atomically(record, sealed(facts, told["sha256"]))

    def _read(self, key: str) -> Take | None:
        """The take of that key; None without one. Raises BadRecord where it is damaged."""
        master, record = self.path(key), self.path(key).with_suffix(".json")
        try:
            text = read_text(record, LARGEST_RECORD)
            if not os.path.lexists(master):
                return None
            facts, has_checksum = checked(text, key, master)
        except FileNotFoundError:
            return None
        except (Unreadable, IsADirectoryError) as bad:
            raise BadRecord(str(bad)) from None
        if not has_checksum:
            self._without_checksum.add(key)
        if is_made_here(facts):
            self._made_here.add(key)
        else:
            self._made_here.discard(key)
        return Take.from_json(facts)

    def adopt(self, key: str, other: TakeStore) -> Take | None:
        """Copy a take of another store into this one; None when it is not whole there."""
        take = other.get(key)
        if take is None or self.looks_only:
            return take
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
            record = json.loads(read_text(self.folder / f"{key}.json", LARGEST_RECORD))
            return record["speech"], record["language"]
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return None

    def put(self, take: Take, sound: NDArray[np.float32], *, brought: bool = False) -> Take:
        """Keep a take; `sound` are its samples between -1 and 1, written as 24-bit FLAC.

        It is signed as made here; `brought` notes in it that its sound is not.
        """
        if brought:
            take = replace(take, provenance={**take.provenance, BROUGHT: "yes"})
        for folder in filter(None, (self.shared, self.folder)):
            folder.mkdir(parents=True, exist_ok=True)
            master = folder / f"{take.key}.flac"
            _write_flac(master, sound, take.sample_rate)
            record = sealed(take.as_json(), digest_file(master), signed=True)
            write_atomically(folder / f"{take.key}.json", record)
        self._made_here.add(take.key)
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
