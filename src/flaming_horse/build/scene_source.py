"""The text of a scene module: explicit calls of the stage, made from the storyboard."""

from __future__ import annotations

import builtins
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from keyword import iskeyword
from textwrap import indent
from typing import Any, cast

from flaming_horse.model.storyboard import Cue, Heading, Line, Scene, Storyboard, Target, Visual
from flaming_horse.score.score import Beat, Coming, Score, phrase_of, score_of
from flaming_horse.visuals.kinds import KINDS
from flaming_horse_voice.runs import Run, flattened, shown_runs, written_runs


def scene_source(storyboard: Storyboard, scene: Scene, class_name: str) -> str:
    """The Python text of one scene's module."""
    return _Writer(storyboard, score_of(scene), class_name).source()


@dataclass(slots=True)
class _Writer:
    storyboard: Storyboard
    score: Score
    class_name: str
    body: list[str] = field(default_factory=list[str])
    names: dict[str, str] = field(default_factory=dict[str, str])

    def source(self) -> str:
        settings, scene = self.storyboard.settings, self.score.scene
        if scene.number == 1:
            title = settings.heading or written_runs(settings.title)
            self.body.append(f"self.title_card({_words(title)})")
        self.body.append(f"self.heading({_words(scene.heading)})")
        for beat in self.score.beats:
            self._beat(beat)
        classes = sorted({KINDS[v.kind].drawn_as for v in scene.visuals})
        imports = ["from flaming_horse.stage import NarratedScene"]
        if classes:
            imports.append(f"from flaming_horse.visuals import {', '.join(classes)}")
        # No number and no title of the film: neither changes how any other scene is drawn.
        about = f"The scene {scene.title!r}."
        head = [
            f'"""{_docstring(about)}"""',
            "",
            *imports,
            "",
            "",
            f"class {self.class_name}(NarratedScene):",
            f"    scene_id = {_text(scene.id)}",
            f"    look = {_text(settings.look)}",
            f"    shape = {_text(settings.shape)}",
            "",
            "    def construct(self) -> None:",
        ]
        return "\n".join([*head, *(f"        {row}" if row else "" for row in self.body), ""])

    def _beat(self, beat: Beat) -> None:
        made: list[str] = []
        for entrance in beat.entrances:
            self._construct(entrance.visual)
        for item in beat.coming:
            made += self._arrive(item)
        if beat.line is None:
            self.body.append("with self.silence() as line:")
        else:
            made += [row for cue in beat.line.cues for row in self._cue(beat.line, cue)]
            self.body.append(f"with self.line({_text(beat.line.id)}) as line:")
        if beat.shows_its_words:
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

    def _arrive(self, item: Coming) -> list[str]:
        if isinstance(item, Heading):
            return [f"line.subheading({_words(item.runs)})"]
        visual = item.visual
        rows = [f"line.leave({self.names[old.id]})" for old in item.leaving]
        options = [f"at={_text(visual.at)}"] if visual.at else []
        if hidden := self.score.hidden.get(visual.id):
            paths = list(dict.fromkeys(map(_path, hidden)))
            options.append(f"hidden={paths!r}".replace("'", '"'))
        rows.append(f"line.enter({', '.join([self.names[visual.id], *options])})")
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
