"""A product of two matrices, entry by entry: rows of the first meet columns of the second."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from manim import DOWN, ORIGIN, RIGHT, Animation, ManimColor, RoundedRectangle, VGroup, VMobject

from flaming_horse.errors import WrongInput
from flaming_horse.stage.body import spelling
from flaming_horse.stage.motion import Opacity, leaves_of, opacities_of
from flaming_horse.stage.room import Room
from flaming_horse.stage.visual import DrawnVisual
from flaming_horse.visuals.lamps import Lamp, mixed, stroke
from flaming_horse.visuals.number_grid import (
    Entry,
    NumberGrid,
    define_grid,
    fit,
    number_grid,
    sign,
)

_LARGEST = 1.6
_ENTRY = re.compile(r"entry\((\d+),(\d+)\)")
_TINT = 0.34
"""How much of the accent is in a lit bar; ink on it keeps a contrast of 4.5 to 1 in every look."""
_AFTERGLOW = 0.5
"""What is left of the light on the row and the column whose entry was shown last."""


class MatrixProduct(DrawnVisual):
    """`a` times `b`, and the product's entries, which may be shown one by one.

    Parts: `a.row(n)`, `a.column(n)`, `a.entry(r,c)`, the same of `b`, and of the product without
    a prefix. An entry that is hidden has a faint place. While entries are still to come, a row or
    a column that was pointed at keeps a soft light; so do those of the entry shown last.
    """

    kind: ClassVar[str] = "matrix-product"

    def draw(self, room: Room) -> None:
        a, b = self.data["a"], self.data["b"]
        look, size = room.look, room.size("maths")
        left = number_grid(a, size=size, look=look)
        right = number_grid(b, size=size, look=look)
        result = number_grid(product(a, b), size=size, look=look, colour=look.accent)
        named = [self._named(g, i, room) for i, g in enumerate((left, right, result))]
        times, equals = (sign(s, size, look.muted) for s in (r"\times", "="))
        drawing = _arranged(named, times, equals, room, size)
        self._places = [_places(row, size, room) for row in result.entries]
        self._lamps: dict[str, Lamp] = {}
        bars = [
            *self._bars("a", left, look.accent, room),
            *self._bars("b", right, look.accent_2, room),
        ]
        drawing.add_to_back(*bars, *(place for row in self._places for place in row))
        fit(drawing, room, _LARGEST)
        self.add(*drawing)
        self._define(left, right, result)
        self._glowing: tuple[str, ...] = ()

    def conceal(self, path: str) -> None:
        for r, c in self._kept_in(path):
            _set_opacity(self._places[r][c], 1.0)
        super().conceal(path)

    def show_part(self, path: str) -> list[Animation]:
        animations = super().show_part(path)
        entries = self._entries_in(path)
        if not animations:
            return animations
        for r, c in entries:
            animations += [_fade(self._places[r][c], 0.0)]
        if len(entries) == 1:
            ((r, c),) = entries
            animations += self._glow(f"a.row({r + 1})", f"b.column({c + 1})")
        return animations

    def hide_part(self, path: str) -> list[Animation]:
        animations = super().hide_part(path)
        if not animations:
            return animations
        places = [_fade(self._places[r][c], 1.0) for r, c in self._kept_in(path)]
        return [*animations, *places]

    def _light(self, path: str, on: bool) -> Sequence[Animation]:
        """Light a bar; the afterglow of another bar of the same matrix goes out."""
        lamp = self._lamps[path]
        if not on:
            if self._unfinished and path not in self._glowing:
                self._glowing = (*self._glowing, path)
            return lamp.at(_AFTERGLOW if path in self._glowing else 0.0)
        matrix = path.split(".", maxsplit=1)[0]
        others = [p for p in self._glowing if p != path and p.startswith(f"{matrix}.")]
        self._glowing = tuple(p for p in self._glowing if p not in others)
        return [*lamp.at(1.0), *(step for p in others for step in self._lamps[p].at(0.0))]

    @property
    def _unfinished(self) -> bool:
        """Whether an entry is still to come: what was pointed at last is about to meet."""
        return any(place.fill_rgbas[0, 3] > 0 for row in self._places for place in row)

    def _glow(self, *paths: str) -> list[Animation]:
        gone = [p for p in self._glowing if p not in paths]
        come = [p for p in paths if p not in self._glowing]
        self._glowing = paths
        out = [step for p in gone for step in self._lamps[p].at(0.0)]
        return [*out, *(step for p in come for step in self._lamps[p].at(_AFTERGLOW))]

    def _named(self, grid: NumberGrid, index: int, room: Room) -> VGroup:
        labels = list(self.data.get("labels") or ())
        if index >= len(labels) or not labels[index]:
            return VGroup(grid.group)
        label = sign(str(labels[index]), 0.8 * room.size("maths"), room.look.muted)
        label.next_to(grid.group, DOWN, buff=0.2 * room.em)
        return VGroup(grid.group, label)

    def _bars(self, name: str, grid: NumberGrid, ink: str, room: Room) -> list[VMobject]:
        bars: list[VMobject] = []
        boxes = {f"{name}.row({r + 1})": box for r, box in enumerate(grid.row_boxes)}
        boxes |= {f"{name}.column({c + 1})": box for c, box in enumerate(grid.column_boxes)}
        for path, box in boxes.items():
            tint = mixed(room.look.background, ink, _TINT)
            bar = RoundedRectangle(
                width=box.width, height=box.height, corner_radius=0.3 * min(box.width, box.height),
                stroke_width=0, fill_color=ManimColor(tint), fill_opacity=1,
            ).move_to(box)  # fmt: skip
            self._lamps[path] = Lamp(bar)
            bars.append(bar)
        return bars

    def _define(self, left: NumberGrid, right: NumberGrid, result: NumberGrid) -> None:
        define_grid(self, left, "a.")
        define_grid(self, right, "b.")
        define_grid(self, result, "")
        for path in self._lamps:
            self.find(path).highlight = partial(self._light, path)

    def _kept_in(self, path: str) -> list[tuple[int, int]]:
        """The entries whose places are seen while that part is hidden: of the whole, none."""
        return self._entries_in(path) if spelling(path) else []

    def _entries_in(self, path: str) -> list[tuple[int, int]]:
        """The product's entries that a part covers, counted from 0."""
        wanted = spelling(path)
        size = range(len(self._places)), range(len(self._places[0]))
        every = [(r, c) for r in size[0] for c in size[1]]
        if not wanted:
            return every
        if match := _ENTRY.fullmatch(wanted):
            return [(int(match[1]) - 1, int(match[2]) - 1)]
        if match := re.fullmatch(r"(row|column)\((\d+)\)", wanted):
            axis, index = ("row", "column").index(match[1]), int(match[2]) - 1
            return [cell for cell in every if cell[axis] == index]
        return []


def product(a: Sequence[Sequence[Entry]], b: Sequence[Sequence[Entry]]) -> list[list[Entry]]:
    """The entries of the product; entries that are written as text are multiplied in writing.

    Raises WrongInput when the inner sizes differ.
    """
    if len(a[0]) != len(b):
        raise WrongInput(
            f"a has {len(a[0])} columns and b has {len(b)} rows: they cannot be multiplied",
            remedy="Each number in a row of a needs a partner in a column of b.",
        )
    return [[_cell(row, [line[c] for line in b]) for c in range(len(b[0]))] for row in a]


def _cell(row: Sequence[Entry], column: Sequence[Entry]) -> Entry:
    pairs = list(zip(row, column, strict=True))
    numbers = [(_value(x), _value(y)) for x, y in pairs]
    if all(x is not None and y is not None for x, y in numbers):
        return float(sum(x * y for x, y in numbers if x is not None and y is not None))
    return " + ".join(f"{_factor(x)} {_factor(y)}" for x, y in pairs)


def _value(entry: Entry) -> float | None:
    try:
        return float(entry)
    except ValueError:
        return None


def _factor(entry: Entry) -> str:
    value = _value(entry)
    if value is not None:
        return f"{value:g}" if value >= 0 else f"({value:g})"
    text = str(entry)
    return f"({text})" if re.search(r"[+-]", text) else text


def _arranged(
    named: list[VGroup], times: VMobject, equals: VMobject, room: Room, size: float
) -> VGroup:
    """A times B = C on one line, or with `= C` below where the room is tall."""
    gap = 0.42 * size
    left, right, result = named
    if room.width >= room.height or room.width >= 14 * size:
        drawing = VGroup(left, times, right, equals, result)
        _in_line(drawing, gap)
        return drawing
    first, second = VGroup(left, times, right), VGroup(equals, result)
    _in_line(first, gap)
    _in_line(second, gap)
    second.next_to(first, DOWN, buff=1.1 * size)
    second.shift(RIGHT * (right[0].get_center()[0] - result[0].get_center()[0]))
    drawing = VGroup(*first, *second)
    return drawing.move_to(ORIGIN)


def _in_line(drawing: VGroup, gap: float) -> None:
    """Side by side, the matrices' middles on one line whatever hangs below them."""
    x = 0.0
    for part in drawing:
        core = part[0] if part[0].submobjects else part
        part.shift((x - part.get_left()[0], -core.get_center()[1], 0))
        x += part.width + gap
    drawing.move_to(ORIGIN)


def _places(row: Sequence[VMobject], size: float, room: Room) -> list[VMobject]:
    """A faint box where each entry will stand; transparent while the entry is there."""
    boxes: list[VMobject] = []
    for entry in row:
        box = RoundedRectangle(
            width=max(entry.width, 0.9 * size), height=0.95 * size, corner_radius=0.18 * size,
            stroke_width=stroke(room, 2.0), stroke_color=ManimColor(room.look.rule),
            fill_color=ManimColor(room.look.panel), fill_opacity=1,
        ).move_to(entry)  # fmt: skip
        _set_opacity(box, 0.0)
        boxes.append(box)
    return boxes


def _set_opacity(shape: VMobject, opacity: float) -> None:
    shape.fill_rgbas[:, 3] = opacity
    shape.stroke_rgbas[:, 3] = opacity


def _fade(shape: VMobject, opacity: float) -> Animation:
    return Opacity(shape, [(opacity, opacity)] * len(opacities_of(leaves_of(shape))))
