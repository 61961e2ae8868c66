"""Drafts to the frozen model: cues find their targets, on screen when they are spoken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flaming_horse.errors import Place
from flaming_horse.model.latex_pieces import named_pieces, occurs_in
from flaming_horse.model.storyboard import Cue, Line, Scene, SceneItem, Step, Target, Visual
from flaming_horse.score.rules import sceneries
from flaming_horse.storyboard.findings import Findings, nearest
from flaming_horse.storyboard.lines import WrittenCue
from flaming_horse.storyboard.scenes import DraftLine, DraftScene, DraftVisual
from flaming_horse.storyboard.targets import WrittenTarget, look_up
from flaming_horse.visuals.kind import Part
from flaming_horse.visuals.kinds import KINDS
from flaming_horse_voice.runs import Run


def resolve_scenes(drafts: Sequence[DraftScene], findings: Findings) -> tuple[Scene, ...]:
    """The scenes of the model; every cue's target is looked up where it stands."""
    done: dict[str, list[DraftVisual]] = {}
    scenes: list[Scene] = []
    for number, draft in enumerate(drafts, 1):
        for visual in draft.visuals:
            _continue(visual, done, findings)
        scenes.append(_Resolver(draft, list(done), findings).scene(number))
        done[draft.given_id] = draft.visuals
    return tuple(scenes)


def _continue(
    visual: DraftVisual, done: Mapping[str, list[DraftVisual]], findings: Findings
) -> None:
    """Give a visual that continues another one what that one shows, and where it stood."""
    if visual.continues is None:
        return
    written = visual.continues.value
    earlier = {f"{scene}.{v.given_id}": v for scene, visuals in done.items() for v in visuals}
    name = written if written in earlier else _last_of(written, earlier)
    origin = earlier.get(name or "")
    if name is None or origin is None:
        remedy = nearest(written, earlier, listed="visuals of earlier scenes")
        place = visual.continues.value_place
        findings.add(place, f"no earlier scene has a visual `{written}`", remedy)
        visual.broken = True
        return
    if origin.kind != visual.kind:
        what = f"`{written}` is a {origin.kind}, and this fence says {visual.kind}"
        findings.add(visual.continues.value_place, what)
        visual.broken = True
        return
    visual.continues = type(visual.continues)(
        "from", name, visual.continues.place, visual.continues.value_place
    )
    visual.data = origin.data
    visual.broken = visual.broken or origin.broken
    visual.at = visual.at or origin.at


def _last_of(written: str, earlier: Mapping[str, DraftVisual]) -> str | None:
    names = [name for name in earlier if name.split(".", 1)[1] == written]
    return names[-1] if names else None


@dataclass(slots=True)
class _Resolver:
    """`there` says for each line, and for what follows the last, which visuals are on screen."""

    draft: DraftScene
    earlier_scenes: list[str]
    findings: Findings
    there: list[set[str]] = field(default_factory=list[set[str]])

    def scene(self, number: int) -> Scene:
        draft = self.draft
        groups: list[list[DraftVisual]] = [[]]
        for item in draft.items:
            if isinstance(item, DraftLine):
                groups.append([])
            elif isinstance(item, DraftVisual):
                groups[-1].append(item)
        self.there = [{v.given_id for v in scenery.there} for scenery in sceneries(groups)]
        position = 0
        items: list[SceneItem] = []
        for item in draft.items:
            if isinstance(item, DraftLine):
                items.append(self._line(item, position))
                position += 1
            elif isinstance(item, DraftVisual):
                items.append(_visual(item))
            else:
                items.append(item)
        code = draft.code.value if draft.code else None
        return Scene(draft.given_id, number, draft.heading, tuple(items), draft.place, code)

    def _line(self, line: DraftLine, position: int) -> Line:
        written = line.written
        cues: list[Cue] = []
        for cue in written.cues:
            marked = written.runs[cue.first : cue.end]
            targets = [self._target(target, cue, marked, position) for target in cue.targets]
            resolved = tuple(target for target in targets if target is not None)
            if not resolved:
                continue
            cues.append(Cue(cue.action, resolved, cue.first, cue.end, cue.place))
        return Line(line.given_id, written.runs, tuple(cues), written.place, written.sources)

    def _target(
        self, written: WrittenTarget, cue: WrittenCue, marked: Sequence[Run], position: int
    ) -> Target | None:
        visual_and_steps = self._visual_of(written)
        if visual_and_steps is None:
            return None
        visual, steps = visual_and_steps
        if not self._on_screen(visual, written.place, position) or visual.broken:
            return None
        kind = KINDS[visual.kind]
        parts = kind.parts(visual.data)
        counted = [part for part in parts if part.sizes]
        formulas = kind.formulas(visual.data)
        if kind.is_formula and not steps:
            return self._piece(visual, formulas, _formula_in(marked), written.place)
        if formulas and steps and steps[0].name not in {part.name for part in counted}:
            return self._in_formulas(visual, formulas, counted, steps, written.place)
        path = look_up(visual.given_id, steps, parts, written.place, self.findings)
        return None if path is None else Target(visual.given_id, path)

    def _visual_of(self, written: WrittenTarget) -> tuple[DraftVisual, tuple[Step, ...]] | None:
        """The visual that a target begins with, and the steps that are left."""
        steps = written.steps
        first = steps[0]
        visuals = {visual.given_id: visual for visual in self.draft.visuals}
        if first.name in visuals and not first.arguments:
            return visuals[first.name], steps[1:]
        if len(steps) > 1 and first.name in {self.draft.given_id, *self.earlier_scenes}:
            return self._of_scene(first.name, steps, visuals, written.place)
        of_kind = [visual for visual in visuals.values() if visual.kind == first.name]
        if len(of_kind) == 1 and not first.arguments:
            return of_kind[0], steps[1:]
        if of_kind and not first.arguments:
            names = ", ".join(visual.given_id for visual in of_kind)
            what = f"this scene has {len(of_kind)} visuals of the kind `{first.name}`"
            self.findings.add(written.place, what, f"Aim at one of them: {names}.")
            return None
        remedy = nearest(first.name, visuals, listed="visuals of this scene")
        if not visuals:
            remedy = "This scene has no visuals."
        self.findings.add(written.place, f"this scene has no visual `{first}`", remedy)
        return None

    def _of_scene(
        self,
        scene: str,
        steps: tuple[Step, ...],
        visuals: Mapping[str, DraftVisual],
        place: Place,
    ) -> tuple[DraftVisual, tuple[Step, ...]] | None:
        name = steps[1].name
        if scene == self.draft.given_id and name in visuals:
            return visuals[name], steps[2:]
        for visual in visuals.values():
            if visual.continues and visual.continues.value == f"{scene}.{name}":
                return visual, steps[2:]
        if scene == self.draft.given_id:
            remedy = nearest(name, visuals, listed="visuals of this scene")
            self.findings.add(place, f"this scene has no visual `{name}`", remedy)
        else:
            what = f"`{scene}.{name}` is not on screen in this scene"
            remedy = f"Let it go on here: a fence of its kind with {{from={scene}.{name}}}."
            self.findings.add(place, what, remedy)
        return None

    def _on_screen(self, visual: DraftVisual, place: Place, position: int) -> bool:
        if visual.given_id in self.there[position]:
            return True
        if not any(visual.given_id in before for before in self.there[:position]):
            what = f"`{visual.given_id}` is not on screen yet: it stands after this line"
            self.findings.add(place, what, "Move it before the line, or the cue after it.")
        else:
            what = f"`{visual.given_id}` is no longer on screen: another visual took its place"
            remedy = "Give it keep=yes, or the two different places (at=left, at=right)."
            self.findings.add(place, what, remedy)
        return False

    def _in_formulas(
        self,
        visual: DraftVisual,
        formulas: Sequence[str],
        counted: Sequence[Part],
        steps: tuple[Step, ...],
        place: Place,
    ) -> Target | None:
        """A piece that is named in one of the formulas, or the first that is written so."""
        step = steps[0]
        if len(steps) == 1 and step.name == "piece" and len(step.arguments) == 1:
            return self._piece(visual, formulas, str(step.arguments[0]), place)
        names = [name for latex in formulas for name in named_pieces(latex)]
        if names.count(step.name) > 1:
            what = f"two steps of `{visual.given_id}` name a piece `{step.name}`"
            self.findings.add(place, what, "Give each piece a name of its own.")
            return None
        if len(steps) == 1 and not step.arguments and step.name in names:
            return Target(visual.given_id, steps)
        what = f"`{visual.given_id}` has no piece `{'.'.join(map(str, steps))}`"
        remedies = [nearest(step.name, names, listed="named pieces")] if names else []
        remedies += [f"Its {part.name}s: {part.name}(1…{part.sizes[0]})." for part in counted]
        how = f"Name one in the {visual.kind}: \\piece{{{step.name}}}{{…}}."
        self.findings.add(place, what, " ".join([*remedies, how]))
        return None

    def _piece(
        self, visual: DraftVisual, formulas: Sequence[str], piece: str | None, place: Place
    ) -> Target | None:
        if piece is None:
            return Target(visual.given_id)
        if not any(occurs_in(piece, latex) for latex in formulas):
            what = f"`{piece}` does not stand in the {visual.kind} `{visual.given_id}`"
            self.findings.add(place, what, f"Its LaTeX is: {'; '.join(formulas)}")
            return None
        return Target(visual.given_id, (), piece)


def _visual(draft: DraftVisual) -> Visual:
    continues = draft.continues.value if draft.continues else None
    return Visual(
        draft.given_id, draft.kind, draft.data, draft.place, draft.at, draft.keep, continues
    )


def _formula_in(marked: Sequence[Run]) -> str | None:
    """The one formula that marked words are; None where they are anything else."""
    formulas = [run.text for run in marked if run.kind == "math"]
    others = any(run.text.strip() for run in marked if run.kind != "math")
    return formulas[0] if len(formulas) == 1 and not others else None
