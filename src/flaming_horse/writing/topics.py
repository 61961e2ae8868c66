"""From a topic to a storyboard: by a language model in two steps, or a built-in lesson."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from flaming_horse.config import Settings
from flaming_horse.display import Display
from flaming_horse.engine.failures import translated
from flaming_horse.engine.lock import ProjectLock
from flaming_horse.errors import Place, WrongInput
from flaming_horse.project import Project
from flaming_horse.writing import bringing, gates, model_writer, plan_writing
from flaming_horse.writing.approvals import decide_review, read_approvals
from flaming_horse.writing.model_writer import ModelWriter
from flaming_horse.writing.origins import remember, remembered, remembered_source
from flaming_horse_voice.errors import VoiceError


@dataclass(frozen=True, slots=True)
class Asked:
    """What a film on a topic is written from.

    `source` is what the film explains; `replay` answers from recordings; `review` stops after the
    plan and after the script for a person to look, None: as the project was begun, or where a
    person sits at the terminal.
    """

    topic: str
    source: Path | None = None
    replay: bool = False
    review: bool | None = None


def storyboard_for(project: Project, settings: Settings, display: Display, asked: Asked) -> str:
    """Give the project a storyboard for a topic; what was done, in a sentence.

    Raises:
        WrongInput: a setting or the source cannot be used, no lesson matches, nothing is recorded,
            or a person's edits would be lost.
        WaitingForReview: the plan is there, and a person is to look at it.
        WriterFailed, ServerFailed: the language model fails; what was accepted is kept.
    """
    if not asked.topic.strip():
        raise WrongInput("the topic is empty", remedy='Say what the film is about: --topic "…".')
    writer = _writer(project, settings, display, asked)
    if writer is None:
        return bringing.bring_lesson(project, asked.topic)
    with ProjectLock(project.hidden / "lock"):
        display.say(plan_writing.write_outline(project, writer))
        _remember(project, asked)
        waits = gates.in_force(project, asked.review)
        if waits:
            gates.wait_for(project, "plan", [project.plan])
        note, look_at = plan_writing.write_script(project, writer)
    # A script that waits for a person says itself what to look at.
    return note if waits else gates.with_look_at(note, look_at)


def go_on(project: Project, settings: Settings, display: Display, *, review: bool | None) -> str:
    """Write the script that a project with a plan still lacks; what was done, or is to be told.

    Raises as `storyboard_for` does; WrongInput also where it is not known from what to write.
    """
    if not project.plan.is_file():
        return ""
    if project.storyboard.exists():
        return plan_writing.outdated_script(project)
    topic = plan_writing.planned_topic(project)
    brief = remembered(project).get("brief")
    if not isinstance(brief, dict):
        raise WrongInput(
            f"{project.name} has a plan and no script, and from what it was planned is not known",
            place=Place(str(project.plan)),
            remedy=f"Give the command again that began it: "
            f'flaming-horse create {project.name} --topic "{topic}"',
        )
    source = remembered_source(project, settings.trust)
    asked = Asked(topic, source, replay=bool(brief.get("replay")), review=review)
    if not asked.replay:
        with translated(VoiceError):
            brought = model_writer.brought_by_writing(settings, str(project.plan))
            settings.trust.require(brought)
    return storyboard_for(project, settings, display, asked)


def _writer(
    project: Project, settings: Settings, display: Display, asked: Asked
) -> ModelWriter | None:
    """Who writes; None where a built-in lesson is all there is."""
    text = model_writer.read_source(asked.source)
    writer = ModelWriter.configured(
        project, asked.topic, settings, display, text, replay=asked.replay
    )
    if writer is None and asked.source is not None:
        raise WrongInput(
            "a film from a source needs a language model, and none is configured",
            remedy="docs/from-a-topic.md says how; or bring the text itself with --script.",
        )
    return writer


def _remember(project: Project, asked: Asked) -> None:
    """What a later command needs to go on, and whether a person wants to look in between."""
    source = str(asked.source.resolve()) if asked.source else None
    wanted = _at_a_terminal() if asked.review is None else asked.review
    decided = gates.decided(project)
    decided = wanted if decided is None else decided
    # In two places: deleting one of them opens no gate.
    remember(project, brief={"source": source, "replay": asked.replay}, review=decided)
    if read_approvals(project).review is None:
        decide_review(project, decided)


def _at_a_terminal() -> bool:
    return sys.stdin.isatty() and sys.stderr.isatty()
