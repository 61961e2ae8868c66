"""However much a storyboard holds, it is read soon or refused at its place."""

import contextlib
import random

import pytest

from flaming_horse.errors import FlamingHorseError, WrongInput, WrongInputs
from flaming_horse.storyboard import limits
from flaming_horse.storyboard.reader import parse

TOP = "# T\n\n## S\n\n"
END = "\n\nIt is said.\n"
PLOT = "```plot\nx: [0, 1]\ny: [0, 1]\ncurves: {a: x}\n"


def refused(text):
    with pytest.raises(WrongInput) as caught:
        parse(text, "storyboard.md")
    return caught.value.findings[0]


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        (TOP + "word " * 250_000 + END, 0, "too large"),
        (TOP + "a\t" * 11_000 + END, 5, "this line has 22,000 signs"),
        (TOP + "&lt\n" * 3_000 + END, 5, "this paragraph has"),
        (TOP + "![[" * 400 + END, 5, "this paragraph has 800 `[`"),
        (TOP + "a.\n\n" * 12_000 + END, 0, "lines"),
        (TOP + f"It is ${'a + ' * 480}b$.\n\n" * 53, 0, "formulas of this storyboard"),
        (TOP + f"```equation\n{'a + ' * 480}b\n```{END}\n" * 53, 0, "formulas of this storyboard"),
        (TOP + "".join(f"So $a_{{{n}}}$.\n\n" for n in range(2_001)), 0, "different formulas"),
        (TOP + f"{'*a* ' * 2_000}\n\n" * 13 + END, 29, "marks"),
        (TOP + f"|{'a|' * 3000}\n|{'-|' * 3000}\n|{'a|' * 3000}\n\nSaid.\n\n" * 9, 53, "marks"),
        (TOP + f"{PLOT}points: {{p: {{at: [{'[0, 1], ' * 490}[0, 1]]}}}}\n```{END}\n" * 40, 302,
         "values of YAML"),
        ("# T\n\n" + "## S\n\nSaid.\n\n" * 501, 2003, "more than 500 scenes"),
        (TOP + "> a\n\nSaid.\n\n" * 2_600, 10001, "paragraphs, headings and visuals"),
        (TOP + "- a\n" * 700 + END, 5, "700 items"),
        (TOP + "```matrix\nrows:" + " [" * 60 + "]" * 60 + "\n```" + END, 6, "nested too deeply"),
        (TOP + "```flow\n" + "a -> b\n" * 201 + "```" + END, 5, "201 arrows"),
        (TOP + "```derivation\n" + "- a\n" * 101 + "```" + END, 5, "101 steps"),
        (TOP + "```equation\n" + "a+" * 1_001 + "\n```" + END, 6, "signs"),
        (TOP + "```code\n" + "x = 1\n" * 17_000 + "```" + END, 5, "signs"),
        (TOP + "It is " + "7" * 4_400 + " in all.\n", 5, "300 digits"),
        (TOP + "It is $x = " + "1,234," * 90 + "$.\n", 5, "300 digits"),
        (TOP + "It is $" + "{" * 400 + "x" + "}" * 400 + "$ here.\n", 5, "groups"),
        (TOP + f"```matrix\nrows: [[{'7' * 31}]]\n```" + END, 6, "31|30 digits"),
        (TOP + f"```plot\nx: [0, {'9' * 400}]\ny: [0, 1]\n```" + END, 6, "beyond"),
        (TOP + "```plot\nx: [0, 1e300]\ny: [0, 1]\n```" + END, 6, "beyond"),
        (TOP + "```plot\nx: [0, 5e-324]\ny: [0, 1]\n```" + END, 6, "beyond"),
        (f"{TOP}{PLOT}t: {{rate: .inf}}\n```{END}", 9, "finite"),
        (f"{TOP}{PLOT}t: {{rate: 1e99}}\n```{END}", 9, ""),
        (TOP + 'Wait […]{pause="1e1000000000"} here.\n', 5, "no length of a pause"),
        (TOP + 'Wait […]{pause="9999999/3"} here.\n', 5, "no length of a pause"),
        ("# T\n\n## S {#" + "a" * 61 + "}\n\nSaid.\n", 3, ""),
        (TOP + "{#" + "é" * 61 + "}\n```equation\nx\n```" + END, 5, "too long"),
    ],
)  # fmt: skip
def test_too_much_is_refused_at_its_place(text, line, says):
    finding = refused(text)
    assert finding.place.line == line
    assert any(part in finding.what for part in says.split("|"))
    assert len(str(finding)) < 2_000


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('---\ntitle: "x\\e]0;owned\\a"\n---\n' + TOP + "Said.\n", 2),
        ('---\nsummary: "x\\u202ey"\n---\n' + TOP + "Said.\n", 2),
        ("# T\u009b31m\n\nSaid.\n", 1),
        ("# T\n\n## S\u202e\n\nSaid.\n", 3),
        (TOP + "Said &#8294; loudly.\n", 5),
        (TOP + "Said \u2067loudly.\n", 5),
        (TOP + "Said \x7floudly.\n", 5),
        (TOP + "| a | b |\n|---|---|\n| c | &#8238; |" + END, 7),
        (TOP + '```title-card\ntitle: "a\\x1b"\n```' + END, 6),
        (TOP + "<div>a&#x202e;b</div>\n\nSaid.\n", 5),
    ],
)  # fmt: skip
def test_a_sign_that_acts_on_a_terminal_is_refused(text, line):
    finding = refused(text)
    assert finding.place.line == line
    assert "control" in finding.what
    assert limits.control_sign(str(finding)) < 0


def test_signs_that_scripts_need_stay():
    said = "می‌خواهم שלום\u200f a\u00adb 👩\u200d🔬."
    parse(f"{TOP}{said}\n", "storyboard.md")


def test_scene_names_end_where_names_of_files_must():
    storyboard = parse("# T\n\n" + f"## {'漢字' * 80}\n\nSaid.\n\n" * 2, "storyboard.md")
    assert all(len(scene.id.encode()) <= 130 for scene in storyboard.scenes)


def test_equal_mistakes_are_told_once_and_counted():
    text = TOP + "".join(f"[a]{{shwo=x{number}}}\n\n" for number in range(400))
    with pytest.raises(WrongInputs) as caught:
        parse(text, "storyboard.md")
    assert len(caught.value.findings) == 400
    told = str(caught.value)
    assert told.endswith("and 380 more")
    assert len(told) < 10_000


def test_no_more_mistakes_are_collected_than_can_be_read():
    text = TOP + "".join(f"[a]{{shwo=x{number}}}\n\n" for number in range(4_000))
    with pytest.raises(WrongInputs) as caught:
        parse(text, "storyboard.md")
    assert len(caught.value.findings) == limits.MOST_FINDINGS


BITS = [
    "[", "]", "{", "}", "(", ")", "![", "](x.png)", "{#a}", '{show="', '"}', "{at=left}", "`",
    "```", "```plot\n", "```matrix\nrows: ", "```flow\na -> b: ", "```equation\n",
    "```derivation\n- ", "```compare\nleft: ", "$", "$$", "\\", "*", "_", "~~~", "> ", "- ",
    "1. ", "# ", "## ", "### ", "|", "|---|---|\n", "\n", "\n\n", "    ", "\t", "---\n", "&amp;",
    "&#27;", "&#0;", "<b>", "<!--", "-->", "<div>\n", "…", '[…]{pause="', "0.4",
    "999999999999999999999999999999", "1e400", "-", ".inf", ".nan", "0x10", "0o7", "\\piece{a}{",
    "\\frac", "\\text{", "^", "x", "pi", "sin(", "[[1, 2], [3, 4]]", "x: [0, 1]\n", "y: [0, 1]\n",
    "curves: {a: x}\n", "points:\n  p: {at: [[0, 1]]}\n", "t: {rate: ", "!!python/x ", "&a ",
    "*a", "<<: ", "?", ": ", "null", "true", "é", "\u200d", "😀", "ß", "١٢", "½", "Ⅷ", "{say=",
    'scene="', "from=", "keep=yes", "=", "say", "word", " ", ".", ",", "'", "“", "\r\n",
]  # fmt: skip
GOOD = (
    TOP + '```plot {#p}\nx: [0, 4*pi]\ny: [-2, 2]\ncurves:\n  a: {formula: "sin(x - t)"}\n'
    'points:\n  s: {at: [[0, 0]]}\nt: {rate: 1.0}\n```\n\n[One]{highlight="p.a"} runs $x^2$.\n\n'
    "```matrix-product {#m}\na: [[1, 2], [3, 4]]\nb: [[5, 6], [7, 8]]\n```\n\n"
    '[Row]{highlight="m.a.row(1)"} and […]{pause=0.4} [so]{say="thus"}.\n\n'
    '| a | b |\n|---|---|\n| c | d |\n\n[Cell]{show="table.cell(1,2)"}.\n\n'
    "```flow\na -> b: c\n```\n\n"
    'Go.\n\n- one\n- two\n\n[One]{show="list.item(1)"}.\n'
)  # fmt: skip


def mutated(seed):
    chance = random.Random(seed)
    text = GOOD if chance.random() < 0.7 else TOP
    for _ in range(chance.randint(1, 8)):
        start = chance.randint(0, len(text))
        end = min(len(text), start + chance.choice((0, 0, 1, 3, 20)))
        text = text[:start] + chance.choice(BITS) * chance.choice((1, 1, 1, 2, 40)) + text[end:]
    return text


@pytest.mark.parametrize("start", range(0, 300, 100))
def test_a_broken_storyboard_is_read_or_refused(start):
    """Nothing but an error of ours comes out of a storyboard."""
    for seed in range(start, start + 100):
        with contextlib.suppress(FlamingHorseError):
            parse(mutated(seed), "storyboard.md")
