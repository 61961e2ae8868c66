"""The film of a project: how it is put together, which file it is, what of it can be believed.

A film's report and its timeline lie in `media/`, where anybody can have written them. Signatures
of them lie in `.flaming-horse/films`; without one the film counts as not checked, and nothing that
its timeline says of the voice is believed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from flaming_horse.config import Options, Settings, settings_of
from flaming_horse.engine.action import Action, installed_version, source_digest
from flaming_horse.engine.result import Result
from flaming_horse.engine.store import Store
from flaming_horse.errors import FilmFailed, WrongInput
from flaming_horse.film.phrases import as_shown
from flaming_horse.film.report import read_report, write_report
from flaming_horse.model.narration import Narration
from flaming_horse.model.report import PhaseReport, Report
from flaming_horse.model.storyboard import Storyboard
from flaming_horse.project import FILM_FILES, Project, write_text
from flaming_horse.writing.project_storyboard import storyboard_of
from flaming_horse_voice.files import Unreadable, digest_file
from flaming_horse_voice.json_files import as_object, as_text, read_json
from flaming_horse_voice.runs import written_runs
from flaming_horse_voice.signatures import is_signed, sign
from flaming_horse_voice.temporary import temporary_folder
from flaming_horse_voice.trust import trust_of


def film_name(project: Project, settings: Settings, storyboard: Storyboard) -> str:
    """The film's file name, without its ending."""
    written = storyboard.settings
    return project.film_name(settings.quality.value, written.shape, written.language)


def film_file(project: Project, options: Options) -> Path:
    """The film's file.

    Raises:
        WrongInput: there is no film of this quality; those that are there are named.
    """
    settings = settings_of(project.folder, options)
    film = project.media / f"{film_name(project, settings, storyboard_of(project))}.mp4"
    if not film.is_file():
        there = ", ".join(project.films()) or "no film at all"
        raise WrongInput(
            f"there is no film {film.name} (quality {settings.quality}); in media: {there}",
            remedy="Choose another with --quality, or build this one first.",
        )
    return film


def check(project: Project, options: Options) -> Report:
    """Measure the finished film again and write its report.

    Raises:
        WrongInput: there is no film of this quality; those that are there are named.
        FilmFailed: it cannot be read.
    """
    from flaming_horse.film.assemble import check_film

    name = film_file(project, options).stem
    with temporary_folder() as scratch:
        own = trust_of(project.folder).own or is_timeline_ours(project, name)
        check_film(project.media, Path(scratch), {"name": name, "vouched": own})
        report = read_report(Path(scratch) / report_name(name))
    if known := own_report(project, name):
        report = replace(report, phases=known.phases)
    write_report(report, project.media / report_name(name))
    vouch(project, name, built=False)
    return report


def vouch(project: Project, name: str, *, built: bool) -> None:
    """Sign the film's report as it lies in `media/`, and its timeline where it was `built` here."""
    signed = {"report": _sign(project, name, "report")}
    if built or is_timeline_ours(project, name):
        signed["timeline"] = _sign(project, name, "timeline")
    write_text(_file(project, name), json.dumps(signed, indent=1) + "\n")


def is_timeline_ours(project: Project, name: str) -> bool:
    """Whether the film's timeline, with what it says of the voice, was written here."""
    return _is_ours(project, name, "timeline")


def verdict(project: Project, name: str) -> bool | None:
    """Whether the film as it lies there passed its checks; None where nobody here measured it."""
    report = own_report(project, name)
    return report.passed if report else None


def own_report(project: Project, name: str) -> Report | None:
    """The report of this very film, measured here; None for any other."""
    if not _is_ours(project, name, "report"):
        return None
    try:
        return read_report(project.media / f"{name}.report.json")
    except (OSError, Unreadable):
        return None


def _sign(project: Project, name: str, what: str) -> str:
    return sign(f"film {what}", _content(project, name, what))


def _is_ours(project: Project, name: str, what: str) -> bool:
    try:
        signed = read_json(_file(project, name), as_object, limit=10_000)
        return is_signed(f"film {what}", _content(project, name, what), as_text(signed[what]))
    except (OSError, KeyError, TypeError, Unreadable):
        return False


def _content(project: Project, name: str, what: str) -> bytes:
    """What a signature is of: the name and the digests; a report is one of the film beside it."""
    files = [project.media / f"{name}.timeline.json"]
    if what == "report":
        files = [project.media / f"{name}.report.json", project.media / f"{name}.mp4"]
    return "\n".join([name, *map(digest_file, files)]).encode()


def _file(project: Project, name: str) -> Path:
    return project.hidden / "films" / f"{name}.json"


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


def report_name(name: str) -> str:
    """The report's file name for a film's name."""
    return f"{name}.report.json"


def report_of_build(
    project: Project, store: Store, film: Result, name: str, phases: Mapping[str, PhaseReport]
) -> Report:
    """The report as it lies beside a film that was just published; `phases` are the build's."""
    report = read_report(store.path_of(film.outputs[report_name(name)]))
    known = own_report(project, name)
    # A report of this very film stays: it tells what making it took, not that nothing was left.
    if known is None or replace(known, phases={}) != report:
        known = replace(report, phases=phases)
    write_report(known, project.media / report_name(name))
    vouch(project, name, built=True)
    return known
