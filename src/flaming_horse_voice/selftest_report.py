"""What a selftest's report says of the voice and the machine, and how a person reads it."""

from __future__ import annotations

import os
import platform
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from flaming_horse_voice.service_factory import VoiceChoice


def voice_facts(choice: VoiceChoice, loaded: Mapping[str, Any]) -> dict[str, Any]:
    """The voice without anything that names a person or a place on the disk."""
    cloned = choice.cloned
    return {
        "service": choice.service,
        "model": choice.model,
        "revision": choice.revision,
        "speaker": choice.speaker,
        "kind": loaded.get("kind", ""),
        "device": loaded.get("device", "cpu"),
        "precision": loaded.get("precision", ""),
        "batch": loaded.get("batch", 1),
        "seed": choice.seed,
        "settings": dict(choice.fingerprint.settings),
        "reference": cloned.reference.digest if cloned and cloned.reference else "",
        "sample_rate": loaded.get("sample_rate"),
    }


def machine() -> dict[str, Any]:
    """The machine, as far as it tells about speed: memory in bytes, the load as it is now."""
    return {
        "system": f"{platform.system()} {platform.release()}",
        "machine": platform.machine(),
        "python": platform.python_version(),
        "processors": os.cpu_count(),
        "memory_bytes": _memory(),
        "load_average": [round(load, 2) for load in os.getloadavg()],
    }


def _memory() -> int | None:
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return None


def own_version() -> dict[str, str]:
    """Our own version; nothing where this package is not installed."""
    try:
        return {"flaming-horse": version("flaming-horse")}
    except PackageNotFoundError:
        return {}


def as_table(report: Mapping[str, Any]) -> str:
    """The report for a person, in at most 100 columns."""
    voice, machine = report["voice"], report["machine"]
    where = " ".join(filter(None, (voice["device"], voice["precision"])))
    rows = [
        f"{voice['service']}: {voice['model']} {voice['revision'][:12]}, on {where}",
        f"  {machine['system']} {machine['machine']}, {machine['processors']} processors",
        "  " + ", ".join(f"{name} {version}" for name, version in report["versions"].items()),
        f"  ready after {report['load_s']} s, memory {_megabytes(report['peak_memory_bytes'])}",
    ]
    for name in ("single", "batched"):
        pace = report[name]
        if pace:
            label = f"{name} ({pace['batch']} at once)" if name == "batched" else name
            rows.append(
                f"  {label}:"
                f" {pace['sound_s']} s of sound in {pace['work_s']} s,"
                f" real-time factor {pace['real_time_factor']}"
            )
    if report["batched_why_not"]:
        rows.append(f"  batched: {report['batched_why_not']}")
    rows.append(f"  {'line':<16}{'sound':>7}{'work':>8}  words wrong")
    for line in report["lines"]:
        error = line["words_heard_error"]
        heard = "not heard" if error is None else f"{error:.0%}"
        rows.append(
            f"  {line['kind']:<16}{line['seconds']:>5.1f} s{line['work_s']:>6.1f} s  {heard}"
        )
        if line["fault"]:
            rows.append(f"    {line['fault']}")
    if report["listener"] != "listened":
        rows.append(f"  {report['listener']}")
    good = sum(not line["fault"] for line in report["lines"])
    rows.append(f"  {good} of {len(report['lines'])} lines are good at the first attempt")
    return "\n".join(rows)


def _megabytes(size: int | None) -> str:
    return "not known" if size is None else f"{size / 1e6:.0f} MB"
