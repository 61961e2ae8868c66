"""What every visual is: a thing on screen with parts that cues aim at.

A visual draws itself once, in the room the layout gives it, around the origin; it never knows the
frame. It says which of its mobjects are which part by `define`, and shows, hides and highlights
parts in place, so that nothing moves when something is pointed at.
"""

# Manim's Animation has a __new__ of its own, for default settings, that takes any arguments.
# pyright: reportInconsistentConstructor=false
from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, ClassVar

from manim import Animation, AnimationGroup, ManimColor, Mobject, RoundedRectangle, VGroup, VMobject

from flaming_horse.errors import SceneFailed, WrongInput
from flaming_horse.model.narration import RecordedLine
from flaming_horse.stage import typeset
from flaming_horse.stage.looks import Look
from flaming_horse.stage.motion import (
    Opacity,
    Recolour,
    Reveal,
    Vanish,
    leaves_of,
    opacities_of,
    prompt,
)
from flaming_horse.stage.typeset import Align, Rich, Typeset

_BLANKS = re.compile(r"\s+(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)")


@dataclass(frozen=True, slots=True)
class Room:
    """The space a visual has, in scene units, and the look it is drawn in.

    `em` is the body font size; `unit` the frame's shorter side, of which the look's sizes are
    fractions. `shrink` is what the layout tries when something does not fit, 1 and down to 0.75:
    it is in `em` and in `size()` already.
    """

    width: float
    height: float
    look: Look
    unit: float = 8.0
    shrink: float = 1.0

    def size(self, name: str) -> float:
        """A font size of the look's scale (title, heading, body, maths, code, small …).

        Never below the smallest readable size.
        """
        sizes = self.look.sizes
        return max(float(getattr(sizes, name)) * self.shrink, sizes.smallest) * self.unit

    @property
    def em(self) -> float:
        return self.size("body")

    @property
    def gap(self) -> float:
        """The usual distance between neighbours."""
        return 0.6 * self.em

    def within(self, width: float, height: float) -> Room:
        """The same look in another space."""
        return replace(self, width=width, height=height)

    def text(
        self,
        runs: Rich,
        *,
        size: str = "body",
        colour: str | None = None,
        width: float | None = None,
        align: Align = "left",
        **settings: Any,
    ) -> Typeset:
        """Rich text in the look's inks: strong words in the accent, code muted."""
        look = self.look
        inks: dict[str, Any] = {"strong": look.accent, "code": look.accent_2, **settings}
        return typeset.rich(
            runs, size=self.size(size), colour=colour or look.foreground, width=width,
            align=align, **inks,
        )  # fmt: skip

    def maths(self, latex: str, *, size: str = "maths", colour: str | None = None) -> Typeset:
        """A formula in the look's ink."""
        return typeset.maths(latex, size=self.size(size), colour=colour or self.look.foreground)

    def code(self, text: str, *, size: str = "code", colour: str | None = None) -> Typeset:
        """Lines of code in the look's ink."""
        return typeset.code(text, size=self.size(size), colour=colour or self.look.foreground)


@dataclass(slots=True)
class Body:
    """What a part is made of.

    `probe` is where a change of it is looked for (its own box, when None): something still, for
    what moves. `surface` puts the soft box behind it when it is highlighted, `ink` writes it in
    the highlight's ink. `highlight(on)` replaces both with the visual's own way.
    """

    mobjects: VGroup
    probe: Mobject | None = None
    surface: bool = True
    ink: bool = True
    padding: float | None = None
    highlight: Callable[[bool], Sequence[Animation]] | None = None


@dataclass(slots=True)
class _Lit:
    surface: VMobject | None
    inks: list[Any] = field(default_factory=list)
    leaves: VGroup | None = None


class Visual(VGroup):
    """A thing on screen; subclasses implement `draw` and name their parts with `define`.

    `data` is plain JSON data as the storyboard's schemas normalise it; files in it are relative to
    `project`, which the scene sets when the visual enters. `moving` visuals are
    ticked with the scene's clock.
    """

    kind: ClassVar[str] = ""
    moving: bool = False
    stagger: ClassVar[float] = 0.0
    """0: fades in as one; up to 0.9: written from its first leaf to its last."""

    def __init__(self, visual_id: str, /, **data: Any) -> None:
        super().__init__()
        self.id = visual_id
        self.data = data
        self.room: Room | None = None
        self.project = Path()
        self.surfaces = VGroup()
        self._bodies: dict[str, Body] = {}
        self._hidden: dict[int, tuple[float, float]] = {}
        self._lit: dict[str, _Lit] = {}

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
        body = Body(_grouped(mobjects), **settings)
        self._bodies[spelling(path)] = body
        return body

    def find(self, path: str) -> Body:
        """The part of that path; "" is the whole. Override for computed parts.

        Raises WrongInput with the known parts.
        """
        wanted = spelling(path)
        if not wanted:
            pad = 0.28 * self.look_room.em
            return self._bodies.get("", Body(_grouped(self.content), ink=False, padding=pad))
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
            return Part(self, path)
        return super().__getitem__(path)

    @property
    def whole(self) -> Part:
        return Part(self, "")

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
        self._bodies, self._hidden, self._lit = {}, {}, {}
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
        for leaf in leaves_of(self.find(path).mobjects):
            if id(leaf) not in self._hidden:
                self._hidden[id(leaf)] = opacities_of([leaf])[0]
                leaf.fill_rgbas[:, 3] = 0.0
                leaf.stroke_rgbas[:, 3] = 0.0

    def show_part(self, path: str) -> list[Animation]:
        """Bring a concealed part to the opacities it was drawn with."""
        found = self.find(path).mobjects
        leaves = leaves_of(found)
        if not any(id(leaf) in self._hidden for leaf in leaves):
            return []
        aims = [self._hidden.pop(id(m), opacities_of([m])[0]) for m in leaves]
        return [Opacity(found, aims, shift=0.12 * self.look_room.em)]

    def hide_part(self, path: str) -> list[Animation]:
        """Fade a part out; it keeps its place."""
        found = self.find(path).mobjects
        leaves = leaves_of(found)
        for leaf in leaves:
            self._hidden.setdefault(id(leaf), opacities_of([leaf])[0])
        return [Opacity(found, [(0.0, 0.0)] * len(leaves))]

    def is_hidden(self, path: str) -> bool:
        """Whether any of the part is concealed."""
        return any(id(leaf) in self._hidden for leaf in leaves_of(self.find(path).mobjects))

    def highlight_part(self, path: str, *, mark: bool = False) -> list[Animation]:
        """A soft surface behind the part, and its ink on it; `mark` outlines it as well."""
        body = self.find(path)
        animations: list[Animation] = list(self.show_part(path))
        if body.highlight is not None:
            return [*animations, *body.highlight(True)]
        key = spelling(path)
        if key in self._lit:
            return animations
        look = self.look_room.look
        lit = _Lit(None)
        if body.surface:
            lit.surface = self._surface(body, mark=mark)
            self.surfaces.add(lit.surface)
            animations.append(Reveal(lit.surface, rate=prompt))
        if body.ink:
            inked = [m for m in leaves_of(body.mobjects) if m.get_fill_opacity() > 0]
            lit.leaves = VGroup(*inked)
            lit.inks = [m.fill_rgbas[0, :3].copy() for m in inked]
            ink = look.highlight_ink
            animations.append(Recolour(lit.leaves, [ink] * len(inked), rate=prompt))
        self._lit[key] = lit
        return animations

    def release_part(self, path: str) -> list[Animation]:
        """Take a highlight back."""
        body = self.find(path)
        if body.highlight is not None:
            return list(body.highlight(False))
        lit = self._lit.pop(spelling(path), None)
        if lit is None:
            return []
        animations: list[Animation] = []
        if lit.surface is not None:
            animations.append(_Withdraw(self.surfaces, lit.surface))
        if lit.leaves is not None:
            animations.append(Recolour(lit.leaves, lit.inks))
        return animations

    def _surface(self, body: Body, *, mark: bool) -> VMobject:
        room = self.look_room
        pad = 0.22 * room.em if body.padding is None else body.padding
        across = 0.16 * room.em if body.padding is None else body.padding
        width = body.mobjects.width + 2 * across
        height = body.mobjects.height + 2 * pad
        surface = RoundedRectangle(
            width=width,
            height=height,
            corner_radius=min(0.3 * room.em, width / 2, height / 2),
            stroke_width=3.0 if mark else 0.0,
            stroke_color=ManimColor(room.look.accent),
            fill_color=ManimColor(room.look.highlight),
            fill_opacity=1.0,
        )
        surface.move_to(body.mobjects)
        return surface


class _Withdraw(Vanish):
    """Fade a surface out and take it from its group."""

    def __init__(self, group: VGroup, surface: VMobject) -> None:
        self._group = group
        super().__init__(surface, remove=False)

    def clean_up_from_scene(self, scene: Any) -> None:
        self._group.remove(self.mobject)
        super().clean_up_from_scene(scene)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a visual, or all of it (""); looked up when it is first needed."""

    visual: Visual
    path: str

    def __str__(self) -> str:
        return f"{self.visual.id}.{self.path}" if self.path else self.visual.id

    @property
    def mobjects(self) -> VGroup:
        return self.visual.find(self.path).mobjects

    @property
    def probe(self) -> Mobject:
        """Where a change of the part can be seen: the box of this mobject."""
        body = self.visual.find(self.path)
        return body.probe if body.probe is not None else body.mobjects

    def starting(self, action: str) -> list[Animation]:
        """The animations with which show, hide, highlight or mark begins."""
        if action == "show":
            return self.visual.show_part(self.path)
        if action == "hide":
            return self.visual.hide_part(self.path)
        return self.visual.highlight_part(self.path, mark=action == "mark")

    def releasing(self) -> list[Animation]:
        """The animations with which a highlight ends."""
        return self.visual.release_part(self.path) if self.visual.drawn else []

    def show(self) -> Animation | None:
        return _together(self.visual.show_part(self.path))

    def hide(self) -> Animation | None:
        return _together(self.visual.hide_part(self.path))

    def highlight(self) -> Animation | None:
        return _together(self.visual.highlight_part(self.path))

    def mark(self) -> Animation | None:
        return _together(self.visual.highlight_part(self.path, mark=True))

    def release(self) -> Animation | None:
        return _together(self.visual.release_part(self.path))


def _together(animations: list[Animation]) -> Animation | None:
    if len(animations) > 1:
        return AnimationGroup(*animations)
    return animations[0] if animations else None


def _grouped(mobjects: Sequence[Mobject]) -> VGroup:
    group: Any = VGroup()
    # Not `add`: Manim's Mobject, not only its VMobject, may be a part (an image is one).
    group.submobjects = list(mobjects)
    return group


def spelling(path: str) -> str:
    """A path without blanks, its quotes kept: `row( 1 )` is `row(1)`."""
    return _BLANKS.sub("", path)
