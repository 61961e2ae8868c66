"""A film's report as a file, and one that did not pass as an error."""

from __future__ import annotations

import json
from pathlib import Path

from flaming_horse.errors import FilmFailed
from flaming_horse.model.report import Report
from flaming_horse_voice.files import write_if_changed
from flaming_horse_voice.json_files import read_json


def write_report(report: Report, path: Path) -> None:
    """Write the report, whole or not at all."""
    text = json.dumps(report.as_json(), indent=1, ensure_ascii=False) + "\n"
    write_if_changed(path, text.encode())


def read_report(path: Path) -> Report:
    """The report in a file. Raises FileNotFoundError, or Unreadable for what is none."""
    return read_json(path, Report.from_json)


def failure(report: Report) -> FilmFailed | None:
    """The error that a report stands for; None when it passed.

    One finding a line: the check, what was measured, what is allowed, and where.
    """
    failed = report.failed_checks
    if not failed:
        return None
    rows: list[str] = []
    for check in failed:
        measured = "not measurable" if check.measured is None else f"{check.measured:g}"
        rows.append(f"{check.name}: {measured} (allowed: {check.limit})")
        rows += [f"  {place}" for place in check.where]
    many = f"{len(failed)} checks" if len(failed) > 1 else "1 check"
    return FilmFailed(
        f"{report.film.path} did not pass {many}:\n  " + "\n  ".join(rows),
        remedy="The film is kept, so that you can look at these places.",
    )
