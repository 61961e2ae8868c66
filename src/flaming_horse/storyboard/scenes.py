"""From blocks to scenes: which block belongs to which scene, ids, and what is on screen."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from flaming_horse.errors import Place, WrongInput
from flaming_horse.model.storyboard import Heading
from flaming_horse.model.vocabulary import ScreenPlace
from flaming_horse.storyboard.attributes import (
    Attribute,
    check_names,
    is_kept,
    place_named,
)
from flaming_horse.storyboard.blocks import Blocks, HeadingBlock, ParagraphBlock, VisualBlock
from flaming_horse.storyboard.findings import Findings
from flaming_horse.storyboard.limits import LONGEST_ID, MOST_SCENES
from flaming_horse.storyboard.lines import WrittenLine, read_line
from flaming_horse.storyboard.visual_data import read_visual_data
from flaming_horse_voice.runs import Run, flattened


@dataclass(slots=True)
class DraftVisual:
    """A visual without its id. `broken`: it has findings, and its parts are not known."""

    kind: str
    data: dict[str, Any]
    place: Place
    at: ScreenPlace | None
    keep: bool
    id: Attribute | None
    continues: Attribute | None
    broken: bool = False
    given_id: str = ""


@dataclass(slots=True)
class DraftLine:
    written: WrittenLine
    given_id: str = ""


DraftItem: TypeAlias = DraftLine | DraftVisual | Heading


@dataclass(slots=True)
class DraftScene:
    """A scene as it is written; `items` are in the order in which they take effect."""

    heading: tuple[Run, ...]
    place: Place
    id: Attribute | None = None
    code: Attribute | None = None
    has_own_heading: bool = False
    items: list[DraftItem] = field(default_factory=list[DraftItem])
    given_id: str = ""

    @property
    def lines(self) -> list[DraftLine]:
        return [item for item in self.items if isinstance(item, DraftLine)]

    @property
    def visuals(self) -> list[DraftVisual]:
        return [item for item in self.items if isinstance(item, DraftVisual)]


@dataclass(slots=True)
class Draft:
    """The scenes of a film, and the heading that gives its title: the `#`, or the first one."""

    heading: tuple[Run, ...]
    scenes: list[DraftScene]


def draft_scenes(blocks: Blocks, folder: Path, whole: Place, findings: Findings) -> Draft:
    """The scenes of the blocks, with ids. `folder` is where pictures lie."""
    drafter = _Drafter(blocks, folder, whole, findings)
    for block in blocks.blocks:
        if isinstance(block, HeadingBlock):
            drafter.heading(block)
        elif isinstance(block, ParagraphBlock):
            drafter.paragraph(block)
        else:
            drafter.visual(block)
    return drafter.finish()


class _Drafter:
    def __init__(self, blocks: Blocks, folder: Path, whole: Place, findings: Findings) -> None:
        self.formulas = blocks.formulas
        self.folder = folder
        self.findings = findings
        self.opening = DraftScene((), whole)
        self.scenes = [self.opening]
        self.title: HeadingBlock | None = None
        self.first_heading: tuple[Run, ...] = ()

    def heading(self, block: HeadingBlock) -> None:
        self.first_heading = self.first_heading or block.runs
        if block.level > 2:
            check_names(block.attributes, (), "a heading inside a scene", self.findings)
            self.scenes[-1].items.append(Heading(block.runs, block.place))
        elif block.level == 1 and self.title is None and len(self.scenes) == 1:
            self.title = block
            self.opening.place = block.place
            self._name(self.opening, block)
        else:
            if len(self.scenes) > MOST_SCENES:
                what = f"more than {MOST_SCENES} scenes begin in this storyboard"
                remedy = "Make more than one film of it."
                raise WrongInput(what, remedy=remedy, place=block.place)
            scene = DraftScene(block.runs, block.place)
            self._name(scene, block)
            self.scenes.append(scene)

    def _name(self, scene: DraftScene, block: HeadingBlock) -> None:
        check_names(block.attributes, ("id", "scene"), "a heading", self.findings)
        scene.id = block.attributes.get("id")
        scene.has_own_heading = bool(block.runs)
        scene.code = block.attributes.get("scene")
        if scene.code and not re.fullmatch(r"[^:\s][^:]*\.py:[A-Za-z_]\w*", scene.code.value):
            what = f"`{scene.code.value}` names no scene of Manim"
            remedy = 'A file and a class in it: {scene="scenes/knots.py:Knots"}.'
            self.findings.add(scene.code.value_place, what, remedy)

    def paragraph(self, block: ParagraphBlock) -> None:
        check_names(block.attributes, ("id",), "a paragraph", self.findings)
        line = read_line(block, self.findings)
        if any(run.text or run.kind == "pause" for run in line.runs):
            self.scenes[-1].items.append(DraftLine(line))

    def visual(self, block: VisualBlock) -> None:
        if block.kind == "manim":
            what = "a `manim` fence is not supported yet"
            remedy = 'Write the scene by hand: {scene="scenes/knots.py:Knots"} before its heading.'
            self.findings.add(block.place, what, remedy)
            return
        allowed = ("id", "at", "keep", "from")
        before = len(self.findings.found) if block.kind != "unknown" else -1
        check_names(block.attributes, allowed, f"a visual ({block.kind})", self.findings)
        at = place_named(block.attributes, self.findings)
        keep = is_kept(block.attributes, self.findings)
        continues = block.attributes.get("from")
        data: dict[str, Any] | None = None
        if block.kind != "unknown" and continues is None:
            data = read_visual_data(block, self.folder, self.formulas, self.findings)
        elif continues and (block.data or (block.body and block.body.content.strip())):
            what = "a visual that continues another one is empty: what it shows is there already"
            self.findings.add(continues.place, what)
        broken = len(self.findings.found) > before
        if data is None and continues is None and not broken:
            return
        visual = DraftVisual(
            block.kind, data or {}, block.place, at, keep, block.attributes.get("id"), continues,
            broken=broken,
        )  # fmt: skip
        self.scenes[-1].items.append(visual)

    def finish(self) -> Draft:
        heading = (self.title.runs if self.title else ()) or self.first_heading
        self.opening.heading = heading
        if not self.opening.items and (len(self.scenes) > 1 or not self.opening.code):
            if self.opening.code:
                what = "nothing of the film belongs to this heading"
                self.findings.add(self.opening.code.place, what, "Name a scene's heading: ##.")
            self.scenes.remove(self.opening)
        for scene in self.scenes:
            _let_be_seen(scene)
        _name_scenes(self.scenes, self.findings)
        return Draft(heading, self.scenes)


def _let_be_seen(scene: DraftScene) -> None:
    """Bring visuals that stand behind the last line before it; let a scene without lines speak.

    A visual appears when the next line starts. One with no next line would never be seen, and in
    plain documents it often belongs to the words above it. A scene in which nothing is said but
    something is shown, or that is a heading alone, says its heading.
    """
    lines = scene.lines
    if not lines:
        if scene.code is None and scene.has_own_heading:
            said = WrittenLine(scene.heading, (), None, scene.place, (-1, -1))
            scene.items.append(DraftLine(said))
        return
    last = max(i for i, item in enumerate(scene.items) if isinstance(item, DraftLine))
    behind = [item for item in scene.items[last + 1 :] if isinstance(item, DraftVisual)]
    if behind:
        rest = [item for item in scene.items[last + 1 :] if not isinstance(item, DraftVisual)]
        scene.items[last:] = [*behind, scene.items[last], *rest]


def slug(title: str) -> str:
    """A title as an id: lower case, letters and digits joined by hyphens; "" if it has none."""
    folded = unicodedata.normalize("NFKD", title)
    folded = "".join(c for c in folded if not unicodedata.combining(c)).casefold()
    return "-".join(re.findall(r"[^\W_]+", re.sub(r"['’`$]", "", folded)))[:LONGEST_ID].strip("-")  # noqa: RUF001


def _name_scenes(scenes: list[DraftScene], findings: Findings) -> None:
    taken: dict[str, Place] = {}
    for scene in scenes:
        if scene.id:
            _take(scene.id, taken, findings, "scene")
            scene.given_id = scene.id.value
    for number, scene in enumerate(scenes, 1):
        if not scene.id:
            wanted = _fitting(slug(flattened(scene.heading))) or f"scene-{number}"
            scene.given_id = _free(wanted, taken)
            taken[scene.given_id] = scene.place
    lines: dict[str, Place] = {}
    for scene in scenes:
        for n, line in enumerate(scene.lines, 1):
            explicit = line.written.id
            if explicit:
                _take(explicit, lines, findings, "line")
            line.given_id = explicit.value if explicit else f"{scene.given_id}.{n}"
        _name_visuals(scene, findings)


def _name_visuals(scene: DraftScene, findings: Findings) -> None:
    """Give each visual its id: its own, its kind if no other is of that kind, or kind-n."""
    taken: dict[str, Place] = {}
    for visual in scene.visuals:
        if visual.id:
            _take(visual.id, taken, findings, "visual of this scene")
            visual.given_id = visual.id.value
    for kind in dict.fromkeys(visual.kind for visual in scene.visuals):
        same = [visual for visual in scene.visuals if visual.kind == kind]
        for n, visual in enumerate(same, 1):
            if not visual.id:
                wanted = kind if len(same) == 1 else f"{kind}-{n}"
                visual.given_id = _free(wanted, taken)
                taken[visual.given_id] = visual.place


def _take(id_attribute: Attribute, taken: dict[str, Place], findings: Findings, what: str) -> None:
    if id_attribute.value in taken:
        first = taken[id_attribute.value]
        message = (
            f"two have the id `{id_attribute.value}`: another {what} has it (line {first.line})"
        )
        findings.add(id_attribute.place, message, "Give one of them another id.")
    taken[id_attribute.value] = id_attribute.place


def _free(wanted: str, taken: dict[str, Place]) -> str:
    name, n = wanted, 2
    while name in taken:
        name, n = f"{wanted}-{n}", n + 1
    return name


def _fitting(name: str) -> str:
    """The name within the bytes that names of files made from it may have."""
    return name.encode()[: 2 * LONGEST_ID].decode(errors="ignore").strip("-")
