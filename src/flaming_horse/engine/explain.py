"""Why an action will run: its inputs now against those of its last run."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from flaming_horse.engine.action import Action, Json, canonical_json, file_name
from flaming_horse.engine.store import Store
from flaming_horse_voice.files import Unreadable, write_if_changed
from flaming_horse_voice.json_files import as_object, as_text, read_json


class Verdict(StrEnum):
    UP_TO_DATE = "up to date"
    CHANGED = "changed"
    NEVER_RUN = "never run"
    FORGOTTEN = "its result is no longer in the store"


@dataclass(frozen=True, slots=True)
class Reason:
    """Whether an action will run, and the names of the inputs because of which it will."""

    verdict: Verdict
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()

    def __str__(self) -> str:
        if self.verdict is not Verdict.CHANGED:
            return self.verdict.value
        groups = {"changed": self.changed, "new": self.added, "gone": self.removed}
        return "; ".join(f"{name}: {', '.join(parts)}" for name, parts in groups.items() if parts)


class LastRuns:
    """A folder with a file for each action of a project: what its last result was made from."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def remember(self, action: Action) -> None:
        text = canonical_json(
            {
                "name": action.name,
                "phase": action.phase,
                "key": action.key,
                "inputs": action.explained_inputs(),
            }
        ).encode()
        write_if_changed(self._path(action.name), text)

    def explain(self, action: Action, store: Store) -> Reason:
        if store.result(action.key) is not None:
            return Reason(Verdict.UP_TO_DATE)
        last = _read(self._path(action.name))
        if last is None:
            return Reason(Verdict.NEVER_RUN)
        now, before = action.explained_inputs(), last["inputs"]
        if now == before:
            return Reason(Verdict.FORGOTTEN)
        return Reason(
            Verdict.CHANGED,
            added=tuple(sorted(now.keys() - before.keys())),
            removed=tuple(sorted(before.keys() - now.keys())),
            changed=tuple(
                name for name in sorted(now.keys() & before.keys()) if now[name] != before[name]
            ),
        )

    def keys(self, phases: Collection[str] | None = None) -> frozenset[str]:
        """The keys of the last results, of some phases or of all: what `gc` is to keep."""
        return frozenset(
            last["key"] for last in self._all() if phases is None or last["phase"] in phases
        )

    def forget(self, phases: Collection[str], store: Store) -> None:
        """Drop the results of these phases from the store; for `reset`."""
        for key in self.keys(phases):
            store.forget(key)

    def _all(self) -> Iterator[Mapping[str, Json]]:
        for path in sorted(self.folder.glob("*.json")):
            if (last := _read(path)) is not None:
                yield last

    def _path(self, name: str) -> Path:
        return self.folder / f"{file_name(name)}.json"


def _read(path: Path) -> dict[str, Json] | None:
    try:
        return read_json(path, _last_run_in)
    except (FileNotFoundError, Unreadable):
        return None


def _last_run_in(data: Json) -> dict[str, Json]:
    last = as_object(data)
    inputs = {name: as_text(value) for name, value in as_object(last["inputs"]).items()}
    return {"key": as_text(last["key"]), "phase": as_text(last["phase"]), "inputs": inputs}
