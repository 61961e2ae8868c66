"""Boxes and arrows: left to right, or top to bottom where that leaves the type larger."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from manim import Animation, VGroup

from flaming_horse.stage.body import Body, spelling
from flaming_horse.stage.motion import Recolour, ease_out, leaves_of, prompt
from flaming_horse.stage.room import Room, runs_of
from flaming_horse.stage.typeset import Rich, Typeset
from flaming_horse.stage.visual import DrawnVisual
from flaming_horse.visuals.flow.arrows import LIT_WIDTH, WIDTH, arrow
from flaming_horse.visuals.flow.plan import FlowPlan, plans
from flaming_horse.visuals.lamps import Lamp, LineState, mixed, stroke, surface

_LETTERS = re.compile(r"[A-Za-z](?:\s+[A-Za-z])*")
"""Single letters are a formula: a vector x, the product A B x."""
_TINT = 0.25
_SIZES = (
    ("display", "body"),
    ("key_phrase", "body"),
    ("maths", "small"),
    ("body", "small"),
    ("small", "small"),
)
"""Type in nodes and on arrows, largest first: the first with which the flow fits is taken."""


@dataclass(frozen=True, slots=True)
class _Fitted:
    """The words of the nodes and of the arrows in one size, and where they stand."""

    texts: dict[str, Typeset]
    labels: list[Typeset | None]
    plan: FlowPlan


class Flow(DrawnVisual):
    """`edges` with `source`, `target` and `label`; nodes are what edges name.

    Parts: `node(n)` in the order in which they are first named, `node("its name")`, `edge(n)`.
    """

    kind: ClassVar[str] = "flow"
    grows: ClassVar[float] = 1.45
    fills: ClassVar[tuple[float, float]] = (0.9, 0.8)

    def draw(self, room: Room) -> None:
        edges: Sequence[Any] = self.data["edges"]
        names = list(dict.fromkeys(_name(e[end]) for e in edges for end in ("source", "target")))
        rich = {_name(e[end]): e[end] for e in edges for end in ("source", "target")}
        fitted = self._fitted(edges, names, rich, room)
        for number, (name, text) in enumerate(fitted.texts.items(), start=1):
            self._node(number, name, text, fitted.plan, room)
        for number, label in enumerate(fitted.labels, start=1):
            self._edge(number, label, fitted.plan, room)

    def find(self, path: str) -> Body:
        return super().find(path.replace("'", '"'))

    def redraw(self, room: Room) -> None:
        self._held: set[str] = set()
        super().redraw(room)

    def conceal(self, path: str) -> None:
        super().conceal(path)
        self._held |= self._named(path)
        for edge in self._edges(loose=True):
            super().conceal(edge)

    def show_part(self, path: str) -> list[Animation]:
        """An arrow comes with the later of its two nodes, unless it waits for words of its own."""
        animations = super().show_part(path)
        self._held -= self._named(path)
        for edge in self._edges(loose=False):
            if edge not in self._held:
                animations += super().show_part(edge)
        return animations

    def hide_part(self, path: str) -> list[Animation]:
        animations = super().hide_part(path)
        self._held |= self._named(path)
        for edge in self._edges(loose=True):
            animations += super().hide_part(edge)
        return animations

    def _named(self, path: str) -> set[str]:
        """The arrows that a path names: one, all of them with the whole, or none."""
        whole = {f"edge({number})" for number in range(1, len(self.data["edges"]) + 1)}
        return whole & {spelling(path)} if spelling(path) else whole

    def _edges(self, *, loose: bool) -> list[str]:
        """The arrows that have lost a node, or those that have both of them."""
        ends = [(_name(edge["source"]), _name(edge["target"])) for edge in self.data["edges"]]
        hidden = {name for pair in ends for name in pair if self.is_hidden(f'node("{name}")')}
        return [
            f"edge({number})"
            for number, pair in enumerate(ends, start=1)
            if hidden.isdisjoint(pair) is not loose
        ]

    @staticmethod
    def _fitted(
        edges: Sequence[Any], names: Sequence[str], rich: Mapping[str, Rich], room: Room
    ) -> _Fitted:
        """The largest type with which it fits the room and no label lies on anything.

        Where there is none: what fits with the fewest such labels; the smallest if none fits.
        """
        tried: list[_Fitted] = []
        for size, label_size in _SIZES:
            texts = {name: _node_text(rich[name], size, room) for name in names}
            labels = [_label(edge.get("label") or "", label_size, room) for edge in edges]
            tried.append(_Fitted(texts, labels, _best(texts, edges, labels, room)))
            if _fits(tried[-1].plan, room) and not tried[-1].plan.touching:
                return tried[-1]
        fitting = [one for one in tried if _fits(one.plan, room)]
        return min(fitting, key=lambda one: one.plan.touching) if fitting else tried[-1]

    def _node(self, number: int, name: str, text: Typeset, plan: FlowPlan, room: Room) -> None:
        width, height = _box(text, room)
        look = room.look
        box = surface(room, width, height, fill=look.panel, edge=look.muted, radius=0.35)
        tint = mixed(look.panel, look.accent, _TINT)
        lit = surface(room, width, height, fill=tint, edge=look.accent, edge_width=4.5, radius=0.35)
        group = VGroup(box, lit, text).move_to(plan.centres[name])
        lamp = Lamp(lit)
        self.add(group)
        self.define(f"node({number})", group, highlight=lamp)
        self.define(spelling(f'node("{name}")'), group, highlight=lamp)

    def _edge(self, number: int, label: Typeset | None, plan: FlowPlan, room: Room) -> None:
        drawn = arrow(plan.paths[number - 1], room.look.muted, room)
        group = VGroup(drawn)
        if label is not None:
            group.add(label.move_to(plan.labels[number - 1]))
        inks = [np.array(m.fill_rgbas[0, :3] if m.get_fill_opacity() > 0 else m.stroke_rgbas[0, :3])
                for m in leaves_of(group)]  # fmt: skip

        def light(on: bool) -> Sequence[Animation]:
            aims = [room.look.accent] * len(inks) if on else inks
            width = stroke(room, LIT_WIDTH if on else WIDTH)
            return [
                Recolour(group, aims, rate=prompt if on else ease_out),
                LineState(drawn[0], width=width, on=on),
            ]

        self.add(group)
        self.define(f"edge({number})", group, highlight=light)


def _name(node: Rich) -> str:
    return node if isinstance(node, str) else "".join(str(run["text"]) for run in node)


def _node_text(node: Rich, size: str, room: Room) -> Typeset:
    if isinstance(node, str) and _LETTERS.fullmatch(node.strip()):
        node = [{"text": "\u200b"}, {"text": node.strip(), "kind": "math"}]
    return room.text(runs_of(node), size=size, align="center", width=9 * room.em)


def _label(text: Rich, size: str, room: Room) -> Typeset | None:
    runs = runs_of(text)
    return room.text(runs, size=size, align="center", width=8 * room.em) if runs else None


def _box(text: Typeset, room: Room) -> tuple[float, float]:
    """A node's width and height around its text."""
    height = text.height + 0.5 * room.em
    return max(text.width + 1.3 * room.em, 1.15 * height), height


def _best(
    texts: dict[str, Typeset], edges: Sequence[Any], labels: Sequence[Typeset | None], room: Room
) -> FlowPlan:
    """To the right or downward: with labels that lie on nothing, and what fills the room better."""
    boxes = {name: _box(text, room) for name, text in texts.items()}
    pairs = [(_name(edge["source"]), _name(edge["target"])) for edge in edges]
    sizes = [(label.width, label.height) if label else (0.0, 0.0) for label in labels]
    ways = [
        plan for down in (False, True)
        for plan in plans(boxes, pairs, sizes, em=room.em, downward=down)
    ]  # fmt: skip

    def worth(plan: FlowPlan) -> tuple[bool, int, float]:
        scale = min(1.0, room.width / plan.width, room.height / plan.height)
        return _fits(plan, room), -plan.touching, scale

    return max(ways, key=worth)


def _fits(plan: FlowPlan, room: Room) -> bool:
    return plan.width <= room.width and plan.height <= room.height
