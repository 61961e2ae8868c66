"""How large things are set: larger where they stand alone, smaller where they are many."""

from itertools import pairwise

import numpy as np
import pytest
from manim import ManimColor

from flaming_horse import visuals
from flaming_horse.errors import SceneFailed, WrongInput
from flaming_horse.stage.fitting import fit, fit_alike, fits
from flaming_horse.stage.furniture import Furniture
from flaming_horse.stage.layout import Area, Frame, PlacedVisual, arrange
from flaming_horse.stage.looks import look_named
from flaming_horse.stage.motion import Glide
from flaming_horse.stage.room import Room

WIDE, HALF = (12.8, 5.6), (6.2, 5.6)
RULE = r"C_{ij} = \piece{sum}{\sum_{k}} A_{ik} B_{kj}"


def room(size=WIDE):
    return Room(*size, look_named("plain"))


def drawn(kind, size=WIDE, **data):
    visual = getattr(visuals, kind)("v", **data)
    fit(visual, room(size))
    return visual


WORDS = ["x" * 200, "https://example.org/" + "a_long_name/" * 12, "someVeryLongNameOfSome" * 8]


@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("Quote", lambda word: {"paragraphs": [f"It is said that {word} is long."]}),
        ("BulletList", lambda word: {"items": ["short", word]}),
        ("Table", lambda word: {"header": ["a", "b", "c"], "rows": [["one", word, "two"]]}),
        ("TitleCard", lambda word: {"title": word}),
        ("BulletList", lambda word: {"items": [[{"text": word, "kind": "code"}]]}),
    ],
)
def test_a_word_that_is_wider_than_its_room_is_broken(kind, data, word):
    visual = drawn(kind, (5.0, 5.6), **data(word))
    assert visual.width <= 5.0 * 1.01


@pytest.mark.parametrize(
    ("kind", "data", "least"),
    [
        ("Equation", {"latex": RULE}, 0.55),
        ("BulletList", {"items": ["Row times column", "Inner sizes must agree"]}, 0.35),
        ("Flow", {"edges": [{"source": "x", "target": "B x", "label": "first B"}]}, 0.35),
        ("Matrix", {"rows": [[1, 2], [3, 4]], "label": "A"}, 0.3),
        ("Quote", {"paragraphs": ["The quick brown fox jumps over the lazy dog."]}, 0.45),
    ],
)
def test_what_stands_alone_is_set_large_and_stays_in_its_share(kind, data, least):
    visual = drawn(kind, **data)
    assert visual.look_room.shrink > 1.2
    assert visual.width > least * WIDE[0]
    width, height = visual.fills
    assert fits(visual, width * WIDE[0], height * WIDE[1])


def test_long_items_are_set_large_over_several_lines():
    items = ["Remember to close the gate of the hive before the first night of frost comes"]
    visual = drawn("BulletList", items=items * 2)
    assert visual.look_room.shrink == 1.3
    assert fits(visual, WIDE[0], visual.fills[1] * WIDE[1])
    assert drawn("BulletList", items=items * 9).look_room.shrink <= 1.0


def test_what_fits_its_room_leaves_it_by_no_more_than_the_ledger_lets_pass():
    from flaming_horse.stage.ledger import _TOUCH

    items = ["The `disabled` context manager can now be nested, in every thread of it. #1513"] * 3
    widest = drawn("BulletList", items=items).width
    for width in (widest * 0.992, widest * 0.998, widest):
        assert drawn("BulletList", size=(width, 5.6), items=items).width <= width + 2 * _TOUCH


def test_neighbours_of_one_kind_are_set_in_one_size():
    small = visuals.Matrix("a", rows=[[1, 2], [3, 4]])
    large = visuals.Matrix("b", rows=[[111, 222, 333], [444, 555, 666]])
    fit_alike([small, large], room(HALF))
    assert small.look_room.shrink == large.look_room.shrink


def test_visuals_one_above_the_other_keep_a_distance():
    frame, look = Frame(14.22, 8.0), look_named("plain")
    one = visuals.BulletList("list", items=["A picture", "A formula"])
    other = visuals.Equation("sum", latex=r"e^{i\pi} + 1 = 0")
    arrange(
        [PlacedVisual(one, None), PlacedVisual(other, None)], Area(0, 0, 12.8, 5.6), frame, look
    )
    assert one.get_bottom()[1] - other.get_top()[1] >= 0.06 * frame.unit - 1e-6


@pytest.mark.parametrize("piece", ["C_{ij}", "A_{ik}", "B_{kj}"])
def test_the_surface_of_a_piece_covers_none_of_its_neighbours(piece):
    rule = drawn("Equation", latex=RULE)
    part = rule.piece(piece)
    rule.highlight_part(part.path)
    surface = Area.of(rule.surfaces[0])
    inside = set(map(id, part.mobjects.submobjects))
    formula = rule.content[0]
    others = [Area.of(glyph) for glyph in formula.submobjects if id(glyph) not in inside]
    assert len(others) == len(formula.submobjects) - len(inside)
    assert max(surface.overlap(other) for other in others) <= 1e-6
    assert surface.width > part.mobjects.width


def test_the_places_of_hidden_items_are_marked():
    """Numbers say how many there will be; bullets that wait for their words look unfinished."""
    bare = drawn("BulletList", items=["First", "Second"])
    bare.conceal("")
    assert not any(leaf.get_fill_opacity() for leaf in bare.family_members_with_points())
    items = drawn("BulletList", items=["First", "Second"], ordered=True)
    rule = ManimColor(items.look_room.look.rule)

    def places():
        """How high the faint numbers stand that are seen."""
        leaves = items.family_members_with_points()
        return {round(leaf.get_y(), 1) for leaf in leaves
                if leaf.get_fill_opacity() and leaf.get_fill_color() == rule}  # fmt: skip

    second = items.find("item(2)").mobjects
    assert not places()
    items.conceal("item(2)")
    assert places()
    assert max(places()) < second.get_top()[1]
    for animation in items.show_part("item(2)"):
        animation.begin()
        animation.finish()
    assert not places()


def test_what_stands_under_an_item_is_set_in_and_has_no_number():
    items = ["Depth first", "\u2013 a stack", "Breadth first"]
    visual = drawn("BulletList", items=items, ordered=True)
    rows = [visual.find(f"item({n})").mobjects for n in (1, 2, 3)]
    left = [row.get_left()[0] for row in rows]
    assert left[0] == pytest.approx(left[2], abs=1e-6)
    assert left[1] > left[0] + visual.look_room.em
    second = drawn("BulletList", items=["x"], ordered=True, start=2).find("item(1)").mobjects
    signs = [sum(len(leaf.points) for leaf in row[0][0].get_family()) for row in (rows[2], second)]
    assert signs[0] == signs[1]


def test_many_items_stand_in_two_columns():
    items = drawn("BulletList", items=[f"This is the point number {i}" for i in range(1, 13)])
    first, last = (items.find(f"item({i})").mobjects for i in (1, 12))
    assert last.get_left()[0] > first.get_right()[0]
    assert fits(items, *WIDE)


def test_a_program_of_forty_lines_fits_and_one_of_two_hundred_is_refused():
    lines = [f"value_{i} = {i}" for i in range(40)]
    program = drawn("Code", code="\n".join(lines), language="python")
    assert fits(program, *WIDE)
    first, last = (program.find(f"line({i})").mobjects for i in (1, 40))
    assert last.get_left()[0] > first.get_right()[0]
    with pytest.raises(SceneFailed, match="does not fit"):
        drawn("Code", code="\n".join(lines * 5), language="python")


def test_a_table_of_six_columns_breaks_its_cells_into_lines():
    words = "known to everybody since antiquity"
    table = drawn("Table", header=["one"] * 6, rows=[[words] * 6] * 3)
    assert fits(table, *WIDE)


def test_lines_of_a_quotation_are_about_as_long_as_one_another():
    quote = drawn("Quote", paragraphs=["The quick brown fox jumps over the lazy dog."])
    words = quote.find("paragraph(1)").mobjects[0].submobjects[1:]
    ends = {}
    for glyph in words:
        line = round(glyph.get_y() / (0.8 * quote.look_room.size("heading")))
        ends[line] = max(ends.get(line, -99), glyph.get_right()[0])
    start = min(glyph.get_left()[0] for glyph in words)
    assert min(ends.values()) - start > 0.5 * (max(ends.values()) - start)


def test_a_picture_goes_where_its_visual_goes(tmp_path):
    from PIL import Image as Pillow

    Pillow.new("RGB", (40, 20), "red").save(tmp_path / "red.png")
    image = visuals.Image("v", file="red.png", alt="red")
    image.project = tmp_path
    fit(image, room())
    before = image.submobjects[2].points.mean(axis=0)
    glide = Glide(image, shift=np.array([1.0, 0.5, 0]), factor=0.5, about=image.get_center())
    glide.begin()
    glide.finish()
    assert image.submobjects[2].points.mean(axis=0) - before == pytest.approx([1.0, 0.5, 0])


@pytest.mark.parametrize("mark", [False, True])
def test_the_surface_behind_a_whole_visual_stays_within_the_margins(mark):
    frame = Frame(14.22, 8.0)
    names = ["number order", "search array", "array half", "tree binary"]
    edges = [{"source": a, "target": b, "label": ""} for a, b in pairwise(names)]
    flow = visuals.Flow("flow", edges=edges)
    table = visuals.Table("table", header=["a", "b"], rows=[["word " * 12, "word " * 12]])
    for visual in (flow, table):
        arrange([PlacedVisual(visual, None)], Area(0, 0, 12.8, 5.6), frame, look_named("plain"))
        visual.highlight_part("", mark=mark)
        box, safe = Area.of(visual), frame.safe
        assert len(visual.surfaces) == 1
        assert box.left >= safe.left - 0.02
        assert box.right <= safe.right + 0.02


def test_a_marked_part_does_not_move_a_visual_that_stays():
    frame, look, area = Frame(14.22, 8.0), look_named("plain"), Area(0, 0, 12.8, 5.6)
    items = visuals.BulletList("list", items=["Row times column", "Inner sizes must agree"])
    placed = PlacedVisual(items, "left")
    arrange([placed], area, frame, look)
    items.highlight_part("", mark=True)
    items.surfaces[0].shift((-0.1, 0, 0))
    assert arrange([placed], area, frame, look) == ([], [])


SUM = r"S_n = 1 + \frac{1}{2} + \frac{1}{4} + \frac{1}{8} + \frac{1}{16} + \cdots + \frac{1}{2^n}"


def test_steps_are_set_smaller_before_one_of_them_is_broken():
    whole = drawn("Derivation", size=HALF, steps=[SUM, "S_n < 2"])
    assert whole.look_room.shrink < 1
    with pytest.raises(WrongInput, match="no part"):
        whole.find("fh.1.s")
    longer = drawn("Derivation", size=HALF, steps=[f"{SUM} + {SUM[6:]}", "S_n < 4"])
    assert longer.find("fh.1.s").mobjects


@pytest.mark.parametrize("latex", [r"\frac{1}{2}", r"\dfrac{1}{2}", r"\dfrac{1}{2^2}"])
def test_a_fraction_in_a_table_is_large_and_clear_of_the_rules(latex):
    fraction = [{"text": latex, "kind": "math"}]
    table = drawn("Table", header=["term", "value"], rows=[["x", "1"], [fraction, "2"]])
    row, cell = (table.find(part).mobjects for part in ("row(2)", "cell(2,1)"))
    ink, em = cell[1].submobjects[1:], table.look_room.em
    top = max(glyph.get_top()[1] for glyph in ink)
    bottom = min(glyph.get_bottom()[1] for glyph in ink)
    assert top - bottom > 1.5 * em
    assert row.get_top()[1] - top > 0.2 * em
    assert bottom - row.get_bottom()[1] > 0.2 * em


@pytest.mark.parametrize("title", ["jq", "j", "Type"])
def test_a_heading_whose_first_letter_stands_over_its_edge_stays_in_the_margins(title):
    frame = Frame(14.222, 8)
    box = Area.of(Furniture(frame, look_named("plain")).heading(title))
    assert box.left >= frame.safe.left - 1e-3
    assert box.width < frame.safe.width / 4
