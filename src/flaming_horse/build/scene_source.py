"""The text of a scene module: explicit calls of the stage, made from the storyboard."""

from __future__ import annotations

import builtins
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from keyword import iskeyword
from textwrap import indent
from typing import Any, cast

from flaming_horse.model.storyboard import Cue, Heading, Line, Scene, Storyboard, Target, Visual
from flaming_horse.visuals.kinds import KINDS
from flaming_horse_voice.runs import Run, flattened, shown_runs, written_runs


def scene_source(storyboard: Storyboard, scene: Scene, class_name: str) -> str:
    """The Python text of one scene's module."""
    return _Writer(storyboard, scene, class_name).source()


@dataclass(slots=True)
class _OnStage:
    visual: Visual
    name: str


@dataclass(slots=True)
class _Writer:
    storyboard: Storyboard
    scene: Scene
    class_name: str
    body: list[str] = field(default_factory=list[str])
    names: dict[str, str] = field(default_factory=dict[str, str])
    on_stage: list[_OnStage] = field(default_factory=list[_OnStage])

    def source(self) -> str:
        settings = self.storyboard.settings
        if self.scene.number == 1:
            title = settings.heading or written_runs(settings.title)
            self.body.append(f"self.title_card({_words(title)})")
        self.body.append(f"self.heading({_words(self.scene.heading)})")
        for line, before in _by_line(self.scene):
            self._line(line, before)
        classes = sorted({KINDS[v.kind].drawn_as for v in self.scene.visuals})
        imports = ["from flaming_horse.stage import NarratedScene"]
        if classes:
            imports.append(f"from flaming_horse.visuals import {', '.join(classes)}")
        # No number and no title of the film: neither changes how any other scene is drawn.
        about = f"The scene {self.scene.title!r}."
        head = [
            f'"""{_docstring(about)}"""',
            "",
            *imports,
            "",
            "",
            f"class {self.class_name}(NarratedScene):",
            f"    scene_id = {_text(self.scene.id)}",
            f"    look = {_text(settings.look)}",
            f"    shape = {_text(settings.shape)}",
            "",
            "    def construct(self) -> None:",
        ]
        return "\n".join([*head, *(f"        {row}" if row else "" for row in self.body), ""])

    def _line(self, line: Line | None, before: list[Visual | Heading]) -> None:
        made: list[str] = []
        for visual in (item for item in before if isinstance(item, Visual)):
            self._construct(visual)
        for item in before:
            made += self._arrive(item, before)
        if line is None:
            self.body.append("with self.silence() as line:")
        else:
            made += [row for cue in line.cues for row in self._cue(line, cue)]
            self.body.append(f"with self.line({_text(line.id)}) as line:")
            if not self.on_stage:
                made.append("line.key_phrase()")
        self.body += [f"    {row}" for row in made] or ["    pass"]

    def _construct(self, visual: Visual) -> None:
        name = _variable(visual.id, taken=self.names.values())
        self.names[visual.id] = name
        arguments = [_text(visual.id)]
        arguments += [f"{key}={_value(value)}" for key, value in visual.data.items()]
        call = f"{name} = {KINDS[visual.kind].drawn_as}("
        flat = f"{call}{', '.join(arguments)})"
        if len(flat) <= 90 and "\n" not in flat:
            self.body.append(flat)
            return
        self.body.append(call)
        for argument in arguments:
            first, *rest = argument.split("\n")
            self.body += [f"    {row}" for row in [first, *rest]]
            self.body[-1] += ","
        self.body.append(")")

    def _arrive(self, item: Visual | Heading, together: list[Visual | Heading]) -> list[str]:
        if isinstance(item, Heading):
            return [f"line.subheading({_words(item.runs)})"]
        rows: list[str] = []
        for shown in list(self.on_stage):
            # What was declared before the same line came together, and stays together.
            if shown.visual in together or shown.visual.keep:
                continue
            if shown.visual.at == item.at or item.at is None or shown.visual.at is None:
                rows.append(f"line.leave({shown.name})")
                self.on_stage.remove(shown)
        name = self.names[item.id]
        options = [f"at={_text(item.at)}"] if item.at else []
        if item.hidden:
            paths = list(dict.fromkeys(_path(target) for target in item.hidden))
            options.append(f"hidden={paths!r}".replace("'", '"'))
        rows.append(f"line.enter({', '.join([name, *options])})")
        self.on_stage.append(_OnStage(item, name))
        return rows

    def _cue(self, line: Line, cue: Cue) -> list[str]:
        phrase, occurrence = phrase_of(line, cue)
        again = f", occurrence={occurrence}" if occurrence > 1 else ""
        targets = ", ".join(self._target(target) for target in cue.targets)
        return [f"line.{cue.action}({_text(phrase)}, {targets}{again})"]

    def _target(self, target: Target) -> str:
        name = self.names[target.visual]
        if target.latex is not None:
            return f"{name}.piece({_raw(target.latex)})"
        if not target.path:
            return name
        return f"{name}[{_text(_path(target))}]"


def _by_line(scene: Scene) -> list[tuple[Line | None, list[Visual | Heading]]]:
    """Each line with what appears when it starts.

    What follows the last line appears with it; a scene without any line is a silent one.
    """
    grouped: list[tuple[Line | None, list[Visual | Heading]]] = []
    waiting: list[Visual | Heading] = []
    for item in scene.items:
        if isinstance(item, Line):
            grouped.append((item, waiting))
            waiting = []
        else:
            waiting.append(item)
    if waiting and grouped:
        grouped[-1][1].extend(waiting)
    elif waiting or not grouped:
        grouped.append((None, waiting))
    return grouped


def phrase_of(line: Line, cue: Cue) -> tuple[str, int]:
    """The cue's words as they stand in `line.text`, and which occurrence of them is meant."""
    prefix = flattened(line.runs[: cue.first_run])
    phrase = flattened(line.runs[cue.first_run : cue.end_run])
    whole = line.text
    at = len(prefix) + (1 if prefix and not whole[len(prefix) :].startswith(phrase) else 0)
    starts: list[int] = []
    found = whole.find(phrase)
    while found >= 0:
        starts.append(found)
        found = whole.find(phrase, found + 1)
    nearest = min(starts, key=lambda start: abs(start - at), default=0)
    return phrase, (starts.index(nearest) + 1 if starts else 1)


def _path(target: Target) -> str:
    return ".".join(map(str, target.path))


def _text(text: str) -> str:
    """A Python literal in double quotes, raw where backslashes would be doubled."""
    if "\\" in text:
        return _raw(text)
    literal = repr(text)
    if literal[0] == "'" and '"' not in text:
        return f'"{literal[1:-1]}"'
    return literal


def _words(runs: Sequence[Run]) -> str:
    """A literal that a scene reads as these runs: a text, or where it would be misread a list."""
    text, as_shown = flattened(runs), shown_runs(runs)
    if shown_runs(written_runs(text)) == as_shown:
        return _text(text)
    return _literal([
        {"text": run.text} if run.kind == "text" else {"text": run.text, "kind": run.kind}
        for run in as_shown
    ])  # fmt: skip


def _raw(text: str) -> str:
    if '"' in text or text.endswith("\\") or not text.isprintable():
        return repr(text)
    return f'r"{text}"' if "\\" in text else f'"{text}"'


def _value(value: Any) -> str:
    return _literal(_plain(value))


def _literal(value: Any, width: int = 80) -> str:
    """A Python literal of plain data, broken at its outermost brackets where it is too wide."""
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, Mapping):
        pairs = cast("Mapping[str, Any]", value).items()
        parts = [f"{_text(key)}: {_literal(item, width - 8)}" for key, item in pairs]
        opening, closing = "{", "}"
    elif isinstance(value, list):
        parts = [_literal(item, width - 4) for item in cast("list[Any]", value)]
        opening, closing = "[", "]"
    else:
        return repr(value)
    flat = f"{opening}{', '.join(parts)}{closing}"
    if len(flat) <= width and "\n" not in flat:
        return flat
    rows = "".join(f"{part},\n" for part in parts)
    return f"{opening}\n{indent(rows, '    ')}{closing}"


def _plain(value: Any) -> Any:
    """Rich text that is one plain run is written as its text."""
    if isinstance(value, list):
        items = cast("list[Any]", value)
        if len(items) == 1 and _is_plain_run(items[0]):
            return items[0]["text"]
        return [_plain(item) for item in items]
    if isinstance(value, Mapping):
        fields = cast("Mapping[str, Any]", value)
        if "text" in fields and "emphasis" in fields:
            # A run of rich text: what is off goes without saying.
            kept = {k: v for k, v in fields.items() if v and (k, v) != ("kind", "text")}
            return {"text": "", **kept}
        return {key: _plain(item) for key, item in fields.items()}
    return value


def _is_plain_run(value: Any) -> bool:
    if not isinstance(value, Mapping) or "text" not in value:
        return False
    run = cast("Mapping[str, Any]", value)
    rest = {key: item for key, item in run.items() if key != "text" and item}
    return rest in ({}, {"kind": "text"})


def _variable(visual_id: str, *, taken: Iterable[str]) -> str:
    """A readable variable's name for a visual, unlike any other in the scene."""
    name = "".join(c if c.isalnum() and c.isascii() else "_" for c in visual_id).strip("_").lower()
    if not name or name[0].isdigit() or name in ("line", "self"):
        name = f"visual_{name}".rstrip("_")
    elif iskeyword(name) or name in dir(builtins):
        name = f"{name}_"
    used, unique, count = set(taken), name, 2
    while unique in used:
        unique, count = f"{name}_{count}", count + 1
    return unique


def _docstring(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"""', "'''")
