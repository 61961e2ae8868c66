"""The phase `scene_qc`: each scene is laid out without drawing a frame, and must fit."""

from __future__ import annotations

import json

from flaming_horse.engine.result import Result
from flaming_horse.engine.store import Store
from flaming_horse.errors import Place, SceneFailed
from flaming_horse.model.clip import Clip
from flaming_horse.model.scene_module import SceneModule


def refuse_defects(store: Store, result: Result, module: SceneModule) -> None:
    """Stop a scene that cannot become part of the film before time goes into drawing it.

    Raises:
        SceneFailed: something overlaps, leaves the frame, is too small or changes nothing, with
            what and when; or a module that a person wrote leaves out a line of the storyboard.
    """
    data = json.loads(store.path_of(result.outputs["clip.json"]).read_text(encoding="utf-8"))
    clip = Clip.from_json(data)
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
    listed = "; ".join(f"{d.kind} at {d.at_s:.1f} s: {d.what}" for d in defects[:5])
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
