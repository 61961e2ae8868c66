"""Writes a film with a language model: an outline, then its scenes one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flaming_horse.errors import WrongInput
from flaming_horse.lint import Finding, check_film, check_scene
from flaming_horse.model.storyboard import Line, Scene, Settings, Storyboard
from flaming_horse.storyboard import parse_storyboard
from flaming_horse.storyboard.formatting import format_storyboard
from flaming_horse.writers.llm.conversation import Judged, ask
from flaming_horse.writers.llm.errors import WriterFailed
from flaming_horse.writers.llm.exchange import Asker, Told
from flaming_horse.writers.llm.outline import Outline, outline_model
from flaming_horse.writers.llm.outline_markdown import Plan, format_plan
from flaming_horse.writers.llm.prompting import kinds_of, outline_prompt, scene_prompt
from flaming_horse.writers.llm.script import SceneDraft, scene_model
from flaming_horse.writers.llm.script_values import scene_of
from flaming_horse.writers.llm.sources import with_references, without_passage, wrong_passages
from flaming_horse.writers.source_documents import NO_SOURCES, Sources

DRAFT = "storyboard.md"

Watch = Callable[[str, str], None]
"""Told the step ("outline", "scene 2") and its answer so far, again and again."""


def told(watch: Watch, step: str) -> Told:
    """Who is told an answer as it comes, for one step."""
    return lambda text: watch(step, text)


def _nobody(_number: int) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class Script:
    """A storyboard's text, and what a person should look at in it."""

    text: str
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class Writer:
    """A language model at work on one film.

    `sources` are the documents that the film explains. `arithmetic`: what it writes is proof-read
    for its numbers.
    """

    asker: Asker
    watch: Watch
    sources: Sources = NO_SOURCES
    done: list[Scene] = field(default_factory=list[Scene])
    arithmetic: bool = True

    def outline(self, topic: str) -> Plan:
        """The plan of a film about `topic`.

        Raises:
            WriterFailed: the model gives none; the draft is in it.
        """

        def judge(outline: Outline) -> Judged[Outline]:
            return Judged(outline, draft=format_plan(Plan(topic, outline)))

        prompt = outline_prompt(topic, self.sources)
        watch = told(self.watch, "outline")
        outline, _ = ask(self.asker, "outline", prompt, outline_model(), judge, watch, topic)
        return Plan(topic, outline)

    def script(self, outline: Outline, written: Callable[[int], None] = _nobody) -> Script:
        """The storyboard for an outline; it parses without findings.

        `written` is told the number of each scene that is done.

        Raises:
            WriterFailed: a scene cannot be used; its draft, after the scenes before it, is in it.
        """
        self.done = []
        notes: list[str] = []
        for number in range(1, len(outline.scenes) + 1):
            scene, poor = self._scene(outline, number)
            self.done.append(scene)
            notes += [f"scene {number}: {finding}" for finding in poor]
            written(number)
        text = _text(outline, self.done)
        storyboard = parse_storyboard(text, DRAFT)
        found = check_film(storyboard, minutes=outline.minutes, arithmetic=self.arithmetic)
        notes += [str(finding) for finding in found]
        return Script(text, tuple(dict.fromkeys(notes)))

    def _scene(self, outline: Outline, number: int) -> tuple[Scene, tuple[str, ...]]:
        before = [line for scene in self.done for line in scene.lines]

        def judge(draft: SceneDraft) -> Judged[Scene]:
            return _judge(outline, number, draft, self.done, self.sources, self.arithmetic)

        step = f"scene {number}"
        prompt = scene_prompt(outline, number, [line.text for line in before], self.sources)
        model = scene_model(kinds_of(outline, number), sourced=bool(self.sources.parts))
        try:
            about = outline.model_dump_json(exclude_defaults=True)
            return ask(self.asker, step, prompt, model, judge, told(self.watch, step), about)
        except WriterFailed as failed:
            so_far = _text(outline, self.done) if self.done else ""
            if so_far and not failed.draft.startswith("---"):
                failed.draft = f"{so_far}\n<!-- The draft of {step}:\n{failed.draft}\n-->\n"
            raise


def _judge(
    outline: Outline,
    number: int,
    draft: SceneDraft,
    done: Sequence[Scene],
    sources: Sources,
    arithmetic: bool,
) -> Judged[Scene]:
    """A scene's draft, looked at as values, as a storyboard, and as a script."""
    scene, wrong = scene_of(draft, number, outline.scenes[number - 1].title)
    poor: list[str] = []
    if sources.parts:
        scene = with_references(scene, draft, sources)
        wrong += wrong_passages(draft, sources)
        poor += without_passage(draft)
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
            arithmetic=arithmetic,
        )
    )
    lines = storyboard.scenes[-1].lines
    told = {finding: _for_model(finding, lines) for finding in found}
    return Judged(
        scene,
        tuple(told[f] for f in found if f.wrong),
        (*(told[f] for f in found if not f.wrong), *poor),
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
