"""The evidence that a voice is ready, and the pin that holds others to it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flaming_horse_voice.errors import NotInstalled
from flaming_horse_voice.files import write_atomically
from flaming_horse_voice.json_files import as_object, read_json
from flaming_horse_voice.project_places import VOICEOVERS

READY = Path(VOICEOVERS) / "ready.json"
FORMAT = 1
_UNHEARD = frozenset({"accelerate"})
"""It moves weights to a device and computes nothing."""


def check_pin(
    pin: Mapping[str, Any],
    versions: Mapping[str, str],
    service: str,
    setup: str = "flaming-horse voice setup",
) -> None:
    """Raise NotInstalled when an environment is not the pinned one. Nothing pinned: all is well.

    Compared is what may be heard (`comparable`); `setup` is the command that pins this one.
    """
    wanted = comparable(dict(pin.get("packages") or {}), str(pin.get("interpreter") or ""))
    present = comparable(versions, versions.get("python", ""))
    differing = [
        f"{name} is {present.get(name, 'missing')}, pinned {version}"
        for name, version in wanted.items()
        if present.get(name) != version
    ]
    if differing:
        raise NotInstalled(
            f"the environment of {service} is not the pinned one: {'; '.join(differing)}",
            remedy=f"name the pinned environment, or pin this one: {setup}",
        )


def comparable(packages: Mapping[str, str], interpreter: str) -> dict[str, str]:
    """What of an environment a pin is held to, without what no listener hears.

    The interpreter counts by its kind and minor version (`cpython 3.11`), not by its path and not
    by the patch that a system brings by itself; a package by its release, not by the build it is
    of (`2.13.0+cpu`, `+cu128`), and not at all where it only places weights.
    """
    releases = {
        name: version.split("+")[0]
        for name, version in packages.items()
        if name not in _UNHEARD and name != "python"
    }
    if interpreter:
        kind, _, number = interpreter.partition(" ")
        releases["python"] = f"{kind} {'.'.join(number.split('.')[:2])}"
    return releases


def read_ready(folder: Path, place: Path = READY) -> dict[str, Any]:
    """The evidence in a project, {} without a readable one; `place` is where it lies in it."""
    try:
        evidence = read_json(folder / place, as_object)
    except (OSError, ValueError):
        return {}
    return evidence if evidence.get("format") == FORMAT else {}


def evidence_of(ready: Mapping[str, Any], service: str) -> dict[str, Any]:
    """The fingerprint of one service in `ready.json`; {} when it was never prepared."""
    if ready.get("service") == service:
        return dict(ready)
    return dict((ready.get("others") or {}).get(service) or {})


def write_ready(folder: Path, evidence: Mapping[str, Any], place: Path = READY) -> None:
    """Put a service's evidence first; that of other services is kept under `others`."""
    before = read_ready(folder, place)
    others = dict(before.pop("others", None) or {})
    if before.get("service") not in {None, evidence["service"]}:
        others[str(before["service"])] = {k: v for k, v in before.items() if k != "format"}
    others.pop(str(evidence["service"]), None)
    content: dict[str, Any] = {"format": FORMAT, **evidence}
    if others:
        content["others"] = others
    text = json.dumps(content, indent=1, ensure_ascii=False) + "\n"
    write_atomically(folder / place, text.encode())


def changes(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """What differs between two fingerprints, in words; only what both can tell is compared."""
    differences: list[str] = []
    for name, value in now.items():
        old = before.get(name)
        if old == value:
            continue
        if isinstance(value, Mapping) and isinstance(old, Mapping):
            differences += [f"{name} {change}" for change in changes(old, value)]
        else:
            differences.append(f"{name}: {_short(old)} is now {_short(value)}")
    return differences


def _short(value: Any) -> str:
    text = "nothing" if value in (None, "") else str(value)
    return text if len(text) <= 60 else f"{text[:57]}…"
