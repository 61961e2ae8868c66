"""The phase `scene_qc`: each scene is laid out without drawing a frame, and must fit.

Here too: where in the project a person mends what is wrong with a scene.
"""

from __future__ import annotations

from flaming_horse.engine.action import Action
from flaming_horse.engine.result import Result
from flaming_horse.engine.store import Store
from flaming_horse.errors import FlamingHorseError, Place, SceneFailed
from flaming_horse.model.clip import Clip
from flaming_horse.model.scene_module import AGAIN, SceneModule
from flaming_horse.model.storyboard import Line, Visual
from flaming_horse.project import Project
from flaming_horse_voice.files import Unreadable
from flaming_horse_voice.json_files import read_json


def refuse_defects(store: Store, result: Result, module: SceneModule) -> None:
    """Stop a scene that cannot become part of the film before time goes into drawing it.

    Raises:
        SceneFailed: something overlaps, leaves the frame, is too small or changes nothing, with
            what and when; or a module that a person wrote leaves out a line of the storyboard.
    """
    clip = _checked(store, result, module)
    spoken = {line.id for line in clip.lines}
    missing = [line.id for line in module.scene.lines if line.id not in spoken]
    if missing:
        raise SceneFailed(
            f"{module.file.name} does not speak {', '.join(missing)} of the storyboard",
            place=Place(str(module.file)),
            remedy=f'Add: with self.line("{missing[0]}") as line: …  '
            "or move the file away to have it made from the storyboard again.",
        )
    defects = clip.defects
    if not defects:
        return
    listed = "; ".join(f"{d.kind[:20]} at {d.at_s:.1f} s: {d.what[:500]}" for d in defects[:5])
    what, remedy = (
        "does not fit:",
        "Show less at once: split the scene, shorten the words, or give places with at=.",
    )
    if all(defect.kind == "unseen" for defect in defects):
        what = "has a cue that is not seen:"
        remedy = "Take the cue out, or aim it at what is not shown or lit yet."
    raise SceneFailed(
        f"scene {module.scene.title!r} {what} {listed}",
        place=module.scene.place or Place(str(module.file)),
        remedy=remedy,
    )


def _checked(store: Store, result: Result, module: SceneModule) -> Clip:
    try:
        return read_json(store.path_of(result.outputs["clip.json"]), Clip.from_json)
    except Unreadable as error:
        store.forget(result.key)
        told = error.what.rpartition("/")[2].partition(" ")[2]
        raise SceneFailed(
            f"what the check of scene {module.scene.title!r} left cannot be used: it {told}",
            place=module.scene.place or Place(str(module.file)),
            remedy="Build again. If it stays so, the scene's code wrote it: let only the scene's "
            "own calls write clip.json.",
        ) from None


def place_in_project(
    error: FlamingHorseError, action: Action, module: SceneModule, project: Project
) -> None:
    """Give the error of a scene's action the place that a person can mend.

    That is the storyboard's, or the line of a module that a person wrote.
    """
    place = error.place
    if place is None or place.file != action.params["module"]:
        return
    if module.edited:
        if module.scene.code is None:
            error.remedy += f"\n  The module was edited; {AGAIN}."
        named = str(module.file.relative_to(project.folder))
        error.place = Place(named, place.line, place.column)
        return
    named_in = (
        item.place
        for item in module.scene.items
        if isinstance(item, Line | Visual) and f"'{item.id}'" in error.what
    )
    error.place = next(named_in, module.scene.place)
