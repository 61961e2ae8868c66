"""`project_state.json`: how far a film is, for people and other programs.

Nothing reads it to decide what to do; deleting it loses nothing.
"""

from __future__ import annotations

import json
import time
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any

from flaming_horse.build.phases import PHASES
from flaming_horse.errors import WaitingForReview
from flaming_horse.model.report import PhaseReport
from flaming_horse.project import Project, write_text
from flaming_horse_voice.files import Unreadable
from flaming_horse_voice.json_files import as_object, read_json


@dataclass(slots=True)
class PhaseState:
    """A phase as it goes on; the fields are those of `PhaseReport`."""

    total: int = 0
    done: int = 0
    reused: int = 0
    seconds: float = 0.0

    def report(self) -> PhaseReport:
        """The phase as it stands now."""
        return PhaseReport(self.total, self.done, self.reused, round(self.seconds, 3))


@dataclass(slots=True)
class State:
    """The phases of the build that is running or was the last."""

    project: Project
    phases: dict[str, PhaseState] = field(
        default_factory=lambda: {phase.name: PhaseState() for phase in PHASES[:-1]}
    )
    facts: dict[str, Any] = field(default_factory=dict[str, Any])
    _began: dict[str, float] = field(default_factory=dict[str, float])

    def expect(self, phase: str, total: int) -> None:
        """So many pieces of work belong to a phase."""
        self.phases[phase].total = total

    def begin(self, phase: str) -> None:
        """Work on a phase starts now, if it has not before."""
        self._began.setdefault(phase, time.monotonic())

    def done(self, phase: str, *, reused: bool = False) -> PhaseState:
        """One more piece of work of the phase is there."""
        state = self.phases[phase]
        state.done += 1
        state.reused += reused
        if not reused and phase in self._began:
            state.seconds = time.monotonic() - self._began[phase]
        return state

    def report(self) -> dict[str, PhaseReport]:
        """Every phase as it stands now."""
        return {name: phase.report() for name, phase in self.phases.items()}

    @property
    def current(self) -> str:
        """The first phase that is not finished."""
        unfinished = (name for name, s in self.phases.items() if not s.total or s.done < s.total)
        return next(unfinished, PHASES[-1].name)

    def wait(self, error: WaitingForReview) -> None:
        """Write that the work stops for a person to look: nothing failed."""
        self.facts["waits_for"] = str(error)
        self.write("review")

    def write(self, phase: str | None = None, error: str | None = None) -> None:
        """Write the file; an unchanged state leaves it as it is, time and all."""
        told = {
            "format": 1,
            "project": self.project.name,
            "phase": "error" if error else phase or self.current,
            **({"stopped_in": self.current, "error": error} if error else {}),
            **self.facts,
            "phases": {name: asdict(phase) for name, phase in self.report().items()},
        }
        told["updated"] = datetime.now(UTC).isoformat(timespec="seconds")
        write_text(self.project.state, json.dumps(told, indent=1, ensure_ascii=False) + "\n")


def read_state(project: Project) -> dict[str, Any]:
    """What the last build wrote; empty when nothing can be read."""
    try:
        return read_json(project.state, as_object)
    except (OSError, Unreadable):
        return {}
