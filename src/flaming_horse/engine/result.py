"""What an action made, and the bytes as which a store keeps it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from flaming_horse.engine.action import Json, canonical_json


@dataclass(frozen=True, slots=True)
class Result:
    """What an action made: digests by path inside its outputs folder, and how it came about."""

    key: str
    outputs: Mapping[str, str] = field(hash=False)
    seconds: float
    provenance: Mapping[str, Json] = field(hash=False)

    def as_json(self) -> dict[str, Json]:
        return {
            "key": self.key,
            "outputs": dict(self.outputs),
            "seconds": self.seconds,
            "provenance": dict(self.provenance),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Json]) -> Result:
        return cls(data["key"], data["outputs"], float(data["seconds"]), data["provenance"])

    def to_bytes(self) -> bytes:
        """First line: the checksum of the rest, which is the result as JSON."""
        text = canonical_json(self.as_json()).encode()
        return hashlib.sha256(text).hexdigest().encode() + b"\n" + text

    @classmethod
    def from_bytes(cls, content: bytes) -> Result | None:
        """Read back what `to_bytes` gave; None when it was damaged."""
        checksum, _, text = content.partition(b"\n")
        if hashlib.sha256(text).hexdigest().encode() != checksum:
            return None
        return cls.from_json(json.loads(text))
