"""The phase `plan`: a storyboard comes into the project, from a script, a lesson, or a topic.

From a topic it takes two steps, so that a gate can stand behind each: `write_outline` writes
`plan.md`, and `write_script` the storyboard from what then stands in that file.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flaming_horse.config import FORMAT, SETTINGS_FILE
from flaming_horse.errors import Place, WrongInput
from flaming_horse.model.storyboard import Storyboard
from flaming_horse.phases.model_writer import ModelWriter
from flaming_horse.project import Project, digest_bytes, digest_text, write_bytes, write_text
from flaming_horse.storyboard import parse_storyboard, read_storyboard
from flaming_horse.writers.from_file import from_deck, from_script
from flaming_horse.writers.lessons import find_lesson, names_in_brief
from flaming_horse.writers.write_film import Converted

PLAN = "plan.md"

_SETTINGS = f"""format = {FORMAT}

[film]
# quality = "1080p30"     # draft, 720p30, 1080p30, 1080p60, 1440p60, 2160p60

[llm]
# preset = "ollama"       # or base_url = "…": who writes a storyboard from a topic
# model = "…"             # a key is never written here: FLAMING_HORSE_LLM_API_KEY

[voice]
# service = "kokoro"      # `flaming-horse voice list` names the voices of this machine
"""


def bring_script(project: Project, script: Path) -> str:
    """Take a person's script as the project's storyboard; what was done, in a sentence.

    A storyboard is taken as it is; other Markdown and notebooks are made into one. Nothing is
    written when the script has an error. A storyboard that was edited in the project is never
    overwritten.

    Raises:
        WrongInput: the script cannot be read, has errors, or would overwrite a person's edits.
    """
    converted = from_script(script)
    if converted is not None:
        return _bring_converted(project, script, converted)
    # Parsed where it lies, so that places and images are the ones its author knows.
    storyboard = read_storyboard(script)
    refuse_unusable_music(storyboard, script.parent)
    text = script.read_text(encoding="utf-8")
    note = _take(project, text, f"the script {script}")
    kept = _bring_files(project, _files(project, storyboard, script.parent))
    return _with_kept(note, kept)


def bring_slides(project: Project, slides: Path) -> str:
    """Take a deck of slides, made into a storyboard; what was done, in a sentence.

    Raises:
        WrongInput: the deck cannot be read, has errors, or would overwrite a person's edits.
    """
    return _bring_converted(project, slides, from_deck(slides))


def _bring_converted(project: Project, source: Path, converted: Converted) -> str:
    note = _take(project, converted.text, f"a storyboard made from {source}")
    kept = _bring_files(project, converted.pictures)
    rows = [_with_kept(note, kept), f"  edit it: {project.storyboard}"]
    if converted.notes:
        rows.append(f"  not taken over as it stands: {'; '.join(converted.notes)}")
    return "\n".join(rows)


def _with_kept(note: str, kept: list[str]) -> str:
    return f"{note}; edited in the project and kept: {', '.join(kept)}" if kept else note


def bring_lesson(project: Project, topic: str) -> str:
    """Take the built-in lesson that matches a topic; what was done, in a sentence.

    Raises:
        WrongInput: no lesson matches; the message lists them and the other ways.
    """
    lesson = find_lesson(topic)
    if lesson is None:
        raise WrongInput(
            f"no language model is configured, and no built-in lesson matches {topic!r}",
            remedy=f"Built-in lessons (`flaming-horse lessons` says more):\n"
            f"{names_in_brief('    ')}\n"
            "  Name one of them as the topic, or bring a script of your own, any Markdown with "
            "headings and paragraphs:\n"
            f"    flaming-horse create {project.name} --script FILE.md\n"
            "  or name a language model, which writes one: docs/from-a-topic.md.\n"
            "  Recorded examples of that need none: add --replay.",
        )
    parse_storyboard(lesson.text, f"lesson {lesson.name}")
    return _take(project, lesson.text, f"the built-in lesson {lesson.name!r}")


def write_outline(project: Project, writer: ModelWriter) -> str:
    """The first step from a topic: the outline in `plan.md`; what was done, in a sentence.

    A plan for the same topic stays as it is, edited or not, and nobody is asked for another.

    Raises:
        WrongInput: a person edited a plan for another topic, or it cannot be read.
        WriterFailed: the model gives none that can be used; its draft is kept.
    """
    from flaming_horse.writers.llm import outline_markdown as page

    file = project.folder / PLAN
    if file.exists():
        present = page.read_plan(file)
        if _same(present.topic, writer.topic):
            return f"{project.name} has a plan already"
        written = _taken(project.hidden / "source.json").get("plan")
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
    _note(project, plan=digest_text(text))
    scenes = len(plan.outline.scenes)
    writer.written(0, scenes)
    return f"{project.name} has a plan of {scenes} scenes by {writer.who}"


def write_script(project: Project, writer: ModelWriter) -> str:
    """The second step: the storyboard from `plan.md` as it stands; what was done, and its notes.

    A storyboard from this very plan stays, edited or not. One that a person edited is never
    overwritten.

    Raises:
        WrongInput: the plan has errors, or changed after the storyboard was edited.
        WriterFailed: a scene of the model cannot be used; its draft is kept.
    """
    from flaming_horse.writers.llm import outline_markdown as page

    plan = page.read_plan(project.folder / PLAN)
    digest = digest_text(page.format_plan(plan))
    register = _taken(project.hidden / "source.json")
    if project.storyboard.exists():
        written = dict(register.get("written") or {})
        if written.get("plan") == digest and written.get("storyboard") == register.get("digest"):
            return f"{project.name} has the script of its plan already"
        _refuse_edited(project, f"a script from {project.folder / PLAN}")
    scenes = len(plan.outline.scenes)
    with writer.at("script") as model:
        script = model.script(plan.outline, lambda n: writer.written(n, scenes))
    note = _take(project, script.text, f"a script by {writer.who}{writer.cost}")
    _note(project, written={"plan": digest, "storyboard": digest_text(script.text)})
    looked = "".join(f"\n  to look at: {each}" for each in script.notes)
    return f"{note}{looked}"


def read_plan(project: Project) -> Storyboard:
    """The project's storyboard, with all its findings at once where it has any."""
    return read_storyboard(project.storyboard)


def refuse_unusable_music(storyboard: Storyboard, folder: Path) -> None:
    """Look into the film's music, which lies in `folder`, before anything is made.

    Raises:
        WrongInput: it cannot be played, or is silent.
    """
    from flaming_horse.film.music import refuse_unusable

    music = storyboard.settings.music
    if music is not None:
        refuse_unusable(folder / music.file, music.place)


def _take(project: Project, text: str, origin: str) -> str:
    if project.storyboard.exists():
        if project.storyboard.read_text(encoding="utf-8", errors="replace") == text:
            return f"{project.name} has {origin} already"
        _refuse_edited(project, origin)
    write_text(project.storyboard, text)
    _note(project, digest=digest_text(text))
    if not (project.folder / SETTINGS_FILE).exists():
        write_text(project.folder / SETTINGS_FILE, _SETTINGS)
    return f"{project.name} takes {origin}"


def _refuse_edited(project: Project, origin: str) -> None:
    """Raise WrongInput where the storyboard is not as it was taken into the project."""
    present = project.storyboard.read_text(encoding="utf-8", errors="replace")
    if _taken(project.hidden / "source.json").get("digest") != digest_text(present):
        raise WrongInput(
            f"{project.storyboard} was edited and differs from {origin}",
            place=Place(str(project.storyboard)),
            remedy=f"To build what is there: flaming-horse build {project.name}\n"
            "  To take the other text, move that file away first, or use another name.",
        )


def _same(one: str, other: str) -> bool:
    return one.casefold().split() == other.casefold().split()


def _note(project: Project, **facts: Any) -> None:
    """Remember what was taken into the project, or written for it."""
    register = project.hidden / "source.json"
    write_text(register, json.dumps(_taken(register) | facts) + "\n")


def _taken(register: Path) -> dict[str, Any]:
    """What was taken into the project before: the digests of the script and of its files."""
    try:
        return dict(json.loads(register.read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError, TypeError):
        return {}


def _files(project: Project, storyboard: Storyboard, source: Path) -> dict[str, bytes]:
    """The pictures and the music that lie elsewhere, by their names in the project."""
    visuals = (visual for scene in storyboard.scenes for visual in scene.visuals)
    names = [str(visual.data["file"]) for visual in visuals if visual.kind == "image"]
    if storyboard.settings.music:
        names.append(storyboard.settings.music.file)
    elsewhere = [n for n in names if (source / n).resolve() != (project.folder / n).resolve()]
    return {name: (source / name).read_bytes() for name in elsewhere}


def _bring_files(project: Project, files: Mapping[str, bytes]) -> list[str]:
    """Bring the files along with their script; those that a person changed here are named."""
    register = project.hidden / "source.json"
    taken = _taken(register)
    brought: dict[str, str] = dict(taken.get("pictures", {}))
    kept: list[str] = []
    for name, content in files.items():
        ours = project.folder / name
        present = digest_bytes(ours.read_bytes()) if ours.is_file() else None
        if present not in (None, brought.get(name), digest_bytes(content)):
            kept.append(name)
            continue
        write_bytes(ours, content)
        brought[name] = digest_bytes(content)
    if files:
        write_text(register, json.dumps(taken | {"pictures": brought}) + "\n")
    return kept
