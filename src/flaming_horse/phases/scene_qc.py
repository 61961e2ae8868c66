"""The phase `scene_qc`: each scene is laid out without drawing a frame, and must fit."""

from __future__ import annotations

import json

from flaming_horse.engine.store import Result, Store
from flaming_horse.errors import Place, SceneFailed
from flaming_horse.model.clip import Clip
from flaming_horse.model.scene_module import SceneModule


def refuse_defects(store: Store, result: Result, module: SceneModule) -> None:
    """Stop a scene whose layout is broken before time goes into drawing it.

    Raises:
        SceneFailed: something overlaps, leaves the frame or is too small, with what and when.
    """
    data = json.loads(store.path_of(result.outputs["clip.json"]).read_text(encoding="utf-8"))
    defects = Clip.from_json(data).defects
    if not defects:
        return
    listed = "; ".join(f"{d.kind} at {d.at_s:.1f} s: {d.what}" for d in defects[:5])
    raise SceneFailed(
        f"scene {module.scene.title!r} does not fit: {listed}",
        place=module.scene.place or Place(str(module.file)),
        remedy="Show less at once: split the scene, shorten the words, or give places with at=.",
    )
