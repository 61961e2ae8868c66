"""Any Markdown becomes a storyboard that a person can edit; what is one already is left alone."""

from __future__ import annotations

import base64
import io
import re
import sys
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from flaming_horse.errors import Place, WrongInput
from flaming_horse.project import Project
from flaming_horse.storyboard import parse_storyboard
from flaming_horse.visuals.kinds import KINDS
from flaming_horse.writers.dialects.ours import MADE_BY_US, speaks_ours
from flaming_horse.writers.dialects.table import dialect_of
from flaming_horse.writers.foreign import Program
from flaming_horse.writers.from_file import from_script
from flaming_horse.writers.from_markdown import from_markdown
from flaming_horse.writers.from_slides import from_slides
from flaming_horse.writers.pieces import Piece, plain
from flaming_horse.writers.programs.window import Listing
from flaming_horse.writers.script import Film, Part, Say, Show
from flaming_horse.writers.sentences import as_lines, sentences
from flaming_horse.writers.write_film import checked
from flaming_horse.writing.bringing import bring_script

sys.path.append(str(Path(__file__).parents[1]))
from PIL import Image

from picture_files import png

DATA = Path(__file__).parents[1] / "data"
EXAMPLES = Path(__file__).parents[2] / "examples"
NOWHERE = Path("/nonexistent/x.md")


@pytest.fixture(scope="module")
def readme():
    converted = from_script(DATA / "readme.markdown")
    assert converted is not None
    return converted


@pytest.fixture(scope="module")
def storyboard(readme):
    return parse_storyboard(readme.text, "storyboard.md")


def scene(storyboard, title):
    return next(scene for scene in storyboard.scenes if scene.title == title)


def convert(text):
    return from_markdown(text, NOWHERE).text


@pytest.mark.parametrize(
    "pointer",
    [
        "Browse the [Kiln docs](https://a.example) for firing, glazing, and drying schedules.",
        "You can also visit the [large gallery](https://a.example) to see what others make of it.",
        "For a complete and sorted list of all the glazes, consult [this page](https://a.example).",
        "If you run into a crack, please open an [issue](https://a.example) with a photo.",
        "Instructions on how to stack it are found in [our wiki](https://a.example).",
        "We hope this overview helps you.",
        "See below for the temperatures.",
        "Click the icons below to see more of it.",
        "If a glaze is missing, open an issue and it will be found.",
        "Or you can buy me a coffee.",
    ],
)
def test_a_sentence_that_only_sends_elsewhere_is_not_said(pointer):
    text = convert(f"# Kiln\n\nThe kiln holds twelve pots. {pointer}\n")
    assert "twelve pots" in text
    assert pointer.split()[1] not in text.split("The kiln")[-1]


def test_a_link_in_a_sentence_with_something_to_say_stays():
    line = "Read the temperature with the [docs tool](https://a.example), which smooths it."
    assert "which smooths it" in convert(f"# Kiln\n\nThe kiln is hot. {line}\n")


def test_a_list_with_items_below_items_is_parted_evenly():
    text = "# Tools\n\n" + "".join(
        f"- {word} are kept\n" for word in ("Saws", "Planes", "Files", "Rasps", "Awls", "Vices")
    )
    text += "- Chisels are kept\n  - sharp\n  - dry\n"
    (scene,) = parse_storyboard(convert(text), "storyboard.md").scenes
    sizes = [len(visual.data["items"]) for visual in scene.visuals]
    assert len(sizes) == 2
    assert max(sizes) - min(sizes) <= 2


def test_the_readme_has_its_title_and_its_sections_as_scenes(storyboard):
    assert storyboard.settings.title == "Tidepool"
    titles = [scene.title for scene in storyboard.scenes]
    assert titles == ["Tidepool", "Features", "Install", "Usage", "How it compares"]


def test_what_is_looked_up_and_not_listened_to_is_not_spoken(readme, storyboard):
    said = " ".join(line.text for line in storyboard.lines)
    for unwanted in ("CI", "Coverage", "Discord", "Install Usage", "hereby", "everybody",
                     "installation guide", "forty", "🎉", ":ocean:", "[!NOTE]", "[^1]",
                     "The output looks like this"):  # fmt: skip
        assert unwanted not in said
    assert "Note: Tidepool is young." in said
    notes = " ".join(readme.notes)
    for told in ("License", "Contributors", "a picture on the network (5 times, first", "folded"):
        assert told in notes


def test_prices_stay_prices_and_formulas_formulas(storyboard):
    runs = [run for line in storyboard.lines for run in line.runs]
    assert [run.text for run in runs if run.kind == "math"] == ["O(n)"]
    assert any("costs $0 to watch" in run.text for run in runs)


def test_long_paragraphs_are_several_lines(storyboard):
    opening = [line.text for line in scene(storyboard, "Tidepool").lines]
    assert opening[1].startswith("Tidepool watches")
    assert opening[1].endswith("what happened.")
    assert opening[2].startswith("So a laptop")


def test_items_appear_when_they_are_spoken(storyboard):
    features = scene(storyboard, "Features")
    (items,) = features.visuals
    shown = ["".join(run["text"] for run in item) for item in items.data["items"]]
    under = "\u2013 It gets two seconds to clean up"
    assert shown[:5] == ["Fast", "Quiet", "Careful", under, "✓ Works with Docker"]
    cues = [cue for line in features.lines for cue in line.cues]
    assert [cue.action for cue in cues] == ["show"] * 6
    assert [target.path[0].arguments for cue in cues for target in cue.targets] == [
        (number,) for number in range(1, 7)
    ]
    assert "It gets two seconds" in " ".join(line.text for line in features.lines)


def test_the_sentence_before_a_program_speaks_while_it_is_shown(storyboard):
    items = scene(storyboard, "Usage").items
    kinds = [getattr(item, "kind", None) or item.text for item in items]
    program = kinds.index("code", kinds.index("From Python: The watcher"))
    assert kinds[program + 1].startswith("A watcher is an iterator.")


def test_a_long_program_is_cut_and_the_note_says_which_lines(readme, storyboard):
    program = [v for v in scene(storyboard, "Usage").visuals if v.kind == "code"][1]
    rows = program.data["code"].split("\n")
    assert rows[:2] == ["…", "def main() -> None:"]  # its imports go first
    assert rows[-1] == "…"
    assert len(rows) <= 16
    assert max(map(len, rows)) <= 80
    assert '__pycache__"]))' in program.data["code"]
    assert "Left out: lines 3 to 5 and 23 to 24 of this program." in readme.text


def test_a_long_line_is_broken_and_a_comment_stays_a_comment():
    words = "word " * 20
    block = Program(f"run --now  # {words}\nx = '# no comment'\n{'y' * 200}\n", "sh", 0)
    cut = Listing(block).frame()
    rows = cut.rows
    assert [row[:2] for row in rows[:2]] == ["# ", "# "]
    assert rows[2] == "run --now"
    assert rows[3] == "x = '# no comment'"
    assert rows[4].endswith("y …")
    assert cut.left_out == "the ends of its longest lines"
    assert " ".join(rows[:2]).replace("# ", "").split() == words.split()


def test_a_wide_table_is_shown_as_far_as_it_fits():
    row = "| " + " | ".join(["configuration value"] * 12) + " |\n"
    text = convert(f"## A\n\nHere:\n\n{row}|{'---|' * 12}\n{row}{row}")
    board = parse_storyboard(text, "storyboard.md")
    (table,) = board.scenes[0].visuals
    assert 2 <= len(table.data["header"]) < 12
    assert f"Left out: columns {len(table.data['header']) + 1} to 12 of this table." in text


def test_two_programs_in_a_row_each_have_words():
    text = convert("## A\n\nFirst:\n\n```sh\na\n```\n\n```sh\nb\n```\n\nSecond:\n\n```sh\nc\n```\n")
    items = parse_storyboard(text, "storyboard.md").scenes[0].items
    kinds = [getattr(item, "kind", None) or item.text for item in items]
    assert kinds == ["code", "First:", "code", "Run b.", "code", "Second:"]


def test_deep_headings_are_headings_inside_a_scene():
    text = convert("# T\n\n## A\n\nOne.\n\n#### Deep\n\nTwo.\n\n<hr>\n")
    assert "## A" in text
    assert "### Deep" in text


def test_without_a_heading_the_film_has_the_name_of_its_file(tmp_path):
    folder = tmp_path / "tide-pool"
    folder.mkdir()
    (folder / "README.md").write_text("<p>Just words.</p>\n")
    converted = from_script(folder / "README.md")
    assert converted is not None
    assert parse_storyboard(converted.text, "x.md").settings.title == "Tide pool"


@pytest.mark.parametrize(
    ("line", "title"),
    [("**Chapter 4 - The mill**", "Chapter 4 - The mill"), ("**It grinds.**", "Set-up")],
)
def test_a_line_in_bold_above_all_is_the_title(line, title):
    converted = from_markdown(f"{line}\n\nWords.\n\n# Set-up\n\nIt is set up.\n", NOWHERE)
    assert parse_storyboard(converted.text, "x.md").settings.title == title


def test_marks_of_notes_and_labels_that_nothing_defines_are_not_read():
    text = "It is [the *big* oven][big-oven] of x[i][j]. It saves 20% of oats. \\*. Ask Anna[^7].\n"
    (line,) = parse_storyboard(from_markdown(f"# A\n\n{text}", NOWHERE).text, "x.md").lines
    assert line.text == "It is the big oven of x[i][j]. It saves 20% of oats. Ask Anna."


def test_a_wide_table_keeps_the_columns_that_the_text_names():
    names = ["Mill", *(f"Name of wheel number {n}" for n in range(8)), "Owner"]
    row = " | ".join(["weir", *["a wheel of old oak wood"] * 8, "Anna"])
    table = f"| {' | '.join(names)} |\n|{'---|' * 10}\n| {row} |\n"
    text = f"# A\n\nSee the mills.\n\n{table}\nThe owner lives there.\n"
    (shown,) = parse_storyboard(from_markdown(text, NOWHERE).text, "x.md").scenes[0].visuals
    header = ["".join(run["text"] for run in cell) for cell in shown.data["header"]]
    assert header[:2] == ["Mill", "Owner"]
    assert 2 < len(header) < 10


def test_pleasantries_are_not_said():
    text = "# A\n\nBread rises.\n\nWe hope you enjoy it! Happy baking! It is done in an hour.\n"
    lines = parse_storyboard(from_markdown(text, NOWHERE).text, "x.md").lines
    assert [line.text for line in lines] == ["Bread rises.", "It is done in an hour."]


def test_brackets_around_what_only_the_site_knows_go_with_it():
    said = 'Grind oats (any kind, {{% param "age" %}} or later) now.'
    converted = from_markdown(f'+++\ntitle = "T"\n+++\n\n## A\n\n{said}\n', NOWHERE)
    assert "Grind oats now." in converted.text


def test_numbered_links_are_steps_and_a_row_of_pages_is_left_out():
    links = [f"[{name}](https://example.org/{name})" for name in ("Grind", "Knead", "Bake")]
    steps = "\n".join(f"1. {link}" for link in links)
    pages = "\n".join(f"- {link}" for link in links)
    text = f"# B <b>x</b>\n\n## A\n\nBefore you begin:\n\n{steps}\n\n## C\n\nSee.\n\n{pages}\n"
    converted = from_markdown(text, NOWHERE)
    assert converted.text.count("Knead") == 2  # shown and said
    assert "a list of links" in " ".join(converted.notes)


def test_a_row_of_linked_pictures_at_the_end_is_not_shown():
    row = "[![Mill](mill.png)](https://example.org/m) [![Anna](anna.png)](https://example.org/a)"
    converted = from_markdown(f"# Mill <b>x</b>\n\nIt grinds.\n\n---\n\n{row}\n", NOWHERE)
    assert any("logos of sponsors or users" in note for note in converted.notes)
    assert not any("not there" in note for note in converted.notes)


def test_rows_that_end_as_in_plain_tex_are_rows():
    rows = "$$\\begin{matrix} 1 & 2 \\cr 3 & 4 \\end{matrix}$$"
    converted = from_markdown(f"## A\n\nSee the rows.\n\n{rows}\n", NOWHERE)
    (shown,) = parse_storyboard(converted.text, "storyboard.md").scenes[0].visuals
    assert shown.data["latex"] == "\\begin{matrix} 1 & 2 \\\\ 3 & 4 \\end{matrix}"


def test_a_formula_that_cannot_be_set_is_shown_as_written_and_told():
    converted = from_markdown("## A\n\nSee:\n\n$$\n\\foo{x\n$$\n\nand $\\bar{$ too.\n", NOWHERE)
    assert "```latex\n\\foo{x\n```" in converted.text
    assert "`\\bar{`" in converted.text
    assert "a formula that cannot be set" in " ".join(converted.notes)


def test_a_long_derivation_is_a_formula_and_the_square_at_its_end_is_not_said():
    rows = " \\\\\n".join(rf"&= \\boldsymbol{{x}}_{{{n}}} + \\dots + {n} y" for n in range(40))
    text = f"## A\n\nWe count.\n\n$$\n\\begin{{align*}}\n{rows}\n\\end{{align*}}\n$$\n\nNow,\n\n"
    converted = from_markdown(f"{text}$$a = b$$\n\n$\\square$\n\nIt is done. $\\square$\n", NOWHERE)
    shown = parse_storyboard(converted.text, "storyboard.md").scenes[0].visuals
    assert [visual.kind for visual in shown] == ["equation", "equation"]
    assert len(shown[0].data["latex"]) > 1200
    said = [line.text for line in parse_storyboard(converted.text, "x.md").lines]
    assert said == ["We count.", "It is done."]


def test_pictures_that_cannot_be_shown_are_left_out_and_told_with_their_places(tmp_path):
    script = tmp_path / "README.md"
    (tmp_path / "torn.png").write_bytes(png(1)[:20])
    (tmp_path / "notes.txt").write_text("No picture.")
    (tmp_path.parent / "private.png").write_bytes(png(3))
    names = ("no.png", "gone/b.png", "torn.png", "notes.txt", "../private.png")
    pictures = "\n\n".join(f"![a]({name})\n\nSaid." for name in names)
    script.write_text(f"# T\n\n<br>\n\nHello.\n\n{pictures}\n")
    note = bring_script(Project(tmp_path / "projects" / "film"), script)
    text = (tmp_path / "projects" / "film" / "storyboard.md").read_text()
    assert "a picture that is not there (2 times, first README.md:7)" in note
    assert "a picture that lies outside of the document's folder (README.md:23)" in note
    assert "<!-- Left out: a picture that is not there (gone/b.png). -->" in text
    assert text.count("a picture that cannot be shown") == 2
    assert "![" not in text
    assert text.count("Said.") == 5


def test_a_formula_that_shows_nothing_is_no_visual():
    text = (
        "## A\n\nSee:\n\n$$\n\\newcommand{\\vv}{v}\n\\DeclareMathOperator{\\im}{im}\n$$\n\n"
        "One.\n\n$$\\qquad$$\n\nTwo $\\,$ three.\n\n$$a = b$$\n\nFour.\n"
    )
    converted = from_markdown(text, NOWHERE)
    shown = parse_storyboard(converted.text, "storyboard.md").scenes[0].visuals
    assert [visual.data for visual in shown] == [{"latex": "a = b"}]
    assert "Two three." in converted.text
    assert "a formula that shows nothing" in " ".join(converted.notes)


def moving(kind):
    """Two frames, dark and light."""
    frames = [Image.open(io.BytesIO(png(shade, 8))) for shade in (20, 200)]
    content = io.BytesIO()
    frames[0].save(content, kind, save_all=True, append_images=frames[1:], lossless=True)
    return content.getvalue()


@pytest.mark.parametrize("name", ["a.gif", "b.webp", "c.png"])
def test_of_a_picture_that_moves_the_first_frame_is_shown_and_told(tmp_path, name):
    (tmp_path / name).write_bytes(moving("WEBP" if name == "b.webp" else "GIF"))
    script = tmp_path / "README.md"
    script.write_text(f"# T\n\n<br>\n\nLook.\n\n![a]({name})\n")
    converted = from_script(script)
    assert converted is not None
    ((taken, content),) = converted.pictures.items()
    assert taken.endswith(".png")
    shade = Image.open(io.BytesIO(content)).convert("L").getpixel((0, 0))
    assert isinstance(shade, int)
    assert abs(shade - 20) < 4
    assert "first frame" in converted.text
    assert "first frame is shown (README.md:7)" in " ".join(converted.notes)


def test_a_picture_with_another_kinds_name_is_shown_as_what_it_is(tmp_path):
    (tmp_path / "a.jpg").write_bytes(png(9))
    script = tmp_path / "README.md"
    script.write_text("# T\n\n<br>\n\nLook.\n\n![a](a.jpg)\n")
    converted = from_script(script)
    assert converted is not None
    assert converted.pictures == {"pictures/a.png": png(9)}


def test_pictures_below_the_document_come_along(tmp_path):
    (tmp_path / "docs" / "art").mkdir(parents=True)
    (tmp_path / "docs" / "art" / "a.png").write_bytes(png(1))
    (tmp_path / "docs" / "README.md").write_text(
        '# T\n\n<img src="./art/a.png" alt="A tide">\n\nLook.\n'
    )
    project = Project(tmp_path / "projects" / "film")
    note = bring_script(project, tmp_path / "docs" / "README.md")
    assert "made from" in note
    assert str(project.storyboard) in note
    (image,) = (
        parse_storyboard(project.storyboard.read_text(), str(project.storyboard)).scenes[0].visuals
    )
    assert image.data["alt"] == "A tide"
    assert (project.folder / image.data["file"]).read_bytes() == png(1)


def test_two_pictures_of_one_name_are_two(tmp_path):
    one, two = (
        f"data:image/png;base64,{base64.b64encode(png(shade)).decode()}" for shade in (1, 2)
    )
    script = tmp_path / "README.md"
    script.write_text(f"<p>x</p>\n\n![A b]({one})\n\nOne.\n\n![C d]({two})\n\nTwo.\n")
    converted = from_script(script)
    assert converted is not None
    assert sorted(converted.pictures.values()) == sorted([png(1), png(2)])
    assert len(converted.pictures) == 2


def test_what_is_still_wrong_is_told_at_its_place_in_the_source():
    here = [Place("x.md", line, 1) for line in (3, 5, 9)]
    say = Say((Piece("Hello."),), here[0])
    show = Show("equation", {"latex": "\\foo{x"}, here[1])
    part = Part((), here[0], items=[say, show, Say((Piece("Bye."),), here[2])])
    with pytest.raises(WrongInput) as error:
        checked(Film("T", [part]), "", {})
    assert error.value.place == here[1]


def test_a_second_time_changes_nothing_and_an_edit_is_kept(tmp_path):
    project = Project(tmp_path / "projects" / "film")
    bring_script(project, DATA / "readme.markdown")
    made = project.storyboard.read_text()
    assert "already" in bring_script(project, DATA / "readme.markdown")
    project.storyboard.write_text(made + "\nMine.\n")
    with pytest.raises(WrongInput, match="was edited"):
        bring_script(project, DATA / "readme.markdown")
    assert project.storyboard.read_text() == made + "\nMine.\n"


OURS = {
    "plain": "# T\n\n## A\n\n$$\na^2\n$$\n\nA square.\n\n<!-- Mine. -->\n\nIt is so.\n",
    "made": f"# T\n\n<!-- Made from x.md. {MADE_BY_US} -->\n\n- a\n\nA thing.\n",
    "cues": '# T\n\n<p align="center">x</p>\n\n- a\n\n[A]{show="list.item(1)"} and b.\n',
    "settings": "---\ntitle: T\nlook: chalk\n---\n\n<p>Hello</p>\n",
    "fence": "# T\n\n```plot\nx: [0, 1]\ny: [0, 1]\ncurves: {a: x}\n```\n\nHello.[^1]\n\n[^1]: x\n",
}


@pytest.mark.parametrize("name", OURS)
def test_what_is_a_storyboard_is_taken_unchanged(tmp_path, name):
    script = tmp_path / "script.md"
    script.write_text(OURS[name])
    project = Project(tmp_path / "projects" / "film")
    bring_script(project, script)
    assert project.storyboard.read_text() == OURS[name]


@pytest.mark.parametrize("file", sorted(EXAMPLES.glob("*/storyboard.md")), ids=lambda f: f.parent)
def test_the_examples_are_storyboards(file):
    assert dialect_of(file.read_text()) is None


@pytest.mark.parametrize(
    "mistake",
    [
        '# T\n\n<p>x</p>\n\n- a\n\n[A]{shwo="list.item(1)" say="b"} and b.\n',
        "---\nlook: chlak\n---\n\n<p>x</p>\n\nHello.\n",
        "# T\n\n<p>x</p>\n\n{#p at=lfet}\n- a\n\nHello.\n",
    ],
)
def test_a_mistake_in_our_language_is_a_finding_in_any_company(tmp_path, mistake):
    script = tmp_path / "script.md"
    script.write_text(mistake)
    with pytest.raises(WrongInput, match="Did you mean"):
        bring_script(Project(tmp_path / "projects" / "film"), script)
    assert not (tmp_path / "projects").exists()


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("It runs, e.g. on Linux. It is Fig. 3. Done!", 3),
        ("Version 1.2 is out. See `a.b`. It's 3.5 km", 3),
        ('He said "Stop." Then he left… Really?', 3),
        ("First do this: That. then lower case goes on.", 1),
    ],
)
def test_sentences(text, parts):
    assert len(sentences((Piece(text),))) == parts


@given(st.text(alphabet="abc AB.!?,:()\"'é", max_size=200))
def test_no_word_is_lost_between_lines(text):
    lines = as_lines((Piece(text),))
    assert " ".join(plain(line) for line in lines).split() == text.split()
    assert all(len(sentences(line)) <= 3 for line in lines)


BITS = [
    "# T", "## A", "#### b", "---", "--", "Note: hi", "<!-- note -->", "- one\n- two",
    "1. x\n   - y", "| a | b |\n|---|---|\n| 1 | 2 |", "```py\nx=1\n```", "$$\na^2\n$$", "$x$",
    "$\\foo$", "![a](http://x/y.png)", "[l](#a)", "<div>", "</div>", "<details>", "</details>",
    "> q", "> [!NOTE]\n> x", "{#id}", '[a]{show="x"}', "]{", "{.c}", "**b** *i* `c`",
    "word. Another one.", "[^1]", "[^1]: f", "- [ ] t", "&amp; &lt;", "\\", "*", "_", "`", "$", "[",
    "]", "<", "|", "✓ x", "a:\n", "term\n: def", "    code", "::: notes\nx\n:::", "<h1>T</h1>",
    "<ul><li>a<li>b</ul>", "<table><tr><td>x<td>y</table>", "<pre>a\nb</pre>", "<img src=x>",
    "::: tip\nx\n:::", ":::", "!!! note\n    x", '=== "T"\n    x', "```{note}\nx\n```", "{doc}`x`",
    "[[a|b]]", "![[a.png]]", "{% if x %}", "{% endif %}", "{{< x >}}", "{{ x }}", "{{%", "\\(x\\)",
    "\\newcommand{\\a}{\\a}", "$\\a$", "\\[ a = b \\]", "==a==", "~~a~~", "~a~", "+++", "% T", "%%",
    "/// note", "///", "<Tabs>", "</Tabs>", "<A b={c}>", "{x.y}", "import a from 'b'", "@fig-a",
    "[@a]", "^[a]", "a^2^", "{: .c}", "```r,editable\n# x\n```", "> [!bug]- T\n> x", "{#x .y}",
    "```mermaid\ngraph TD\nA-->B\n```", "*[A]: b", "++a+b++", "(a)=", "--8<-- 'x'", "(1)!",
    "\x00\x1b", "🎉", ":tada:", "www.x.org", "\u2028", "@",
    f"![bg left](data:image/png;base64,{base64.b64encode(png(1)).decode()})",
]  # fmt: skip
DOCUMENTS = st.tuples(
    st.lists(st.sampled_from(BITS) | st.text(max_size=10), max_size=12),
    st.sampled_from(["\n", "\n\n", " ", ""]),
).map(lambda drawn: drawn[1].join(drawn[0]))


@settings(deadline=None)
@given(DOCUMENTS)
@example("$\x08$$\na^2\n$$")
@pytest.mark.parametrize("convert", [from_markdown, from_slides])
def test_any_text_is_a_storyboard_or_a_finding_with_its_place(convert, text):
    try:
        converted = convert(text, NOWHERE)
    except WrongInput as error:
        for finding in error.findings:
            assert finding.place is not None
            assert finding.place.file.startswith(str(NOWHERE))
            assert finding.what.startswith("nothing is said")
        return
    if not converted.pictures:
        parse_storyboard(converted.text, "/nonexistent/storyboard.md")


def test_a_cue_takes_an_emphasis_whole():
    text = convert(
        "# T\n\n## A\n\n- Mix a *slow rising wet dough* with cold water on the evening before\n"
        "- **Warm, quick** dough is made with warm water on the morning of the same day\n"
    )
    assert '[Mix a *slow rising wet dough*]{show="list.item(1)"} with' in text
    assert '[*Warm, quick*]{show="list.item(2)"} dough' in text


def test_what_is_left_out_before_the_first_words_is_told_in_the_storyboard():
    text = "![Build](https://example.org/b.svg)\n\n# Kites\n\n## Wind\n\nIt <b>blows</b>.\n"
    converted = from_markdown(text, Path("kites.md"))
    assert "a picture on the network" in converted.notes[0]
    assert "<!-- Left out: a picture on the network" in converted.text


@pytest.mark.parametrize("name", [name for name in KINDS if KINDS[name].construct is None])
def test_a_text_with_a_fence_of_one_of_our_visuals_is_a_storyboard(name):
    """Whoever typed it, without settings or cues: as a program in a box it would be no use."""
    fence = re.sub(r" ?\{#[^}]*\}", "", KINDS[name].example.split("\n\n")[0])
    assert fence.startswith(f"```{name}")
    assert speaks_ours(f"# Tides\n\n{fence}\n\nThey come and go.\n")


def test_a_chart_of_obsidian_is_not_ours():
    chart = "```chart\ntype: bar\nlabels: [Ebb, Flood]\nseries:\n  - data: [1, 2]\n```\n"
    assert not speaks_ours(f"# Tides\n\n{chart}")
