"""A scene that a model answered, as the storyboard's own values.

The project's writer does the rest, and escapes every sign that would mean something to Markdown.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from flaming_horse.errors import Place
from flaming_horse.model.storyboard import Cue, Line, Scene, SceneItem, Target, Visual
from flaming_horse.storyboard.findings import Findings
from flaming_horse.storyboard.scenes import slug
from flaming_horse.storyboard.targets import read_targets
from flaming_horse.visuals.kinds import KINDS
from flaming_horse.writers.llm.script import CueDraft, LineDraft, SceneDraft, VisualDraft
from flaming_horse_voice.runs import PlacedRun, Run, placed_runs, written_runs

NOWHERE = Place("")
_CODE = re.compile(
    r"```|~~~|\{\s*scene\s*=|\bscene\s*=\s*[\"']|\bfrom manim\b|\bimport manim\b", re.IGNORECASE
)
_MARKUP = re.compile(r"\]\{|\{#|<!--|^\s*#|\*\*|(?<!\w)\*\w")


@dataclass(slots=True)
class _Built:
    """What is wrong with a scene, each with its place in the answer."""

    findings: list[str] = field(default_factory=list[str])

    def add(self, place: str, what: str) -> None:
        self.findings.append(f"{place}: {what}")


def scene_of(draft: SceneDraft, number: int, title: str) -> tuple[Scene, list[str]]:
    """The scene, and what is wrong with it; with findings it is not to be used."""
    built = _Built()
    scene_id = slug(title) or f"scene-{number}"
    items: list[SceneItem] = []
    taken: set[str] = set()
    for index, line in enumerate(draft.lines):
        place = f"lines[{index}]"
        for position, visual in enumerate(line.visuals):
            if visual.id in taken:
                built.add(f"{place}.visuals[{position}].id", f"`{visual.id}` is taken already")
            taken.add(visual.id)
            items.append(_visual(visual))
        items.append(_line(line, f"{scene_id}.{index + 1}", place, built))
    return Scene(scene_id, number, written_runs(title), tuple(items), NOWHERE), built.findings


def _visual(draft: VisualDraft) -> Visual:
    data = draft.data.model_dump(mode="json", exclude_defaults=True)
    data = KINDS[draft.kind].from_model(data)
    return Visual(draft.id, draft.kind, data, NOWHERE, at=draft.at, keep=draft.keep)


def _line(draft: LineDraft, line_id: str, place: str, built: _Built) -> Line:
    text = " ".join(draft.text.split())
    _refuse_markup(text, place, built)
    pieces = list(placed_runs(text))
    spans: list[tuple[CueDraft, int, int]] = []
    for index, cue in enumerate(draft.cues):
        bounds = _find(cue.on, text, pieces, f"{place}.cues[{index}].on", built)
        if bounds is not None:
            spans.append((cue, *bounds))
    _refuse_crossing(spans, place, built)
    runs, starts = _cut(pieces, {end for _, *bounds in spans for end in bounds})
    cues = [_cue(cue, starts.index(first), starts.index(end), place, built)
            for cue, first, end in spans]  # fmt: skip
    kept = sorted((cue for cue in cues if cue), key=lambda cue: (cue.first_run, -cue.end_run))
    return Line(line_id, tuple(runs), tuple(kept), NOWHERE)


def _refuse_markup(text: str, place: str, built: _Built) -> None:
    if _CODE.search(text):
        built.add(f"{place}.text", "code that runs is refused; a line is words that are spoken")
    elif _MARKUP.search(text):
        built.add(f"{place}.text", "no Markdown here: stars, brackets and # would be spoken")


def _find(
    words: str, text: str, pieces: Sequence[PlacedRun], place: str, built: _Built
) -> tuple[int, int] | None:
    """Where the words of a cue stand in its line, not inside of a word or of a formula."""
    words = " ".join(words.split())
    whole = rf"(?<!\w){re.escape(words)}(?!\w)" if words else r"(?!)"
    found = re.search(whole, text) or re.search(whole, text, re.IGNORECASE)
    if found is None:
        built.add(place, f"the words `{words}` do not stand in the text of this line; copy them")
        return None
    start, end = found.span()
    for run, first, last in pieces:
        if run.kind != "text" and any(first < edge < last for edge in (start, end)):
            if run.text == words.strip("$`"):
                return first, last
            built.add(place, f"`{words}` is a piece of a formula; mark all of it, with its dollars")
            return None
        if run.kind == "text" and last - first != len(run.text):  # a sign with its backslash
            start = first if first < start < last else start
            end = last if first < end < last else end
    return start, end


def _refuse_crossing(spans: Sequence[tuple[CueDraft, int, int]], place: str, built: _Built) -> None:
    for index, (one, first, end) in enumerate(spans):
        for other, start, stop in spans[:index]:
            if first < start < end < stop or start < first < stop < end:
                built.add(f"{place}.cues", f"the words `{other.on}` and `{one.on}` overlap; mark "
                          "one inside the other, or apart")  # fmt: skip


def _cut(pieces: Sequence[PlacedRun], at: set[int]) -> tuple[list[Run], list[int]]:
    """The runs, cut where cues begin and end; where each begins, and the end of the last."""
    runs: list[Run] = []
    starts: list[int] = []
    for run, first, last in pieces:
        edges = sorted({first, *(edge for edge in at if first < edge < last)})
        if run.kind != "text":
            edges = [first]
        for start, end in zip(edges, [*edges[1:], last], strict=True):
            starts.append(start)
            runs.append(run if run.kind != "text" else Run(run.text[start - first : end - first]))
    return runs, [*starts, pieces[-1][2] if pieces else 0]


def _cue(draft: CueDraft, first: int, end: int, place: str, built: _Built) -> Cue | None:
    findings = Findings()
    written = read_targets(draft.target.strip(), NOWHERE, findings)
    for finding in findings.found:
        built.add(f"{place}.cues, target `{draft.target}`", f"{finding.what}. {finding.remedy}")
    if findings.found or not written:
        return None
    if any(target.value is not None for target in written):
        built.add(f"{place}.cues, target `{draft.target}`", "a target has no `=` in it")
        return None
    targets = tuple(Target(each.steps[0].name, each.steps[1:]) for each in written)
    return Cue(draft.do, targets, first, end, NOWHERE)
