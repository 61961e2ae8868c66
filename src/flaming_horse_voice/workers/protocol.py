"""What a voice worker and its parent say to each other: one JSON object a line.

Parent to worker, on stdin, `do` being

- `hello`  {protocol, parent, scratch}      first of all
- `load`   {settings}                       once
- `clone`  {reference, transcript}          before the first line, for voices that clone
- `speak`  {lines: [{id, speech, language, seed, by_sentence?}]}   answered line by line, in order

Worker to parent, on stdout, each with `re`, what it answers:

- `{"re": "hello", "ok": true, "protocol": 1, "service", "pid"}`
- `{"re": "load", "ok": true, "model", "revision", "sample_rate", "versions"}`, and for cloned
  voices "device", "precision", "kind", "batch"
- `{"re": "clone", "ok": true}`
- `{"re": "speak", "id", "ok": true, "file", "samples", "sample_rate", "times", "aligned_by"}`, and
  "frames", "capped"; the `times` of cloned voices are null
- `{"re": ..., "id", "ok": false, "code", "what", "remedy"}` with a code of `CODES`, and
  "again": true where another seed may do better

Our own add what they took: "worked_s" (seconds), "peak_memory", "peak_device_memory" (bytes).
Sound crosses as a 32-bit float WAV file in the scratch folder. Nothing else goes to stdout: a
worker moves file descriptor 1 to stderr before it imports anything. It ends when stdin closes.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, TypeAlias

from flaming_horse_voice.errors import (
    MachineFailed,
    NotInstalled,
    VoiceError,
    VoiceFailed,
    WrongInput,
)
from flaming_horse_voice.machine import trouble
from flaming_horse_voice.workers.standalone.engine import Refused

PROTOCOL = 1
CODES: dict[str, type[VoiceError]] = {
    "wrong_input": WrongInput,
    "not_installed": NotInstalled,
    "voice_failed": VoiceFailed,
    "machine_failed": MachineFailed,
}
Message: TypeAlias = dict[str, Any]


class ProtocolError(Exception):
    """A worker said something that is not in the protocol."""


@dataclass(frozen=True, slots=True)
class SpokenFile:
    """A worker's answer for one line; `times` is None where the voice does not know them.

    `capped` tells that the model found no end and was stopped; `peak_memory` is in bytes, of the
    worker or of its device, whichever held more.
    """

    id: str
    file: str
    samples: int
    sample_rate: int
    times: tuple[tuple[int, int], ...] | None
    aligned_by: str
    capped: bool = False
    peak_memory: int = 0


def encode(message: Message) -> bytes:
    """One line, with its line feed."""
    return json.dumps(message, ensure_ascii=True, separators=(",", ":")).encode() + b"\n"


def decode(line: bytes) -> Message:
    """The message of a line. Raises ProtocolError for anything but a JSON object."""
    try:
        message = json.loads(line)
    except ValueError as bad:
        raise ProtocolError(f"{line[:80]!r} is not JSON") from bad
    if not isinstance(message, dict):
        raise ProtocolError(f"{line[:80]!r} is not an object")
    return message


def error_of(message: Message) -> VoiceError:
    """The error that an answer with `ok` false stands for."""
    kind = CODES.get(str(message.get("code")), VoiceFailed)
    what = str(message.get("what") or "the voice gave no reason")
    return kind(what, remedy=str(message.get("remedy") or ""))


def refusal_of(error: BaseException) -> Refused | None:
    """How an error of this package crosses to the parent, or one of the machine; None for others.

    It is what the server says of engines that run in our own interpreter.
    """
    failed = error if isinstance(error, VoiceError) else trouble(error)
    if failed is None:
        return None
    code = next((c for c, kind in CODES.items() if isinstance(failed, kind)), "voice_failed")
    return Refused(code, failed.what, failed.remedy)


def spoken_file(message: Message) -> SpokenFile:
    """A `speak` answer. Raises ProtocolError when something is missing or of the wrong kind."""
    try:
        times = message["times"]
        return SpokenFile(
            str(message["id"]),
            str(message["file"]),
            int(message["samples"]),
            int(message["sample_rate"]),
            None if times is None else tuple((int(a), int(b)) for a, b in times),
            str(message["aligned_by"]),
            bool(message.get("capped", False)),
            max(int(message.get(name, 0)) for name in ("peak_memory", "peak_device_memory")),
        )
    except (KeyError, TypeError, ValueError) as bad:
        raise ProtocolError(f"half an answer: {str(message)[:120]}") from bad
