"""What a cue aims at: `product.a.row(1)`, written, read and looked up."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flaming_horse.errors import Place
from flaming_horse.model.storyboard import Step
from flaming_horse.storyboard.findings import Findings, nearest
from flaming_horse.visuals.kind import Part

_STEP = re.compile(r"(?P<name>[\w-]+)(?P<open>\()?")
_ARGUMENT = re.compile(
    r"\s*(?:(?P<number>\d{1,6})(?![\w.])|\"(?P<double>(?:[^\"\\]|\\.)*)\"|'(?P<single>[^']*)')\s*"
)
_HOW = 'A target is an id and its part: "rule.sum", "table.row(1)", "product.entry(1,2)".'


@dataclass(frozen=True, slots=True)
class WrittenTarget:
    """A target as it is written: its steps, and what follows an `=`, which no verb takes yet."""

    steps: tuple[Step, ...]
    value: str | None
    place: Place


def read_targets(text: str, place: Place, findings: Findings) -> list[WrittenTarget]:
    """The targets in an attribute's value, separated by blanks; `place` is where it starts."""
    targets: list[WrittenTarget] = []
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        here = Place(place.file, place.line, place.column + at)
        target, at = _target(text, at, here, findings)
        if target is None:
            return targets
        targets.append(target)
    if not targets:
        findings.add(place, "a target is expected here", _HOW)
    return targets


def _target(
    text: str, at: int, place: Place, findings: Findings
) -> tuple[WrittenTarget | None, int]:
    steps: list[Step] = []
    start = at
    while True:
        match = _STEP.match(text, at)
        if match is None:
            findings.add(place, f"`{text[at:] or text}` cannot be read as a target", _HOW)
            return None, at
        at = match.end()
        arguments: tuple[int | str, ...] = ()
        if match["open"]:
            read = _arguments(text, at)
            if read is None:
                what = f"the brackets after `{match['name']}` cannot be read"
                remedy = "They hold numbers or a text in single quotes: row(1), node('B x')."
                findings.add(Place(place.file, place.line, place.column + at - start), what, remedy)
                return None, at
            arguments, at = read
        steps.append(Step(match["name"], arguments))
        if at >= len(text) or text[at] != ".":
            break
        at += 1
    value = None
    if at < len(text) and text[at] == "=":
        end = next((i for i in range(at, len(text)) if text[i].isspace()), len(text))
        value, at = text[at + 1 : end], end
    if at < len(text) and not text[at].isspace():
        findings.add(place, f"`{text[at:]}` is not expected after `{text[:at].strip()}`", _HOW)
        return None, at
    return WrittenTarget(tuple(steps), value, place), at


def _arguments(text: str, at: int) -> tuple[tuple[int | str, ...], int] | None:
    arguments: list[int | str] = []
    while match := _ARGUMENT.match(text, at):
        if match["number"]:
            arguments.append(int(match["number"]))
        elif match["double"] is not None:
            arguments.append(re.sub(r"\\(.)", r"\1", match["double"]))
        else:
            arguments.append(match["single"])
        at = match.end()
        ended = text[at : at + 1]
        at += 1
        if ended == ")":
            return tuple(arguments), at
        if ended != ",":
            return None
    return None


def look_up(
    visual: str,
    steps: tuple[Step, ...],
    parts: tuple[Part, ...],
    place: Place,
    findings: Findings,
) -> tuple[Step, ...] | None:
    """The steps as parts of a visual, labels as numbers; None after a finding.

    Labels stay where a visual knows its parts by them.
    """
    if not steps:
        return ()
    step, *rest = steps
    part = next((part for part in parts if part.name == step.name), None)
    if part is None:
        known = [str(part) for part in parts]
        near = nearest(step.name, [part.name for part in parts])
        hint = near.split("Known:")[0] if "Did you mean" in near else ""
        remedy = f"{hint}Its parts: {', '.join(known)}." if known else "Aim at it as a whole."
        findings.add(place, f"`{visual}` has no part `{step.name}`", remedy)
        return None
    if part.parts:
        if step.arguments or not rest:
            listed = ", ".join(f"{visual}.{part.name}.{inner}" for inner in part.parts)
            findings.add(place, f"`{visual}.{step}` is aimed at by its parts", f"Such as {listed}.")
            return None
        inner = look_up(f"{visual}.{part.name}", tuple(rest), part.parts, place, findings)
        return None if inner is None else (step, *inner)
    if rest:
        findings.add(place, f"`{visual}.{step}` has no parts of its own")
        return None
    checked = _checked(visual, step, part, place, findings)
    return None if checked is None else (checked,)


def _checked(visual: str, step: Step, part: Part, place: Place, findings: Findings) -> Step | None:
    if len(step.arguments) != len(part.sizes):
        what = f"`{visual}.{step}` is written `{visual}.{part}`"
        findings.add(place, what, "The numbers count from 1." if part.sizes else "")
        return None
    if len(step.arguments) == 1 and isinstance(step.arguments[0], str):
        label = step.arguments[0]
        if label not in part.labels:
            remedy = nearest(label, part.labels, listed=f"{part.name}s")
            findings.add(place, f"`{visual}` has no {part.name} `{label}`", remedy)
            return None
        return step if part.known_by_label else Step(step.name, (part.labels.index(label) + 1,))
    for argument, size in zip(step.arguments, part.sizes, strict=True):
        if isinstance(argument, str):
            what = f"`{visual}.{step}`: {part.name} takes numbers, not a text"
            findings.add(place, what, f"Valid: {visual}.{part}.")
            return None
        if not 1 <= argument <= size:
            what = f"`{visual}.{step}` does not exist: {_extent(visual, part)}"
            findings.add(place, what, f"Valid: {visual}.{part}.")
            return None
    return step


def _extent(visual: str, part: Part) -> str:
    sizes = part.sizes
    if len(sizes) == 1:
        return f"`{visual}` has {sizes[0]} {part.name}{'' if sizes[0] == 1 else 's'}"
    if part.stretch_of:
        return f"`{visual}` has {sizes[0]} {part.stretch_of}s"
    return f"`{visual}` has {sizes[0]} rows and {sizes[1]} columns"
