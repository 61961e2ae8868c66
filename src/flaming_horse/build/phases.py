"""The phases of a film, from `init` to `complete`: the one list of them, in their order."""

from __future__ import annotations

from dataclasses import dataclass

from flaming_horse.errors import WrongInput


@dataclass(frozen=True, slots=True)
class Phase:
    """A stage of the work as people see it. `has_nodes`: the graph of a film has nodes of it."""

    name: str
    does: str
    has_nodes: bool = False


PHASES = (
    Phase("init", "makes the project's folder"),
    Phase("plan", "writes the plan, then the storyboard"),
    Phase("review", "waits for a person's approval, where one was asked for"),
    Phase("narration", "puts every line into the words that are spoken"),
    Phase("precache_voiceovers", "speaks every line that has no take yet", has_nodes=True),
    Phase("build_scenes", "writes every scene's module", has_nodes=True),
    Phase("scene_qc", "lays every scene out, undrawn: all of it must fit", has_nodes=True),
    Phase("final_render", "draws every scene", has_nodes=True),
    Phase("assemble", "puts takes and clips together, and measures the film", has_nodes=True),
    Phase("complete", "nothing is left to be done"),
)


def phases_from(name: str) -> tuple[str, ...]:
    """The names of a phase and of all that come after it.

    Raises:
        WrongInput: there is no such phase; all are told with what they do.
    """
    names = tuple(phase.name for phase in PHASES)
    if name not in names:
        rows = "".join(f"\n  {phase.name:<20} {phase.does}" for phase in PHASES)
        raise WrongInput(f"{name!r} is no phase", remedy=f"The phases in order:{rows}")
    return names[names.index(name) :]
