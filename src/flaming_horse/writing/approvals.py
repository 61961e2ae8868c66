"""`approvals.json`: what a person approved, each bound to the content that it had then."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from flaming_horse.errors import Place, WrongInput
from flaming_horse.project import Project, write_text
from flaming_horse_voice.files import Unreadable
from flaming_horse_voice.json_files import read_json

FILE = "approvals.json"
FORMAT = 1
_LARGEST = 1 << 20
"""Bytes: an approval takes 150."""
Standing = Literal["approved", "changed since it was approved", "not approved"]


@dataclass(frozen=True, slots=True)
class Approval:
    """`digest` is the SHA-256 of what was approved, `at` the time (ISO 8601, UTC)."""

    digest: str
    at: str


@dataclass(frozen=True, slots=True)
class Approvals:
    """A project's approvals by file, relative to the project.

    `review`: whether the plan and the script wait for an approval; None where nobody decided it.
    """

    review: bool | None = None
    approved: dict[str, Approval] = field(default_factory=dict[str, Approval])

    def standing(self, name: str, digest: str) -> Standing:
        """How a file whose content has this digest stands."""
        approval = self.approved.get(name)
        if approval is None:
            return "not approved"
        return "approved" if approval.digest == digest else "changed since it was approved"


def read_approvals(project: Project) -> Approvals:
    """What was approved; nothing where there is no such file.

    Raises:
        WrongInput: the file is none of ours. It is not taken for an empty one: a gate would shut,
            or open, without anybody's doing.
    """
    file = project.folder / FILE
    try:
        return read_json(file, _approvals_in, limit=_LARGEST)
    except FileNotFoundError:
        return Approvals()
    except Unreadable as bad:
        raise WrongInput(
            f"these approvals cannot be read: {bad.what}",
            place=Place(str(file)),
            remedy="Bring the file back, or delete it and approve again.",
        ) from None


def _approvals_in(told: Any) -> Approvals:
    """The approvals that a file tells; raises ValueError and its like for anything else."""
    review = told["review"]
    if told["format"] != FORMAT or not isinstance(review, bool | None):
        raise ValueError(told)
    listed: dict[str, Any] = told["approved"]
    return Approvals(
        review,
        {name: Approval(str(each["digest"]), str(each["at"])) for name, each in listed.items()},
    )


def decide_review(project: Project, review: bool) -> None:
    """Remember whether this project's plan and script wait for an approval."""
    _write(project, replace(read_approvals(project), review=review))


def note_approval(project: Project, file: Path, digest: str) -> None:
    """A person approved `file` with the content that has this digest."""
    present = read_approvals(project)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    name = file.relative_to(project.folder).as_posix()
    _write(project, replace(present, approved=present.approved | {name: Approval(digest, now)}))


def _write(project: Project, approvals: Approvals) -> None:
    listed = {name: {"digest": each.digest, "at": each.at}
              for name, each in sorted(approvals.approved.items())}  # fmt: skip
    told = {"format": FORMAT, "review": approvals.review, "approved": listed}
    write_text(project.folder / FILE, json.dumps(told, indent=1) + "\n")
