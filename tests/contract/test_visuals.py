"""One suite for every kind of visual of the table, drawn: the kind's own example on stage.

A kind that is added to the table is tried here without a line of this file being changed.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "film")]
from drawn_examples import (
    Drawn,
    Ink,
    aimed_at,
    inks,
    on_stage,
    pixels,
    play,
    read_example,
    same,
    seen,
    visual_of,
    written_targets,
)
from dry_runs import clips_of

from flaming_horse import visuals
from flaming_horse.errors import WrongInput
from flaming_horse.model.storyboard import Storyboard, Visual
from flaming_horse.model.vocabulary import DEFAULT_SHAPE, SHAPES
from flaming_horse.stage.layout import Area
from flaming_horse.stage.motion import inked
from flaming_horse.visuals.kind import Part
from flaming_horse.visuals.kinds import KINDS, drawing

AROUND_EM = 0.5
"""Ems by which the light on a part may reach beyond the visual's own box."""
TOUCH = 0.02
"""Scene units that no margin is judged by: less than a pixel at 480 lines."""
SHAPES_TRIED = [
    pytest.param(shape, marks=[] if shape == DEFAULT_SHAPE else [pytest.mark.slow])
    for shape in SHAPES
]
"""The other shapes of what hardly depends on the shape are tried with all slow tests."""
MOST_PARTS = 12
"""Parts of one visual that are shown and lit one by one."""

every_kind = pytest.mark.parametrize("kind", KINDS)
in_every_shape = pytest.mark.parametrize("shape", SHAPES)
in_shapes_tried = pytest.mark.parametrize("shape", SHAPES_TRIED)


@pytest.fixture
def example(kind: str, tmp_path: Path) -> Storyboard:
    return read_example(kind, tmp_path)


@pytest.fixture
def visual(example: Storyboard) -> Visual:
    return visual_of(example)


def parts_of(visual: Visual, folder: Path) -> list[str]:
    """The parts that the kind says the visual has, as a scene names them; some, where many."""
    parts = KINDS[visual.kind].parts(visual.data)
    paths = list(dict.fromkeys(aimed_at(visual, list(written_targets(parts, visual.id)), folder)))
    step = -(-len(paths) // MOST_PARTS) or 1
    return paths[::step]


def within(box: Area, other: Area) -> bool:
    """Whether a box is in another, but for what is no pixel."""
    return (
        box.left >= other.left - TOUCH
        and box.right <= other.right + TOUCH
        and box.bottom >= other.bottom - TOUCH
        and box.top <= other.top + TOUCH
    )


# -- the table ---------------------------------------------------------------------------------


@every_kind
def test_it_is_what_its_folder_and_its_drawing_say(kind: str):
    known = KINDS[kind]
    assert known.name == kind == drawing(known).kind
    assert known.package == f"flaming_horse.visuals.{kind.replace('-', '_')}"
    assert getattr(visuals, known.drawn_as) is drawing(known)


def test_every_folder_is_in_the_table():
    folders = {file.parent.name for file in Path(visuals.__path__[0]).glob("*/kind.py")}
    assert folders == {kind.replace("-", "_") for kind in KINDS}


# -- its parts ---------------------------------------------------------------------------------


@in_every_shape
@every_kind
def test_every_part_exists_when_it_is_drawn(kind: str, shape: str, visual: Visual, tmp_path: Path):
    targets = list(written_targets(KINDS[kind].parts(visual.data), visual.id))
    paths = aimed_at(visual, targets, tmp_path)
    assert len(paths) == len(targets)
    with on_stage(visual, tmp_path, shape) as drawn:
        whole = Area.of(*drawn.visual.content)
        assert within(whole, drawn.frame.content(None))
        for path in ["", *paths]:
            body = drawn.visual.find(path)
            assert seen(body.mobjects), f"nothing of {path!r} is seen"
            assert within(Area.of(*seen(body.mobjects)), whole), path


def beyond(parts: Sequence[Part], prefix: str = "") -> Iterator[str]:
    """Targets one past the last of each part that is counted, and a name that no part has."""
    yield f"{prefix}no-such-part"
    for part in parts:
        yield from beyond(part.parts, f"{prefix}{part.name}.") if part.parts else ()
        for index in range(len(part.sizes)):
            ends = [size + (index == i) for i, size in enumerate(part.sizes)]
            yield f"{prefix}{part.name}({','.join(map(str, ends))})"


@every_kind
def test_no_other_part_is_read_or_found(kind: str, visual: Visual, tmp_path: Path):
    with on_stage(visual, tmp_path) as drawn:
        for target in beyond(KINDS[kind].parts(visual.data)):
            with pytest.raises(WrongInput):
                aimed_at(visual, [f"{visual.id}.{target}"], tmp_path)
            with pytest.raises(WrongInput):
                drawn.visual.find(target)


# -- show and hide -----------------------------------------------------------------------------


def unlit(drawn: Drawn) -> list[Ink]:
    """How all of it is drawn that is no light."""
    return inks([leaf for each in drawn.visual.content for leaf in inked(each)])


@in_shapes_tried
@every_kind
def test_showing_a_part_undoes_hiding_it(kind: str, shape: str, visual: Visual, tmp_path: Path):
    with on_stage(visual, tmp_path, shape) as drawn:
        for path in parts_of(visual, tmp_path):
            part = drawn.visual.find(path).mobjects
            before, own = unlit(drawn), inks(seen(part))
            play(drawn.visual[path].starting("hide"))
            assert drawn.visual.is_hidden(path)
            assert not seen(part), path
            assert drawn.visual[path].starting("hide") == [], "it is hidden already"
            play(drawn.visual[path].starting("show"))
            assert not drawn.visual.is_hidden(path)
            # Others may step back when something new comes: they keep all but their colours.
            assert same(unlit(drawn), before, colours=False), path
            assert same(inks(seen(part)), own), path
            assert drawn.visual[path].starting("show") == [], "it is shown already"


@in_shapes_tried
@every_kind
def test_hiding_a_part_undoes_showing_it(kind: str, shape: str, visual: Visual, tmp_path: Path):
    with on_stage(visual, tmp_path, shape) as drawn:
        for path in parts_of(visual, tmp_path):
            drawn.visual.conceal(path)
            before = unlit(drawn)
            play(drawn.visual[path].starting("show"))
            assert not same(unlit(drawn), before, colours=False), path
            play(drawn.visual[path].starting("hide"))
            assert same(unlit(drawn), before, colours=False), path
            play(drawn.visual[path].starting("show"))


@every_kind
def test_nothing_is_left_of_a_hidden_visual_and_all_of_it_comes_again(
    kind: str, visual: Visual, tmp_path: Path
):
    with on_stage(visual, tmp_path) as drawn:
        before = pixels(drawn)
        play(drawn.visual.whole.starting("hide"))
        gone = pixels(drawn)
        play(drawn.visual.whole.starting("show"))
        assert np.array_equal(pixels(drawn), before)
        assert not np.array_equal(gone, before)
        assert not np.ptp(gone, axis=(0, 1)).any(), "the ground is bare"


# -- lights ------------------------------------------------------------------------------------


@in_shapes_tried
@every_kind
@pytest.mark.parametrize("verb", ["highlight", "mark"])
def test_a_light_stays_near_the_visual_and_goes_without_a_trace(
    kind: str, verb: Any, shape: str, visual: Visual, tmp_path: Path
):
    with on_stage(visual, tmp_path, shape) as drawn:
        reach = AROUND_EM * drawn.visual.look_room.em
        bound = Area.of(*drawn.visual.content).grown(reach)
        for path in ["", *parts_of(visual, tmp_path)]:
            before = inks(seen(drawn.visual))
            play(drawn.visual[path].starting(verb))
            lit = seen(drawn.visual)
            assert not same(inks(lit), before), f"{path!r} is not lit"
            assert within(Area.of(*lit), bound), path
            assert within(Area.of(*lit), drawn.frame.safe), path
            assert drawn.visual[path].starting(verb) == [], "it is lit already"
            play(drawn.visual[path].releasing())
            assert same(inks(seen(drawn.visual)), before), f"{path!r} is not as before"
            assert drawn.visual[path].releasing() == [], "nothing is lit"


@every_kind
def test_lighting_a_hidden_part_shows_it(kind: str, visual: Visual, tmp_path: Path):
    with on_stage(visual, tmp_path) as drawn:
        for path in ["", *parts_of(visual, tmp_path)]:
            drawn.visual.conceal(path)
            play(drawn.visual[path].starting("highlight"))
            assert not drawn.visual.is_hidden(path), path
            assert seen(drawn.visual.find(path).mobjects), path
            play(drawn.visual[path].releasing())


@every_kind
def test_a_mark_goes_with_its_part_and_does_not_come_again(
    kind: str, visual: Visual, tmp_path: Path
):
    for path in parts_of(visual, tmp_path)[:4]:
        ends: list[list[Ink]] = []
        for verbs in (("hide", "show"), ("mark", "hide", "show")):
            with on_stage(visual, tmp_path) as drawn:
                for verb in verbs:
                    play(drawn.visual[path].starting(verb))
                ends.append(inks(seen(drawn.visual)))
        assert same(*ends), path


# -- the example as a film ---------------------------------------------------------------------


@in_every_shape
@every_kind
def test_the_example_is_laid_out_without_a_defect(kind: str, shape: str, tmp_path: Path):
    example = read_example(kind, tmp_path, shape=shape)
    (clip,) = clips_of(example, tmp_path)
    assert clip.defects == ()
    assert clip.frames > 0
    cues = [
        (cue.action, target.visual)
        for line in example.lines for cue in line.cues for target in cue.targets
    ]  # fmt: skip
    placed = [(cue.action, cue.target.partition(".")[0]) for cue in clip.cues]
    assert sorted(placed) == sorted(cues)
