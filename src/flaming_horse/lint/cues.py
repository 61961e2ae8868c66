"""Cues in vain, and visuals that no cue aims at.

A cue changes nothing where what it shows is there already, or what it lights is lit.
A film with such a cue fails its check, which looks for each cue in the finished picture. What the
stage will do is followed here by names alone, without drawing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from flaming_horse.lint.finding import Finding
from flaming_horse.model.storyboard import Cue, Line, Scene, Step, Target, Visual
from flaming_horse.score.rules import VERB_RULES, order_at_once
from flaming_horse.score.score import score_of
from flaming_horse.score.sight import Sight, lights_out
from flaming_horse.visuals.kind import Part
from flaming_horse.visuals.kinds import KINDS

APART = 3
"""Words that must lie between two highlights of one thing: less is seen as one that goes on."""

Atoms = frozenset[str]


@dataclass(slots=True)
class _Followed:
    """A visual whose cues are followed: what of it is to be seen, and what is lit.

    `lit` says up to which word, counted over the scene; None for good. `shown` and `hid` say by
    which word. `within` are the parts that lie in a part.
    """

    every: Atoms
    sight: Sight[str]
    within: Mapping[str, Atoms]
    lit: dict[Target, int | None] = field(default_factory=dict[Target, int | None])
    shown: dict[str, int] = field(default_factory=dict[str, int])
    hid: dict[str, int] = field(default_factory=dict[str, int])

    def atoms(self, target: Target) -> Atoms:
        """What a target is made of, pieces of its steps included."""
        found = _atoms(target, self.every)
        return found.union(*(self.within.get(atom, frozenset()) for atom in found))


def unused_visuals(scene: Scene) -> Iterator[Finding]:
    """Visuals that no cue of the scene aims at."""
    aimed = {t.visual for line in scene.lines for cue in line.cues for t in cue.targets}
    for visual in scene.visuals:
        if visual.id not in aimed and not KINDS[visual.kind].never_aimed_at:
            what = f"the {visual.kind} `{visual.id}` is never spoken of: let a cue aim at it"
            yield Finding(what, None, True, visual.place)


def unseen_cues(scene: Scene) -> Iterator[Finding]:
    """Cues that show what is shown, hide what is hidden or light what is lit."""
    hidden = score_of(scene).hidden
    stages = {visual.id: _entered(visual, hidden.get(visual.id, ())) for visual in scene.visuals}
    visuals = {visual.id: visual for visual in scene.visuals}
    word = 0
    for line in scene.lines:
        counts = [len(run.text.split()) for run in line.runs]
        for stage in stages.values():  # what is highlighted is so within its own line
            stage.lit = {target: end for target, end in stage.lit.items() if end is None}
        for cue in sorted(line.cues, key=lambda cue: (cue.first_run, order_at_once(cue.action))):
            start = word + sum(counts[: cue.first_run])
            end = word + sum(counts[: cue.end_run])
            for written in cue.targets:
                stage = stages[written.visual]
                target = _numbered(visuals[written.visual], written)
                atoms = stage.atoms(target)
                if why := _done(stage, cue, target, atoms, start, end):
                    yield _finding(line, cue, written, why)
        word += sum(counts)


def _finding(line: Line, cue: Cue, target: Target, why: str) -> Finding:
    what = f"the cue {cue.action} `{target}` changes nothing: {why}; take it out, or aim elsewhere"
    return Finding(what, line, True)


def _done(stage: _Followed, cue: Cue, target: Target, atoms: Atoms, start: int, end: int) -> str:
    """Let the cue happen; why nothing is seen of it, or ""."""
    rule = VERB_RULES[cue.action]
    match rule.effect:
        case "brings":
            return _show(stage, atoms, start)
        case "takes":
            return _hide(stage, atoms, start)
        case "lights":
            return _light(stage, target, atoms, start, end if rule.ends else None)


def _show(stage: _Followed, atoms: Atoms, start: int) -> str:
    came = stage.sight.show(atoms)
    stage.shown |= dict.fromkeys(came, start)
    return "" if came else "that is there already"


def _hide(stage: _Followed, atoms: Atoms, start: int) -> str:
    sight = stage.sight
    if all(map(sight.is_gone, atoms)):
        return "that is hidden already"
    touched = {each for atom in atoms for each in (atom, *sight.ends.get(atom, ()))}
    if any(stage.shown.get(each) == start for each in touched):
        return "the same word shows or lights it"
    sight.hide(atoms)
    stage.hid |= dict.fromkeys(atoms, start)
    for light in lights_out(stage.lit, atoms, stage.atoms):
        del stage.lit[light]
    return ""


def _light(
    stage: _Followed, target: Target, atoms: Atoms, start: int, end: int | None
) -> str:  # fmt: skip
    until = stage.lit.get(target, -1)
    if until is None or start < until:
        return "that is marked already" if until is None else "that is highlighted just before"
    if any(stage.hid.get(atom) == start for atom in atoms):
        return "the same word hides it"
    stage.shown |= dict.fromkeys(atoms, start)
    stage.lit[target] = None if end is None else end + APART
    if stage.sight.waits_as_a_whole(atoms):
        stage.sight.show(atoms)
    return ""


def _entered(visual: Visual, hidden: tuple[Target, ...]) -> _Followed:
    kind, data = KINDS[visual.kind], visual.data
    every = frozenset(_names(kind.parts(data) if data else ()))
    ends, within = (kind.ends(data), kind.within(data)) if data else ({}, {})
    stage = _Followed(every or frozenset({""}), Sight(ends), within)
    for target in hidden:
        stage.sight.hide(stage.atoms(_numbered(visual, target)))
    return stage


def _names(parts: tuple[Part, ...], before: str = "") -> Iterator[str]:
    """The smallest parts: cells rather than rows, lines rather than stretches of them."""
    grids = [part for part in parts if len(part.sizes) == 2 and not part.stretch_of]
    for part in [*grids, *(part for part in parts if part.parts)] or parts:
        if part.parts:
            yield from _names(part.parts, f"{before}{part.name}.")
        elif part in grids:
            rows, columns = part.sizes
            yield from (
                f"{before}{r},{c}" for r in range(1, rows + 1) for c in range(1, columns + 1)
            )
        elif len(part.sizes) == 1:
            yield from (f"{before}{part.name}({n})" for n in range(1, part.sizes[0] + 1))
        elif not part.sizes:
            yield f"{before}{part.name}"


def _numbered(visual: Visual, target: Target) -> Target:
    """The target with the number of a part in place of its label."""
    parts = KINDS[visual.kind].parts(visual.data) if target.path else ()
    step = target.path[0] if target.path else None
    for part in parts:
        if step is not None and part.name == step.name and step.arguments[:1] != ():
            label = step.arguments[0]
            if isinstance(label, str):
                return Target(target.visual, (Step(part.name, (part.labels.index(label) + 1,)),))
    return target


def _atoms(target: Target, every: Atoms) -> Atoms:
    """What a target is made of."""
    if target.latex is not None:
        return frozenset({f"piece {target.latex}"})
    if not target.path:
        return every
    *outer, step = target.path
    before = "".join(f"{each.name}." for each in outer)
    numbers = [str(number) for number in step.arguments]
    match step.name, numbers:
        case "row", [row]:
            found = {atom for atom in every if atom.startswith(f"{before}{row},")}
        case "column", [column]:
            found = {
                atom for atom in every
                if atom.startswith(before) and atom[len(before) :].split(",")[1:] == [column]
            }  # fmt: skip
        case "cell" | "entry", [row, column]:
            found = {f"{before}{row},{column}"}
        case "lines", [first, last]:
            found = {f"line({n})" for n in range(int(first), int(last) + 1)}
        case _:
            found = {f"{before}{step}"}
    return frozenset(found) or frozenset({str(step)})
