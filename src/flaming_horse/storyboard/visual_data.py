"""What is written in a visual's block, as plain data that its schema has accepted."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, cast
from urllib.parse import unquote

from flaming_horse.errors import Place, WrongInput
from flaming_horse.model.pictures import check_picture, read_picture
from flaming_horse.storyboard.blocks import Formula, VisualBlock
from flaming_horse.storyboard.files import is_beside
from flaming_horse.storyboard.findings import Findings
from flaming_horse.storyboard.limits import LONGEST_FENCE
from flaming_horse.storyboard.source import Passage
from flaming_horse.storyboard.yaml_visual import read_yaml_visual
from flaming_horse.visuals.kinds import KINDS
from flaming_horse_voice.runs import written_runs

_NAME = r'(?:"(?P<{0}q>(?:[^"\\]|\\.)*)"|(?P<{0}>[^":]+?))'
_EDGE = re.compile(
    rf"\s*{_NAME.format('source')}\s*->\s*{_NAME.format('target')}\s*(?::\s*(?P<label>.*?))?\s*"
)
MOST_EDGES, MOST_STEPS = 200, 100


def read_visual_data(
    block: VisualBlock, folder: Path, formulas: list[Formula], findings: Findings
) -> dict[str, Any] | None:
    """The data of a visual, or None when there is none (after a finding, or nothing to show).

    `folder` is where its pictures lie; formulas in it are added to `formulas`.
    """
    if block.kind == "image" and block.data is not None:
        return _image(block.data, block.place, folder, findings)
    if block.data is not None:
        return block.data
    body = block.body
    assert body is not None, "what is not given by Markdown itself has a body"
    if len(body.content) > LONGEST_FENCE:
        what = f"this {block.kind} has {len(body.content):,} signs"
        findings.add(block.place, what, f"{LONGEST_FENCE:,} is the most: show a part of it.")
        return None
    return _from_body(block, body, formulas, findings)


def _from_body(
    block: VisualBlock, body: Passage, formulas: list[Formula], findings: Findings
) -> dict[str, Any] | None:
    if block.kind == "code":
        return {"code": body.content, "language": block.language} if body.content.strip() else None
    if block.kind == "sound-wave":
        return _empty(body, findings)
    grammar = {"equation": _equation, "derivation": _derivation, "flow": _flow}.get(block.kind)
    if grammar is not None:
        return grammar(body, block.place, formulas, findings)
    return _from_yaml(block, body, formulas, findings)


def _from_yaml(
    block: VisualBlock, body: Passage, formulas: list[Formula], findings: Findings
) -> dict[str, Any] | None:
    schema = KINDS[block.kind]
    if schema.model is None:
        what = f"a {block.kind} is written in Markdown, not in a fence"
        findings.add(block.place, what, f"Such as:\n{schema.example.split(chr(10) * 2)[0]}")
        return None
    data = read_yaml_visual(block.kind, schema.model, body, block.place, findings)
    if data is not None:
        _formulas_of(data, body, formulas)
        if block.kind == "compare":
            return {side: _side(data[side], body, formulas) for side in ("left", "right")}
    return data


def _side(side: dict[str, Any], body: Passage, formulas: list[Formula]) -> dict[str, Any]:
    """One side of a comparison with the one content that it has."""
    if side["equation"]:
        at = max(0, body.content.find(side["equation"]))
        formulas.append(Formula(side["equation"], body.place(at)))
    return {name: value for name, value in side.items() if value is not None}


def _formulas_of(data: Any, body: Passage, formulas: list[Formula]) -> None:
    """Add the formulas in the texts of a visual's data."""
    if isinstance(data, str):
        for run in written_runs(data):
            if run.kind == "math":
                at = max(0, body.content.find(run.text))
                formulas.append(Formula(run.text, body.place(at)))
    elif isinstance(data, dict | list):
        inside = cast("dict[str, Any]", data).values() if isinstance(data, dict) else data
        for value in cast("Iterable[Any]", inside):
            _formulas_of(value, body, formulas)


def _image(
    data: dict[str, Any], place: Place, folder: Path, findings: Findings
) -> dict[str, Any] | None:
    file = unquote(data["file"])
    if not is_beside(file, "picture", folder, place, findings, written=data["file"]):
        return None
    try:
        check_picture(read_picture(folder / file), file)
    except WrongInput as error:
        findings.add(place, error.what, error.remedy)
        return None
    except OSError as error:
        findings.add(place, f"the picture `{file}` cannot be read: {error.strerror}")
        return None
    return {"file": file, "alt": data["alt"]}


def _equation(
    body: Passage, start: Place, formulas: list[Formula], findings: Findings
) -> dict[str, Any] | None:
    latex = body.content.strip()
    if not latex:
        findings.add(start, "this equation is empty", "Write LaTeX in it: a^2 + b^2 = c^2")
        return None
    at = body.content.index(latex)
    formulas.append(Formula(latex, body.place(at)))
    return {"latex": latex}


def _derivation(
    body: Passage, start: Place, formulas: list[Formula], findings: Findings
) -> dict[str, Any] | None:
    steps: list[str] = []
    places: list[Place] = []
    offset = 0
    for line in body.content.split("\n"):
        text = line.strip()
        at = body.place(offset + len(line) - len(line.lstrip()))
        offset += len(line) + 1
        marker = re.match(r"-(?:\s+|$)", text)
        if marker:
            steps.append(text[marker.end() :])
            places.append(Place(at.file, at.line, at.column + marker.end()))
        elif text and steps:
            steps[-1] = f"{steps[-1]} {text}".strip()
        elif text:
            findings.add(at, "a derivation begins with `-`", "Each step is LaTeX after a `-`.")
            return None
    if len(steps) > MOST_STEPS:
        what = f"this derivation has {len(steps)} steps, and {MOST_STEPS} is the most"
        findings.add(start, what, "Split it: a frame holds some ten steps.")
        return None
    if not steps:
        findings.add(start, "this derivation is empty", "Each step is LaTeX after a `-`.")
        return None
    formulas.extend(Formula(latex, at) for latex, at in zip(steps, places, strict=True))
    return {"steps": steps}


def _flow(
    body: Passage, start: Place, formulas: list[Formula], findings: Findings
) -> dict[str, Any] | None:
    edges: list[dict[str, Any]] = []
    offset = 0
    good = True
    for line in body.content.split("\n"):
        at = body.place(offset + len(line) - len(line.lstrip()))
        offset += len(line) + 1
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        match = _EDGE.fullmatch(line)
        if match is None:
            remedy = "One arrow on each line: a -> b: label. Names with signs in them want quotes."
            findings.add(at, f"`{line.strip()}` is no arrow", remedy)
            good = False
            continue
        source, target = (_flow_name(match, end) for end in ("source", "target"))
        edges.append({"source": source, "target": target, "label": match["label"] or ""})
    if len(edges) > MOST_EDGES:
        what = f"this flow has {len(edges)} arrows, and {MOST_EDGES} is the most"
        findings.add(start, what, "Show a part of it, and the rest in another flow.")
        return None
    if not edges and good:
        findings.add(start, "this flow is empty", "One arrow on each line: a -> b: label.")
    if not edges or not good:
        return None
    _formulas_of(edges, body, formulas)
    return {"edges": edges}


def _flow_name(match: re.Match[str], end: str) -> str:
    quoted = match[f"{end}q"]
    return match[end].strip() if quoted is None else re.sub(r"\\(.)", r"\1", quoted)


def _empty(body: Passage, findings: Findings) -> dict[str, Any] | None:
    if body.content.strip():
        findings.add(body.place(0), "a sound-wave has nothing in it: its fence is empty")
        return None
    return {}
