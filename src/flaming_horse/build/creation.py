"""`create`: a project's storyboard, from a topic, a script or slides.

With `--dry-run` also what film it will be, and whether it can be built, before anything is spoken.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

from flaming_horse.build import narration, precache_voiceovers
from flaming_horse.build.state import State
from flaming_horse.build.trial import TRYING, Trial, fitted
from flaming_horse.config import SETTINGS_FILE, Options, Settings, settings_of
from flaming_horse.display import Display
from flaming_horse.errors import SceneFailed, WaitingForReview, WrongInput
from flaming_horse.model.storyboard import Storyboard
from flaming_horse.project import Project
from flaming_horse.render.quality import quality
from flaming_horse.writing import bringing, old_project, origins, topics
from flaming_horse.writing.brief import Brief
from flaming_horse.writing.film_language import language_of_film, refuse_unwritten
from flaming_horse.writing.forecast import forecast_of, is_as_made
from flaming_horse.writing.project_storyboard import (
    refuse_unusable_music,
    storyboard_of,
)
from flaming_horse.writing.rewriting import as_topic
from flaming_horse_voice.compat.old_project import is_old_project
from flaming_horse_voice.trust import made_here, take_over_old_register


def create(project: Project, options: Options, brief: Brief, display: Display) -> str:
    """Make the project's folder with its storyboard; what was done, in words.

    Raises:
        WaitingForReview: the plan is there, and a person is to look at it.
        WrongInput: an option, the script or the deck has errors, no lesson matches the topic, or
            somebody's work would be overwritten. Nothing is left behind then.
        WriterFailed, ServerFailed: the language model fails; what was accepted is kept.
    """
    settings = settings_of(project.folder, options)
    quality(settings.quality.value)
    voice = partial(precache_voiceovers.chosen_voice, settings, options.voice)
    voice()
    take_over_old_register()
    if brief.rewrite:
        brief = as_topic(brief, settings)
    if brief.topic is not None:
        _refuse_what_is_there(project, brief)
    old_project.refuse_to_overwrite(project)
    show = partial(display.work, "fit", TRYING, detail="scenes")
    fit = partial(fitted, settings=settings, on_scene=show)
    with made_here(project.folder), _stop_is_told(project):
        if brief.slides:
            return bringing.bring_slides(project, brief.slides, brief.wishes, voice, fit)
        if brief.script and brief.script.is_dir() and is_old_project(brief.script):
            return old_project.bring_old_project(project, brief.script)
        if brief.script:
            return bringing.bring_script(project, brief.script, brief.wishes, voice, fit)
        return _from_topic(project, settings, options, brief, display)


def has_begun(project: Project) -> bool:
    """Whether a command that names nothing to make a film from can go on with what is there."""
    began = project.storyboard.exists() or project.plan.exists()
    return began or is_old_project(project.folder)


def bring_over(folder: Path, options: Options) -> tuple[Project, str]:
    """The project beside an old one's folder, made from it where it is not there yet; and a note.

    Raises:
        WrongInput: it cannot be brought over, or something else lies there.
    """
    project = old_project.film_beside(folder)
    settings = settings_of(project.folder, options)
    quality(settings.quality.value)
    if project.storyboard.exists():
        return project, f"{folder} came over into {project.folder}; that is built"
    take_over_old_register()
    with made_here(project.folder), _stop_is_told(project):
        return project, old_project.bring_old_project(project, folder)


_BEFORE_A_SCRIPT = {SETTINGS_FILE, "voice", "media", "log"}
"""What of ours lies in a folder in which a voice was set up before there was a script."""


def _refuse_what_is_there(project: Project, brief: Brief) -> None:
    """Raise WrongInput where a film on a topic would be made over somebody's work."""
    folder = project.folder
    if project.storyboard.exists() or project.plan.exists():
        if origins.remembered(project).get("by_person"):
            raise WrongInput(
                f"{project.name} is made from {origins.remembered(project)['by_person']}; a topic"
                " writes nothing over it",
                remedy=f"To build it: flaming-horse build {project.name}\n"
                "  For a film on a topic, choose another name.",
            )
        return
    if not folder.is_dir() or is_old_project(folder):
        return  # an old project has a message of its own
    theirs = sorted(
        each.name
        for each in folder.iterdir()
        if not each.name.startswith(".") and each.name not in _BEFORE_A_SCRIPT
    )
    source = brief.source.resolve() if brief.source else None
    if source is not None and source.is_relative_to(folder.resolve()):
        return
    if theirs:
        more = f" and {len(theirs) - 3} more" if len(theirs) > 3 else ""
        raise WrongInput(
            f"{folder} has something of yours in it ({', '.join(theirs[:3])}{more}); a film on a"
            " topic begins in a folder of its own",
            remedy="Choose another name; or, if the film is about those files, name them with"
            f" --source {folder}",
        )


def go_on(project: Project, options: Options, display: Display) -> str:
    """Write the script that a project with a plan still lacks; what was done, or is to be told.

    Raises as `create` does.
    """
    settings = settings_of(project.folder, options)
    with _stop_is_told(project):
        return topics.go_on(project, settings, display, review=options.review)


def _from_topic(
    project: Project, settings: Settings, options: Options, brief: Brief, display: Display
) -> str:
    refuse_unwritten(brief.topic or "", brief.wishes.language)
    asked = topics.Asked(brief.topic or "", brief.source, brief.replay, options.review)
    return topics.storyboard_for(project, settings, display, asked)


@contextmanager
def _stop_is_told(project: Project) -> Generator[None]:
    """Programs that watch the project's state see that it waits for a person, or was interrupted.

    Of a project of which nothing is there yet, nothing is left.
    """
    state = State(project)
    state.expect("init", 1)
    state.done("init")
    try:
        yield
    except WaitingForReview as waiting:
        state.wait(waiting)
        raise
    except KeyboardInterrupt as signal:
        if has_begun(project):
            with suppress(OSError):  # the signal is told all the same
                state.write(error=str(signal) or "interrupted")
        raise


def dry_run(project: Project, options: Options, note: str = "") -> dict[str, Any]:
    """What is known of the project's film before anything is spoken; `note` says how it began.

    Raises:
        WrongInput: its storyboard has errors, a line cannot be put into words, or the voice does
            not speak its language.
        NotInstalled: what the voice needs is not there.
        SceneFailed: a scene does not fit.
    """
    settings = settings_of(project.folder, options)
    storyboard = storyboard_of(project)
    refuse_unusable_music(storyboard, project.folder)
    language = language_of_film(storyboard)
    spoken = narration.spoken_lines(storyboard, settings.voice)
    recording = precache_voiceovers.Recording(
        project, storyboard, spoken, settings, options, looks_only=True
    )
    recording.refuse_unspoken(language)
    if not is_as_made(project):
        _refuse_misfits(project, storyboard, settings)
    film = forecast_of(project, storyboard)
    told = note or "\n".join([f"{project.name} is as it was left", *film.rows()])
    return {**film.as_json(), "voice": recording.describe(), "note": told}


def _refuse_misfits(project: Project, storyboard: Storyboard, settings: Settings) -> None:
    """Lay every scene out, undrawn; the first that does not fit is an error, the rest are named."""
    with Trial(settings) as trial:
        misfits = trial.misfits(project, storyboard)
    if not misfits:
        return
    first, place = misfits[0]
    others = ", ".join(str(place) for _, place in misfits[1:6])
    more = f"The same is to be mended at {others}." if others else ""
    raise SceneFailed(first.what, place=place, remedy=more)


def dry_run_as_text(answer: dict[str, Any]) -> str:
    """The same for people."""
    return (
        f"{answer['note']}\n  voice: {answer['voice']}\n"
        f"Nothing was spoken or drawn. To build it: flaming-horse build {answer['project']}"
    )
