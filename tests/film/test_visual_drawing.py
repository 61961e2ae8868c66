"""Each kind of visual, drawn: within its room, its parts where they belong, cues to be seen."""

from __future__ import annotations

import numpy as np
import pytest

from flaming_horse.errors import WrongInput
from flaming_horse.model.vocabulary import SHAPES
from flaming_horse.stage.fitting import fit, fits
from flaming_horse.stage.looks import LOOKS, look_named
from flaming_horse.stage.motion import LIGHTS
from flaming_horse.stage.room import Room
from flaming_horse.visuals import Code, Flow, Image, Plot
from flaming_horse.visuals.gallery import picture, save
from flaming_horse.visuals.kind import GalleryPicture
from flaming_horse.visuals.kinds import KINDS, drawing

MINE = ("matrix", "matrix-product", "table", "plot", "compare", "flow", "code", "sound-wave")
ROOMS = {"wide": (12.8, 5.6), "half": (6.2, 5.6), "tall": (7.2, 10.5), "low": (12.8, 3.0)}


def drawn(kind, data, room):
    from flaming_horse import visuals

    visual = getattr(visuals, kind)("v", **data)
    fit(visual, Room(*room, look_named("plain")))
    return visual


def pixels(kind, shown=None, shape="16:9"):
    return np.asarray(picture(KINDS[kind], shown, shape=shape)).astype(int)


@pytest.mark.parametrize("room", ROOMS.values(), ids=list(ROOMS))
@pytest.mark.parametrize("kind", MINE)
def test_it_stays_in_its_room(kind, room):
    visual = drawing(KINDS[kind])("v", **KINDS[kind].picture.data)
    fit(visual, Room(*room, look_named("plain")))
    assert fits(visual, *room)


@pytest.mark.parametrize("look", LOOKS)
def test_a_picture_shows_on_every_look(look):
    kind = KINDS["compare"]
    image = picture(kind, GalleryPicture(kind.picture.data, look=look))
    assert len(image.getcolors(maxcolors=100_000)) > 30


def test_pictures_are_small_enough_for_the_documentation(tmp_path):
    save(picture(KINDS["plot"]), tmp_path / "plot.png")
    assert (tmp_path / "plot.png").stat().st_size < 60_000


def changed(kind, shown, steps, shape="16:9"):
    """The box, in fractions, of what these steps change."""
    before = pixels(kind, shown, shape)
    more = GalleryPicture(shown.data, [*shown.steps, *steps], look=shown.look)
    after = pixels(kind, more, shape)
    rows, columns = np.nonzero(np.abs(after - before).max(axis=2) > 24)
    assert len(rows), "nothing changed"
    height, width = before.shape[:2]
    return columns.min() / width, rows.min() / height, columns.max() / width, rows.max() / height


def lights_on(visual):
    """The lights of a visual's own that are on."""
    return [m for m in visual.family_members_with_points()
            if m in LIGHTS and (m.get_fill_opacity() or m.get_stroke_opacity())]  # fmt: skip


def shape_of(plot, name):
    """The curve, or the points, of that name, without its chip in the legend."""
    return plot.find(name).mobjects[0]


def test_showing_an_entry_fills_its_place_and_lights_its_row_and_column():
    data = {"a": [[1, 2], [3, 4]], "b": [[5, 6], [7, 8]]}
    hidden = GalleryPicture(data, [("hide", "row(1)"), ("hide", "row(2)")])
    left, _, right, _ = changed("matrix-product", hidden, [("show", "entry(1,2)")])
    assert left < 0.3, "the row of a is lit"
    assert right > 0.7, "the entry is there"


def test_a_row_and_a_column_are_lit_at_the_same_time():
    product = drawn("MatrixProduct", {"a": [[1, 2]], "b": [[3], [4]]}, ROOMS["wide"])
    for path in ("a.row(1)", "b.column(1)"):
        for animation in product.highlight_part(path):
            animation.begin()
            animation.finish()
    bars = sorted(lights_on(product), key=lambda bar: bar.get_x())
    assert [bar.get_fill_opacity() for bar in bars] == [1.0, 1.0]
    for bar, path in zip(bars, ("a.row(1)", "b.column(1)"), strict=True):
        assert np.allclose(bar.get_center(), product.find(path).mobjects.get_center(), atol=1e-6)
    assert bars[0].get_fill_color() != bars[1].get_fill_color()
    for path in ("a.row(1)", "b.column(1)"):
        for animation in product.release_part(path):
            animation.begin()
            animation.finish()
    assert not lights_on(product)


def test_entries_stand_in_columns_and_on_lines():
    matrix = drawn("Matrix", {"rows": [[1, 22], [-3, 4]], "label": "A"}, ROOMS["half"])
    at = {(r, c): matrix.find(f"entry({r},{c})").mobjects for r in (1, 2) for c in (1, 2)}
    assert at[1, 1].get_x() == pytest.approx(at[2, 1].get_x())
    assert at[1, 1].get_y() == pytest.approx(at[1, 2].get_y())
    assert at[1, 2].get_right()[0] < matrix.get_right()[0]


WAVES = {
    "x": [0, "4*pi"],
    "y": [-2.2, 2.2],
    "curves": {
        "right": {"formula": "sin(x - t)", "colour": "blue"},
        "left": {"formula": "sin(x + t)", "colour": "red"},
    },
    "t": {"rate": 2.0},
}


def test_a_plot_moves_with_the_clock_without_new_mobjects():
    plot = drawn("Plot", WAVES, ROOMS["wide"])
    family = [id(m) for m in plot.get_family()]
    curve = shape_of(plot, "right")
    plot.tick(0.0)
    before = curve.points.copy()
    plot.shift((0.5, -0.25, 0))
    plot.tick(np.pi)  # t = 2 pi: where it was
    assert np.allclose(curve.points, before + np.array([0.5, -0.25, 0]), atol=1e-6)
    plot.tick(np.pi / 2)
    assert not np.allclose(curve.points, before, atol=0.1)
    assert [id(m) for m in plot.get_family()] == family


def test_a_plot_without_t_stands_still():
    assert not Plot("v", x=[0, 1], y=[0, 1], curves={"f": {"formula": "x"}}).moving
    assert Plot("v", **WAVES).moving


def test_points_lie_on_their_curve():
    data = {"x": [0, "2*pi"], "y": [-1, 1], "curves": {"f": {"formula": "sin(x)"}},
            "points": {"top": {"at": [["pi/2", 1]]}}}  # fmt: skip
    plot = drawn("Plot", data, ROOMS["wide"])
    dot = shape_of(plot, "top")[0].get_center()
    curve = shape_of(plot, "f").points
    assert np.min(np.linalg.norm(curve - dot, axis=1)) < 0.01


def test_a_highlighted_curve_is_marked_in_the_legend_and_the_others_step_back():
    plot = drawn("Plot", WAVES, ROOMS["wide"])
    probe = plot.find("right").probe
    still = probe.points.copy()
    for animation in plot.highlight_part("right"):
        animation.begin()
        animation.finish()
    right, left = (shape_of(plot, name) for name in ("right", "left"))
    assert right.stroke_width > left.stroke_width
    assert left.get_stroke_opacity() < 0.5
    plot.tick(1.0)
    assert np.allclose(probe.points, still)
    for animation in plot.release_part("right"):
        animation.begin()
        animation.finish()
    assert left.get_stroke_opacity() == right.get_stroke_opacity() == 1.0


def test_numbers_end_on_one_line_and_words_begin_on_one():
    data = {"header": ["planet", "days"], "rows": [["Earth", "365.3"], ["Jupiter", "4332.6"]]}
    table = drawn("Table", data, ROOMS["wide"])
    cells = {(r, c): table.find(f"cell({r},{c})").mobjects[1] for r in (1, 2) for c in (1, 2)}
    assert cells[1, 2].get_right()[0] == pytest.approx(cells[2, 2].get_right()[0])
    assert cells[1, 1].get_left()[0] == pytest.approx(cells[2, 1].get_left()[0])


def test_a_long_cell_is_wrapped():
    words = "two to the ten equals one thousand and twenty-four"
    table = drawn("Table", {"header": ["a", "b"], "rows": [["12 %", words]]}, ROOMS["tall"])
    assert table.find("cell(1,2)").mobjects[1].lines > 1


def test_boxes_and_labels_of_a_flow_do_not_touch():
    edges = [("start", "left", "one way"), ("start", "right", "other way"),
             ("left", "end", ""), ("right", "end", "at last"),
             ("end", "start", "again")]  # fmt: skip
    data = {"edges": [{"source": a, "target": b, "label": c} for a, b, c in edges]}
    for room in ROOMS.values():
        flow = drawn("Flow", data, room)
        nodes = [flow.find(f"node({n})").mobjects for n in range(1, 5)]
        labels = [flow.find(f"edge({n})").mobjects[0][1] for n in (1, 2, 4, 5)]
        boxes = [(m.get_left()[0], m.get_right()[0], m.get_bottom()[1], m.get_top()[1])
                 for m in [*nodes, *labels]]  # fmt: skip
        for i, one in enumerate(boxes):
            for other in boxes[i + 1 :]:
                apart = (one[1] < other[0] or other[1] < one[0]
                         or one[3] < other[2] or other[3] < one[2])  # fmt: skip
                assert apart


LABELLED = {
    "two ways": [("start", "left", "one way"), ("start", "right", "another way"),
                 ("left", "end", ""), ("right", "end", ""), ("end", "start", "again")],
    "three ways": [("a", "b1", "x"), ("a", "b2", "a longer label"), ("a", "b3", "y"),
                   ("b1", "c", "p"), ("b2", "c", "q"), ("b3", "c", "r")],
    "to itself": [("free?", "fast", "yes"), ("free?", "wait", "no"), ("wait", "free?", "later"),
                  ("wait", "wait", "bored")],
}  # fmt: skip


@pytest.mark.parametrize("edges", LABELLED.values(), ids=list(LABELLED))
def test_no_arrow_runs_through_a_label_or_close_by(edges):
    data = {"edges": [{"source": a, "target": b, "label": c} for a, b, c in edges]}
    # Three arrows with words on them need room across: a low one has none.
    rooms = [ROOMS["wide"], ROOMS["tall"]] if len(edges) > 5 else ROOMS.values()
    for room in rooms:
        flow = drawn("Flow", data, room)
        groups = [flow.find(f"edge({n})").mobjects[0] for n in range(1, len(edges) + 1)]
        for label in (group[1] for group in groups if len(group) > 1):
            gap = 0.1 * label.height / label.lines
            for line in (group[0][0] for group in groups):
                for share in np.linspace(0, 1, 60):
                    off = np.abs(line.point_from_proportion(share) - label.get_center())
                    assert off[0] > label.width / 2 + gap or off[1] > label.height / 2 + gap


def test_a_node_is_found_by_its_name():
    flow = Flow("v", edges=[{"source": "x", "target": "B x", "label": "first B"}])
    fit(flow, Room(*ROOMS["wide"], look_named("chalk")))
    assert flow.find('node("B x")').mobjects is not flow.find("node(1)").mobjects
    assert flow.find("node('B x')").mobjects[0] is flow.find("node(2)").mobjects[0]
    with pytest.raises(WrongInput, match="no part"):
        flow.find("node(3)")


def played(animations):
    for animation in animations:
        animation.begin()
        animation.finish()


def test_an_arrow_comes_with_the_later_of_its_nodes():
    edges = [{"source": a, "target": b, "label": ""} for a, b in ("ab", "bc")]
    flow = drawn("Flow", {"edges": edges}, ROOMS["wide"])
    for part in ("node(2)", "node(3)", "edge(2)"):
        flow.conceal(part)
    assert flow.is_hidden("edge(1)")
    played(flow.show_part("node(2)"))
    assert not flow.is_hidden("edge(1)")
    played(flow.show_part("node(3)"))
    assert flow.is_hidden("edge(2)"), "it waits for words of its own"
    played(flow.show_part("edge(2)"))
    assert not flow.is_hidden("edge(2)")
    played(flow.hide_part("node(1)"))
    assert [flow.is_hidden(f"edge({n})") for n in (1, 2)] == [True, False]


def test_lines_of_a_program_are_lit_together():
    code = Code("v", code="a = 1\nb = 2\nc = 3", language="python")
    fit(code, Room(*ROOMS["wide"], look_named("chalk")))
    assert code.find("lines(1,2)").mobjects.height > 1.8 * code.find("line(1)").mobjects.height
    with pytest.raises(WrongInput, match="ends before it begins"):
        code.find("lines(3,1)")


def test_a_picture_fades_with_its_ground_and_keeps_its_shape(tmp_path):
    from PIL import Image as Pillow

    Pillow.new("RGB", (40, 20), (200, 30, 30)).save(tmp_path / "red.png")
    image = Image("v", file="red.png", alt="red")
    image.project = tmp_path
    fit(image, Room(*ROOMS["wide"], look_named("midnight")))
    assert image.width / image.height == pytest.approx(2.0, rel=0.01)
    from manim import Camera, tempconfig

    with tempconfig(
        {"pixel_width": 160, "pixel_height": 90, "frame_width": 14.22, "frame_height": 8}
    ):
        for opacity, red in ((1.0, 200), (0.5, 100)):
            image.submobjects[1].set_fill(opacity=opacity, family=False)
            camera = Camera(background_color="#000000")
            camera.capture_mobjects([image.submobjects[2]])
            assert camera.pixel_array[45, 80, 0] == pytest.approx(red, abs=2)


def test_a_missing_picture_says_which(tmp_path):
    image = Image("v", file="knot.png", alt="")
    image.project = tmp_path
    with pytest.raises(WrongInput, match=r"knot\.png"):
        fit(image, Room(*ROOMS["wide"], look_named("plain")))


@pytest.mark.parametrize("shape", SHAPES)
def test_the_bars_of_the_voice_are_inked_as_it_speaks(shape):
    images = [pixels("sound-wave", GalleryPicture({}, seconds=s), shape) for s in (1.0, 3.0)]
    accent = np.array([0x6C, 0xB6, 0xFF])
    said = [(np.abs(image - accent).max(axis=2) < 12).sum() for image in images]
    assert said[1] > 1.5 * said[0] > 0


@pytest.mark.parametrize(
    ("kind", "data", "hidden", "lit"),
    [
        ("BulletList", {"items": ["One", "Two"], "ordered": True}, ("item(1)", "item(2)"), ""),
        ("BulletList", {"items": ["One", "Two"], "ordered": False}, ("item(1)", "item(2)"), ""),
        ("Table", {"header": ["a"], "rows": [["1"], ["3"]]}, ("row(2)",), "column(1)"),
        ("Derivation", {"steps": ["a", "= b"]}, ("step(2)",), ""),
    ],
)  # fmt: skip
def test_lighting_the_whole_brings_in_no_part_that_waits_for_its_words(kind, data, hidden, lit):
    shown = drawn(kind, data, (12.0, 6.0))
    for part in hidden:
        shown.conceal(part)
    shown.highlight_part(lit)
    assert all(shown.is_hidden(part) for part in hidden)
    assert all(shown.show_part(part) for part in hidden)


def test_the_place_of_a_hidden_item_is_marked_by_its_number_alone():
    steps = drawn("BulletList", {"items": ["One", "Two"], "ordered": True}, (12.0, 6.0))
    steps.conceal("item(2)")
    seen = [
        leaf
        for leaf in steps.family_members_with_points()
        if leaf.get_fill_opacity() > 0 and leaf.get_y() < 0
    ]
    assert len(seen) == 2  # "2" and its dot


NAMED = {
    "x": [-4, 4],
    "y": [-5, 5],
    "curves": {"f": {"formula": "1/x"}, "g": {"formula": "x"}},
    "points": {"a": {"at": [[1, 1], [-1, -1]]}, "b": {"at": [[2, 2]]}},
}


def finish(animations):
    for animation in animations:
        animation.begin()
    for animation in animations:
        animation.finish()


def test_highlighted_points_are_ringed_and_all_else_steps_back():
    plot = drawn("Plot", NAMED, ROOMS["half"])
    finish(plot.highlight_part("a"))
    dots = {name: shape_of(plot, name)[0] for name in "ab"}
    assert dots["a"].get_fill_opacity() == 1 > dots["b"].get_fill_opacity()
    lights = [np.round(light.get_center(), 6).tolist() for light in lights_on(plot)]
    assert all(np.round(dot.get_center(), 6).tolist() in lights for dot in shape_of(plot, "a"))
    assert np.round(dots["b"].get_center(), 6).tolist() not in lights
    assert shape_of(plot, "g").get_stroke_opacity() < 0.5
    finish(plot.release_part("a"))
    assert not lights_on(plot)
    assert dots["b"].get_fill_opacity() == 1


def test_names_that_are_hidden_leave_no_gap_in_the_legend():
    plot = drawn("Plot", NAMED, ROOMS["wide"])
    chips = {name: plot.find(name).mobjects[1] for name in "fgab"}
    centre = (chips["f"].get_left()[0] + chips["b"].get_right()[0]) / 2
    gap = chips["g"].get_left()[0] - chips["f"].get_right()[0]
    for name in ("g", "a"):
        plot.conceal(name)
    assert chips["b"].get_left()[0] - chips["f"].get_right()[0] == pytest.approx(gap)
    finish(plot.show_part("g"))
    assert chips["g"].get_left()[0] - chips["f"].get_right()[0] == pytest.approx(gap)
    assert chips["b"].get_left()[0] - chips["g"].get_right()[0] == pytest.approx(gap)
    finish(plot.hide_part("f"))
    middle = (chips["g"].get_left()[0] + chips["b"].get_right()[0]) / 2
    assert middle == pytest.approx(centre)


def test_a_plot_at_a_side_uses_the_height_of_its_room():
    assert drawn("Plot", NAMED, ROOMS["half"]).height > 0.9 * ROOMS["half"][1]


def test_hiding_marked_points_hides_their_rings_and_showing_them_does_not_bring_those_back():
    shown = drawn("Plot", NAMED, ROOMS["wide"])

    def seen():
        leaves = shown.family_members_with_points()
        return [(m.get_fill_opacity(), m.get_stroke_opacity() * m.stroke_width) for m in leaves]

    before = seen()
    finish(shown.highlight_part("a", mark=True))
    assert seen() != before
    finish(shown.hide_part("a"))
    finish(shown.show_part("a"))
    assert seen() == before
