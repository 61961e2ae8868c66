"""What a scene is drawn from: the one list of inputs that checking and rendering share."""

from __future__ import annotations

import json
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

from flaming_horse.engine.action import Action, source_digest
from flaming_horse.engine.store import Store
from flaming_horse.model.narration import Narration
from flaming_horse.model.scene_module import SceneModule
from flaming_horse.project import Project
from flaming_horse.render.quality import SHAPES, Quality, quality

CHECKED = "checked.json"
"""What the check of a scene found, among the inputs of its drawing."""

_DRAWN_WITH = ("manim", "typst", "tylax", "numpy", "pycairo", "manimpango", "pillow")


def scene_action(
    project: Project,
    store: Store,
    module: SceneModule,
    narration: Narration,
    *,
    frame: Quality,
    checked: str | None,
) -> Action:
    """The action that draws a scene, or without a check of it the one that checks it.

    `narration` holds the scene's own lines; `frame` is its size and rate; `checked` the digest of
    what the check found. What is laid out is the same at every size of a shape, so that one check
    serves them all.
    """
    dry_run = checked is None
    if dry_run:
        frame = smallest_like(frame)
    # no picture depends on who agreed to be cloned, and none is to be drawn again for it
    drawn = replace(narration, voice=replace(narration.voice, consent=""))
    index = json.dumps(drawn.as_json(), ensure_ascii=False, indent=1)
    inputs = {
        _within(project, module.file): store.put_bytes(module.source),
        _within(project, project.takes_index): store.put_bytes(index.encode()),
    }
    for line in narration.lines:
        take = project.voiceovers / line.file
        inputs[_within(project, take)] = store.put_file(take)
    for file in _assets(project, module):
        inputs[_within(project, file)] = store.put_file(file)
    if checked is not None:
        inputs[CHECKED] = checked
    params: dict[str, Any] = {
        "module": _within(project, module.file),
        "class": module.name,
        "width": frame.width,
        "height": frame.height,
        "fps": frame.fps,
        "dry_run": dry_run,
        "versions": {name: version(name) for name in (*_DRAWN_WITH, *(() if dry_run else ("av",)))},
    }
    phase = "scene_qc" if dry_run else "final_render"
    return Action(
        name=f"{phase} {module.scene.id}",
        phase=phase,
        function="flaming_horse.render.worker:render_clip"
        if dry_run
        else "flaming_horse.phases.final_render:draw",
        inputs=tuple(sorted(inputs.items())),
        params=params,
        code=source_digest("flaming_horse.stage", "flaming_horse.render", "flaming_horse.model"),
        label=module.scene.title,
        hints={"fails_as": "SceneFailed"},
    )


def smallest_like(frame: Quality) -> Quality:
    """The draft's frame of the same shape."""
    ratio = frame.width / frame.height
    shape = min(SHAPES, key=lambda name: abs(float(SHAPES[name]) - ratio))
    return quality("draft", shape)


def _assets(project: Project, module: SceneModule) -> list[Path]:
    """The images that the scene shows, and for a person's own code everything it may open."""
    shown = [
        project.folder / str(visual.data["file"])
        for visual in module.scene.visuals
        if visual.kind == "image"
    ]
    if not module.edited:
        return shown
    nearby = [
        file
        for folder in (project.scenes, project.folder / "assets")
        for file in sorted(folder.rglob("*"))
        if file.is_file() and "__pycache__" not in file.parts and file != module.file
    ]
    return [*shown, *(file for file in nearby if not file.name.startswith("scene_"))]


def _within(project: Project, file: Path) -> str:
    return file.resolve().relative_to(project.folder.resolve()).as_posix()
