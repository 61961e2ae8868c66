"""What happens to actions, as values that the command line turns into bars, lines or JSON."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from flaming_horse.engine.action import Json


@dataclass(frozen=True, slots=True)
class Event:
    """Something happened to the action `name`."""

    name: str
    phase: str
    label: str
    key: str

    def as_json(self) -> dict[str, Json]:
        return {"event": type(self).__name__.lower(), **asdict(self)}


@dataclass(frozen=True, slots=True)
class Queued(Event):
    """It waits for a worker."""


@dataclass(frozen=True, slots=True)
class Started(Event):
    """A worker has it."""


@dataclass(frozen=True, slots=True)
class Progress(Event):
    """`done` of `total` steps are finished; the steps are the action's own."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Reused(Event):
    """Its result was there; `seconds` is what making it once took."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Done(Event):
    """Its result was made in `seconds`."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Failed(Event):
    """It has no result. `what` is one line; `interrupted` when it was ended, not at fault."""

    what: str
    interrupted: bool = False
