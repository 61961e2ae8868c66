"""The phase `plan` from a topic: the outline, the script, and changes that a person asks for.

`write_outline` writes `plan.md`, and `write_script` the storyboard from what then stands in that
file, so that a gate can stand behind each.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from flaming_horse.config import Options, settings_of
from flaming_horse.errors import Place, WrongInput
from flaming_horse.model.storyboard import Storyboard
from flaming_horse.project import Project, write_text
from flaming_horse.writing.model_writer import ModelWriter
from flaming_horse.writing.origins import refuse_edited, remember, remembered, take_script
from flaming_horse_voice.files import digest_text

if TYPE_CHECKING:
    from flaming_horse.writers.llm.outline_markdown import Plan
from flaming_horse.storyboard.reader import read_text


def write_outline(project: Project, writer: ModelWriter) -> str:
    """The first step from a topic: the outline in `plan.md`; what was done, in a sentence.

    A plan for the same topic stays as it is, edited or not, and nobody is asked for another.

    Raises:
        WrongInput: a person edited a plan for another topic, or it cannot be read.
        WriterFailed: the model gives none that can be used; its draft is kept.
    """
    from flaming_horse.writers.llm import outline_markdown as page

    file = project.plan
    if file.exists():
        present = page.read_plan(file)
        if _same(present.topic, writer.topic):
            return f"{project.name} has a plan already"
        written = remembered(project).get("plan")
        if written != digest_text(file.read_text(encoding="utf-8")):
            raise WrongInput(
                f"{file} was edited and is a plan for {present.topic!r}",
                place=Place(str(file)),
                remedy="Give that topic, move the file away first, or use another name.",
            )
    with writer.at("outline") as model:
        plan = model.outline(writer.topic)
    text = page.format_plan(plan)
    write_text(file, text)
    remember(project, plan=digest_text(text))
    scenes = len(plan.outline.scenes)
    writer.written(0, scenes)
    return f"{project.name} has a plan of {scenes} scenes by {writer.who}"


def write_script(project: Project, writer: ModelWriter) -> tuple[str, tuple[str, ...]]:
    """The second step: the storyboard from `plan.md` as it stands.

    What was done, in a sentence, and what a person should look at in it.

    A storyboard from this very plan stays, edited or not. One that a person edited is never
    overwritten.

    Raises:
        WrongInput: the plan has errors, or changed after the storyboard was edited.
        WriterFailed: a scene of the model cannot be used; its draft is kept.
    """
    from flaming_horse.writers.llm import outline_markdown as page

    plan = page.read_plan(project.plan)
    digest = digest_text(page.format_plan(plan))
    register = remembered(project)
    if project.storyboard.exists():
        written = dict(register.get("written") or {})
        if written.get("plan") == digest and written.get("storyboard") == register.get("digest"):
            return f"{project.name} has the script of its plan already", ()
        refuse_edited(project, f"a script from {project.plan}")
    scenes = len(plan.outline.scenes)
    with writer.at("script") as model:
        script = model.script(plan.outline, lambda n: writer.written(n, scenes))
    note = take_script(
        project, script.text, f"a script by {writer.who}{writer.cost}", by_person=False
    )
    remember(project, written={"plan": digest, "storyboard": digest_text(script.text)})
    return note, script.notes


def revised_plan(
    project: Project, writer: ModelWriter, wish: str
) -> tuple[str, str, tuple[str, ...]]:
    """The plan's text before and after a change that a person wishes, and what to look at in it.

    Raises:
        WrongInput: the plan has errors.
        WriterFailed: what the model gives cannot be used; its draft is kept.
    """
    from flaming_horse.writers.llm import outline_markdown as page
    from flaming_horse.writers.llm.revising import revised_plan as revised

    present = page.read_plan(project.plan)
    with writer.at("revision of the plan") as model:
        plan = revised(model.asker, model.watch, present, wish, model.sources)
    return _text(project.plan), page.format_plan(plan), ()


def revised_script(
    project: Project, writer: ModelWriter, wish: str
) -> tuple[str, str, tuple[str, ...]]:
    """The storyboard's text before and after a change, and what to look at in it.

    Raises as `revised_plan` does.
    """
    from flaming_horse.writers.llm.revising import revised_script as revised

    file = str(project.storyboard)
    read_text(project.storyboard)  # says what is wrong where it is no text
    before = _text(project.storyboard)
    plan = plan_if_good(project)
    outline = plan.outline if plan else None
    with writer.at("revision") as model:
        script = revised(
            model.asker,
            model.watch,
            before,
            file,
            wish,
            outline,
            model.sources,
            model.arithmetic,
        )
    return before, script.text, script.notes


def to_look_at(project: Project, storyboard: Storyboard) -> list[str]:
    """What a person should look at in a script, whoever wrote it, each with its place."""
    from flaming_horse.lint import check_storyboard

    plan = plan_if_good(project)
    found = check_storyboard(
        storyboard,
        minutes=plan.outline.minutes if plan else None,
        arithmetic=settings_of(project.folder, Options()).arithmetic.value,
    )
    return list(dict.fromkeys(each.in_file() for each in found))


def plan_if_good(project: Project) -> Plan | None:
    """The plan beside a script; None where there is none or it has errors: the film needs none."""
    from flaming_horse.writers.llm import outline_markdown as page

    try:
        return page.read_plan(project.plan) if project.plan.is_file() else None
    except WrongInput:
        return None


def _text(file: Path) -> str:
    """All of a file that has been read before, byte order mark and line ends as they are."""
    return file.read_bytes().decode()


def planned_topic(project: Project) -> str:
    """The topic of the plan as it stands. Raises WrongInput where it has errors."""
    from flaming_horse.writers.llm import outline_markdown as page

    return page.read_plan(project.plan).topic


def outdated_script(project: Project) -> str:
    """A note where the plan has changed since the script was written from it; else nothing."""
    from flaming_horse.writers.llm import outline_markdown as page

    written = dict(remembered(project).get("written") or {}).get("plan")
    plan = plan_if_good(project)
    if written is None or (plan and written == digest_text(page.format_plan(plan))):
        return ""
    return (
        f"{project.plan} has changed since the script was written from it, and the film follows "
        f"the script; to have it written anew: flaming-horse create {project.name} --topic …"
    )


def _same(one: str, other: str) -> bool:
    return one.casefold().split() == other.casefold().split()
