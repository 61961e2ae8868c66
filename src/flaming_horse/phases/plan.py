"""The phase `plan`: a storyboard comes into the project, from a script or a built-in lesson."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flaming_horse.config import FORMAT, SETTINGS_FILE
from flaming_horse.errors import Place, WrongInput
from flaming_horse.model.storyboard import Storyboard
from flaming_horse.project import Project, digest_bytes, digest_text, write_bytes, write_text
from flaming_horse.storyboard import parse_storyboard, read_storyboard
from flaming_horse.writers.from_file import from_deck, from_script
from flaming_horse.writers.lessons import find_lesson, names_in_brief
from flaming_horse.writers.write_film import Converted

_SETTINGS = f"""format = {FORMAT}

[film]
# quality = "1080p30"     # draft, 720p30, 1080p30, 1080p60, 1440p60, 2160p60

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
            "  Writing a storyboard with a language model comes with a later version.",
        )
    parse_storyboard(lesson.text, f"lesson {lesson.name}")
    return _take(project, lesson.text, f"the built-in lesson {lesson.name!r}")


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
    source = project.hidden / "source.json"
    if project.storyboard.exists():
        present = project.storyboard.read_text(encoding="utf-8", errors="replace")
        if present == text:
            return f"{project.name} has {origin} already"
        if _taken(source).get("digest") != digest_text(present):
            raise WrongInput(
                f"{project.storyboard} was edited and differs from {origin}",
                place=Place(str(project.storyboard)),
                remedy=f"To build what is there: flaming-horse build {project.name}\n"
                "  To take the other text, move that file away first, or use another name.",
            )
    write_text(project.storyboard, text)
    write_text(source, json.dumps(_taken(source) | {"digest": digest_text(text)}) + "\n")
    if not (project.folder / SETTINGS_FILE).exists():
        write_text(project.folder / SETTINGS_FILE, _SETTINGS)
    return f"{project.name} takes {origin}"


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
