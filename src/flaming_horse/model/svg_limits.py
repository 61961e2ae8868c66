"""SVG, counted before it is drawn: shapes after every `<use>`, steps of paths, and depth."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from flaming_horse.errors import WrongInput

MOST_BYTES = 5_000_000
MOST_SHAPES = 5_000
"""Shapes drawn, with each use of one counted: 4 s of work."""
MOST_STEPS = 100_000
"""Steps of all paths together, with each use counted."""
MOST_ARCS = 1_000
"""Arcs in one path: Manim's work grows with their square, 1.5 s at a thousand."""
DEEPEST = 50
"""Groups, and uses of groups, in one another."""
_ARC = re.compile(r"[aA]")
_STEP = re.compile(r"[a-zA-Z]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_LINKING = ("href", "http://www.w3.org/1999/xlink href")
_SVG = "http://www.w3.org/2000/svg "


@dataclass(slots=True)
class _Element:
    name: str
    uses: str = ""
    steps: int = 0
    children: list[_Element] = field(default_factory=list["_Element"])


class _Refused(Exception):
    """What is wrong with the drawing, and what to do about it."""

    def __init__(self, what: str, remedy: str = "Draw less, or save it as a PNG.") -> None:
        super().__init__(what)
        self.what = what
        self.remedy = remedy


def check_svg(content: bytes, name: str) -> None:
    """Whether a drawing can be drawn in good time, and holds nothing but itself.

    `name` is how its author calls it. Raises WrongInput with what is wrong and what to do.
    """
    reader = _Reader()
    try:
        reader.read(content)
        _Count(reader.named).of(reader.root)
    except _Refused as refused:
        what = f"the picture `{name}` cannot be drawn: {refused.what}"
        raise WrongInput(what, remedy=refused.remedy) from None


class _Reader:
    """One pass over the XML, without any entity but XML's own."""

    def __init__(self) -> None:
        self.root = _Element("")
        self.named: dict[str, _Element] = {}
        self._open = [self.root]

    def read(self, content: bytes) -> None:
        if len(content) > MOST_BYTES:
            raise _Refused(f"it has {len(content):,} bytes, and {MOST_BYTES:,} is the most")
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.EntityDeclHandler = self._entity
        try:
            parser.Parse(content, True)
        except expat.ExpatError as error:
            raise _Refused(f"it is no SVG ({error})", "Save it anew as SVG or PNG.") from None
        if not self.root.children or self.root.children[0].name != "svg":
            raise _Refused("it is no SVG", "Save it anew as SVG or PNG.")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.removeprefix(_SVG)
        element = _Element(name, steps=_steps_of(attributes))
        linked = next((attributes[key] for key in _LINKING if key in attributes), "")
        if name != "a" and linked and not linked.startswith(("#", "data:")):
            raise _Refused(
                f"it reaches for another file ({linked[:60]})", "Put what it shows into it."
            )
        if name == "foreignObject":
            what = "its texts are HTML, which only a browser draws (`foreignObject`)"
            raise _Refused(what, "Save it with plain texts, or as a PNG.")
        if name == "use":
            element.uses = linked.removeprefix("#")
        if "id" in attributes:
            self.named.setdefault(attributes["id"], element)
        self._open[-1].children.append(element)
        self._open.append(element)
        if len(self._open) > DEEPEST:
            raise _Refused(_TOO_DEEP)

    def _end(self, _tag: str) -> None:
        self._open.pop()

    def _entity(self, *_declared: Any) -> None:
        raise _Refused("it declares entities of its own", "Save it as plain SVG.")


def _steps_of(attributes: dict[str, str]) -> int:
    path = attributes.get("d", "")
    if len(_ARC.findall(path)) > MOST_ARCS:
        raise _Refused(f"a path of it has more than {MOST_ARCS:,} arcs")
    return len(_STEP.findall(path)) + len(attributes.get("points", "").split())


@dataclass(frozen=True, slots=True)
class _Sizes:
    """Shapes and steps of an element with all that it uses, and how deep it goes."""

    shapes: int
    steps: int
    depth: int


class _Count:
    """The sizes of elements; what is used often is counted once."""

    def __init__(self, named: dict[str, _Element]) -> None:
        self._named = named
        self._known: dict[str, _Sizes] = {}
        self._on_the_way: list[str] = []
        self._level = 0

    def of(self, element: _Element) -> _Sizes:
        if self._level >= DEEPEST:
            raise _Refused(_TOO_DEEP)
        self._level += 1
        parts = [self.of(child) for child in element.children]
        if element.uses in self._named:
            parts.append(self._used(element.uses))
        self._level -= 1
        shapes = 1 + sum(part.shapes for part in parts)
        steps = element.steps + sum(part.steps for part in parts)
        depth = 1 + max((part.depth for part in parts), default=0)
        if shapes > MOST_SHAPES:
            raise _Refused(f"it has more than {MOST_SHAPES:,} shapes, each use of one counted")
        if steps > MOST_STEPS:
            raise _Refused(f"its paths have more than {MOST_STEPS:,} steps, each use counted")
        if depth > DEEPEST:
            raise _Refused(_TOO_DEEP)
        return _Sizes(shapes, steps, depth)

    def _used(self, name: str) -> _Sizes:
        if name in self._on_the_way:
            raise _Refused(f"`#{name[:40]}` uses itself", "Mend its <use>.")
        if name not in self._known:
            self._on_the_way.append(name)
            self._known[name] = self.of(self._named[name])
            self._on_the_way.pop()
        return self._known[name]


_TOO_DEEP = f"more than {DEEPEST} groups stand in one another, each use counted"
