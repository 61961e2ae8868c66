"""What a prepared voice is told by: its fingerprint, its figures, and what of them is pinned."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flaming_horse_voice.files import digest_text
from flaming_horse_voice.prepare.environment import Interpreter
from flaming_horse_voice.prepare.ready import comparable
from flaming_horse_voice.service_factory import VoiceChoice
from flaming_horse_voice.takes import Take
from flaming_horse_voice.voice_session import Evidence


def fingerprint(choice: VoiceChoice, interpreter: Interpreter) -> dict[str, Any]:
    """What a cloned voice is made of here; its model has to be known."""
    cloned = choice.cloned
    assert cloned is not None
    assert cloned.model is not None
    reference = cloned.reference
    return {
        "service": choice.service,
        "interpreter": str(cloned.python),
        "python": interpreter.python,
        "packages": dict(interpreter.packages),
        "script": str(cloned.script),
        "model": cloned.model.name,
        "revision": cloned.model.revision,
        "kind": cloned.model.kind,
        "folder": str(cloned.model.folder),
        "speaker": choice.speaker,
        "reference": reference.digest if reference else "",
        "transcript": _digest(reference.transcript) if reference else "",
        "settings": {
            **dict(cloned.key_settings()),
            "asked device": cloned.device,
            "batch": str(cloned.batch),
        },
    }


def figures(loaded: Evidence, take: Take, took: float) -> dict[str, Any]:
    """Figures for people; they are compared with nothing."""
    seconds = float(take.duration)
    return {
        "load_s": loaded.loaded.get("worked_s"),
        "clone_s": loaded.cloned.get("worked_s"),
        "line_s": round(took, 2),
        "line_sound_s": round(seconds, 2),
        "real_time_factor": round(took / seconds, 2) if seconds else None,
        "attempts": take.attempts,
        "peak_memory": take.provenance.get("peak memory", ""),
        "aligned_by": take.aligned_by,
    }


def pin_of(evidence: Mapping[str, Any]) -> dict[str, Any]:
    """What others are held to: nothing of this machine's paths is in it."""
    packages = comparable(evidence["packages"], evidence["python"])
    return {
        "interpreter": packages.pop("python"),
        "model": evidence["model"],
        "revision": evidence["revision"],
        "kind": evidence["kind"],
        "packages": packages,
    }


def is_pinned(pin: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    """Whether a pin, perhaps one that an earlier version wrote in full, says what there is now."""
    pinned = {**pin, "packages": comparable(dict(pin.get("packages") or {}), "")}
    pinned["interpreter"] = comparable({}, str(pin.get("interpreter") or "")).get("python", "")
    return pinned == pin_of(now)


def _digest(text: str) -> str:
    return digest_text(text)[:32]
