"""The phase `final_render`: each checked scene is drawn into its clip."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flaming_horse.engine.progress import progress
from flaming_horse.model.clip import Clip
from flaming_horse.phases.scene_action import CHECKED
from flaming_horse.render.worker import render_clip


def draw(inputs: Path, outputs: Path, params: Mapping[str, Any]) -> None:
    """Draw a clip, telling how far it is. Runs in a worker process.

    `inputs` and `params` are those of `render_clip`; the check's description of the clip says how
    long it will be.
    """
    checked = Clip.from_json(json.loads((inputs / CHECKED).read_text(encoding="utf-8")))
    frames = round(checked.frames * int(params["fps"]) / checked.fps)
    render_clip(inputs, outputs, params, lambda done: progress(min(done, frames - 1), frames))
