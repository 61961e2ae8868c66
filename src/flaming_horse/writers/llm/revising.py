"""Changes a plan or a script as somebody wishes: what the wish does not need stays as it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated

from pydantic import Field

from flaming_horse.errors import Place, WrongInput
from flaming_horse.lint import Finding, check_storyboard
from flaming_horse.model.storyboard import Line, Scene, Storyboard
from flaming_horse.storyboard import parse_storyboard
from flaming_horse.storyboard.scene_blocks import Block, SceneBlocks, scene_blocks
from flaming_horse.storyboard.scenes import slug
from flaming_horse.writers.llm.conversation import Judged, ask
from flaming_horse.writers.llm.errors import WriterFailed
from flaming_horse.writers.llm.exchange import Asker
from flaming_horse.writers.llm.outline import Outline, outline_model
from flaming_horse.writers.llm.outline_markdown import Plan, format_plan
from flaming_horse.writers.llm.placed_scene import PlacedScene, lines_before
from flaming_horse.writers.llm.prompting import (
    AskedScene,
    choice_prompt,
    revised_outline_prompt,
    revised_scene_prompt,
)
from flaming_horse.writers.llm.revised_scene import LONGEST_PAUSE, RevisedDraft, revised_model
from flaming_horse.writers.llm.script import Closed
from flaming_horse.writers.llm.sources import wrong_in
from flaming_horse.writers.llm.vocabulary import always_offered, kinds
from flaming_horse.writers.llm.wishes import named_scenes, refuse_whole_scenes, removes_scenes
from flaming_horse.writers.llm.writer import Script, Watch, quoted, told
from flaming_horse.writers.source_documents import NO_SOURCES, Sources

LONGEST_WISH = 2000
LONGEST_SHOWN = 2000
"""Characters of a block that a model is shown; a longer one can be kept, and is cut for it."""


class ChosenScene(Closed):
    """A scene that must change, and what is to be done in it."""

    scene: int = Field(ge=1)
    change: Annotated[str, Field(min_length=1, max_length=400)]


class Choice(Closed):
    scenes: list[ChosenScene] = Field(max_length=40)


def revised_plan(
    asker: Asker, watch: Watch, plan: Plan, wish: str, sources: Sources = NO_SOURCES
) -> Plan:
    """The plan, changed as `wish` says; one question, and at most two repairs.

    Raises:
        WrongInput: the wish is empty or too long.
        WriterFailed: the model gives no plan that can be used; the draft is in it.
    """
    wish = _checked(wish)

    def judge(outline: Outline) -> Judged[Outline]:
        same = outline.model_dump() == plan.outline.model_dump()
        wrong = ("the answer: this is the plan as it was; change what is wished for",)
        draft = format_plan(Plan(plan.topic, outline))
        return Judged(outline, wrong if same else (), draft=draft)

    step = "revision of the plan"
    prompt = revised_outline_prompt(plan.topic, plan.outline, wish, sources)
    about = f"{wish}\n{plan.outline.model_dump_json(exclude_defaults=True)}"
    outline, _ = ask(asker, step, prompt, outline_model(), judge, told(watch, step), about)
    return Plan(plan.topic, outline)


def revised_script(
    asker: Asker,
    watch: Watch,
    text: str,
    file: str,
    wish: str,
    plan: Outline | None = None,
    sources: Sources = NO_SOURCES,
    arithmetic: bool = True,
) -> Script:
    """The storyboard `text`, changed as `wish` says, and what a person should look at in it.

    All that the wish does not need keeps its bytes. `file` is where the text lies: it names the
    text in messages, and pictures are looked for beside it. `arithmetic`: numbers are proof-read.

    Raises:
        WrongInput: the text has mistakes, the wish names a scene that is not there, needs no
            change, or is about whole scenes (only their removal is done).
        WriterFailed: a scene of the model cannot be used; the text so far is in it.
    """
    wish = _checked(wish)
    reviser = _Reviser(asker, watch, file, wish, plan, sources, arithmetic)
    storyboard = parse_storyboard(text, file)
    titles = [scene.title for scene in storyboard.scenes]
    if removes_scenes(wish):
        return Script(_without(text, storyboard, named_scenes(wish, titles)))
    refuse_whole_scenes(wish)
    named = named_scenes(wish, titles)
    changes = dict.fromkeys(named, wish) if named else reviser.chosen(storyboard)
    now = text
    for number, change in sorted(changes.items()):
        try:
            now = reviser.scene(now, number, change, alone=len(changes) == 1)
        except WriterFailed as failed:
            failed.draft = failed.draft if _is_script(failed.draft, text) else now
            raise
    if now == text:
        raise WriterFailed(
            f"the language model finds nothing to change for {wish!r}",
            remedy="Say what is to change, and in which scene; or edit storyboard.md.",
        )
    notes = _new_in_film(storyboard, parse_storyboard(now, file), plan, arithmetic)
    return Script(now, tuple(dict.fromkeys(notes)))


@dataclass(frozen=True, slots=True)
class _Reviser:
    """Asks a model for what a wish needs."""

    asker: Asker
    watch: Watch
    file: str
    wish: str
    plan: Outline | None
    sources: Sources
    arithmetic: bool

    def chosen(self, storyboard: Storyboard) -> dict[int, str]:
        """The scenes that the wish is about, as the model says, and what is to be done there."""
        most = len(storyboard.scenes)

        def judge(choice: Choice) -> Judged[Choice]:
            wrong = tuple(
                f"scenes[{index}].scene: there is no scene {each.scene}; there are {most}"
                for index, each in enumerate(choice.scenes)
                if each.scene > most
            )
            return Judged(choice, wrong, draft=choice.model_dump_json())

        shown = [(each.title, [line.text for line in each.lines]) for each in storyboard.scenes]
        step = "choice of scenes"
        prompt = choice_prompt(storyboard.settings.title, shown, self.wish)
        about = _about(self.wish, storyboard.lines)
        choice, _ = ask(self.asker, step, prompt, Choice, judge, told(self.watch, step), about)
        if not choice.scenes:
            raise WriterFailed(
                f"the language model finds no scene that must change for {self.wish!r}",
                remedy="Name the scene (scene 2), or edit storyboard.md.",
            )
        changes: dict[int, list[str]] = {}
        for each in choice.scenes:
            changes.setdefault(each.scene, []).append(each.change)
        return {n: f"{self.wish} In this scene: {' '.join(c)}" for n, c in changes.items()}

    def scene(self, text: str, number: int, wish: str, *, alone: bool) -> str:
        """The text with one scene changed."""
        storyboard = parse_storyboard(text, self.file)
        before, scenes = scene_blocks(text, storyboard)
        place = PlacedScene(text, storyboard, before, scenes, number, self.sources, self.arithmetic)

        def judge(draft: RevisedDraft) -> Judged[str]:
            judged = place.judge(draft)
            unchanged = ("blocks: nothing is changed; change what is wished for",)
            if alone and judged.value == text:
                judged = replace(judged, wrong=(*judged.wrong, *unchanged))
            if self.sources.parts:
                passages = wrong_in("blocks", draft.blocks, self.sources)
                judged = replace(judged, wrong=(*judged.wrong, *passages))
            return judged

        step = f"revision of scene {number}"
        wanted = self._kinds(place.scene, wish)
        model = revised_model(wanted, sourced=bool(self.sources.parts))
        prompt = revised_scene_prompt(self._asked(place, wish, wanted))
        about = _about(wish, place.scene.lines)
        now, _ = ask(self.asker, step, prompt, model, judge, told(self.watch, step), about)
        return now

    def _asked(self, place: PlacedScene, wish: str, wanted: tuple[str, ...]) -> AskedScene:
        scene, storyboard = place.scene, place.storyboard
        planned = [p for p in self.plan.scenes if slug(p.title) == slug(scene.title)] \
            if self.plan else []  # fmt: skip
        return AskedScene(
            storyboard.settings.title,
            tuple(each.title for each in storyboard.scenes),
            scene.number,
            tuple((_what(b), _shown(b.text)) for b in place.blocks.numbered),
            wish,
            wanted,
            LONGEST_PAUSE,
            tuple(line.text for line in lines_before(storyboard, scene.number)),
            planned[0].clear if planned else "",
            self.sources,
        )

    def _kinds(self, scene: Scene, wish: str) -> tuple[str, ...]:
        """The kinds of new visuals: those of the scene, of its plan, of the wish, and a few."""
        planned = {shown.visual for each in (self.plan.scenes if self.plan else ())
                   if slug(each.title) == slug(scene.title) for shown in each.shows}  # fmt: skip
        there = {visual.kind for visual in scene.visuals} | planned | set(always_offered())
        plain = f" {' '.join(re.findall(r'[a-z]+', wish.lower()))} "
        for kind in kinds():
            name = kind.replace("-", " ")
            if f" {name} " in plain or f" {name}s " in plain:
                there.add(kind)
        return tuple(kind for kind in kinds() if kind in there)


def _checked(wish: str) -> str:
    wish = " ".join(wish.split())
    if not wish:
        raise WrongInput("no wish is given", remedy='Such as "make scene 2 slower".')
    if len(wish) > LONGEST_WISH:
        raise WrongInput(f"this wish has {len(wish)} characters; {LONGEST_WISH} can be taken")
    return wish


def _without(text: str, storyboard: Storyboard, numbers: Sequence[int]) -> str:
    """The text without some scenes; what is then wrong with it is told."""
    before, scenes = scene_blocks(text, storyboard)
    if len(numbers) >= len(scenes):
        raise WrongInput("without these scenes nothing is left of the film")
    kept = [each for n, each in enumerate(scenes, 1) if n not in numbers]
    if 1 in numbers:
        # Its front matter and the film's title are no part of the first scene.
        first = scenes[0]
        before += "".join(block.text for block in first.blocks[: _front(first)])
    now = before + "".join(each.text for each in kept)
    try:
        parse_storyboard(now, storyboard.file)
    except WrongInput as error:
        wrong = "\n".join(f"    {each}" for each in quoted(error, now))
        raise WrongInput(
            f"without {'these scenes' if len(numbers) > 1 else 'this scene'} the script has "
            f"mistakes:\n{wrong}",
            place=Place(storyboard.file),
            remedy="Change what needs that scene first.",
        ) from None
    return now


def _front(first: SceneBlocks) -> int:
    """How many of the first scene's blocks belong to the film: none where it begins with ##."""
    texts = [block.text.lstrip("\ufeff") for block in first.blocks[: first.head]]
    own = [n for n, text in enumerate(texts, 1) if not re.search(r"^ {0,3}##", text, re.MULTILINE)]
    return max(own, default=0)


def _what(block: Block) -> str:
    names = ["line" if isinstance(item, Line) else f"{item.kind} `{item.id}`"
             for item in block.items]  # fmt: skip
    return ", ".join(names)


def _shown(text: str) -> str:
    text = text.strip()
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]} (and so on)"


def _about(wish: str, lines: Sequence[Line]) -> str:
    return "\n".join((wish, *(line.text for line in lines)))


def _is_script(draft: str, text: str) -> bool:
    return bool(draft) and draft[:20] == text[:20]


def _new_in_film(
    old: Storyboard, new: Storyboard, plan: Outline | None, arithmetic: bool
) -> list[str]:
    """What the checks find in the new script and not in the old one."""

    def found(storyboard: Storyboard) -> list[Finding]:
        minutes = plan.minutes if plan else None
        return check_storyboard(storyboard, minutes=minutes, arithmetic=arithmetic)

    known = {(each.what, each.line.text if each.line else "") for each in found(old)}
    return [each.in_file() for each in found(new)
            if (each.what, each.line.text if each.line else "") not in known]  # fmt: skip
