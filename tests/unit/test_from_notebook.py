"""A notebook becomes a storyboard: text is spoken, code and plots are shown."""

from __future__ import annotations

import base64
import json
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flaming_horse.errors import WrongInput
from flaming_horse.project import Project
from flaming_horse.storyboard import parse_storyboard, read_storyboard
from flaming_horse.writers.from_notebook import from_notebook
from flaming_horse.writing.bringing import bring_script

sys.path.insert(0, str(Path(__file__).parents[1] / "film"))
from films import flaming_horse

sys.path.append(str(Path(__file__).parents[1]))
from picture_files import noise

NOTEBOOK = Path(__file__).parents[1] / "data" / "oscillations.ipynb"
NOWHERE = Path("/nonexistent/x.ipynb")
PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR42mNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    project = Project(tmp_path_factory.mktemp("projects") / "film")
    bring_script(project, NOTEBOOK)
    return read_storyboard(project.storyboard), project


def scene(storyboard, title):
    return next(scene for scene in storyboard.scenes if scene.title == title)


def notebook(*cells):
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": list(cells)})


def markdown(text, **metadata):
    return {"cell_type": "markdown", "source": text, "metadata": metadata}


def code(text, *outputs, **metadata):
    return {"cell_type": "code", "source": text, "metadata": metadata, "outputs": list(outputs)}


def result(**data):
    named = {"text": "text/plain", "png": "image/png", "html": "text/html", "latex": "text/latex"}
    shown = {named[name]: value for name, value in data.items()}
    return {"output_type": "execute_result", "data": shown, "metadata": {}}


def convert(*cells):
    return from_notebook(notebook(*cells), NOWHERE)


def test_its_headings_are_scenes_and_its_text_is_spoken(made):
    storyboard, _ = made
    assert storyboard.settings.title == "Damped oscillations"
    assert [scene.title for scene in storyboard.scenes] == [
        "Damped oscillations", "The equation", "Solving it", "How strong is the friction?",
        "Three kinds of damping",
    ]  # fmt: skip
    said = " ".join(line.text for line in storyboard.lines)
    assert "A mass on a spring swings back and forth." in said
    assert "lecturer" not in said  # a cell with the tag `skip`


def test_code_stands_with_what_it_printed(made):
    storyboard, _ = made
    solving = scene(storyboard, "Solving it")
    kinds = [getattr(item, "kind", "line") for item in solving.items]
    assert kinds[:3] == ["code", "code", "line"]
    program, printed = solving.visuals[:2]
    assert program.data["language"] == "python"
    assert printed.data["code"] == "1.0"


def test_plots_are_saved_beside_the_storyboard_and_described(made):
    storyboard, project = made
    (plot,) = [v for v in scene(storyboard, "Solving it").visuals if v.kind == "image"]
    assert plot.data["alt"] == "Each swing is smaller than the last"
    assert (project.folder / plot.data["file"]).read_bytes().startswith(b"\x89PNG")
    pictures = [v.data["file"] for s in storyboard.scenes for v in s.visuals if v.kind == "image"]
    assert len(set(pictures)) == 3
    assert "pictures/16-sketch.png" in pictures


def test_a_table_of_pandas_is_a_table_without_its_row_numbers(made):
    storyboard, _ = made
    (table,) = [
        v for v in scene(storyboard, "How strong is the friction?").visuals if v.kind == "table"
    ]
    header = ["".join(run["text"] for run in cell) for cell in table.data["header"]]
    assert header == ["time", "height"]
    assert len(table.data["rows"]) == 6


def test_what_its_author_hides_is_not_shown(made):
    _, project = made
    text = project.storyboard.read_text()
    assert "for gamma in" not in text  # hide-input: its plot is shown
    assert "import numpy" not in text  # a cell that only sets the stage
    hidden = convert(
        markdown("# T\n\nWords."),
        code("print(1)", {"output_type": "stream", "name": "stdout", "text": "1\n"},
             tags=["hide-output"]),
        code("secret()", jupyter={"source_hidden": True}),
    ).text  # fmt: skip
    assert "print(1)" in hidden
    assert "```text" not in hidden
    assert "secret" not in hidden


def test_a_formula_that_a_program_gave_is_shown_as_one():
    text = convert(markdown("Words."), code("f", result(latex="$\\displaystyle x^{2}$"))).text
    assert "```equation\nx^{2}\n```" in text


def test_what_nobody_speaks_of_is_told_by_what_can_be_read_in_it():
    plots = [code(f"plt.plot(x, y{n})\n" * 14, result(png=PNG)) for n in range(2)]
    text = convert(markdown("Here are two."), *plots).text
    assert "Then we plot `y1` against `x`" in text
    assert text.count("`plt.plot` draws this plot.") == 1  # no sentence comes twice
    assert text.count("<!-- Read from the program: the document has no words for it. -->") == 3


def test_a_plot_stands_beside_its_program_where_that_is_narrow():
    narrow = convert(markdown("Look:"), code("plt.plot(x, y)", result(png=PNG))).text
    assert "```python {at=left}" in narrow
    assert "{at=right}\n![" in narrow
    alone = convert(code("plt.plot(x, y)\nplt.xlabel('Hour')\nplt.ylabel('Height (m)')",
                         result(png=PNG))).text  # fmt: skip
    assert "The plot shows height against hour." in alone
    wide = convert(
        markdown("We plot it:"),
        code("plt.plot(times, heights_of_the_tide_in_metres, color=blue)", result(png=PNG)),
        markdown("It rises twice."),
    ).text
    assert wide.index("![") > wide.index("We plot it:")
    assert "at=" not in wide


def test_furniture_is_left_out():
    bar = {"output_type": "stream", "name": "stdout", "text": " 10%|#   | 1/9\r100%|####| 9/9\n"}
    pip = {"output_type": "stream", "name": "stdout", "text": "Collecting boats\nDownloading boats"}
    text = convert(
        code("from IPython.display import HTML\ndef css():\n    return HTML(open('a.css').read())\n"
             "css()", result(text="<IPython.core.display.HTML object>")),
        code("!pip install boats", pip),
        code("YouTubeVideo('abc')", result(text="<IPython.lib.display.YouTubeVideo at 0x7f00>")),
        code("axes = boats.plot()", result(text="array([<Axes object at 0x11>,\n  <Axes object at"
                                                " 0x12>],\n      dtype=object)")),
        code("print(np.__version__)", {"output_type": "stream", "name": "stdout", "text": "2.1\n"}),
        code(""),
        markdown("We count."),
        code("for boat in boats:\n    count(boat)", bar),
    )  # fmt: skip
    assert "css" not in text.text
    assert "Collecting" not in text.text
    assert "YouTube" not in text.text
    assert "__version__" not in text.text
    assert "dtype=object" not in text.text
    assert "10%" not in text.text
    assert "100%|####| 9/9" in text.text


def test_comments_for_forms_and_checkers_are_not_shown():
    cell = "#@title Rowing home {run: 'auto'}\n#| echo: true\nspeed = 4  #@param {type: 'slider'}"
    text = convert(markdown("We row."), code(f"{cell}\nrow(speed)  # noqa: F821")).text
    assert "# Rowing home\nspeed = 4\nrow(speed)\n" in text


def test_a_notebook_may_be_larger_than_a_text(tmp_path):
    file = tmp_path / "large.ipynb"
    content = noise(1_650_000)
    written = base64.b64encode(content).decode()
    file.write_text(notebook(markdown("Words."), code("x", result(png=written))))
    bring_script(Project(tmp_path / "projects" / "film"), file)
    (picture,) = (tmp_path / "projects" / "film" / "pictures").iterdir()
    assert picture.read_bytes() == content


def test_long_output_is_cut_and_objects_without_a_name_are_left_out():
    log = {"output_type": "stream", "name": "stdout", "text": [f"step {n}\n" for n in range(50)]}
    text = convert(
        markdown("Train it:"), code("train()", log, result(text="<Figure size 640x480>"))
    ).text
    assert "step 6\n…" in text
    assert "43 lines of printed output" in text
    assert "Figure" not in text


def test_places_are_cells_and_lines_in_them():
    notes = convert(markdown("# T"), markdown("One.\n\n![x](gone.png)\n")).notes
    assert notes == (f"a picture that is not there ({NOWHERE.name}, cell 2:3)",)
    torn = convert(markdown("One."), code("plot()", result(png="not base64!")))
    assert "a picture that is not written in base64" in torn.text


BROKEN = {
    "json": ('{"cells": [', ":1:12: this is not a notebook"),
    "other json": ("[1, 2]", "this JSON is no notebook"),
    "version 3": ('{"nbformat": 3, "worksheets": []}', "a notebook of version 3"),
    "empty": (notebook(), "this notebook has no cells"),
    "silent": (notebook(code("")), "nothing is said"),
    "nothing": ("", ":1:1: this is not a notebook"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_bad_notebook_is_refused_and_nothing_is_left(tmp_path, name):
    text, says = BROKEN[name]
    file = tmp_path / "bad.ipynb"
    file.write_text(text)
    with pytest.raises(WrongInput) as error:
        bring_script(Project(tmp_path / "projects" / "film"), file)
    assert says in str(error.value)
    assert not (tmp_path / "projects").exists()


@pytest.mark.parametrize("option", ["--script", "--slides"])
def test_the_command_line_refuses_with_its_exit_code(tmp_path, option):
    file = tmp_path / "bad.ipynb"
    file.write_text("" if option == "--slides" else "{")
    answer = flaming_horse("create", "bad", option, str(file), projects=tmp_path / "projects")
    assert answer.returncode == 2, answer.stderr
    assert "bad.ipynb" in answer.stderr
    assert "Traceback" not in answer.stderr
    assert not (tmp_path / "projects" / "bad").exists()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.just(PNG),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(
        st.sampled_from(["cell_type", "source", "outputs", "metadata", "data", "output_type",
                         "text/plain", "image/png", "text/html", "tags", "attachments", "x"]),
        inner | st.sampled_from(["markdown", "code", "stream", "display_data", "<table><td>x"]),
        max_size=6,
    ),
    max_leaves=30,
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(JSON, max_size=5))
def test_any_cells_are_a_storyboard_or_an_error(cells):
    try:
        convert(*cells)
    except WrongInput as error:
        assert all(finding.place for finding in error.findings)  # noqa: PT017 - or none at all


def raw(text, **metadata):
    return {"cell_type": "raw", "source": text, "metadata": metadata}


def test_raw_cells_in_restructuredtext_are_read_with_their_headings():
    storyboard = parse_storyboard(
        convert(
            raw(".. _harbours:"),
            raw("Harbours of the north\n=====================\n\nA :ref:`harbour` is a port."),
            code("fleet = load(3)"),
            raw("Deep ones\n---------\n\nThe ``depth`` is given in metres."),
            code("fleet.sort(7)"),
            raw("Shallow ones\n------------\n\nBoats lie on the mud at low tide."),
        ).text,
        "storyboard.md",
    )
    assert storyboard.settings.title == "Harbours of the north"
    assert [s.title for s in storyboard.scenes[1:]] == ["Deep ones", "Shallow ones"]
    said = [line.text for line in storyboard.lines]
    assert any("The depth is given in metres" in text for text in said)
    assert [v.kind for s in storyboard.scenes for v in s.visuals].count("code") == 2


def test_raw_cells_of_other_formats():
    text = convert(
        raw("---\ntitle: Tides of the bay\n---"),
        markdown("The moon pulls the water towards it."),
        raw("Twice a day the **water** comes back.", raw_mimetype="text/markdown"),
        raw("\\\\newpage", raw_mimetype="text/latex"),
    ).text
    assert 'title: "Tides of the bay"' in text
    assert "comes back" in text
    assert "newpage" not in text
    assert text.count("Left out: raw cells") == 1


def test_what_looks_back_at_a_plot_is_said_before_the_next_program():
    text = convert(
        markdown("# Tides\n\nWe draw the tides of a year."),
        code("tides.plot()", result(png=PNG)),
        markdown("That didn't work, the scale is wrong. Better to draw the months apart:"),
        code("tides.groupby('month').plot(subplots=True)"),
    ).text
    looked, program = text.index("That didn't work"), text.index("groupby")
    assert looked < program < text.index("Better to draw")
