"""`approve`: a person has looked at the plan, the script or the film; and how these stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast, get_args

from flaming_horse.build import finished_film
from flaming_horse.config import Options
from flaming_horse.errors import WrongInput
from flaming_horse.film.report import failure
from flaming_horse.project import Project
from flaming_horse.writing import gates, plan_writing
from flaming_horse.writing.approvals import read_approvals
from flaming_horse.writing.project_storyboard import script_files, storyboard_of


def approve(project: Project, what: str | None, options: Options) -> dict[str, Any]:
    """Bind an approval to the present content; `what` None: what waits first.

    Raises:
        WrongInput: it is not there, or has errors; nothing is approved then.
    """
    if what is not None and what not in get_args(gates.What):
        raise WrongInput(
            f"{what!r} is nothing that can be approved",
            remedy=f"Give one of: {', '.join(get_args(gates.What))}.",
        )
    chosen = cast("gates.What", what) if what else _first_waiting(project, options)
    files = _files(project, chosen, options)
    new = gates.approve(project, files)
    answer: dict[str, Any] = {
        "project": project.name,
        "approved": chosen,
        "file": str(files[0]),
        "new": new,
    }
    if chosen == "script":
        storyboard = storyboard_of(project)
        answer["to_look_at"] = plan_writing.to_look_at(project, storyboard)
    if chosen == "film":
        answer["failed_checks"] = _failed_checks(project, files[0])
    return answer


def approved_as_text(answer: dict[str, Any]) -> str:
    """What was approved, and how it goes on."""
    already = "" if answer["new"] else " already"
    rows = [f"the {answer['approved']} is approved{already}, as it stands in {answer['file']}"]
    if answer.get("failed_checks"):
        rows.append(f"  although it did not pass its checks: {answer['failed_checks']}")
    rows += [f"  to look at: {each}" for each in answer.get("to_look_at", ())]
    if answer["approved"] != "film":
        rows.append(f"  to go on: flaming-horse build {answer['project']}")
    return "\n".join(rows)


@dataclass(frozen=True, slots=True)
class Standings:
    """How plan, script and film stand, and which of them the work waits for."""

    review: Mapping[str, str]
    waits_for: str | None


def standings(project: Project, options: Options) -> Standings:
    """How what a person approves stands.

    Nothing stands anywhere where nobody is to look and nothing was approved.
    """
    approvals = read_approvals(project)
    told: dict[str, str] = {}
    if not (approvals.review or approvals.approved):
        return Standings(told, None)
    for what in get_args(gates.What):
        try:
            files = _files(project, what, options)
        except WrongInput:
            continue
        told[what] = gates.standing(project, files)
    next_gate = "script" if project.storyboard.exists() else "plan"
    waits = approvals.review and told.get(next_gate, "approved") != "approved"
    return Standings(told, next_gate if waits else None)


def _first_waiting(project: Project, options: Options) -> gates.What:
    if not project.storyboard.exists():
        return "plan"
    script = _files(project, "script", options)
    return "film" if gates.standing(project, script) == "approved" else "script"


def _files(project: Project, what: gates.What, options: Options) -> list[Path]:
    """What is approved together, the file that names it first.

    Raises:
        WrongInput: it is not there, or cannot be read.
    """
    if what == "plan":
        plan_writing.planned_topic(project)
        return [project.plan]
    if what == "script":
        return script_files(project, storyboard_of(project))
    return [finished_film.film_file(project, options)]


def _failed_checks(project: Project, film: Path) -> str:
    """What failed in the film's report; empty when nothing did."""
    report = finished_film.own_report(project, film.stem)
    if report is None:
        return "there is no report of it that was made here; flaming-horse check makes one"
    failed = failure(report)
    return failed.what if failed else ""
