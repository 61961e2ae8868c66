"""Every mistake is told at its place, in words a newcomer understands, and all at once."""

from __future__ import annotations

import pytest

from flaming_horse.errors import Place, WrongInput
from flaming_horse.storyboard import parse_storyboard, read_storyboard

LIST = "- one\n- two\n\n"
MATRIX = "```matrix {#m}\nrows: [[1, 2], [3, 4], [5, 6]]\n```\n\n"
RULE = "```equation {#rule}\nC = \\piece{sum}{\\sum_k} A\n```\n\n"
STEPS = "```derivation {#d}\n- \\piece{one}{a} + \\piece{two}{b}\n- \\piece{one}{c}\n```\n\n"


def findings(text):
    with pytest.raises(WrongInput) as caught:
        parse_storyboard(text, "film.md")
    return caught.value.findings


@pytest.mark.parametrize(
    ("text", "line", "column", "says", "remedy"),
    [
        ("---\nlok: chalk\n---\n\nA.\n", 2, 1, "no setting `lok`", "`look`"),
        ("---\nlook: chalky\n---\n\nA.\n", 2, 7, "no look `chalky`", "`chalk`"),
        ("---\nshape: 4:3\n---\n\nA.\n", 2, 8, "no shape `4:3`", "16:9, 9:16, 1:1"),
        ("---\na: [1\n---\n\nA.\n", 2, 6, "not YAML", ""),
        ("---\nversion: 2\n---\n\nA.\n", 2, 10, "not known", "version 1"),
        ("---\nmusic: a.mp3\n---\n\nA.\n", 2, 8, "no music `a.mp3`", "Looked for a.mp3"),
        ("---\nmusic: https://e.org/a\n---\n\nA.\n", 2, 8, "not a file", "offline"),
        ("---\nroom_tone: loud\n---\n\nA.\n", 2, 12, "neither `on`", "-80 to -50"),
        ("---\nroom_tone: -20\n---\n\nA.\n", 2, 12, "neither `on`", "-80 to -50"),
        ("```matrx-product\na: 1\n```\n\nA.\n", 1, 4, "`matrx-product`", "`matrix-product`"),
        ("```ploot {#p}\na: 1\n```\n\nA.\n", 1, 4, "no visual `ploot`", "`plot`"),
        ("```timeline\na: 1\n```\n\nA.\n", 1, 4, "cannot draw yet", "matrix"),
        ("```manim\nCircle()\n```\n\nA.\n", 1, 1, "not supported yet", "scene="),
        (LIST + '[a]{show="lst.item(1)"}.\n', 4, 11, "no visual `lst`", "`list`"),
        (LIST + 'A [b]{show="list.itm(1)"}.\n', 4, 13, "no part `itm`", "`item`"),
        (LIST + 'A\nb [c]{show="list list.item(3)"}.\n', 5, 18, "has 2 items", "item(1…2)"),
        (LIST + "[a]{show=\"list.item('thre')\"}.\n", 4, 11, "no item `thre`", "one, two"),
        (LIST + '[a]{highlite="list"}.\n', 4, 5, "`highlite` is no cue", "`highlight`"),
        (LIST + '[a] {show="list"}.\n', 4, 5, "cannot be read", "no blank"),
        (LIST + '[a]{set="list.x=3"}.\n', 4, 5, "cannot be drawn", "highlight"),
        (MATRIX + '[a]{show="m.row(5)"}.\n', 5, 11, "`m` has 3 rows", "row(1…3)"),
        (MATRIX + '[a]{show="m.row(1) m.row(:2)"}.\n', 5, 26, "brackets after `row`", "row(1)"),
        (MATRIX + '[a]{show="m.entry(3)"}.\n', 5, 11, "m.entry(1…3,1…2)", ""),
        (MATRIX + '[$x$]{show="rule"}.\n', 5, 13, "no visual `rule`", "m"),
        (RULE + "[$B$]{show=rule}.\n", 5, 12, "`B` does not stand in", "Its LaTeX"),
        (RULE + '[a]{show="rule.som"}.\n', 5, 11, "no piece `som`", "`sum`"),
        ('[a]{show="list"}.\n\n- b\n\nC.\n', 1, 11, "not on screen yet", "Move it"),
        ("- a\n\nB.\n\n> c\n\n[d]{show=list}.\n", 7, 10, "no longer on screen", "keep=yes"),
        ("## A {#b}\n\nC.\n", 1, 6, "`{#` begins attributes", "line before"),
        ("{#b at=left}\nC.\n", 1, 5, "`at` is no attribute of a paragraph", "#id"),
        ("{#l at=lef}\n- b\n\nC.\n", 1, 8, "no place", "`left`"),
        ("{#a}\nB.\n\n{#a}\nC.\n", 4, 2, "two have the id `a`", ""),
        ("B.\n\n{#a}\n", 3, 2, "no block follows", ""),
        ("A [b].c ]{ d\n", 1, 9, "`]{` begins attributes", "square brackets"),
        ("$$\n\\quad\n$$\n\nNow.\n", 2, 1, "nothing to be seen", "what it is to show"),
        ("It is $\\phantom{x}$ now.\n", 1, 8, "nothing to be seen", ""),
        ("It is $\\frac{1}{2$ now.\n", 1, 16, "not closed", ""),
        ("It is $x + \\foo$ now.\n", 1, 12, "`\\foo` is no command", ""),
        ("```equation\na\n+ \\bar{b\n```\n\nC.\n", 3, 7, "not closed", ""),
        (STEPS + 'A [b]{show="d.tow"}.\n', 6, 13, "no piece `tow`", "Did you mean `two`?"),
        (STEPS + 'A [b]{show="d.one"}.\n', 6, 13, "two steps of `d` name a piece", "its own"),
        (STEPS + "A [b]{show=\"d.piece('z')\"}.\n", 6, 13, "does not stand in", "LaTeX is: "),
        ("```derivation\n- a\n-  \\left( b\n```\n\nC.\n", 3, 4, "not closed", ""),
        ("![a](nope.png)\n\nB.\n", 1, 1, "no picture `nope.png`", "nope.png"),
        ("![a](https://e.org/a.png)\n\nB.\n", 1, 1, "not a file", "offline"),
        ("```matrix\nrows: [[1, 2], [3]]\n```\n\nA.\n", 2, 7, "as long as the first", ""),
        ("```matrix\nrows: [[1]]\nlable: A\n```\n\nA.\n", 3, 1, "no field `lable`", "`label`"),
        ("```matrix\nlabel: A\n```\n\nA.\n", 1, 1, "`rows` is missing", "[[1, 2], [3, 4]]"),
        ("```matrix\nrows: 3\n```\n\nA.\n", 2, 7, "a list is expected", ""),
        ("```matrix\nrows: [[1, true]]\n```\n\nA.\n", 2, 12, "a number or a text", ""),
        ("```matrix\n&a rows: [[1]]\nb: *a\n```\n\nA.\n", 2, 1, "anchors", ""),
        (
            '```plot\nx: [0, 1]\ny: [0, 1]\ncurves:\n  f: {formula: "2*sinn(x)"}\n```\n\nA.\n',
            5, 19, "'sinn' is not known", "`sin`",
        ),
        (
            "```plot\nx: [0, 1]\ny: [0, 1]\ncurves:\n  f: sin(t)\n```\n\nA.\n",
            4, 1, "uses t", "t: {rate: 1.0}",
        ),
        ("```flow\na -> b\nb => c\n```\n\nA.\n", 3, 1, "is no arrow", "a -> b: label"),
        ("---\nlanguage: de_DE.UTF-8\n---\n\nA.\n", 2, 11, "no name of a language", "as de-DE"),
        ("---\nlanguage: de-x/../../up\n---\n\nA.\n", 2, 11, "no name of a language", "as de."),
        ("---\nlanguage: ../../etc\n---\n\nA.\n", 2, 11, "no name of a language", "BCP 47"),
        ("[word]{pause=1}.\n", 1, 8, "cannot be a pause", "ellipsis"),
        ("[…]{pause=ten}.\n", 1, 11, "no length of a pause", "0.4"),
        ('{scene="knots"}\n## A\n\nB.\n', 1, 9, "no scene of Manim", "knots.py:Knots"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_at_its_place(text, line, column, says, remedy):
    found = findings(text)
    assert [str(f.place) for f in found] == [f"film.md:{line}:{column}"], [str(f) for f in found]
    assert says in found[0].what
    assert remedy in found[0].remedy


def test_all_mistakes_are_told_at_once_in_the_order_of_the_file():
    text = '---\nlok: x\n---\n\n```matrx\n```\n\n[a]{show="b"} and $\\frac{$.\n'
    assert [f.place.line for f in findings(text)] == [2, 5, 8, 8]


def test_a_broken_visual_makes_no_second_mistake_of_its_cues():
    text = '```matrix {#m}\nrows: [[1], [2, 3]]\n```\n\n[a]{show="m.row(2)"}.\n'
    assert len(findings(text)) == 1
    assert len(findings('```matrx {#m}\nrows: 1\n```\n\n[a]{show="m.row(2)"}.\n')) == 1


@pytest.mark.parametrize(
    ("content", "says", "place"),
    [
        (b"", "empty", ""),
        (b" \n\n", "empty", ""),
        (b"# Title\n\n- only\n- lists\n", "nothing is said", ""),
        (b"---\ntitle: A\n---\n", "nothing is said", ""),
        (b"# A\n\nb \x89PNG", "UTF-8", ":3:3"),
        (b"# A\n\nb\x00c", "control character", ":3:2"),
    ],
)
def test_a_file_that_is_no_storyboard_is_told_so(tmp_path, content, says, place):
    path = tmp_path / "storyboard.md"
    path.write_bytes(content)
    with pytest.raises(WrongInput, match=says) as caught:
        read_storyboard(path)
    assert str(caught.value.findings[0].place) == f"{path}{place}"


def test_a_missing_file_or_a_folder_is_told_so(tmp_path):
    with pytest.raises(WrongInput, match="no such file"):
        read_storyboard(tmp_path / "none.md")
    with pytest.raises(WrongInput, match="folder"):
        read_storyboard(tmp_path)


def test_places_are_those_of_the_file_with_indents_and_windows_line_ends():
    found = findings('A.\r\n\r\n  > b\r\n\r\nC\r\n   d [e]{show="quot"}.\r\n')
    assert [f.place for f in found] == [Place("film.md", 6, 16)]


def test_music_outside_of_the_folder_is_refused(tmp_path):
    (tmp_path / "film").mkdir()
    (tmp_path / "a.mp3").write_bytes(b"")
    for name in ("../a.mp3", str(tmp_path / "a.mp3")):
        with pytest.raises(WrongInput, match="lies outside") as caught:
            parse_storyboard(
                f"---\nmusic: {name}\n---\n\nA.\n", str(tmp_path / "film" / "storyboard.md")
            )
        assert caught.value.place.line == 2
