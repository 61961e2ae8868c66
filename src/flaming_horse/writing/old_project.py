"""A project of the predecessor comes over into a new one; its own folder is only read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flaming_horse.config import FORMAT, SETTINGS_FILE
from flaming_horse.errors import Place, WrongInput
from flaming_horse.project import Project, new_project, write_bytes, write_text
from flaming_horse.writers.pieces import Piece, clean, tidy
from flaming_horse.writers.script import Entry, Film, Part, Remark, Say
from flaming_horse.writers.sentences import as_lines
from flaming_horse.writers.write_film import checked
from flaming_horse.writing.origins import refuse_another, remember, remembered, take_script
from flaming_horse_voice.compat.old_caches import KEPT
from flaming_horse_voice.compat.old_project import (
    CONFIG,
    PLAN,
    SCRIPT,
    STATE,
    OldProject,
    OldScene,
    file_inside,
    is_old_project,
    read_old_project,
)
from flaming_horse_voice.compat.old_recordings import (
    MLX_COPIES,
    Cache,
    OldRecording,
    caches_of,
    entries_of,
)
from flaming_horse_voice.compat.old_voice import LARGEST, voice_of
from flaming_horse_voice.files import read_bytes
from flaming_horse_voice.prepare.pins import ENGINES

_LANGUAGES = {"english": "en", "german": "de", "spanish": "es"}
_WORDS = (PLAN, SCRIPT, CONFIG, STATE)
_ENDINGS = {".py", ".json", ".md", ".txt"}


def bring_old_project(project: Project, folder: Path) -> str:
    """Make a project from an old one's folder; what was done, and what was not brought, and why.

    Raises:
        WrongInput: nobody wrote a narration, the project would lie in the old folder, or a
            person's edits would be overwritten.
    """
    _refuse_inside(project, folder)
    old = read_old_project(folder)
    spoken = [scene for scene in old.scenes if scene.narration]
    if not spoken:
        raise _nothing_to_say(old)
    language, no_language = _language(old)
    parts = [_part(scene, Place(str(folder / SCRIPT))) for scene in spoken]
    about = f"Made from the project {folder.resolve().name} of the older Flaming Horse."
    text = checked(Film(old.title, parts, language), about, {})
    left = [f"{what}: {why}" for what, why in old.unread]
    left += [
        f"scene {s.title!r}: nobody wrote its narration" for s in old.scenes if not s.narration
    ]
    left += no_language
    origin = f"the old project {folder}"
    refuse_another(project, text, origin)
    caches = list(caches_of(folder))
    settings = project.folder / SETTINGS_FILE
    if not settings.exists():
        voice, more = _voice(old)
        left += more
        write_text(settings, f"format = {FORMAT}\n\n{voice}")
    left += _reference(project, old)
    kept, not_kept = _keep(project, folder, caches)
    remember(project, old=str(folder.resolve()))
    note = take_script(project, text, origin)
    rows = [
        f"{note}: {len(spoken)} scenes; {kept} of its files are kept in {project.folder / KEPT}",
        f"  edit it: {project.storyboard}",
        *(f"  not brought: {each}" for each in (*left, *not_kept)),
    ]
    return "\n".join(rows)


def film_beside(folder: Path) -> Project:
    """The project that an old folder becomes when a command stands in it: `NAME-film` beside it.

    Raises:
        WrongInput: something else has that name.
    """
    old = folder.resolve()
    project = new_project(f"{old.name}-film", old.parent)
    if project.folder.exists() and remembered(project).get("old") != str(old):
        raise WrongInput(
            f"{folder} is a project of the older Flaming Horse, and {project.folder} is there"
            " already",
            remedy=f"Choose another name: flaming-horse create NAME --script {folder}",
        )
    return project


def refuse_to_overwrite(project: Project) -> None:
    """Raise WrongInput where an old project lies in the folder: nothing is made in it."""
    if not project.storyboard.exists() and is_old_project(project.folder):
        raise WrongInput(
            f"{project.folder} is a project of the older Flaming Horse; nothing is written over it",
            remedy=f"To bring it over: flaming-horse build {project.folder}\n"
            "  For a new film on a topic, choose another name.",
        )


def _refuse_inside(project: Project, folder: Path) -> None:
    new, old = project.folder.resolve(), folder.resolve()
    if new == old or new.is_relative_to(old):
        raise WrongInput(
            f"the new project would lie in the old one's folder {folder}",
            remedy="Choose another name, or another --projects-dir: the old files stay untouched.",
        )


def _part(scene: OldScene, place: Place) -> Part:
    """A scene, each paragraph of its narration as lines of up to three sentences."""
    items: list[Entry] = [Remark(note) for note in scene.notes]
    for paragraph in scene.narration.split("\n\n"):
        words = tidy((Piece(clean(paragraph)),))
        items += [Say(line, place) for line in as_lines(words)]
    return Part(tidy((Piece(clean(scene.title)),)), place, items=items)


def _nothing_to_say(old: OldProject) -> WrongInput:
    why = "; ".join(f"{what}: {reason}" for what, reason in old.unread) or f"{SCRIPT} is empty"
    return WrongInput(
        f"this project of the older Flaming Horse has no narration ({why})",
        place=Place(str(old.folder)),
        remedy="It had not got that far. Make the film anew: flaming-horse create NAME --topic"
        f' "{old.title}"',
    )


def _language(old: OldProject) -> tuple[str, list[str]]:
    told = str((old.config or {}).get("language", "English")).strip().lower()
    code = _LANGUAGES.get(told)
    if code:
        return code, []
    known = ", ".join(_LANGUAGES)
    return "en", [f"language {told!r} of {CONFIG}: films are spoken in {known}"]


def _voice(old: OldProject) -> tuple[str, list[str]]:
    """The tables of the voice for the new settings file, and what of it was not brought."""
    voice = voice_of(old.folder)
    if voice is None or old.config is None:
        return "[voice]\n", [f"a voice: there is no {CONFIG} to read; the embedded voice speaks"]
    rows = ["[voice]", 'service = "qwen"', f'backend = "{voice.engine}"']
    if voice.model:
        rows += ["", f"[voice.{voice.engine}]", f'model = "{voice.model}"']
    if voice.revision:
        rows.append(f'revision = "{voice.revision}"')
    left = list(voice.unknown)
    python = old.config.get("qwen_python")
    if python:
        left.append(
            f"qwen_python = {python!r}: programs are named by"
            f" {ENGINES[voice.engine].prefix}_PYTHON, or made by: flaming-horse voice prepare"
            f" {voice.engine} --project NAME"
        )
    return "\n".join(rows) + "\n", left


def _reference(project: Project, old: OldProject) -> list[str]:
    """Bring the reference recording, byte for byte: takes are known by its checksum."""
    if old.config is None:
        return []
    left: list[str] = []
    for setting, name in (("ref_audio", "ref.wav"), ("ref_text", "ref.txt")):
        named: Any = old.config.get(setting) or f"assets/voice_ref/{name}"
        file = file_inside(old.folder, named)
        if file is None:
            add = "flaming-horse voice add FILE" if name == "ref.wav" else "write it into ref.txt"
            left.append(f"{setting} = {named!r}: there is no such file in the old folder; {add}")
            continue
        ours = project.folder / "voice" / name
        content = read_bytes(file, LARGEST)
        if ours.is_file() and ours.read_bytes() != content:
            left.append(f"{setting}: {ours} is there already, and another")
            continue
        write_bytes(ours, content)
    return left


def _keep(project: Project, folder: Path, caches: list[Cache]) -> tuple[int, list[str]]:
    """Copy words, scenes and recordings into the project; how many, and what stays where it is."""
    base = folder.resolve()
    kept: list[Path] = []
    left: list[str] = []
    for file in dict.fromkeys(_worth_keeping(folder, caches)):
        name = file.relative_to(base)
        try:
            write_bytes(project.folder / KEPT / name, read_bytes(file, LARGEST))
            kept.append(name)
        except OSError as bad:
            left.append(f"{name}: {bad.strerror}")
    scenes = [str(name) for name in kept if name.suffix == ".py" and name.name not in _WORDS]
    if scenes:
        left.append(
            f"the pictures of {', '.join(scenes)}: they are programs; a storyboard declares its own"
            " (docs/storyboard-reference.md)"
        )
    films = sorted(file.name for file in folder.glob("*.mp4") if file.is_file())
    if films:
        left.append(f"{', '.join(films)}: finished films stay where they are")
    return len(kept), left


def _worth_keeping(folder: Path, caches: list[Cache]) -> Iterator[Path]:
    """The old files that the new project may still need, as they lie in the resolved folder."""
    base = folder.resolve()
    words = (file for file in sorted(base.iterdir()) if file.suffix in _ENDINGS)
    named = [file for file in words if not file.name.startswith(".")]
    for cache in caches:
        named += [cache.index, cache.folder / "ready.json"]
        named += [e.file for e in entries_of(cache) if isinstance(e, OldRecording)]
    named += sorted((base / MLX_COPIES).glob("*.wav"))
    for file in named:
        found = file_inside(base, str(file))
        if found is not None:
            yield found
