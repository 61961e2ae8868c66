"""The storyboard that lies in a project, and the files that go with it."""

from __future__ import annotations

from pathlib import Path

from flaming_horse.errors import Place, WrongInput
from flaming_horse.model.storyboard import Storyboard
from flaming_horse.project import Project
from flaming_horse.storyboard import read_storyboard
from flaming_horse.visuals.kinds import KINDS


def storyboard_of(project: Project) -> Storyboard:
    """The project's storyboard, read.

    Raises:
        WrongInput: there is only a plan as yet, or the storyboard has errors, all told at once.
    """
    if project.plan.is_file() and not project.storyboard.exists():
        raise WrongInput(
            f"{project.name} has a plan, and no script yet",
            place=Place(str(project.plan)),
            remedy=f"Have it written: flaming-horse build {project.name}",
        )
    return read_storyboard(project.storyboard)


def script_files(project: Project, storyboard: Storyboard) -> list[Path]:
    """The storyboard's file and those that it names: its pictures and its music."""
    return [project.storyboard, *(project.folder / name for name in named_files(storyboard))]


def refuse_unusable_music(storyboard: Storyboard, folder: Path) -> None:
    """Look into the film's music, which lies in `folder`, before anything is made.

    Raises:
        WrongInput: it cannot be played, or is silent.
    """
    from flaming_horse.film.music import refuse_unusable

    music = storyboard.settings.music
    if music is not None:
        refuse_unusable(folder / music.file, music.place)


def named_files(storyboard: Storyboard) -> list[str]:
    """The files that a storyboard names, as it names them; each once."""
    visuals = (visual for scene in storyboard.scenes for visual in scene.visuals)
    names = [file for visual in visuals for file in KINDS[visual.kind].files(visual.data)]
    if storyboard.settings.music:
        names.append(storyboard.settings.music.file)
    return list(dict.fromkeys(names))
