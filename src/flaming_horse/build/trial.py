"""A storyboard put to the proof before anything is spoken or drawn: what cannot be said or shown.

Every line is put into words, and every scene laid out by the stage itself, with takes of the
`tone` voice's timing; no sound is made and no frame drawn. Scenes that are a person's own code
are not run. A conversion is tried and repaired until every line can be spoken and every scene fits.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import Path
from typing import Any, Self

from flaming_horse.build.build_scenes import planned_module
from flaming_horse.build.narration import put_into_words
from flaming_horse.build.scene_action import (
    DRAWN_WITH,
    drawing_source,
    scene_limits,
    smallest_like,
)
from flaming_horse.build.scene_source import scene_source
from flaming_horse.config import Settings
from flaming_horse.engine.action import Action, installed_version
from flaming_horse.engine.executor import LocalExecutor
from flaming_horse.engine.explain import LastRuns
from flaming_horse.engine.journal import Journal
from flaming_horse.engine.result import Result
from flaming_horse.engine.runner import Runner
from flaming_horse.engine.store import Store
from flaming_horse.errors import Place, SceneFailed
from flaming_horse.model.misfit import Misfit
from flaming_horse.model.narration import Narration, RecordedLine, SpokenLine, VoiceIdentity
from flaming_horse.model.storyboard import Scene, Storyboard
from flaming_horse.project import Project
from flaming_horse.render.quality import quality
from flaming_horse.visuals.kinds import KINDS
from flaming_horse.writers.repairs.changes import Change, counted
from flaming_horse.writers.repairs.repairing import repaired
from flaming_horse.writers.write_film import Converted, parsed
from flaming_horse.writing.project_storyboard import script_files
from flaming_horse_voice.backends.tone import SAMPLE_RATE, timing, tone
from flaming_horse_voice.project_places import VOICEOVERS
from flaming_horse_voice.runs import Run
from flaming_horse_voice.temporary import temporary_folder

_CLASS, _MODULE = "TriedScene", "scenes/scene.py"
TRYING = "does every scene fit"
"""What the terminal says while storyboards are tried."""


@dataclass(frozen=True, slots=True)
class Findings:
    """What a trial found. `seconds` is each scene's length by the tone voice's pace, by its id."""

    misfits: tuple[Misfit, ...]
    seconds: Mapping[str, float]


@dataclass(slots=True)
class Trial:
    """Tries storyboards; a context manager that keeps the processes that lay scenes out.

    What was tried is remembered by its content for as long as it is open: when a storyboard is
    tried again, only scenes that changed are laid out.
    """

    settings: Settings
    on_scene: Callable[[int, int], None] = lambda done, total: None  # noqa: ARG005 - its names
    _closing: list[Any] = field(default_factory=list[Any])
    _runner: Runner | None = None

    def __enter__(self) -> Self:
        scratch = temporary_folder()
        folder = Path(scratch.__enter__())
        self._closing.append(scratch)
        store = Store(folder / "store")
        executor = LocalExecutor(self.settings.workers.value, store, log=folder / "log")
        journal = Journal(folder / "journal.jsonl")
        self._runner = Runner(store, executor, journal, LastRuns(folder / "last"))
        return self

    def __exit__(self, kind: type[BaseException] | None, *details: object) -> None:
        assert self._runner is not None
        try:
            self._runner.__exit__(kind, *details)
        finally:
            self._closing.pop().__exit__(kind, *details)

    def findings(self, storyboard: Storyboard, pictures: Mapping[str, bytes]) -> Findings:
        """What of a storyboard cannot be spoken, laid out or shown; `pictures` are its files.

        Raises MachineFailed where the machine gives up; no scene's fault is raised.
        """
        spoken, refused = put_into_words(storyboard, self.settings.voice)
        misfits = [misfit for misfit, _ in refused]
        said = {line.id: line for line in spoken}
        seconds: dict[str, float] = {}
        tried = [scene for scene in storyboard.scenes if scene.code is None]
        waiting = [(s, self._laid_out(storyboard, s, said, pictures)) for s in tried]
        for number, (scene, future) in enumerate(waiting, 1):
            found, seconds[scene.id] = self._found(scene, future)
            misfits += found
            self.on_scene(number, len(waiting))
        return Findings(tuple(misfits), seconds)

    def misfits(self, project: Project, storyboard: Storyboard) -> list[tuple[Misfit, Place]]:
        """What of a project's storyboard cannot be spoken, laid out or shown, each with its place.

        A scene whose module a person edited is drawn from that, and its layout is not told.

        Raises MachineFailed as `findings` does.
        """
        files = script_files(project, storyboard)[1:]
        pictures = {str(file.relative_to(project.folder)): file.read_bytes() for file in files}
        places = {scene.id: scene.place for scene in storyboard.scenes}
        places |= {line.id: line.place for line in storyboard.lines}
        generated = (scene for scene in storyboard.scenes if scene.code is None)
        edited = {s.id for s in generated if planned_module(project, storyboard, s).edited}
        misfits = self.findings(storyboard, pictures).misfits
        return [
            (misfit, places[misfit.line or misfit.scene])
            for misfit in misfits
            if misfit.kind == "words" or misfit.scene not in edited
        ]

    def _laid_out(
        self,
        storyboard: Storyboard,
        scene: Scene,
        said: Mapping[str, SpokenLine],
        pictures: Mapping[str, bytes],
    ) -> Future[Result]:
        assert self._runner is not None
        store = self._runner.store
        lines = [_take(said[li.id]) if li.id in said else _silent(li.id, scene.id)
                 for li in scene.lines]  # fmt: skip
        # Not called `tone`: the film's own voice is not known here, and a mark takes no room.
        voice = VoiceIdentity("trial", "", "", "", storyboard.settings.language)
        index = json.dumps(Narration(voice, tuple(lines)).as_json(), ensure_ascii=False)
        source = scene_source(storyboard, scene, _CLASS)
        inputs = {
            _MODULE: store.put_bytes(source.encode()),
            f"{VOICEOVERS}/takes.json": store.put_bytes(index.encode()),
            **{f"{VOICEOVERS}/{line.file}": store.put_bytes(_sound(scene, line)) for line in lines},
        }
        for visual in scene.visuals:
            for name in KINDS[visual.kind].files(visual.data):
                if name in pictures:
                    inputs[name] = store.put_bytes(pictures[name])
        frame = smallest_like(quality("draft", storyboard.settings.shape))
        action = Action(
            name=f"trial {scene.id}",
            phase="plan",
            function="flaming_horse.render.trial:try_scene",
            inputs=tuple(sorted(inputs.items())),
            params={
                "module": _MODULE, "class": _CLASS, "scene": scene.id, "dry_run": True,
                "width": frame.width, "height": frame.height, "fps": frame.fps,
                "versions": {name: installed_version(name) for name in DRAWN_WITH},
            },
            code=drawing_source(scene),
            label=scene.title,
            hints={**scene_limits(self.settings), "fails_as": "SceneFailed"},
        )  # fmt: skip
        return self._runner.submit(action)

    def _found(self, scene: Scene, future: Future[Result]) -> tuple[list[Misfit], float]:
        """The misfits of a scene, and its length; a scene that ends its process has one."""
        assert self._runner is not None
        try:
            result = future.result()
        except SceneFailed as failed:
            return [Misfit(scene.id, "", "scene", failed.what)], 0.0
        file = self._runner.store.path_of(result.outputs["trial.json"])
        told = json.loads(file.read_text(encoding="utf-8"))
        return [Misfit.from_json(misfit) for misfit in told["misfits"]], float(told["seconds"])


def _take(line: SpokenLine) -> RecordedLine:
    """A line as the tone voice would time it."""
    samples, times = timing(line.speech)
    return RecordedLine(
        line.id, line.scene, line.runs, line.speech, line.words, line.id, f"{line.id}.flac",
        SAMPLE_RATE, max(samples, 1), times, "model",
    )  # fmt: skip


def _sound(scene: Scene, line: RecordedLine) -> bytes:
    """The sound file of a take, which nobody hears: tones where a picture is drawn of it."""
    if not any(KINDS[visual.kind].hears for visual in scene.visuals):
        return b""
    import soundfile

    sound = tone(line.speech or "nothing")
    file = BytesIO()
    soundfile.write(file, sound.samples, sound.sample_rate, format="FLAC", subtype="PCM_16")
    return file.getvalue()


def _silent(line_id: str, scene_id: str) -> RecordedLine:
    """A line that cannot be spoken, which is told: a second of nothing."""
    return RecordedLine(
        line_id, scene_id, (Run("…"),), "", (), line_id, f"{line_id}.flac", SAMPLE_RATE,
        SAMPLE_RATE, (), "model",
    )  # fmt: skip


MOST_REPAIRS, MOST_ROUNDS = 24, 48
"""Rounds in which everything is tried, and in all; after those what does not fit is left out."""


_REMEDY = (
    "This is a fault of the conversion: please report it with the document. Until it is mended, "
    "leave out of the document what does not fit."
)


def fitted(
    converted: Converted,
    settings: Settings,
    on_scene: Callable[[int, int], None] = lambda done, total: None,  # noqa: ARG005 - its names
) -> Converted:
    """The conversion with all that does not fit, or cannot be spoken, repaired and told.

    `on_scene` is told how many scenes of a round are tried, and of how many. Raises WrongInput
    where nothing is left of the document, SceneFailed where something cannot be made to fit, and
    MachineFailed.
    """
    with Trial(settings, on_scene) as trial:
        made, changes = repaired_by(trial, converted)
    return replace(made, notes=(*converted.notes, *counted(changes)))


def repaired_by(trial: Trial, converted: Converted) -> tuple[Converted, tuple[Change, ...]]:
    """The conversion repaired until the trial finds nothing more, and what was changed.

    Raises SceneFailed where no repair changes anything: the film would fail when it is built.
    """
    changes: list[Change] = []
    number = 0
    while True:
        storyboard = parsed(converted.text, converted.pictures)
        misfits = trial.findings(storyboard, converted.pictures).misfits
        if not misfits:
            return converted, tuple(changes)
        before = converted.text
        last = number >= MOST_REPAIRS
        converted, more = repaired(converted, storyboard, misfits, last=last)
        changes += more
        number += 1
        if converted.text == before or number > MOST_ROUNDS:
            raise SceneFailed(misfits[0].what, remedy=_REMEDY)
