"""`create`: a project's storyboard, from a topic, a script or slides."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flaming_horse import topics
from flaming_horse.config import Options, Settings, settings_of
from flaming_horse.display import Display
from flaming_horse.errors import WaitingForReview, WrongInput
from flaming_horse.phases import plan, precache_voiceovers
from flaming_horse.project import Project
from flaming_horse.render.quality import quality
from flaming_horse.state import State
from flaming_horse_voice.trust import made_here, take_over_old_register


@dataclass(frozen=True, slots=True)
class Brief:
    """What a film is to be made from: one of a topic, a script and slides.

    `source` is the file or folder that a film on the topic explains; `replay` writes from
    recorded answers.
    """

    topic: str | None = None
    script: Path | None = None
    slides: Path | None = None
    source: Path | None = None
    replay: bool = False

    def check(self) -> None:
        """Raise WrongInput for none of them, several, or options that go with another one."""
        given = [each for each in (self.topic, self.script, self.slides) if each is not None]
        if len(given) != 1:
            raise WrongInput(
                "a film needs either a topic or a script",
                remedy='Add one of --topic "…", --script FILE and --slides FILE.',
            )
        if self.topic is None and (self.source or self.replay):
            raise WrongInput("--source and --replay go with --topic", remedy='Add --topic "…".')


def create(project: Project, options: Options, brief: Brief, display: Display) -> str:
    """Make the project's folder with its storyboard; what was done, in words.

    Raises:
        WaitingForReview: the plan is there, and a person is to look at it.
        WrongInput: an option, the script or the deck has errors, or no lesson matches the topic.
            Nothing is left behind then.
        WriterFailed, ServerFailed: the language model fails; what was accepted is kept.
    """
    settings = settings_of(project.folder, options)
    quality(settings.quality.value)
    precache_voiceovers.chosen_voice(settings, options.voice)
    take_over_old_register()
    with made_here(project.folder):
        if brief.slides:
            return plan.bring_slides(project, brief.slides)
        if brief.script:
            return plan.bring_script(project, brief.script)
        return _from_topic(project, settings, options, brief, display)


def go_on(project: Project, options: Options, display: Display) -> str:
    """Write the script that a project with a plan still lacks; what was done, or is to be told.

    Raises as `create` does.
    """
    settings = settings_of(project.folder, options)
    with _waiting_is_told(project):
        return topics.go_on(project, settings, display, review=options.review)


def _from_topic(
    project: Project, settings: Settings, options: Options, brief: Brief, display: Display
) -> str:
    asked = topics.Asked(brief.topic or "", brief.source, brief.replay, options.review)
    with _waiting_is_told(project):
        return topics.storyboard_for(project, settings, display, asked)


@contextmanager
def _waiting_is_told(project: Project) -> Generator[None]:
    """Programs that watch the project's state see that it waits for a person."""
    try:
        yield
    except WaitingForReview as waiting:
        State(project).wait(waiting)
        raise
