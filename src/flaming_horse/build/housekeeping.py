"""Forgetting results: `reset` from a phase on, `gc` down to a size. What a person made stays."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

from flaming_horse.build import build_scenes, precache_voiceovers
from flaming_horse.build.phases import phases_from
from flaming_horse.build.stores import is_shared, open_store
from flaming_horse.config import Options, settings_of
from flaming_horse.engine.explain import LastRuns
from flaming_horse.engine.lock import ProjectLock
from flaming_horse.errors import WrongInput
from flaming_horse.project import Project

_UNITS = {"": 1, "k": 10**3, "m": 10**6, "g": 10**9, "t": 10**12}


def reset(project: Project, phase: str) -> dict[str, Any]:
    """Forget the results of `phase` and of all that come after it.

    Raises:
        WrongInput: there is no such phase.
    """
    later = phases_from(phase)
    settings = settings_of(project.folder, Options())
    forgotten: dict[str, int] = {}
    with ProjectLock(project.hidden / "lock"):
        last, store = LastRuns(project.hidden / "last"), open_store(settings)
        if "precache_voiceovers" in later:
            forgotten["takes"] = precache_voiceovers.forget_takes(project)
        if "build_scenes" in later:
            forgotten["scene modules"] = len(build_scenes.remove_stale(project, []))
        forgotten["results"] = len(last.keys(later))
        last.forget(later, store)
        project.state.unlink(missing_ok=True)
    return {"project": project.name, "from": phase, "forgotten": forgotten}


def collect(project: Project, keep: str) -> dict[str, Any]:
    """Bring the store down to the size `keep`, the oldest use first; the film's parts stay.

    Raises:
        WrongInput: `keep` is no size.
    """
    limit = parse_size(keep)
    settings = settings_of(project.folder, Options())
    with ProjectLock(project.hidden / "lock"):
        store = open_store(settings)
        # A store of the project's own is ours alone while we hold its lock.
        in_use_s = 3600.0 if is_shared(settings) else 0.0
        keep_keys = LastRuns(project.hidden / "last").keys()
        freed = store.gc(limit, keep=keep_keys, in_use_s=in_use_s)
        return {"project": project.name, "freed_bytes": freed, "left_bytes": store.size()}


def parse_size(text: str) -> int:
    """Bytes in a size such as `500MB` or `2 GB` (powers of ten).

    Raises:
        WrongInput: it is not one.
    """
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([kmgt]?b?)", text.strip().lower())
    if match is None:
        raise WrongInput(f"{text!r} is no size", remedy="Write it as 500MB, 2GB or 0.")
    unit = match.group(2).removesuffix("b")
    return int(Fraction(match.group(1)) * _UNITS[unit])


def as_text(answer: dict[str, Any]) -> str:
    """What was forgotten, for a person."""
    if "freed_bytes" in answer:
        freed, left = answer["freed_bytes"] / 1e6, answer["left_bytes"] / 1e6
        return f"{answer['project']}: {freed:.1f} MB freed, {left:.1f} MB left"
    counted = ", ".join(f"{count} {what}" for what, count in answer["forgotten"].items())
    return f"{answer['project']}: forgot {counted}, from {answer['from']} on"
