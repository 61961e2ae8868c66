"""A project of the predecessor comes over into a new one; its own folder is only read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flaming_horse.config import FORMAT, SETTINGS_FILE
from flaming_horse.errors import Place, WrongInput
from flaming_horse.phases.origins import remember, remembered, take_script
from flaming_horse.project import Project, new_project, write_bytes, write_text
from flaming_horse.writers.from_scenes import ToldScene, from_scenes
from flaming_horse_voice.compat.old_caches import KEPT
from flaming_horse_voice.compat.old_project import (
    CONFIG,
    PLAN,
    SCRIPT,
    STATE,
    OldProject,
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
    mlx_model_of,
)
from flaming_horse_voice.files import read_bytes
from flaming_horse_voice.service_factory import SERVICES

LARGEST = 200_000_000
"""Bytes of one old file that is kept: an hour of lossless speech."""
_HUB_NAME = re.compile(r"[A-Za-z0-9][\w.-]*/[\w.-]+")
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
    text = from_scenes(
        old.title,
        [ToldScene(scene.title, scene.narration, scene.notes) for scene in spoken],
        language=language,
        about=f"Made from the project {folder.resolve().name} of the older Flaming Horse.",
        file=str(folder / SCRIPT),
    ).text
    left = [f"{what}: {why}" for what, why in old.unread]
    left += [
        f"scene {s.title!r}: nobody wrote its narration" for s in old.scenes if not s.narration
    ]
    left += no_language
    caches = list(caches_of(folder))
    settings = project.folder / SETTINGS_FILE
    if not settings.exists():
        voice, more = _voice(old, caches)
        left += more
        write_text(settings, f"format = {FORMAT}\n\n{voice}")
    note = take_script(project, text, f"the old project {folder}")
    left += _reference(project, old)
    kept, not_kept = _keep(project, folder, caches)
    remember(project, old=str(folder.resolve()))
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


def _voice(old: OldProject, caches: list[Cache]) -> tuple[str, list[str]]:
    """The tables of the voice for the new settings file, and what of it was not brought."""
    if old.config is None:
        return "[voice]\n", [f"a voice: there is no {CONFIG}; the embedded voice speaks"]
    recorded = next((cache for cache in caches if cache.ready), None)
    engine = "mlx" if recorded and recorded.by_mlx else "qwen"
    model, left = _model(old, engine, recorded)
    rows = ["[voice]", f'service = "{engine}"']
    if model:
        rows += ["", f"[voice.{engine}]", f'model = "{model}"']
        source = Path(str(recorded.ready.get("model_source", ""))) if recorded else Path()
        if engine == "qwen" and re.fullmatch(r"[0-9a-f]{6,64}", source.name):
            rows.append(f'revision = "{source.name}"')
    python = old.config.get("qwen_python")
    if python:
        left.append(
            f"qwen_python = {python!r}: programs are named by FLAMING_HORSE_{engine.upper()}_PYTHON"
            f", or made by: flaming-horse voice prepare {engine}"
        )
    return "\n".join(rows) + "\n", left


def _model(old: OldProject, engine: str, recorded: Cache | None) -> tuple[str, list[str]]:
    config = old.config or {}
    told = config.get("model_id")
    default = SERVICES[engine].model
    if engine == "mlx" and not str(told).startswith("mlx-community/"):
        spoke = _model_that_spoke(old, recorded)
        if spoke:
            return spoke, []
        why = f"the model {told!r}: MLX needs its own form, and which one spoke is not on record"
        return "", [f"{why}; {default} speaks what is new"]
    if not isinstance(told, str) or not told:
        return "", []
    if not _HUB_NAME.fullmatch(told):
        return "", [f"the model {told!r}: it is no name on the hub; {default} is taken"]
    return told, []


def _model_that_spoke(old: OldProject, recorded: Cache | None) -> str:
    sound = file_inside(old.folder, (old.config or {}).get("ref_audio"))
    if recorded is None or sound is None:
        return ""
    found = [entry for entry in entries_of(recorded) if isinstance(entry, OldRecording)]
    content = read_bytes(sound, LARGEST)
    return mlx_model_of(old.folder, [entry.text for entry in found], content)


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
