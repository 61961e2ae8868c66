"""Draws one scene in a worker process: a project folder in, a clip and its description out."""

from __future__ import annotations

import gc
import json
import logging
import os
import sys
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from traceback import extract_tb
from typing import TYPE_CHECKING, Any, Self

from flaming_horse.errors import FlamingHorseError, MachineFailed, Place, SceneFailed
from flaming_horse.model.clip import Clip
from flaming_horse_voice.machine import trouble
from flaming_horse_voice.runs import Run
from flaming_horse_voice.temporary import temporary_folder

if TYPE_CHECKING:
    from flaming_horse.render.encoder import ClipEncoder

SHORT_SIDE_UNITS = 8.0
"""Manim's default frame height: the shorter side of any shape is as many scene units long."""

RARE_COLLECTIONS = (50_000, 20, 50)
"""Manim's animations copy thousands of small objects that live on; with Python's own thresholds
looking for cycles among them takes up to 15 % of the time."""


@dataclass(frozen=True, slots=True)
class ClipRequest:
    """What `render_clip` was asked for."""

    module: str
    scene_class: str
    width: int
    height: int
    fps: int
    dry_run: bool

    @classmethod
    def from_params(cls, params: Mapping[str, Any]) -> Self:
        return cls(
            module=str(params["module"]),
            scene_class=str(params["class"]),
            width=int(params["width"]),
            height=int(params["height"]),
            fps=int(params["fps"]),
            dry_run=bool(params.get("dry_run", False)),
        )


def render_clip(
    inputs: Path,
    outputs: Path,
    params: Mapping[str, Any],
    progress: Callable[[int], None] | None = None,
) -> None:
    """Run a scene of the project in `inputs`; leave `clip.json`, and `clip.mp4` unless it is dry.

    `params`: module (relative to `inputs`), class, width, height, fps, dry_run. `progress` is told
    the number of frames done.
    Runs in a worker process: it changes the environment and Manim's settings of its process while
    it runs. Raises SceneFailed with the scene file's line for whatever goes wrong in the scene.
    """
    request = ClipRequest.from_params(params)
    inputs, outputs = inputs.resolve(), outputs.resolve()
    description = outputs / "clip.json"
    description.unlink(missing_ok=True)
    with (
        temporary_folder() as scratch,
        environment(inputs, description, dry_run=request.dry_run),
        manim_settings(request, Path(scratch)),
    ):
        frames = _draw(inputs, outputs, request, progress)
    _settle_description(description, request, frames)


def _draw(
    inputs: Path, outputs: Path, request: ClipRequest, progress: Callable[[int], None] | None
) -> int:
    """Draw the clip and return its number of frames; 0 for a dry run."""
    path = inputs / request.module
    if not path.is_file():
        raise SceneFailed(f"there is no scene module {request.module}")
    if request.dry_run:
        with _scene_errors(path, request.module):
            run_scene(path, request)
        return 0

    from flaming_horse.render.encoder import ClipEncoder

    encoder = ClipEncoder(
        outputs / "clip.mp4",
        width=request.width,
        height=request.height,
        fps=request.fps,
        progress=progress,
    )
    try:
        with _scene_errors(path, request.module):
            run_scene(path, request, encoder)
        encoder.close()
    except BaseException:
        encoder.abort()
        (outputs / "clip.mp4").unlink(missing_ok=True)
        raise
    return encoder.frames


def run_scene(
    path: Path,
    request: ClipRequest,
    encoder: ClipEncoder | None = None,
    before_play: Callable[[Any], None] = lambda scene: None,  # noqa: ARG005 - its type's name
) -> None:
    """Run the scene in this file; without an encoder nothing is drawn.

    `before_play` is given the scene before it plays. Call it inside `environment` and
    `manim_settings`. Raises whatever the scene raises.
    """
    from manim.scene import scene as module

    from flaming_horse.render.writer import ClipRenderer

    manim_scene: Any = module  # it does not export the name that is replaced here
    scene_class = _scene_class(path, request.scene_class)
    thresholds = gc.get_threshold()
    stock = manim_scene.CairoRenderer

    def renderer(**kwargs: Any) -> ClipRenderer:
        return ClipRenderer(encoder, **kwargs)

    # Scenes choose their camera inside their own __init__ and hand it only to the renderer that
    # Scene.__init__ makes; giving them a finished renderer would lose it.
    manim_scene.CairoRenderer = renderer
    gc.set_threshold(*RARE_COLLECTIONS)
    try:
        scene = scene_class()
        before_play(scene)
        scene.render()
    finally:
        gc.set_threshold(*thresholds)
        manim_scene.CairoRenderer = stock


def _scene_class(path: Path, name: str) -> Any:
    """Import the module from its file, as `manim render` does, and take the class from it."""
    from importlib.util import module_from_spec, spec_from_file_location

    spec = spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[path.stem] = module
    sys.path.insert(0, str(path.parent))
    spec.loader.exec_module(module)
    scene_class = getattr(module, name, None)
    if scene_class is None:
        raise SceneFailed(f"there is no class {name} in this module", place=Place(path.name))
    return scene_class


@contextmanager
def environment(inputs: Path, description: Path, *, dry_run: bool) -> Generator[None]:
    """The contract with NarratedScene, and the project as the working folder."""
    contract = {
        "FLAMING_HORSE_CLIP_JSON": str(description),
        "FLAMING_HORSE_PROJECT": str(inputs),
        "FLAMING_HORSE_DRY_RUN": "1" if dry_run else "",
    }
    before = {name: os.environ.get(name) for name in contract}
    folder, path, bytecode = Path.cwd(), list(sys.path), sys.dont_write_bytecode
    os.environ.update({name: value for name, value in contract.items() if value})
    if not dry_run:
        os.environ.pop("FLAMING_HORSE_DRY_RUN", None)
    sys.dont_write_bytecode = True  # the inputs may be read-only, and are not ours to fill
    os.chdir(inputs)
    try:
        yield
    finally:
        os.chdir(folder)
        sys.path[:], sys.dont_write_bytecode = path, bytecode
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


@contextmanager
def manim_settings(request: ClipRequest, scratch: Path) -> Generator[None]:
    """Manim's settings for one clip; `scratch` is for what it writes beside it."""
    from manim import tempconfig

    logging.getLogger("manim").setLevel(logging.ERROR)
    unit = SHORT_SIDE_UNITS / min(request.width, request.height)
    settings: dict[str, Any] = {
        "media_dir": str(scratch),
        "pixel_width": request.width,
        "pixel_height": request.height,
        "frame_width": request.width * unit,
        "frame_height": request.height * unit,
        "frame_rate": request.fps,
        "format": "mp4",
        "disable_caching": True,
        "progress_bar": "none",
        "preview": False,
        "log_to_file": False,
        "save_sections": False,
        "seed": 0,  # scenes that draw lots draw the same ones each time
    }
    with tempconfig(settings):
        yield


@contextmanager
def _scene_errors(path: Path, name: str) -> Generator[None]:
    """Reduce whatever a scene raises to what a person needs: the message and the line."""
    try:
        yield
    except FlamingHorseError as error:
        if error.place is None:
            error.place = _place(error, path, name)
        raise
    except SyntaxError as error:
        place = Place(name, error.lineno or 0, error.offset or 0)
        raise SceneFailed(f"{type(error).__name__}: {error.msg}", place=place) from None
    except MemoryError:
        raise  # told with the limit that it met
    except Exception as error:  # noqa: BLE001  a scene is anybody's code and may raise anything
        if (failed := trouble(error)) is not None:
            raise MachineFailed(failed.what, remedy=failed.remedy) from None
        what = f"{type(error).__name__}: {error}".strip(": ")
        raise SceneFailed(what, place=_place(error, path, name)) from None


def _place(error: Exception, path: Path, name: str) -> Place:
    own = [entry for entry in extract_tb(error.__traceback__) if entry.filename == str(path)]
    return Place(name, own[-1].lineno or 0) if own else Place(name)


def _settle_description(description: Path, request: ClipRequest, frames: int) -> None:
    """Write a plain description for a scene that left none; check the frames of one that did."""
    if not description.exists():
        clip = Clip(
            scene=Path(request.module).stem,
            heading=(Run(request.scene_class),),
            width=request.width,
            height=request.height,
            fps=request.fps,
            frames=frames,
            lines=(),
            cues=(),
            defects=(),
            layouts_checked=0,
            background="#000000",
        )
        description.write_text(json.dumps(clip.as_json(), indent=1), encoding="utf-8")
        return
    planned = Clip.from_json(json.loads(description.read_text(encoding="utf-8")))
    if not request.dry_run and planned.frames != frames:
        description.with_name("clip.mp4").unlink(missing_ok=True)
        raise SceneFailed(
            f"the scene planned {planned.frames} frames and drew {frames}",
            remedy="Lines and cues would be late or early by the difference. "
            "Is something played outside of the scene's own calls?",
            place=Place(request.module),
        )
