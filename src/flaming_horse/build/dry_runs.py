"""`create --dry-run`: what film a storyboard will be, and whether it can be built, unspoken."""

from __future__ import annotations

from typing import Any

from flaming_horse.build import narration, precache_voiceovers
from flaming_horse.build.trial import Trial
from flaming_horse.config import Options, Settings, settings_of
from flaming_horse.errors import SceneFailed
from flaming_horse.model.storyboard import Storyboard
from flaming_horse.project import Project
from flaming_horse.writing.film_language import language_of_film
from flaming_horse.writing.forecast import forecast_of, is_as_made
from flaming_horse.writing.project_storyboard import (
    refuse_unusable_music,
    storyboard_of,
)


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
        project, storyboard, spoken, settings, options.voice, looks_only=True
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


def as_text(answer: dict[str, Any]) -> str:
    """The same for people."""
    return (
        f"{answer['note']}\n  voice: {answer['voice']}\n"
        f"Nothing was spoken or drawn. To build it: flaming-horse build {answer['project']}"
    )
