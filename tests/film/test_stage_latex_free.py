"""Everything in Manim that would call LaTeX is made without it."""

import pytest


@pytest.fixture(autouse=True)
def _no_latex(tmp_path, monkeypatch):
    """Nothing on the path: calling LaTeX would fail; Manim's files go to a folder of the test."""
    from manim import tempconfig

    from flaming_horse.stage.latex_free import install

    install()
    monkeypatch.setenv("PATH", "")
    with tempconfig({"media_dir": str(tmp_path), "verbosity": "ERROR", "progress_bar": "none"}):
        yield


def makers():
    import manim as m

    return {
        "Integer": lambda: m.Integer(42),
        "DecimalNumber": lambda: m.DecimalNumber(-3.1416, num_decimal_places=3, unit=r"\text{m}"),
        "Axes": lambda: m.Axes(
            x_range=[0, 3], y_range=[-1, 1], axis_config={"include_numbers": True}
        ),
        "axis labels": lambda: m.Axes().get_axis_labels("x", "f(x)"),
        "BarChart": lambda: m.BarChart([1, 2], bar_names=["a", "b"]),
        "Matrix": lambda: m.Matrix([[1, r"\pi"], [3, 4]]),
        "BulletedList": lambda: m.BulletedList("one $x^2$", "two"),
        "Title": lambda: m.Title("A title"),
        "BraceLabel": lambda: m.BraceLabel(m.Square(), r"\sqrt{2}"),
        "Graph": lambda: m.Graph([1, 2], [(1, 2)], labels=True),
        "LabeledDot": lambda: m.LabeledDot("a"),
        "Variable": lambda: m.Variable(2.5, "x"),
        "Tex": lambda: m.Tex(r"Hello \textbf{bold} and $\frac{a}{b}$, 50\%"),
        "MathTable": lambda: m.MathTable([[1, 2]]),
        "aligned": lambda: m.MathTex(r"a &= b + c \\ &= d"),
    }


NAMES = (
    "Integer", "DecimalNumber", "Axes", "axis labels", "BarChart", "Matrix", "BulletedList",
    "Title", "BraceLabel", "Graph", "LabeledDot", "Variable", "Tex", "MathTable", "aligned",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_it_is_made_and_drawn(name):
    from manim import Scene, tempconfig

    made = makers()[name]()
    with tempconfig({"pixel_width": 320, "pixel_height": 180, "save_last_frame": True}):
        scene = Scene()
        scene.add(made.move_to((0, 0, 0)))
        scene.renderer.update_frame(scene)
        pixels = scene.renderer.get_frame()
    assert pixels[:, :, :3].max() > 100


def test_parts_of_a_formula_are_told_apart():
    from manim import RED, ManimColor, MathTex

    formula = MathTex("a^2", "+", "b^2", "=", "c^2")
    assert [len(part) for part in formula] == [2, 1, 2, 1, 2]
    formula.set_color_by_tex("b^2", RED)
    assert formula[2][0].get_fill_color() == ManimColor(RED)
    assert formula[0][0].get_fill_color() != ManimColor(RED)


def test_isolated_substrings_are_found():
    from manim import MathTex

    formula = MathTex(r"\int_a^b f(x)\,dx", substrings_to_isolate=["dx"])
    assert len(formula.get_part_by_tex("dx")) == 2


def test_double_braces_and_lonely_brackets_split():
    from manim import MathTex

    assert [len(part) for part in MathTex("{{ a }} + {{ b }}")] == [1, 1, 1]
    assert [len(part) for part in MathTex("(", "u", "+", "v", ")")] == [1, 1, 1, 1, 1]


def test_words_of_a_text_are_told_apart():
    from manim import Tex

    assert [len(part) for part in Tex("Hello", "you")] == [5, 3]
