"""Writes a film with a language model: an outline, then its scenes one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from flaming_horse.errors import WrongInput
from flaming_horse.model.storyboard import Line, Scene, Settings, Storyboard
from flaming_horse.storyboard import parse_storyboard
from flaming_horse.storyboard.formatting import format_storyboard
from flaming_horse.writers.checks import Finding, check_film, check_scene, claims
from flaming_horse.writers.llm.conversation import Judged, ask
from flaming_horse.writers.llm.errors import WriterFailed
from flaming_horse.writers.llm.exchange import Asker
from flaming_horse.writers.llm.outline import Outline, outline_model
from flaming_horse.writers.llm.outline_markdown import Plan, format_plan
from flaming_horse.writers.llm.prompting import kinds_of, outline_prompt, scene_prompt
from flaming_horse.writers.llm.script import SceneDraft, scene_model
from flaming_horse.writers.llm.script_values import scene_of
from flaming_horse.writers.llm.sources import (
    passages_of,
    with_passages,
    without_passage,
    wrong_passages,
)

DRAFT = "storyboard.md"

Watch = Callable[[str, str], None]
"""Told the step ("outline", "scene 2") and its answer so far, again and again."""


def _nobody(_number: int) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class Script:
    """A storyboard's text, and what a person should look at in it."""

    text: str
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class Writer:
    """A language model at work on one film. `source` is a text that the film explains."""

    asker: Asker
    watch: Watch
    source: str = ""
    done: list[Scene] = field(default_factory=list[Scene])
    passages: dict[str, str] = field(default_factory=dict[str, str])

    def outline(self, topic: str) -> Plan:
        """The plan of a film about `topic`.

        Raises:
            WriterFailed: the model gives none; the draft is in it.
        """

        def judge(outline: Outline) -> Judged[Outline]:
            return Judged(outline, draft=format_plan(Plan(topic, outline)))

        prompt = outline_prompt(topic, self.source)
        outline, _ = ask(
            self.asker, "outline", prompt, outline_model(), judge, self._told("outline")
        )
        return Plan(topic, outline)

    def script(self, outline: Outline, written: Callable[[int], None] = _nobody) -> Script:
        """The storyboard for an outline; it parses without findings.

        `written` is told the number of each scene that is done.

        Raises:
            WriterFailed: a scene cannot be used; its draft, after the scenes before it, is in it.
        """
        self.done, self.passages = [], {}
        notes: list[str] = []
        for number in range(1, len(outline.scenes) + 1):
            scene, poor = self._scene(outline, number)
            self.done.append(scene)
            notes += [f"scene {number}: {finding}" for finding in poor]
            written(number)
        text = with_passages(_text(outline, self.done), self.done, self.passages)
        storyboard = parse_storyboard(text, DRAFT)
        notes += [str(finding) for finding in check_film(storyboard, minutes=outline.minutes)]
        notes += [str(f) for f in claims(storyboard.lines) if f.line and not self._sourced(f.line)]
        return Script(text, tuple(dict.fromkeys(notes)))

    def _sourced(self, line: Line) -> bool:
        return line.id in self.passages

    def _scene(self, outline: Outline, number: int) -> tuple[Scene, tuple[str, ...]]:
        before = [line for scene in self.done for line in scene.lines]

        def judge(draft: SceneDraft) -> Judged[Scene]:
            judged = _judge(outline, number, draft, self.done)
            return self._rests_on_source(draft, judged) if self.source else judged

        step = f"scene {number}"
        prompt = scene_prompt(outline, number, [line.text for line in before], self.source)
        model = scene_model(kinds_of(outline, number), sourced=bool(self.source))
        try:
            return ask(self.asker, step, prompt, model, judge, self._told(step))
        except WriterFailed as failed:
            so_far = _text(outline, self.done) if self.done else ""
            if so_far and not failed.draft.startswith("---"):
                failed.draft = f"{so_far}\n<!-- The draft of {step}:\n{failed.draft}\n-->\n"
            raise

    def _rests_on_source(self, draft: SceneDraft, judged: Judged[Scene]) -> Judged[Scene]:
        wrong = (*judged.wrong, *wrong_passages(draft, self.source))
        poor = (*judged.poor, *without_passage(draft))
        if judged.value is not None and not wrong:
            self.passages |= passages_of(draft, judged.value)
        return replace(judged, wrong=wrong, poor=poor)

    def _told(self, step: str) -> Callable[[str], None]:
        return lambda text: self.watch(step, text)


def _judge(
    outline: Outline, number: int, draft: SceneDraft, done: Sequence[Scene]
) -> Judged[Scene]:
    """A scene's draft, looked at as values, as a storyboard, and as a script."""
    scene, wrong = scene_of(draft, number, outline.scenes[number - 1].title)
    if wrong:
        return Judged(None, tuple(wrong))
    text = _text(outline, [*done, scene])
    try:
        storyboard = parse_storyboard(text, DRAFT)
    except WrongInput as error:
        return Judged(None, tuple(quoted(error, text)), draft=text)
    if _shape(storyboard.scenes) != _shape([*done, scene]):
        # Nothing known gets here: a second lock behind the escaping of every text.
        return Judged(None, ("a text means something to Markdown; use plain words",), draft=text)
    before = [line for each in storyboard.scenes[:-1] for line in each.lines]
    found = list(
        check_scene(
            storyboard.scenes[-1],
            words=outline.words_a_scene,
            before=before,
            last=number == len(outline.scenes),
        )
    )
    lines = storyboard.scenes[-1].lines
    told = {finding: _for_model(finding, lines) for finding in found}
    return Judged(
        scene,
        tuple(told[f] for f in found if f.wrong),
        tuple(told[f] for f in found if not f.wrong),
        draft=text,
    )


def _shape(scenes: Sequence[Scene]) -> list[Any]:
    """What must be the same in a scene that was written and in the one that is read."""
    return [
        (each.title, each.code, [(v.kind, v.id) for v in each.visuals], len(each.lines))
        for each in scenes
    ]


def _for_model(finding: Finding, lines: Sequence[Line]) -> str:
    place = f"lines[{lines.index(finding.line)}]" if finding.line in lines else "lines"
    return f"{place}: {finding.what}"


def quoted(error: WrongInput, text: str) -> Iterator[str]:
    """What the parser found, each with the line of the storyboard that it is about."""
    rows = text.split("\n")
    for finding in error.findings:
        at = finding.place.line if finding.place else 0
        quoted = f" (in `{rows[at - 1].strip()[:120]}`)" if 0 < at <= len(rows) else ""
        yield f"{finding.what}. {finding.remedy}{quoted}"


def _text(outline: Outline, scenes: Sequence[Scene]) -> str:
    settings = Settings(outline.title, summary=outline.goal)
    return format_storyboard(Storyboard(str(Path(DRAFT)), settings, tuple(scenes)))
