"""Storyboards as a model may write them: drawn by lot, or as large as the checks let through."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from flaming_horse.errors import WrongInput
from flaming_horse.lint import check_scene
from flaming_horse.lint.length import words_of
from flaming_horse.model.storyboard import Settings, Storyboard
from flaming_horse.storyboard import parse_storyboard
from flaming_horse.storyboard.formatting import format_storyboard
from flaming_horse.visuals.kind import Part
from flaming_horse.visuals.kinds import KINDS
from flaming_horse.writers.llm import vocabulary
from flaming_horse.writers.llm.script import scene_model
from flaming_horse.writers.llm.script_values import scene_of

FORMULAS = tuple(
    row.split("\t")[1]
    for row in (Path(__file__).parents[1] / "data" / "formulas.tsv").read_text().split("\n")[1:]
    if row
)
PLACES = ("left", "right", "top", "bottom")
_SHOWN = """
search tree binary value sorted middle compare half answer number list order index array slope point
curve limit square angle charge current voltage energy signal memory packet
"""
_SAID = """
amber birch cedar delta ember fjord grove haven ivory jasper karma lemon maple nectar olive pearl
quartz raven silver topaz umber velvet willow xenon yarrow zephyr
"""
_WORDS, _SPOKEN = _SHOWN.split(), _SAID.split()
_CURVES = ("1/x", "tan(x)", "x^2", "sin(3x)", "exp(x)", "floor(x)", "ln(x)", "abs(x)", "1/(x-1)^2")
Draw = random.Random


def words(draw: Draw, letters: int) -> str:
    """Words of about so many letters in all."""
    text = draw.choice(_WORDS)
    while len(text) + 1 < letters:
        text = f"{text} {draw.choice(_WORDS)}"
    return text[:letters].strip()


def formula(draw: Draw, longest: int = 60) -> str:
    return draw.choice([latex for latex in FORMULAS if len(latex) <= longest])


def _rich(draw: Draw, letters: int) -> str:
    if draw.random() < 0.3:
        return f"${formula(draw, max(12, letters // 2))}$"
    return words(draw, letters)


def _named(draw: Draw, latex: str) -> str:
    if " = " not in latex or draw.random() < 0.5:
        return latex
    left, right = latex.split(" = ", 1)
    return rf"\piece{{start}}{{{left}}} = {right}"


def _grid(draw: Draw, rows: int, columns: int) -> list[list[Any]]:
    entries: Sequence[Any] = (1, -2, 10, 0.5, "x", "a+b", 1024)
    return [[draw.choice(entries) for _ in range(columns)] for _ in range(rows)]


def _plot(draw: Draw) -> dict[str, Any]:
    low, high = draw.choice([(0, 4), (-4, 4), (0, 20), (-1, 1), (0, "2*pi")])
    names = ("first", "second", "third")[: draw.randint(1, 3)]
    data: dict[str, Any] = {
        "x": [low, high], "y": draw.choice([[-3, 3], [0, 10], [0, 1]]),
        "curves": {name: {"formula": draw.choice(_CURVES)} for name in names},
    }  # fmt: skip
    if draw.random() < 0.6:
        data["points"] = {"dots": {"at": [[0, 0], [1, 1]], "label": words(draw, 12)}}
    return data


def _side(draw: Draw) -> dict[str, Any]:
    return {"title": words(draw, 10)} | draw.choice(
        [
            {"text": words(draw, 50)},
            {"items": [words(draw, 20) for _ in range(draw.randint(1, 3))]},
            {"equation": formula(draw, 30)},
            {"matrix": _grid(draw, 2, 2)},
        ]
    )


def _flow(draw: Draw) -> dict[str, Any]:
    nodes = [words(draw, draw.randint(1, 14)) for _ in range(draw.randint(2, 6))]
    edges = [{"source": a, "target": b} for a, b in pairwise(nodes)]
    if draw.random() < 0.4:
        edges.append({"source": nodes[-1], "target": nodes[0], "label": words(draw, 8)})
    return {"edges": edges}


def _product(draw: Draw) -> dict[str, Any]:
    rows, inner, columns = (draw.randint(1, 3) for _ in range(3))
    return {"a": _grid(draw, rows, inner), "b": _grid(draw, inner, columns)}


def _table(draw: Draw) -> dict[str, Any]:
    columns = draw.randint(1, 4)
    rows = [[_rich(draw, 14) for _ in range(columns)] for _ in range(draw.randint(1, 6))]
    return {"header": [words(draw, 10) for _ in range(columns)], "rows": rows}


def _number_line(draw: Draw) -> dict[str, Any]:
    places = [draw.choice((-2, 0, 0.5, 3, "sqrt(2)")) for _ in range(draw.randint(0, 4))]
    ends = [draw.choice(([-2, 1], [0, 3], [-1, "pi"])) for _ in range(draw.randint(0, 3))]
    return {
        "range": [-3, 5],
        "points": [{"at": at, "label": words(draw, 8)} for at in places],
        "intervals": [{"ends": pair, "label": words(draw, 8), "open": "right"} for pair in ends],
    }


def _chart(draw: Draw) -> dict[str, Any]:
    count = draw.randint(1, 8)
    return {
        "labels": [words(draw, draw.randint(1, 24)) for _ in range(count)],
        "values": [draw.choice((1, 0.5, 40, 1250)) for _ in range(count)],
        "title": words(draw, 30),
    }


DATA: Mapping[str, Callable[[Draw], dict[str, Any]]] = {
    "title-card": lambda draw: {"title": words(draw, 30), "subtitle": words(draw, 40)},
    "list": lambda draw: {
        "items": [_rich(draw, draw.randint(5, 60)) for _ in range(draw.randint(1, 6))],
        "ordered": draw.random() < 0.5,
    },
    "quote": lambda draw: {"text": words(draw, draw.randint(20, 200))},
    "table": _table,
    "code": lambda draw: {
        "language": "python",
        "code": "\n".join(words(draw, draw.randint(3, 50)) for _ in range(draw.randint(1, 12))),
    },
    "equation": lambda draw: {"latex": _named(draw, formula(draw, 110))},
    "derivation": lambda draw: {
        "steps": [formula(draw, 80) for _ in range(draw.randint(1, 4))]
        + [_named(draw, formula(draw))]
    },
    "matrix": lambda draw: {"rows": _grid(draw, draw.randint(1, 5), draw.randint(1, 5))},
    "matrix-product": _product,
    "plot": _plot,
    "number-line": _number_line,
    "chart": _chart,
    "compare": lambda draw: {"left": _side(draw), "right": _side(draw)},
    "flow": _flow,
    "sound-wave": lambda _draw: {},
}
"""For each kind that a model may write, data of it drawn by lot."""


def targets(parts: Sequence[Part], before: str) -> Iterator[str]:
    """Every part as a cue names it."""
    for part in parts:
        if part.parts:
            yield from targets(part.parts, f"{before}.{part.name}")
        elif not part.sizes:
            yield f"{before}.{part.name}"
        elif len(part.sizes) == 1:
            yield from (f"{before}.{part.name}({n})" for n in range(1, part.sizes[0] + 1))
        else:
            pairs = (
                (r, c) for r in range(1, part.sizes[0] + 1) for c in range(1, part.sizes[1] + 1)
            )
            ordered = part.name == "lines"
            yield from (f"{before}.{part.name}({r},{c})" for r, c in pairs if not ordered or r <= c)


def parts_of(kind: str, name: str, data: dict[str, Any]) -> list[str]:
    """The whole visual and its parts, as a cue names them."""
    draft = {"lines": [{"text": "One.", "visuals": [{"id": name, "kind": kind, "data": data}]}]}
    scene, _ = scene_of(scene_model((kind,)).model_validate(draft), 1, "S")
    whole = {"points": {}, "intervals": [], **scene.visuals[0].data}
    return [name, *targets(KINDS[kind].parts(whole), name)]


def random_draft(draw: Draw) -> dict[str, Any]:
    """A scene as a model answers it: visuals in any places, cues in any order."""
    lines: list[dict[str, Any]] = []
    aims: list[str] = []
    actions = ["highlight", "highlight", "mark", "show", "hide"]
    count = 0
    for _ in range(draw.randint(1, 4)):
        spoken = draw.sample(_SPOKEN, draw.randint(3, 10))
        line: dict[str, Any] = {"text": f"{' '.join(spoken)}.", "visuals": [], "cues": []}
        if not lines or draw.random() < 0.3:
            if draw.random() < 0.8:  # mostly the new ones replace the old
                aims = []
            places = draw.sample(PLACES, 2) if draw.random() < 0.5 else [None]
            for place in places:
                count += 1
                kind = draw.choice(vocabulary.kinds())
                data = DATA[kind](draw)
                keep = draw.random() < 0.2
                visual = {"id": f"v{count}", "kind": kind, "data": data, "at": place, "keep": keep}
                line["visuals"].append(visual)
                every = parts_of(kind, f"v{count}", data)
                aims += draw.sample(every, min(4, len(every)))
        at = [spoken[0], spoken[-1], *draw.choices(spoken, k=2)]
        for target in draw.sample(aims, min(len(aims), draw.randint(1, 4))):
            cue = {"on": draw.choice(at), "do": draw.choice(actions), "target": target}
            line["cues"].append(cue)
            if draw.random() < 0.3:  # hidden and shown again, or shown and lit
                line["cues"].append(cue | {"on": spoken[-1], "do": draw.choice(actions)})
        lines.append(line)
    return {"lines": lines}


def accepted(draft: Mapping[str, Any]) -> tuple[Storyboard | None, tuple[str, ...]]:
    """The storyboard of a draft as the model writer reads it; None, and why, where it refuses."""
    model = scene_model(vocabulary.kinds())
    scene, wrong = scene_of(model.model_validate(draft), 1, "A scene")
    if wrong:
        return None, tuple(wrong)
    text = format_storyboard(Storyboard("storyboard.md", Settings("Film"), (scene,)))
    try:
        storyboard = parse_storyboard(text, "storyboard.md")
    except WrongInput as error:
        return None, tuple(finding.what for finding in error.findings)
    (read,) = storyboard.scenes
    spoken = sum(map(words_of, read.lines))
    found = tuple(f.what for f in check_scene(read, words=spoken) if f.wrong)
    return (None if found else storyboard), found
