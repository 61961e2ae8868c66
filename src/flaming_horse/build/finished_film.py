"""The finished film of a project: which file it is, what of it can be believed, its checks again.

A film's report and its timeline lie in `media/`, where anybody can have written them. Signatures
of them lie in `.flaming-horse/films`; without one the film counts as not checked, and nothing that
its timeline says of the voice is believed.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from flaming_horse.build import assemble
from flaming_horse.config import Options, Settings, settings_of
from flaming_horse.errors import WrongInput
from flaming_horse.film.report import read_report, write_report
from flaming_horse.model.report import Report
from flaming_horse.model.storyboard import Storyboard
from flaming_horse.project import Project, write_text
from flaming_horse.writing.project_storyboard import storyboard_of
from flaming_horse_voice.files import Unreadable, digest_file
from flaming_horse_voice.json_files import as_object, as_text, read_json
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
        report = read_report(Path(scratch) / assemble.report_name(name))
    if known := own_report(project, name):
        report = replace(report, phases=known.phases)
    write_report(report, project.media / assemble.report_name(name))
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
