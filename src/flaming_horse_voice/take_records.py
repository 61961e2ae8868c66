"""A take's record, `KEY.json`: sealed by a checksum, and held against the master beside it.

A record says how long its master is and where in it each word lies. A wrong one would move
pictures, or make a film of years, so that nothing of it is believed unseen.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, cast

from flaming_horse_voice.files import digest_text
from flaming_horse_voice.signatures import is_signed, sign
from flaming_horse_voice.text.spoken import spoken_words

FORMAT = 1
CHECKSUM, SIGNATURE = "checksum", "signature"
MASTER = "sha256"
BROUGHT = "came with the project"
"""In a take's provenance: it was not made here, so that nobody here knows who speaks in it."""
FAULT = "accepted although"
"""In a take's provenance: what is wrong with it. Only who accepts any take gets such a one."""
SPREAD = "spread"
"""`aligned_by` of times that are only dealt out: nothing that rests on them counts as measured."""
LARGEST_RECORD = 4 << 20
"""Bytes. A line of 3,000 words has a record of 100 kB."""
_FLAC_HEADER = 26
"""Bytes up to the end of a FLAC file's rate and length (RFC 9639, section 8.2)."""


class BadRecord(ValueError):
    """A record that does not hold; the message says why."""


def sealed(facts: Mapping[str, Any], master_digest: str, *, signed: bool = False) -> bytes:
    """The record of a take as its file holds it, with the checksums of the master and of itself.

    `signed`: with the signature that says that it was made here, too.
    """
    record = {"format": FORMAT, **facts, MASTER: master_digest}
    if signed:
        record[SIGNATURE] = sign("take", _canonical(record))
    record[CHECKSUM] = _checksum(record)
    return (json.dumps(record, indent=1, ensure_ascii=False) + "\n").encode()


def checked(text: str, key: str, master: Path) -> tuple[dict[str, Any], bool]:
    """What the record of the take `key` says, and whether it carries a checksum of itself.

    Versions up to 0.1.0 wrote records without one; those count when all else in them holds.

    Raises:
        BadRecord: it is damaged, or is not the record of this master.
        OSError: the master cannot be read.
    """
    record = _object(text)
    has_checksum = CHECKSUM in record
    if has_checksum and record[CHECKSUM] != _checksum(record):
        raise BadRecord("it does not match its checksum")
    if {*record} - {CHECKSUM, SIGNATURE} != {*FIELDS}:
        raise BadRecord("it does not have the fields of a take")
    for name, holds in FIELDS.items():
        if not holds(record[name]):
            raise BadRecord(f"its {name!r} cannot be right")
    if record["key"] != key:
        raise BadRecord("it is another take's")
    _hold_against(record, master)
    wrong = wrong_times(record["times"], record["speech"], record["samples"])
    if wrong is not None:
        raise BadRecord(wrong)
    return record, has_checksum


def is_made_here(record: Mapping[str, Any]) -> bool:
    """Whether a record, which was checked, carries the signature of this user's program."""
    return is_signed("take", _canonical(record), str(record.get(SIGNATURE, "")))


def wrong_times(times: Any, speech: str, samples: int) -> str | None:
    """What is wrong with the word times; None when each word has its own, in order."""
    words = spoken_words(speech)
    if times is None:
        return "it has no word times"
    if len(times) != len(words):
        return f"it has {len(times)} word times for {len(words)} words"
    at = 0
    for word, (start, end) in zip(words, times, strict=True):
        if not at <= start < end <= samples:
            return f"the times of {word!r} are {start} to {end}, after {at}, of {samples} samples"
        at = start
    return None


def _object(text: str) -> dict[str, Any]:
    try:
        record = json.loads(text)
    except (ValueError, RecursionError):
        raise BadRecord("it is not JSON") from None
    if not isinstance(record, dict):
        raise BadRecord("it is no JSON object")
    return cast("dict[str, Any]", record)


def _checksum(record: Mapping[str, Any]) -> str:
    rest = {name: value for name, value in record.items() if name != CHECKSUM}
    canonical = json.dumps(rest, sort_keys=True, separators=(",", ":"))
    return digest_text(canonical)


def _canonical(record: Mapping[str, Any]) -> bytes:
    facts = {name: record[name] for name in FIELDS}
    return json.dumps(facts, sort_keys=True, separators=(",", ":")).encode()


def _hold_against(record: Mapping[str, Any], master: Path) -> None:
    """Hold a record against the sound itself."""
    if not master.is_file():
        raise BadRecord("its recording is no file")
    with master.open("rb") as file:
        header = file.read(_FLAC_HEADER)
        file.seek(0)
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if digest != record[MASTER]:
        raise BadRecord("its recording does not match its checksum")
    if header[:4] != b"fLaC" or len(header) < _FLAC_HEADER:
        raise BadRecord("its recording is no FLAC file")
    packed = int.from_bytes(header[18:26], "big")
    rate, samples = packed >> 44, packed & ((1 << 36) - 1)
    if (rate, samples) != (record["sample_rate"], record["samples"]):
        raise BadRecord(
            f"its recording has {samples} samples at {rate} a second,"
            f" not {record['samples']} at {record['sample_rate']}"
        )


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float)  # truths are among the measurements


def _is_origin(value: Any) -> bool:
    """Whether it can be a provenance: versions are what a voice says of itself."""
    if not isinstance(value, dict):
        return False
    origin = cast("dict[str, Any]", value)
    plain = all(each is None or isinstance(each, str | int | float) for each in origin.values())
    return plain and str(origin.get("seed", 0)).isdecimal() and _is_text(origin.get(FAULT, ""))


def _are_times(value: Any) -> bool:
    return isinstance(value, list) and all(map(_is_interval, cast("list[Any]", value)))


def _is_interval(value: Any) -> bool:
    if not isinstance(value, list):
        return False
    ends = cast("list[Any]", value)
    return len(ends) == 2 and all(type(end) is int for end in ends)


def _are_measures(value: Any) -> bool:
    return isinstance(value, dict) and all(map(_is_number, cast("dict[str, Any]", value).values()))


FIELDS: Mapping[str, Callable[[Any], bool]] = {
    "format": lambda value: type(value) is int and value == FORMAT,
    "key": _is_text,
    "speech": _is_text,
    "language": _is_text,
    "service": _is_text,
    "model": _is_text,
    "revision": _is_text,
    "speaker": _is_text,
    "sample_rate": _is_count,
    "samples": _is_count,
    "times": _are_times,
    "aligned_by": _is_text,
    "checks": _are_measures,
    "attempts": _is_count,
    "provenance": _is_origin,
    MASTER: _is_text,
}
"""Everything that a record says, and what each of it has to be."""
