"""The evidence that a voice is ready, and the pin that holds others to it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flaming_horse_voice.errors import NotInstalled
from flaming_horse_voice.files import write_atomically
from flaming_horse_voice.json_files import as_object, read_json

READY = Path("media") / "voiceovers" / "ready.json"
FORMAT = 1


def check_pin(pin: Mapping[str, Any], versions: Mapping[str, str], service: str) -> None:
    """Raise NotInstalled when an environment is not the pinned one. Nothing pinned: all is well.

    The interpreter is known by its kind and version, not by its path: a pin is shared.
    """
    pinned: dict[str, str] = dict(pin.get("packages") or {})
    if pin.get("interpreter"):
        pinned["python"] = str(pin["interpreter"])
    differing = [
        f"{name} is {versions.get(name, 'missing')}, pinned {wanted}"
        for name, wanted in pinned.items()
        if versions.get(name) != wanted
    ]
    if differing:
        raise NotInstalled(
            f"the environment of {service} is not the pinned one: {'; '.join(differing)}",
            remedy="name the pinned environment, or pin this one:"
            f" flaming-horse voice prepare {service}",
        )


def read_ready(folder: Path) -> dict[str, Any]:
    """The evidence in a project, {} without a readable one."""
    try:
        found = read_json(folder / READY, as_object)
    except (OSError, ValueError):
        return {}
    return found if found.get("format") == FORMAT else {}


def evidence_of(ready: Mapping[str, Any], service: str) -> dict[str, Any]:
    """The fingerprint of one service in `ready.json`; {} when it was never prepared."""
    if ready.get("service") == service:
        return dict(ready)
    return dict((ready.get("others") or {}).get(service) or {})


def write_ready(folder: Path, evidence: Mapping[str, Any]) -> None:
    """Put a service's evidence first; that of other services is kept under `others`."""
    before = read_ready(folder)
    others = dict(before.pop("others", None) or {})
    if before.get("service") not in {None, evidence["service"]}:
        others[str(before["service"])] = {k: v for k, v in before.items() if k != "format"}
    others.pop(str(evidence["service"]), None)
    content: dict[str, Any] = {"format": FORMAT, **evidence}
    if others:
        content["others"] = others
    text = json.dumps(content, indent=1, ensure_ascii=False) + "\n"
    write_atomically(folder / READY, text.encode())


def changes(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """What differs between two fingerprints, in words; only what both can tell is compared."""
    found: list[str] = []
    for name, value in now.items():
        old = before.get(name)
        if old == value:
            continue
        if isinstance(value, Mapping) and isinstance(old, Mapping):
            found += [f"{name} {change}" for change in changes(old, value)]
        else:
            found.append(f"{name}: {_short(old)} is now {_short(value)}")
    return found


def _short(value: Any) -> str:
    text = "nothing" if value in (None, "") else str(value)
    return text if len(text) <= 60 else f"{text[:57]}…"
