"""What an action made, and the bytes as which a store keeps it."""

from __future__ import annotations

import hmac
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from flaming_horse.engine.action import Json, canonical_json
from flaming_horse_voice.files import digest_bytes, is_safe_relative
from flaming_horse_voice.json_files import as_object, as_text, checked_json

Sign = Callable[[bytes], str]
"""What tells a whole result: its SHA-256, or a signature that only this user's program can make."""
_DIGEST = re.compile(r"[0-9a-f]{64}")


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
    def from_json(cls, data: Json) -> Result:
        """Read back what `as_json` gave.

        Raises KeyError, TypeError or ValueError for anything else: an output's name that is no
        plain path inside a folder, too, because files are written under these names.
        """
        fields = as_object(data)
        outputs = {name: as_text(digest) for name, digest in as_object(fields["outputs"]).items()}
        for name, digest in outputs.items():
            if not is_safe_relative(name) or not _DIGEST.fullmatch(digest):
                raise ValueError(f"{name!r} is no output's name, or {digest!r} no digest")
        if not _DIGEST.fullmatch(as_text(fields["key"])):
            raise ValueError("the key is no digest")
        return cls(
            fields["key"], outputs, float(fields["seconds"]), as_object(fields["provenance"])
        )

    def to_bytes(self, sign: Sign = digest_bytes) -> bytes:
        """First line: the signature of the rest, which is the result as JSON."""
        text = canonical_json(self.as_json()).encode()
        return sign(text).encode() + b"\n" + text

    @classmethod
    def from_bytes(cls, content: bytes, sign: Sign = digest_bytes) -> Result | None:
        """Read back what `to_bytes` gave; None when it was damaged, or has another signature."""
        signature, _, text = content.partition(b"\n")
        if not hmac.compare_digest(sign(text).encode(), signature):
            return None
        try:
            return checked_json(text.decode(), cls.from_json, "a result")
        except ValueError:
            return None
