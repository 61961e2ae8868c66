"""The phase `assemble`: clips and takes become the film, which is then measured."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from flaming_horse.engine.action import Action, installed_version, source_digest
from flaming_horse.engine.result import Result
from flaming_horse.engine.store import Store
from flaming_horse.errors import FilmFailed
from flaming_horse.film.phrases import as_shown
from flaming_horse.film.report import read_report
from flaming_horse.model.narration import Narration
from flaming_horse.model.report import Report
from flaming_horse.model.storyboard import Storyboard
from flaming_horse.project import FILM_FILES, Project
from flaming_horse_voice.runs import written_runs

_LONGEST_S, _LONGEST_SHARE = 1800.0, 20.0
"""Seconds until putting together is taken for stuck: so many, and so many for each of speech. On
two busy cores it takes 0.2 for each (measured)."""
_PUT_TOGETHER_WITH = ("av", "numpy", "soundfile", "soxr", "pysubs2")


def assemble_action(
    project: Project,
    store: Store,
    storyboard: Storyboard,
    narration: Narration,
    clips: Sequence[Result],
    name: str,
) -> Action:
    """The action that makes the film and everything beside it; `clips` in the film's order."""
    index = json.dumps(narration.as_json(), ensure_ascii=False, indent=1)
    takes = project.takes_index.relative_to(project.folder)
    inputs = {takes.as_posix(): store.put_bytes(index.encode())}
    for line in narration.lines:
        file = (takes.parent / line.file).as_posix()
        inputs[file] = store.put_file(project.master(line.file))
    order = [f"{number:02d}" for number in range(1, len(clips) + 1)]
    for number, clip in zip(order, clips, strict=True):
        for file, digest in clip.outputs.items():
            inputs[f"clips/{number}/{file}"] = digest
    spoken_s = sum(line.samples / line.sample_rate for line in narration.lines)
    settings = storyboard.settings
    # Only what a film has: nothing else need change the keys of films without it.
    given: dict[str, Any] = {}
    if settings.music:
        given["music"] = settings.music.file
        inputs[f"music/{settings.music.file}"] = store.put_file(
            project.folder / settings.music.file
        )
    if settings.room_tone is not None:
        given["room_tone"] = settings.room_tone
    if references := {line.id: list(line.sources) for line in storyboard.lines if line.sources}:
        given["references"] = references
    return Action(
        name=f"assemble {name}",
        phase="assemble",
        function="flaming_horse.film.assemble:assemble_film",
        inputs=tuple(sorted(inputs.items())),
        params={
            "name": name,
            "title": as_shown(settings.heading or written_runs(settings.title)),
            "language": settings.language,
            "summary": settings.summary,
            "order": order,
            **given,
            "versions": {package: installed_version(package) for package in _PUT_TOGETHER_WITH},
        },
        code=source_digest("flaming_horse.film", "flaming_horse.model", "flaming_horse_voice.runs"),
        label=settings.title,
        hints={"fails_as": "FilmFailed", "deadline_s": _LONGEST_S + _LONGEST_SHARE * spoken_s},
    )


def publish(project: Project, store: Store, result: Result, name: str) -> list[Path]:
    """Put the film and what belongs to it into `media/`; files that are right already stay.

    Raises:
        FilmFailed: the result holds other files than those of a film of this name.
    """
    expected = {f"{name}.{ending}" for ending in FILM_FILES}
    odd = (result.outputs.keys() ^ expected) - {f"{name}.poster.png"}  # a black film has none
    if odd:
        raise FilmFailed(
            f"the film's result in the store is not what was made: {', '.join(sorted(odd))}",
            remedy="Forget it: flaming-horse reset assemble, and build again.",
        )
    files: list[Path] = []
    for file, digest in sorted(result.outputs.items()):
        target = project.media / file
        if file != report_name(name):
            store.materialise(digest, target, within=project.folder)
        files.append(target)
    return files


def measured_report(store: Store, result: Result, name: str) -> Report:
    """The report as the assembled film was measured."""
    return read_report(store.path_of(result.outputs[report_name(name)]))


def report_name(name: str) -> str:
    """The report's file name for a film's name."""
    return f"{name}.report.json"
