"""What was brought into a project or written for it, so that a person's edits are never lost.

`.flaming-horse/source.json` remembers the digests of what was taken; a file that differs from its
digest was edited, and is not overwritten.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flaming_horse.config import FORMAT, SETTINGS_FILE
from flaming_horse.errors import Place, WrongInput
from flaming_horse.project import Project, write_text
from flaming_horse_voice.files import Unreadable, digest_text
from flaming_horse_voice.json_files import as_object, as_text, read_json
from flaming_horse_voice.trust import Trust

_REGISTER = "source.json"
_SETTINGS = f"""format = {FORMAT}

[film]
# quality = "1080p30"     # draft, 720p30, 1080p30, 1080p60, 1440p60, 2160p60

[llm]
# preset = "ollama"       # or base_url = "…": who writes a storyboard from a topic
# model = "…"             # a key is never written here: FLAMING_HORSE_LLM_API_KEY

[voice]
# service = "kokoro"      # `flaming-horse voice list` names the voices of this machine
"""


def take_script(project: Project, text: str, origin: str, *, by_person: bool = True) -> str:
    """Make a text the project's storyboard; what was done, in a sentence.

    What is `by_person` is never overwritten for a topic.

    Raises:
        WrongInput: it would overwrite a person's edits.
    """
    refuse_another(project, text, origin)
    if project.storyboard.exists() and _present(project) == text:
        return f"{project.name} has {origin} already"
    write_text(project.storyboard, text)
    remember(project, digest=digest_text(text), by_person=origin if by_person else None)
    if not (project.folder / SETTINGS_FILE).exists():
        write_text(project.folder / SETTINGS_FILE, _SETTINGS)
    return f"{project.name} takes {origin}"


def refuse_another(project: Project, text: str, origin: str) -> None:
    """Raise WrongInput where taking the text would overwrite a person's edits.

    What belongs to a script is brought between this and `take_script`: a project that has its
    storyboard is whole, whatever stopped the command that made it.
    """
    if project.storyboard.exists() and _present(project) != text:
        refuse_edited(project, origin)


def _present(project: Project) -> str:
    return project.storyboard.read_text(encoding="utf-8", errors="replace")


def refuse_edited(project: Project, origin: str) -> None:
    """Raise WrongInput where the storyboard is not as it was taken into the project."""
    if remembered(project).get("digest") != digest_text(_present(project)):
        raise WrongInput(
            f"{project.storyboard} was edited and differs from {origin}",
            place=Place(str(project.storyboard)),
            remedy=f"To build what is there: flaming-horse build {project.name}\n"
            "  To take the other text, move that file away first, or use another name.",
        )


def remember(project: Project, **facts: Any) -> None:
    """Remember what was taken into the project, or written for it."""
    write_text(project.hidden / _REGISTER, json.dumps(remembered(project) | facts) + "\n")


def remembered_source(project: Project, trust: Trust) -> Path | None:
    """The documents that the project was begun with; None for none.

    Raises:
        WrongInput: they, or the plan or the script, lie outside of a project that is not the
            user's own: its author would choose which of the user's files are sent.
    """
    brief = remembered(project).get("brief") or {}
    named = brief.get("source") if isinstance(brief, dict) else None
    source = Path(str(named)) if named else None
    if trust.own:
        return source
    files = [project.plan, project.storyboard, *([source, *_below(source)] if source else ())]
    for file in files:
        if not file.resolve().is_relative_to(project.folder.resolve()):
            raise WrongInput(
                f"this project {trust.why}, and what it would send lies outside of it: {file}",
                place=Place(str(project.hidden / _REGISTER if source else file)),
                remedy="If the film is to explain that, name it yourself in a project of your own: "
                "flaming-horse create NAME --topic … --source FILE",
            )
    return source


def _below(folder: Path) -> Iterator[Path]:
    for here, _, names in os.walk(folder):
        yield from (Path(here) / name for name in names)


def remembered(project: Project) -> dict[str, Any]:
    """What was taken into the project before: the digests of the script and of its files."""
    try:
        return read_json(project.hidden / _REGISTER, _facts_in)
    except (FileNotFoundError, Unreadable):
        return {}


def _facts_in(told: Any) -> dict[str, Any]:
    """The facts, each of its kind; raises TypeError for others."""
    facts = as_object(told)
    for name in {"digest", "plan", "old"} & facts.keys():
        as_text(facts[name])
    for name in {"written", "pictures", "brief", "document"} & facts.keys():
        listed = as_object(facts[name])
        if name not in {"brief", "document"}:
            facts[name] = {file: as_text(digest) for file, digest in listed.items()}
    return facts
