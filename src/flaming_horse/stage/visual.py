"""What every visual is: a thing on screen with parts that cues aim at.

A visual draws itself once, in the room the layout gives it, around the origin; it never knows the
frame. It says which of its mobjects are which part by `define`, and shows, hides and highlights
parts in place, so that nothing moves when something is pointed at.
"""

# Manim's Animation has a __new__ of its own, for default settings, that takes any arguments.
# pyright: reportInconsistentConstructor=false
from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

from manim import Animation, Mobject, VGroup, VMobject

from flaming_horse.errors import SceneFailed, WrongInput
from flaming_horse.model.narration import RecordedLine
from flaming_horse.score.sight import Sight, lights_out
from flaming_horse.stage.body import Body, grouped, spelling
from flaming_horse.stage.highlights import Limits, Lit, Withdraw, surface_behind
from flaming_horse.stage.motion import (
    Opacity,
    Recolour,
    Reveal,
    Vanish,
    inked,
    leaves_of,
    opacities_of,
    prompt,
)
from flaming_horse.stage.parts import PartHandle
from flaming_horse.stage.room import Room
from flaming_horse.stage.typeset import Fixed


class DrawnVisual(VGroup):
    """A visual as it is drawn; subclasses implement `draw` and name their parts with `define`.

    `data` is plain JSON data as the storyboard's schemas normalise it; files in it are relative to
    `project`, which the scene sets when the visual enters. `moving` visuals are
    ticked with the scene's clock.
    """

    kind: ClassVar[str] = ""
    moving: bool = False
    stagger: ClassVar[float] = 0.0
    """0: fades in as one; up to 0.9: written from its first leaf to its last."""
    grows: ClassVar[float] = 1.0
    """How many times the look's sizes it may be set in, where it leaves much of its room empty."""
    wraps: ClassVar[float] = 1.0
    """Up to how many times the look's sizes it grows by breaking its lines, in a wide room."""
    fills: ClassVar[tuple[float, float]] = (0.78, 0.68)
    """Shares of its room's width and height that it covers at most after it has grown."""

    def __init__(self, visual_id: str, /, **data: Any) -> None:
        super().__init__()
        self.id = visual_id
        self.data = data
        self.room: Room | None = None
        self.limits: Limits | None = None
        """How far the surfaces behind its parts may reach; the layout says it."""
        self.project = Path()
        self.surfaces = VGroup()
        self._bodies: dict[str, Body] = {}
        self._sight = Sight[int]()
        self._opacities: dict[int, tuple[float, float]] = {}
        self._lit: dict[str, Lit] = {}

    # -- what subclasses write -------------------------------------------------------------

    def draw(self, room: Room) -> None:
        """Add the mobjects, centred on the origin, and `define` the parts.

        May be called again with less room and a smaller `shrink` when the result was too large.
        """
        raise NotImplementedError

    def tick(self, seconds: float) -> None:
        """Move to the state at `seconds` of the scene's clock (only when `moving`)."""

    def speak(self, line: RecordedLine, take: Path, start: float) -> None:
        """The line that begins at `start` seconds of the scene's clock, and its take's file."""

    def define(self, path: str, *mobjects: Mobject, **settings: Any) -> Body:
        """Name a part: `item(1)`, `a.row(2)`, a curve's name. Settings are those of `Body`."""
        body = Body(grouped(mobjects), **settings)
        self._bodies[spelling(path)] = body
        return body

    def find(self, path: str) -> Body:
        """The part of that path; "" is the whole. Override for computed parts.

        Raises WrongInput with the known parts.
        """
        wanted = spelling(path)
        if not wanted:
            pad = 0.5 * self.look_room.em
            return self._bodies.get("", Body(grouped(self.content), ink=False, padding=pad))
        if wanted not in self._bodies:
            known = ", ".join(list(self._bodies)[:12]) or "none"
            raise WrongInput(
                f"{self.kind or 'visual'} {self.id!r} has no part {path!r}",
                remedy=f"Its parts: {known}.",
            )
        return self._bodies[wanted]

    # -- what scenes use -------------------------------------------------------------------

    def __getitem__(self, path: Any) -> Any:
        if isinstance(path, str):
            return PartHandle(self, path)
        return super().__getitem__(path)

    @property
    def whole(self) -> PartHandle:
        return PartHandle(self, "")

    @property
    def content(self) -> list[Mobject]:
        """The drawn mobjects, without the surfaces behind highlighted parts."""
        return [mobject for mobject in self.submobjects if mobject is not self.surfaces]

    @property
    def drawn(self) -> bool:
        return self.room is not None

    def redraw(self, room: Room) -> None:
        """Draw afresh in a room; what was drawn before is forgotten."""
        self.submobjects = []
        self.surfaces = VGroup()
        self._bodies, self._opacities, self._lit = {}, {}, {}
        self._sight = Sight()
        self.room = room
        self.draw(room)
        self.submobjects.insert(0, self.surfaces)

    def enter(self) -> Animation:
        """How it comes."""
        if self.stagger:
            return Reveal(self, stagger=self.stagger)
        return Reveal(self, shift=0.35 * self.look_room.em)

    def leave(self) -> Animation:
        """How it goes."""
        return Vanish(self)

    @property
    def look_room(self) -> Room:
        """The room it was drawn in. Raises SceneFailed before that."""
        if self.room is None:
            raise SceneFailed(
                f"visual {self.id!r} is used before it is on screen",
                remedy="Let a line enter it first: line.enter(...).",
            )
        return self.room

    # -- what parts do ---------------------------------------------------------------------

    def conceal(self, path: str) -> None:
        """Make a part invisible at once; it keeps its place."""
        for leaf in self._conceal(self._drawn_in(self.find(path))):
            leaf.fill_rgbas[:, 3] = 0.0
            leaf.stroke_rgbas[:, 3] = 0.0

    def show_part(self, path: str) -> list[Animation]:
        """Bring a concealed part to the opacities it was drawn with."""
        body = self.find(path)
        mobjects, leaves = body.mobjects, self._drawn_in(body)
        coming = self._sight.show({id(leaf) for leaf in leaves})
        if not coming:
            return []
        aims = [
            self._opacities.pop(id(m)) if id(m) in coming else opacities_of([m])[0] for m in leaves
        ]
        shown = mobjects if len(leaves) == len(leaves_of(mobjects)) else VGroup(*leaves)
        return [Opacity(shown, aims, shift=0.12 * self.look_room.em)]

    def hide_part(self, path: str) -> list[Animation]:
        """Fade a part out, and the light on it; it keeps its place."""
        leaves = self._drawn_in(self.find(path))
        if all(self._sight.is_gone(id(leaf)) for leaf in leaves):
            return []
        self._conceal(leaves)
        going = {id(leaf) for leaf in leaves}
        out = [
            animation
            for lit in lights_out(self._lit, going, self._ids)
            for animation in self.release_part(lit)
        ]
        return [*out, Opacity(VGroup(*leaves), [(0.0, 0.0)] * len(leaves))]

    def _conceal(self, leaves: Sequence[VMobject]) -> list[VMobject]:
        """Let a part's leaves wait; those that were seen, whose opacities are kept."""
        seen = [leaf for leaf in leaves if not self._sight.is_hidden(id(leaf))]
        self._opacities |= {id(leaf): opacities_of([leaf])[0] for leaf in seen}
        self._sight.hide([id(leaf) for leaf in leaves])
        return seen

    def _drawn_in(self, body: Body) -> list[VMobject]:
        """A part's leaves, without lights and without the frames that nobody sees."""
        return [
            leaf
            for leaf in inked(body.mobjects)
            if self._sight.is_hidden(id(leaf))
            or leaf.fill_rgbas[0, 3] > 0
            or (leaf.stroke_rgbas[0, 3] > 0 and leaf.stroke_width > 0)
        ]

    def _ids(self, path: str) -> set[int]:
        return {id(leaf) for leaf in self._drawn_in(self.find(path))}

    def is_hidden(self, path: str) -> bool:
        """Whether any of the part is concealed."""
        return any(map(self._sight.is_hidden, self._ids(path)))

    def highlight_part(self, path: str, *, mark: bool = False) -> list[Animation]:
        """A soft surface behind the part, and its ink on it; `mark` outlines it as well."""
        body = self.find(path)
        waits = self._sight.waits_as_a_whole(self._ids(path))
        animations = self.show_part(path) if waits else []
        key = spelling(path)
        if key in self._lit:
            return animations
        if body.highlight is not None:
            self._lit[key] = Lit(None)
            return [*animations, *body.highlight(True)]
        look = self.look_room.look
        lit = Lit(None)
        if body.surface:
            lit.surface = surface_behind(body, self.look_room, mark=mark, limits=self.limits)
            self.surfaces.add(lit.surface)
            animations.append(Reveal(lit.surface, rate=prompt))
        if body.ink:
            inked = [m for m in leaves_of(body.mobjects)
                     if m.get_fill_opacity() > 0 and not isinstance(m, Fixed)]  # fmt: skip
            lit.leaves = VGroup(*inked)
            lit.inks = [m.fill_rgbas[0, :3].copy() for m in inked]
            ink = look.highlight_ink
            animations.append(Recolour(lit.leaves, [ink] * len(inked), rate=prompt))
        self._lit[key] = lit
        return animations

    def release_part(self, path: str) -> list[Animation]:
        """Take a highlight back."""
        body = self.find(path)
        lit = self._lit.pop(spelling(path), None)
        if lit is None:
            return []
        if body.highlight is not None:
            return list(body.highlight(False))
        animations: list[Animation] = []
        if lit.surface is not None:
            animations.append(Withdraw(self.surfaces, lit.surface))
        if lit.leaves is not None:
            animations.append(Recolour(lit.leaves, lit.inks))
        return animations
