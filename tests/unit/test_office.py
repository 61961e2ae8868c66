"""Decks of PowerPoint, documents of Word and reStructuredText become storyboards."""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

import pytest
from docx import Document
from docx.oxml import parse_xml
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from flaming_horse.errors import NotInstalled, WrongInput
from flaming_horse.project import Project
from flaming_horse.storyboard import parse_storyboard, read_storyboard
from flaming_horse.writers.from_file import from_deck, from_script
from flaming_horse.writers.office import package
from flaming_horse.writing.bringing import bring_script, bring_slides

sys.path.append(str(Path(__file__).parents[1]))
from picture_files import png


def scenes(converted):
    """The scenes: of each its title, what is said, and the kinds and places shown."""
    storyboard = parse_storyboard(converted.text, "storyboard.md")
    return [
        (
            scene.title,
            [line.text for line in scene.lines],
            [(visual.kind, visual.at) for visual in scene.visuals],
        )
        for scene in storyboard.scenes
    ]


def slide(deck, layout, title, notes=""):
    new = deck.slides.add_slide(deck.slide_layouts[layout])
    if title:
        new.shapes.title.text = title
    if notes:
        new.notes_slide.notes_text_frame.text = notes
    return new


def bullets(shape, *items):
    frame = shape.text_frame
    for number, (text, level) in enumerate(items):
        paragraph = frame.add_paragraph() if number else frame.paragraphs[0]
        paragraph.text, paragraph.level = text, level


@pytest.fixture
def orchard(tmp_path):
    deck = Presentation()
    first = slide(deck, 0, "The orchard", "An orchard is a garden of trees.")
    first.placeholders[1].text = "Apples and pears"
    kinds = slide(deck, 1, "Kinds", "The apples ripen late. The pears ripen early.")
    bullets(kinds.placeholders[1], ("Apples", 0), ("red", 1), ("Pears", 0))
    two = slide(deck, 3, "Two ways to pick", "Low fruit by hand, high fruit by ladder.")
    bullets(two.placeholders[1], ("By hand", 0), ("slowly", 0))
    bullets(two.placeholders[2], ("By ladder", 0), ("with care", 0))
    table = slide(deck, 5, "Harvest", "In the second year there was more.")
    cells = table.shapes.add_table(3, 2, Inches(1), Inches(2), Inches(6), Inches(2)).table
    for row, texts in enumerate((("Year", "Baskets"), ("1", "40"), ("2", "55"))):
        for column, text in enumerate(texts):
            cells.cell(row, column).text = text
    hidden = slide(deck, 1, "Never", "Nobody hears this.")
    hidden.element.set("show", "0")
    file = tmp_path / "orchard.pptx"
    deck.save(file)
    return file


@pytest.fixture
def market(tmp_path):
    deck = Presentation()
    chart = slide(deck, 5, "Prices", "In June they are higher.")
    data = CategoryChartData()
    data.categories = ["May", "June"]
    data.add_series("Apples", (2, 3.5))
    chart.shapes.add_chart(
        XL_CHART_TYPE.COLUMN_CLUSTERED, Inches(1), Inches(2), Inches(6), Inches(3), data
    )
    (tmp_path / "stall.png").write_bytes(png(3))
    shown = slide(deck, 6, "")
    picture = shown.shapes.add_picture(str(tmp_path / "stall.png"), Inches(1), Inches(1))
    picture._element.nvPicPr.cNvPr.set("descr", "The stall at noon")
    alone = slide(deck, 1, "What sells")
    bullets(alone.placeholders[1], ("Pears before noon", 0), ("Plums after it", 0))
    file = tmp_path / "market.pptx"
    deck.save(file)
    return file


def test_notes_of_powerpoint_are_spoken_over_titles_bullets_and_tables(orchard):
    converted = from_deck(orchard)
    assert converted.taken_for == "a deck of PowerPoint"
    assert scenes(converted) == [
        ("The orchard", ["An orchard is a garden of trees."], [("title-card", None)]),
        ("Kinds", ["The apples ripen late. The pears ripen early."], [("list", None)]),
        (
            "Two ways to pick",
            ["Low fruit by hand, high fruit by ladder."],
            [("list", "left"), ("list", "right")],
        ),
        ("Harvest", ["In the second year there was more."], [("table", None)]),
    ]
    assert "\n  - red\n" in converted.text
    assert any("a slide that is hidden" in note for note in converted.notes)


def test_charts_of_one_row_are_bars_and_pictures_are_copied(market, tmp_path):
    project = Project(tmp_path / "projects" / "film")
    note = bring_slides(project, market)
    storyboard = read_storyboard(project.storyboard)
    chart, stall, sells = storyboard.scenes
    (bars,) = chart.visuals
    assert (bars.kind, bars.data["labels"]) == ("chart", ["May", "June"])
    assert bars.data["values"] == [2, 3.5]
    assert "shown as a table" not in note
    assert stall.title == "The stall at noon"
    assert (project.folder / stall.visuals[0].data["file"]).read_bytes() == png(3)
    assert sells.lines[0].text == "Pears before noon, Plums after it."


def test_a_chart_of_several_rows_is_a_table_and_says_so(tmp_path):
    deck = Presentation()
    shown = slide(deck, 5, "Prices", "In June they are higher.")
    data = CategoryChartData()
    data.categories = ["May", "June"]
    data.add_series("Apples", (2, 3.5))
    data.add_series("Pears", (1, None))
    shown.shapes.add_chart(XL_CHART_TYPE.LINE, Inches(1), Inches(2), Inches(6), Inches(3), data)
    deck.save(tmp_path / "market.pptx")
    project = Project(tmp_path / "projects" / "film")
    note = bring_slides(project, tmp_path / "market.pptx")
    assert "the bars or lines of a chart, shown as a table (market.pptx, slide 1:1)" in note
    assert "| May | 2 | 1 |\n| June | 3.5 |  |" in project.storyboard.read_text()


def test_programs_and_lists_in_boxes_of_text_are_seen(tmp_path):
    deck = Presentation()
    boxed = slide(deck, 5, "Picking")
    for top, lines, font in (
        (
            1,
            ("def pick(tree):", "\tfor apple in tree:", "\t\tbag.put(apple \u2013 1)"),
            "Courier New",
        ),
        (4, ("A ladder", "A bag that is not torn", "Two hands"), None),
    ):
        frame = boxed.shapes.add_textbox(Inches(1), Inches(top), Inches(8), Inches(2)).text_frame
        for number, line in enumerate(lines):
            paragraph = frame.add_paragraph() if number else frame.paragraphs[0]
            run = paragraph.add_run()
            run.text, run.font.name = line, font
    deck.save(tmp_path / "picking.pptx")
    made = parse_storyboard(from_deck(tmp_path / "picking.pptx").text, "storyboard.md")
    program, listed = made.scenes[0].visuals
    assert program.data["code"].endswith("    for apple in tree:\n        bag.put(apple - 1)")
    assert (program.kind, program.data["language"]) == ("code", "python")
    assert (listed.kind, len(listed.data["items"])) == ("list", 3)
    assert "def pick" not in " ".join(line.text for line in made.lines)


def test_a_document_of_word_is_read_by_its_styles(tmp_path):
    document = Document()
    document.add_heading("Ropes", 0)
    document.add_paragraph("A rope is made of yarns.")
    document.add_heading("Kinds of rope", 1)
    document.add_paragraph("There are two.")
    document.add_paragraph("Hemp", style="List Bullet")
    document.add_paragraph("Linen", style="List Bullet")
    document.add_paragraph("Twist the yarns", style="List Number")
    document.add_paragraph("Lay the strands", style="List Number")
    document.add_heading("What it bears", 1)
    document.add_paragraph("The loads are these.")
    table = document.add_table(2, 2)
    for row, texts in enumerate((("Rope", "Load"), ("Hemp", "900"))):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    file = tmp_path / "ropes.docx"
    document.save(file)
    converted = from_script(file)
    assert converted.taken_for == "a document of Word"
    found = scenes(converted)
    assert [title for title, _, _ in found] == ["Ropes", "Kinds of rope", "What it bears"]
    assert found[1][2] == [("list", None), ("list", None)]
    assert "1. Twist the yarns" in converted.text
    assert found[2][2] == [("table", None)]


MATHS = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
FRACTION = (
    f"<m:oMath {MATHS}><m:r><m:t>v=</m:t></m:r><m:f><m:num><m:r><m:t>s</m:t></m:r></m:num>"
    "<m:den><m:sSup><m:e><m:r><m:t>t</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup>"
    "</m:sSup></m:den></m:f></m:oMath>"
)
STRANGE = (
    f"<m:oMath {MATHS}><m:borderBox><m:e><m:r><m:t>x</m:t></m:r></m:e></m:borderBox></m:oMath>"
)


def test_pictures_formulas_and_programs_of_word(tmp_path):
    (tmp_path / "loop.png").write_bytes(png(5))
    document = Document()
    document.add_heading("Falling", 1)
    document.add_paragraph("The law is short.")
    document.add_paragraph()._p.append(parse_xml(FRACTION))
    document.add_paragraph("This one is not read: ")._p.append(parse_xml(STRANGE))
    document.add_heading("A loop", 1)
    document.add_paragraph("It looks so.")
    document.add_picture(str(tmp_path / "loop.png"))
    file = tmp_path / "falling.docx"
    document.save(file)
    converted = from_script(file)
    assert r"v=\frac{s}{{t}^{2}}" in converted.text
    assert any("a formula of Word" in note for note in converted.notes)
    project = Project(tmp_path / "projects" / "film")
    bring_script(project, file)
    (picture,) = read_storyboard(project.storyboard).scenes[-1].visuals
    assert (project.folder / picture.data["file"]).read_bytes() == png(5)


SAILS = """\
Sails
=====

.. contents::

A *sail* is cloth, see :ref:`what it is made of <cloth>` and :class:`~yard.Sail`.

Kinds
-----

There are two.

- Square ones
- Lateen ones

.. warning:: Wet sails are heavy.

.. code-block:: python

   area = width * height

.. list-table::
   :header-rows: 1

   * - Sail
     - Area
   * - Jib
     - 9

.. autoclass:: yard.Sail
   :members:

.. include:: /etc/hostname
"""
MASTS = """\
The mast stands on the keel [#f]_.

How high is it?
~~~~~~~~~~~~~~~

.. math:: h = 2 b

Twice the breadth, as ``keel.height`` says.

.. versionadded:: 2.0
   Masts of steel.

Spar
  What holds a sail.

.. [#f] Or on the deck.
"""


def test_restructuredtext_is_read_with_the_words_of_sphinx(tmp_path):
    file = tmp_path / "sails.rst"
    file.write_text(SAILS)
    converted = from_script(file)
    assert converted.taken_for == "reStructuredText"
    first, kinds = scenes(converted)
    assert first[:2] == ("Sails", ["A sail is cloth, see what it is made of and Sail."])
    assert [kind for kind, _ in kinds[2]] == ["list", "code", "table"]
    assert "Warning: Wet sails are heavy." in " ".join(kinds[1])
    assert any("“autoclass”" in note for note in converted.notes)
    assert "hostname" not in converted.text


def test_formulas_notes_and_terms_of_restructuredtext(tmp_path):
    file = tmp_path / "masts.rst"
    file.write_text(MASTS)
    converted = from_script(file)
    said = " ".join(line for _, lines, _ in scenes(converted) for line in lines)
    for words in ("stands on the keel.", "keel.height", "Masts of steel.", "What holds a sail."):
        assert words in said
    assert "h = 2 b" in converted.text
    assert "#f" not in converted.text


@pytest.mark.parametrize(("suffix", "read"), [(".pptx", from_deck), (".docx", from_script)])
def test_what_is_no_office_file_is_told(tmp_path, suffix, read):
    broken = tmp_path / f"broken{suffix}"
    broken.write_bytes(b"PK\x03\x04 and nothing more")
    with pytest.raises(WrongInput, match=f"this is no {suffix} file"):
        read(broken)
    other = tmp_path / f"other{suffix}"
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("letter.txt", "Dear reader")
    with pytest.raises(WrongInput, match="cannot be read"):
        read(other)


def test_entities_and_what_unpacks_without_end_are_refused(tmp_path, monkeypatch):
    laughs = tmp_path / "laughs.docx"
    with zipfile.ZipFile(laughs, "w") as archive:
        archive.writestr("word/document.xml", '<!DOCTYPE d [<!ENTITY a "ha">]><d>&a;</d>')
    with pytest.raises(WrongInput, match="declares entities"):
        from_script(laughs)
    bomb = tmp_path / "bomb.pptx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("ppt/presentation.xml", "<p>" + " " * 100_000)
    monkeypatch.setattr(package, "LARGEST_XML", 50_000)
    with pytest.raises(WrongInput, match="unpacks to more"):
        from_deck(bomb)


def test_a_missing_extra_is_named_with_its_command(orchard, monkeypatch):
    monkeypatch.setattr(package, "find_spec", lambda name: None)
    with pytest.raises(NotInstalled, match="the extra `office`") as error:
        from_deck(orchard)
    assert "pip install 'flaming-horse[office]'" in error.value.remedy
    assert error.value.exit_code == 3


def test_a_deck_and_a_document_are_told_apart(orchard, tmp_path):
    with pytest.raises(WrongInput, match="this is a deck") as error:
        from_script(orchard)
    assert f"--slides {orchard}" in error.value.remedy
    letter = tmp_path / "letter.docx"
    Document().save(letter)
    with pytest.raises(WrongInput, match="this is a document"):
        from_deck(letter)


def test_tables_of_lists_and_commas_are_tables_and_files_are_told(tmp_path):
    text = (
        "Tides\n=====\n\nTwo towns.\n\n.. list-table::\n   :header-rows: 1\n\n   * - Town\n"
        "     - High\n   * - Aber\n     - 3 m\n\nAgain.\n\n"
        ".. csv-table::\n   :header: Town, Low\n\n   Born, 1 m\n"
        "\nAnd there.\n\n.. csv-table::\n   :file: tides.csv\n\n.. include:: more.rst\n"
    )
    (tmp_path / "tides.rst").write_text(text, encoding="utf-8")
    (tmp_path / "tides.csv").write_text("Secret,1\n", encoding="utf-8")
    (tmp_path / "more.rst").write_text("Secrets.\n", encoding="utf-8")
    made = from_script(tmp_path / "tides.rst")
    assert "| Town | High |" in made.text
    assert "| Born | 1 m |" in made.text
    assert "Secret" not in made.text
    told = " ".join(made.notes)
    assert "“csv-table” takes from another file" in told
    assert "“include” takes from another file" in told


def test_steps_of_restructuredtext_hold_their_programs(tmp_path):
    text = "Ovens\n=====\n\nDo this.\n\n1. Heat it::\n\n     heat(3)\n     wait()\n\n2. Cool it.\n"
    (tmp_path / "ovens.rst").write_text(text, encoding="utf-8")
    assert [
        kind for _, _, shown in scenes(from_script(tmp_path / "ovens.rst")) for kind, _ in shown
    ] == ["list", "code", "list"]
