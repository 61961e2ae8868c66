"""Write a film's report, and turn one that did not pass into an error."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flaming_horse.errors import FilmFailed
from flaming_horse.model.report import Report


def write_report(report: Report, path: Path) -> None:
    path.write_text(json.dumps(report.as_json(), indent=1, ensure_ascii=False) + "\n", "utf-8")


def failure(report: Mapping[str, Any]) -> FilmFailed | None:
    """The error that a report (as JSON) stands for; None when it passed.

    One finding a line: the check, what was measured, what is allowed, and where.
    """
    failed = [check for check in report["checks"] if not check["passed"]]
    if not failed:
        return None
    rows: list[str] = []
    for check in failed:
        measured = "not measurable" if check["measured"] is None else f"{check['measured']:g}"
        rows.append(f"{check['name']}: {measured} (allowed: {check['limit']})")
        rows += [f"  {place}" for place in check["where"]]
    path = report["film"]["path"]
    many = f"{len(failed)} checks" if len(failed) > 1 else "1 check"
    return FilmFailed(
        f"{path} did not pass {many}:\n  " + "\n  ".join(rows),
        remedy="The film is kept, so that you can look at these places.",
    )
