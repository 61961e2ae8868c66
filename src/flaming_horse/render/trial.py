"""Lays out one scene without drawing it, and says where it does not fit instead of failing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from flaming_horse.model.misfit import Misfit
from flaming_horse.render.worker import ClipRequest, environment, manim_settings, run_scene
from flaming_horse_voice.machine import trouble
from flaming_horse_voice.temporary import temporary_folder

if TYPE_CHECKING:
    from flaming_horse.stage.narrated_scene import NarratedScene


def try_scene(inputs: Path, outputs: Path, params: Mapping[str, Any]) -> None:
    """Lay out a generated scene of the project in `inputs`; leave `trial.json`.

    `params` are those of `render_clip`, and `scene`, its id. `trial.json` has `seconds`, the length
    of the clip as far as it was laid out, and `misfits`. Runs in a worker process.
    """
    request = ClipRequest.from_params(params)
    inputs, outputs = inputs.resolve(), outputs.resolve()
    scenes: list[NarratedScene] = []
    misfits: list[Misfit] = []
    with (
        temporary_folder() as scratch,
        environment(inputs, Path(scratch) / "clip.json", dry_run=True),
        manim_settings(request, Path(scratch)),
    ):
        try:
            run_scene(inputs / request.module, request, before_play=scenes.append)
        except MemoryError:
            raise
        except Exception as error:
            if trouble(error) is not None or not scenes:
                raise
            misfits.append(_failure(str(params["scene"]), scenes[0], error))
        if scenes:
            misfits += _defects(str(params["scene"]), scenes[0])
    seconds = scenes[0].frame / scenes[0].fps if scenes else 0.0
    trial = {"seconds": seconds, "misfits": [misfit.as_json() for misfit in misfits]}
    (outputs / "trial.json").write_text(json.dumps(trial, ensure_ascii=False), encoding="utf-8")


def _failure(name: str, scene: NarratedScene, error: Exception) -> Misfit:
    part = str(getattr(error, "part", ""))
    line = scene.ledger.line
    if not line:
        return Misfit(name, "", "layout", _said(error), part or "heading")
    # What is wrong with a cue shows when all that comes with the line is in its place.
    there = scene.ledger.lines and scene.ledger.lines[-1].id == line
    return Misfit(name, line, "cue" if there or _of_cue(error) else "layout", _said(error), part)


def _of_cue(error: Exception) -> bool:
    from traceback import extract_tb

    return any(entry.name == "cue_events" for entry in extract_tb(error.__traceback__))


def _said(error: Exception) -> str:
    what = getattr(error, "what", None)
    return str(what) if what else f"{type(error).__name__}: {error}".strip(": ")


def _defects(name: str, scene: NarratedScene) -> list[Misfit]:
    """One misfit for each line in which something overlaps, is too small, or is not seen."""
    misfits: dict[tuple[str, str], Misfit] = {}
    for line, defect in zip(scene.ledger.defect_lines, scene.ledger.defects, strict=True):
        kind = cast("Any", "cue" if defect.kind == "unseen" else "layout")
        part = "" if line else "heading"
        misfits.setdefault((line, kind), Misfit(name, line, kind, defect.what, part))
    return list(misfits.values())
