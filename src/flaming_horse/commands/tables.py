"""What the commands of films found out, as text for a person."""

from __future__ import annotations

from flaming_horse.build.build_scenes import Edits
from flaming_horse.build.look import Outlook, Status
from flaming_horse.build.pipeline import Outcome
from flaming_horse.model.report import Report
from flaming_horse.model.scene_module import AGAIN


def outcome_as_text(outcome: Outcome) -> str:
    """What a person wants to know at the end of a build."""
    spoken, drawn = outcome.phases["precache_voiceovers"], outcome.phases["final_render"]
    made = (
        f"{spoken.done - spoken.reused} of {spoken.total} lines spoken, "
        f"{drawn.done - drawn.reused} of {drawn.total} scenes drawn"
    )
    lasts = float(outcome.report.film.duration)
    rows = [
        f"{outcome.film}  ({lasts:.1f} s of film, built in {outcome.seconds:.1f} s)",
        f"  {made}; voice: {outcome.voice}",
        *_edits(outcome.edits),
        report_as_text(outcome.report),
    ]
    return "\n".join(rows)


def report_as_text(report: Report) -> str:
    """The film's checks, a row for each, with what was measured."""
    rows = [
        f"  {'ok  ' if check.passed else 'FAIL'} {check.name}: "
        f"{_figure(check.measured)} (limit {check.limit})"
        for check in report.checks
    ]
    for check in report.failed_checks:
        rows += [f"       {check.name}: {place}" for place in check.where]
    passed = "passed all checks" if report.passed else "did not pass its checks"
    return "\n".join([*rows, f"  the film {passed}"])


def _figure(value: float | None) -> str:
    if isinstance(value, float):
        return f"{value:.2f}"
    return "not measured" if value is None else str(value)


def status_as_text(status: Status) -> str:
    """How far a film is, and how it goes on."""
    rows = [f"{status.project}: {status.title}"]
    rows += [f"  {name:<20} {count.done}/{count.total}" for name, count in status.phases.items()]
    rows += [f"  {name:<20} {value}" for name, value in status.settings.items()]
    stands = ", ".join(f"{what} {how}" for what, how in status.standings.review.items())
    rows += [f"  {'review':<20} {stands}"] if stands else []
    if status.script is not None:
        rows += _edits(status.script.edits)
        rows += [f"  {note}" for note in status.script.unused_takes]
    if what := status.standings.waits_for:
        rows.append(f"  to go on: flaming-horse approve {what} --project {status.project}")
    elif status.film:
        verdict = {True: "passed its checks", False: "did NOT pass its checks", None: "unchecked"}
        rows.append(f"  film: {status.film} ({verdict[status.passed]})")
    else:
        rows.append(f"  to go on: flaming-horse build {status.project}")
        rows += [f"  there is {film}" for film in status.films]
    if status.last_error:
        rows.append(f"  the last build stopped: {status.last_error}")
    if status.left_by_0_1:
        rows.append(
            "  looks like what version 0.1.0 left half written (if you know none, delete it):"
        )
        rows += [f"    {name}" for name in status.left_by_0_1]
    return "\n".join(rows)


def outlook_as_text(outlook: Outlook) -> str:
    """What the next build makes, a row for each with its reason."""
    if not outlook.will_make:
        return f"{outlook.project}: everything is up to date"
    rows = [f"  {node.phase:<20} {node.name}: {node.why}" for node in outlook.will_make]
    return "\n".join([f"{outlook.project}: the next build makes", *rows])


def _edits(edits: Edits) -> list[str]:
    """What a person should know about the files they edited, a row for each."""
    behind = "; the storyboard's scene has changed since, and that change is NOT in it"
    rows: list[str] = []
    for file in edits.yours:
        late = file in edits.behind
        rows.append(f"  yours, kept as it is: {file}{behind if late else ''}")
        rows += [f"    ({AGAIN})"] if late else []
    unused = "yours, but no scene of the storyboard uses it any more"
    return [*rows, *(f"  {unused}: {file}" for file in edits.left_over)]
