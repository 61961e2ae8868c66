"""From a topic to a storyboard: by a language model in two steps, or a built-in lesson."""

from __future__ import annotations

from pathlib import Path

from flaming_horse.config import Settings
from flaming_horse.display import Display
from flaming_horse.engine.lock import ProjectLock
from flaming_horse.errors import WrongInput
from flaming_horse.phases import model_writer, plan
from flaming_horse.phases.model_writer import ModelWriter
from flaming_horse.project import Project


def storyboard_for(
    project: Project,
    settings: Settings,
    display: Display,
    topic: str | None,
    source: Path | None,
    *,
    replay: bool,
) -> str:
    """Give the project a storyboard for a topic; what was done, in a sentence.

    Raises:
        WrongInput: a setting or the source cannot be used, no lesson matches, nothing is recorded,
            or a person's edits would be lost.
        WriterFailed, ServerFailed: the language model fails; what was accepted is kept.
    """
    if not topic or not topic.strip():
        raise WrongInput("the topic is empty", remedy='Say what the film is about: --topic "…".')
    text = model_writer.read_source(source)
    if replay:
        writer = ModelWriter.replayed(project, topic, display, text)
    else:
        server = model_writer.configured_server(settings.llm)
        if server is None and source is not None:
            raise WrongInput(
                "a film from a source needs a language model, and none is configured",
                remedy="docs/from-a-topic.md says how; or bring the text itself with --script.",
            )
        if server is None:
            return plan.bring_lesson(project, topic)
        writer = ModelWriter.live(project, topic, server, display, text)
    with ProjectLock(project.hidden / "lock"):
        display.say(plan.write_outline(project, writer))
        # A gate for the plan belongs here: the script is written from the file as it then stands.
        return plan.write_script(project, writer)
