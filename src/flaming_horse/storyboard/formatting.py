"""A storyboard as text again, in one canonical form: `parse(format(storyboard))` is the same."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from flaming_horse.model.storyboard import (
    UNDER,
    Heading,
    Line,
    Scene,
    Settings,
    Storyboard,
    Visual,
)
from flaming_horse.storyboard.fence_info import LANGUAGES
from flaming_horse.storyboard.inline_format import (
    attribute_value,
    escaped_start,
    format_rich,
    format_runs,
    format_words,
)
from flaming_horse.storyboard.passages import as_comment
from flaming_horse.storyboard.scenes import slug
from flaming_horse_voice.runs import Run, written_runs

_UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def format_storyboard(storyboard: Storyboard) -> str:
    """The canonical text of a storyboard.

    The writing of links, and notes that are not the source of a line, are not in the model.
    """
    settings = storyboard.settings
    parts = [format_front_matter(settings), format_heading(settings.heading or settings.title, 1)]
    for scene in storyboard.scenes:
        parts += _scene(scene)
    return "\n\n".join(parts) + "\n"


def quoted(text: str) -> str:
    """A text between double quotes, as YAML and JSON both read it."""
    written = json.dumps(text, ensure_ascii=False)
    return _UNPRINTABLE.sub(lambda match: f"\\u{ord(match[0]):04x}", written)


def format_front_matter(settings: Settings) -> str:
    """The front matter with what differs from its defaults."""
    default = Settings(title="")
    rows = [f"title: {quoted(settings.title)}"]
    for name in ("summary", "language", "look", "voice", "shape", "maths"):
        value = getattr(settings, name)
        if value != getattr(default, name) or (name == "language" and settings.language_told):
            rows.append(f"{name}: {quoted(value)}")
    if settings.music:
        rows.append(f"music: {quoted(settings.music.file)}")
    if settings.room_tone is not None:
        rows.append(f"room_tone: {settings.room_tone:g}")
    if settings.pronounce:
        rows.append("pronounce:")
        rows += [f"  {quoted(word)}: {quoted(said)}" for word, said in settings.pronounce]
    return "\n".join(["---", *rows, f"version: {settings.version}", "---"])


def format_heading(words: str | Sequence[Run], level: int) -> str:
    """A heading: 1 for the film's title, 2 for a scene, 3 inside a scene."""
    runs = written_runs(words) if isinstance(words, str) else words
    return f"{'#' * level} {format_words(runs)}".rstrip()


def _scene(scene: Scene) -> list[str]:
    attributes = [] if scene.id == slug(scene.title) else [f"#{scene.id}"]
    if scene.code:
        attributes.append(f"scene={attribute_value(scene.code)}")
    above = f"{{{' '.join(attributes)}}}\n" if attributes else ""
    parts = [above + format_heading(scene.heading, 2)]
    number = 0
    for item in scene.items:
        if isinstance(item, Line):
            number += 1
            own_id = "" if item.id == f"{scene.id}.{number}" else f"{{#{item.id}}}\n"
            parts += [as_comment(passage) for passage in item.sources]
            parts.append(own_id + format_runs(item))
        elif isinstance(item, Heading):
            parts.append(format_heading(item.runs, 3))
        else:
            same = [other for other in scene.visuals if other.kind == item.kind]
            named = len(same) > 1 or item.id != item.kind
            parts.append(format_visual(item, named=named))
    return parts


def format_visual(visual: Visual, *, named: bool) -> str:
    """A visual's block; `named` writes its id."""
    attributes = [f"#{visual.id}"] if named else []
    if visual.at:
        attributes.append(f"at={visual.at}")
    if visual.keep:
        attributes.append("keep=yes")
    if visual.continues:
        attributes.append(f"from={attribute_value(visual.continues)}")
        return _fence(visual.kind, attributes, "")
    body = _markdown_body(visual.kind, visual.data)
    if body is not None:
        above = f"{{{' '.join(attributes)}}}\n" if attributes else ""
        return above + body
    if visual.kind == "code":
        return _code(visual.data, attributes)
    return _fence(visual.kind, attributes, _fence_body(visual.kind, visual.data))


def _fence(info: str, attributes: list[str], body: str) -> str:
    longest = max((len(run) for run in re.findall(r"`+", body)), default=0)
    ticks = "`" * max(3, longest + 1)
    head = f"{ticks}{info} {{{' '.join(attributes)}}}" if attributes else f"{ticks}{info}"
    return f"{head}\n{body}\n{ticks}" if body else f"{head}\n{ticks}"


def _code(data: Mapping[str, Any], attributes: list[str]) -> str:
    language = data["language"]
    if language.lower() in LANGUAGES:
        return _fence(language, attributes, data["code"])
    if language:
        attributes = [*attributes, f"language={attribute_value(language)}"]
    return _fence("code", attributes, data["code"])


def _markdown_body(kind: str, data: Mapping[str, Any]) -> str | None:
    """The body of a visual that Markdown itself can write; None for the others."""
    match kind:
        case "list":
            return _list(data)
        case "quote":
            texts = [escaped_start(format_rich(text)) for text in data["paragraphs"]]
            return "\n>\n".join(f"> {text}" for text in texts)
        case "table":
            rows = [data["header"], *data["rows"]]
            written = [_row([format_rich(cell) for cell in row]) for row in rows]
            written.insert(1, "|" + "---|" * len(data["header"]))
            return "\n".join(written)
        case "image":
            file = re.sub(r"([\\<>])", r"\\\1", data["file"].replace("%", "%25"))
            return f"![{data['alt']}](<{file}>)"
        case _:
            return None


def _list(data: Mapping[str, Any]) -> str:
    """Items as Markdown; one that begins with a dash is in a list inside of the one before it."""
    number, mark = data.get("start", 1), ""
    rows: list[str] = []
    for item in data["items"]:
        text = format_rich(item)
        if mark and text.startswith(UNDER):
            rows.append(f"{' ' * len(mark)}- {escaped_start(text.removeprefix(UNDER))}")
            continue
        mark = f"{number}. " if data["ordered"] else "- "
        number += 1
        rows.append(mark + escaped_start(text))
    return "\n".join(rows)


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _fence_body(kind: str, data: Mapping[str, Any]) -> str:
    match kind:
        case "equation":
            return data["latex"]
        case "derivation":
            return "\n".join(f"- {step}" for step in data["steps"])
        case "flow":
            return "\n".join(_edge(edge) for edge in data["edges"])
        case _:
            return "\n".join(f"{name}: {_yaml(value)}" for name, value in data.items())


def _edge(edge: Mapping[str, str]) -> str:
    label = f": {edge['label']}" if edge["label"] else ""
    return f"{_name(edge['source'])} -> {_name(edge['target'])}{label}"


def _name(name: str) -> str:
    if re.fullmatch(r"[^\W_][\w ]*(?<! )", name):
        return name
    backslashed = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{backslashed}"'


def _yaml(value: Any) -> str:
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, list):
        return f"[{', '.join(_yaml(entry) for entry in value)}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{quoted(name)}: {_yaml(v)}' for name, v in value.items())}}}"
    return json.dumps(value)
