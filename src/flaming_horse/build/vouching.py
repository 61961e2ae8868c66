"""What is remembered of a film that was made or measured here, so that its files can be believed.

A film's report and its timeline lie in `media/`, where anybody can have written them. Signatures
of them lie in `.flaming-horse/films`; without one the film counts as not checked, and nothing that
its timeline says of the voice is believed.
"""

from __future__ import annotations

import json
from pathlib import Path

from flaming_horse.film.report import read_report
from flaming_horse.model.report import Report
from flaming_horse.project import Project, write_text
from flaming_horse_voice.files import Unreadable, digest_file
from flaming_horse_voice.json_files import as_object, as_text, read_json
from flaming_horse_voice.signatures import is_signed, sign


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
