"""A project's folder as the predecessor left it: recognised, and read without running any of it.

- `plan.json`: `title`, and `scenes`, each with `id`, `title`, `narration_key` and notes
- `narration_script.py`: `SCRIPT`, a dictionary of texts by those keys
- `voice_clone_config.json`: `model_id`, `device`, `dtype`, `language`, `qwen_python`, and relative
  to the folder `ref_audio`, `ref_text`, `output_dir`
- `project_state.json`: `topic`, `phase`, `run_count`, and the scenes once more
- `scene_*.py`, and recordings with `cache.json` and `ready.json` (`old_caches`)
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from flaming_horse_voice.files import Unreadable, read_text
from flaming_horse_voice.json_files import as_object, read_json

PLAN, SCRIPT = "plan.json", "narration_script.py"
CONFIG, STATE = "voice_clone_config.json", "project_state.json"
OUTPUT = "media/voiceovers/qwen"
"""Where it kept recordings, whichever engine spoke them, unless `output_dir` says otherwise."""
_LARGEST_SCRIPT = 4 << 20
_READABLE = (OSError, Unreadable)


@dataclass(frozen=True, slots=True)
class OldScene:
    """A scene of the plan. `narration` is "" where nobody wrote any; `notes` are the plan's."""

    title: str
    key: str
    narration: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OldProject:
    """What a person wrote into such a folder, and what of it could not be read: what, and why."""

    folder: Path
    title: str
    scenes: tuple[OldScene, ...]
    config: Mapping[str, Any] | None
    unread: tuple[tuple[str, str], ...]


def is_old_project(folder: Path) -> bool:
    """Whether the predecessor made this folder. It need not have got far."""
    if (folder / CONFIG).is_file():
        return True
    plan, state = _object(folder / PLAN), _object(folder / STATE)
    planned = isinstance(plan.get("scenes"), list)
    return planned or ("format" not in state and bool({"run_count", "narration_file"} & set(state)))


def read_old_project(folder: Path) -> OldProject:
    """The scenes of such a folder, in the plan's order; narration that no scene has comes last."""
    unread: list[tuple[str, str]] = []
    plan, state = (_told(folder / name, unread) for name in (PLAN, STATE))
    try:
        script = read_script(folder / SCRIPT)
    except FileNotFoundError:
        script = Narrations({}, ())
        unread.append((SCRIPT, "it is not there"))
    except _READABLE as bad:
        script = Narrations({}, ())
        unread.append((SCRIPT, str(getattr(bad, "what", bad))))
    unread += [(f"{SCRIPT}, SCRIPT[{key!r}]", why) for key, why in script.unread]
    planned = plan.get("scenes") or state.get("scenes")
    scenes: list[OldScene] = []
    for number, entry in enumerate(cast("list[Any]", planned) if planned else (), 1):
        if not isinstance(entry, dict):
            unread.append((f"scene {number} of the plan", "it is no object"))
            continue
        fields = cast("dict[str, Any]", entry)
        key = _text(fields, "narration_key") or _text(fields, "id")
        title = _text(fields, "title") or _titled(key) or f"Scene {number}"
        scenes.append(OldScene(title, key, script.texts.get(key, ""), _notes(fields)))
    known = {scene.key for scene in scenes}
    scenes += [OldScene(_titled(k), k, t) for k, t in script.texts.items() if k not in known]
    title = _text(plan, "title") or _text(state, "topic") or _titled(folder.resolve().name)
    config = _told(folder / CONFIG, unread) if (folder / CONFIG).is_file() else None
    return OldProject(folder, title, tuple(scenes), config, tuple(unread))


@dataclass(frozen=True, slots=True)
class Narrations:
    """The texts of `SCRIPT` by their keys, blanks collapsed except for paragraphs."""

    texts: Mapping[str, str]
    unread: tuple[tuple[str, str], ...]


def read_script(file: Path) -> Narrations:
    """`SCRIPT` of a `narration_script.py`. It is parsed, never run.

    Raises FileNotFoundError, and Unreadable where there is none in it.
    """
    source = read_text(file, _LARGEST_SCRIPT)
    try:
        tree = ast.parse(source)
    except SyntaxError as bad:
        raise Unreadable(f"{file}:{bad.lineno}: no Python: {bad.msg}") from None
    except (ValueError, RecursionError, MemoryError) as bad:
        raise Unreadable(f"{file} is no Python: {bad}") from None
    value = next((found for node in tree.body if (found := _assigned(node)) is not None), None)
    if not isinstance(value, ast.Dict):
        raise Unreadable(f"{file} has no dictionary SCRIPT")
    texts: dict[str, str] = {}
    unread: list[tuple[str, str]] = []
    for key_node, text_node in zip(value.keys, value.values, strict=True):
        key = _literal(key_node)
        text = _literal(text_node)
        if key is None or text is None:
            why = "it is computed, and code of a project is not run"
            unread.append((key or f"line {text_node.lineno}", why))
        elif text.strip():
            texts[key] = _paragraphs(text)
        else:
            unread.append((key, "it is empty"))
    return Narrations(texts, tuple(unread))


def file_inside(folder: Path, named: Any) -> Path | None:
    """The file that a setting names, if it lies in the folder, links followed; else None."""
    if not isinstance(named, str) or not named.strip():
        return None
    try:
        file = (folder / Path(named.strip()).expanduser()).resolve()
        return file if file.is_relative_to(folder.resolve()) and file.is_file() else None
    except (OSError, ValueError, RuntimeError):
        return None


def config_of(folder: Path) -> dict[str, Any]:
    """`voice_clone_config.json`; empty where it cannot be read."""
    return _object(folder / CONFIG)


def _assigned(node: ast.stmt) -> ast.expr | None:
    targets: list[ast.expr] = []
    if isinstance(node, ast.Assign):
        targets = node.targets
    elif isinstance(node, ast.AnnAssign):
        targets = [node.target]
    else:
        return None
    named = any(isinstance(name, ast.Name) and name.id == "SCRIPT" for name in targets)
    return node.value if named else None


def _literal(node: ast.expr | None) -> str | None:
    """A text that is written down, in whatever way people break long ones; None for any other."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            parts = (_literal(left), _literal(right))
            return None if None in parts else "".join(map(str, parts))
        case ast.JoinedStr(values=values):
            pieces = [_literal(value) for value in values]
            return None if None in pieces else "".join(map(str, pieces))
        case ast.Call(func=ast.Attribute(value=inner, attr="strip"), args=[], keywords=[]):
            return _literal(inner)
        case _:
            return None


def _paragraphs(text: str) -> str:
    """Blanks collapsed; an empty line between paragraphs stays."""
    blocks = text.replace("\r\n", "\n").replace("\r", "\n").split("\n\n")
    return "\n\n".join(kept for block in blocks if (kept := " ".join(block.split())))


def _notes(scene: Mapping[str, Any]) -> tuple[str, ...]:
    """What the plan says of a scene's content and pictures."""
    listed = scene.get("animations") or scene.get("visual_ideas")
    shown = (
        [each for each in cast("list[Any]", listed) if isinstance(each, str)]
        if isinstance(listed, list)
        else []
    )
    notes = [_text(scene, "narration_summary")]
    if shown:
        notes.append("pictures planned: " + "; ".join(shown))
    return tuple(note for note in notes if note)


def _titled(key: str) -> str:
    return key.replace("_", " ").replace("-", " ").strip().capitalize()


def _text(config: Mapping[str, Any], name: str) -> str:
    value = config.get(name)
    return " ".join(value.split()) if isinstance(value, str) else ""


def _told(file: Path, unread: list[tuple[str, str]]) -> dict[str, Any]:
    try:
        return read_json(file, as_object)
    except FileNotFoundError:
        return {}
    except _READABLE as bad:
        unread.append((file.name, str(getattr(bad, "what", bad))))
        return {}


def _object(file: Path) -> dict[str, Any]:
    return _told(file, [])
