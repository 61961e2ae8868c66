"""A program of which the document says nothing is told by what can be read in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from flaming_horse.writers.foreign import Table
from flaming_horse.writers.foreign_html import HtmlReader
from flaming_horse.writers.from_markdown import from_markdown
from flaming_horse.writers.pieces import Piece, plain
from flaming_horse.writers.programs.printed import printed
from flaming_horse.writers.programs.results import value_facts
from flaming_horse.writers.programs.telling import facts_of
from flaming_horse.writers.programs.wording import Wording


def told(code: str, language: str = "python", spoken: str = "en") -> str:
    words = Wording(spoken).tell(facts_of(code, language, spoken)).words
    return "".join(f"`{p.text}`" if p.kind == "code" else p.text for p in words)


PYTHON = {
    "a comment": ("# Load the harbour's log\nlog = read(path)", "Load the harbour's log."),
    "a docstring": (
        'def find(boats):\n    """Return the boat of that name.\n\n    Slow."""\n    return 1',
        "`find` returns the boat of that name.",
    ),
    "a docstring without a verb": (
        'def tide(hour):\n    "Height of the water in metres."\n    return 0',
        "`tide`: Height of the water in metres.",
    ),
    "a function": ("def area(a, b):\n    return a * b",
                   "`area` takes `a` and `b` and returns `a * b`."),
    "a class": ("class Net(nn.Module):\n    pass", "The class `Net` builds on `nn.Module`."),
    "fields": ("class Boat:\n    name: str\n    length: float",
               "The class `Boat` has `name` and `length`."),
    "values": ("a = 3.5\nb = a * 2", "`a` is `3.5`. We set `b` to `a * 2`."),
    "an object": ("import sails\nboat = sails.Ketch(2)\nboat.hoist('main')",
                  "`boat` is a `sails.Ketch`. Then we call `boat.hoist` with `'main'`."),
    "a comment behind": ("m = load(4)  # boats in the harbour", "`m`: boats in the harbour."),
    "a length": ("n = len(boats)", "`n` is the length of `boats`."),
    "so many times": ("for _ in range(5):\n    row()", "A loop runs `5` times."),
    "a chain": ("tides = log.dropna().groupby('hour').mean()", "`tides` comes from `log`."),
    "two values": ("boat.length, boat.name", "We look at `boat.length` and `boat.name`."),
    "a call": ("model.fit(X, y)", "We call `model.fit` with `X` and `y`."),
    "a call that sets": (
        "sail(boat, ax=sea, speed=4, wind='west')",
        "We call `sail` with `speed=4` and `wind='west'`.",
    ),
    "a long call": ("run(first_harbour, second=harbour[3], third=lambda n: n)", "We call `run`."),
    "a chain that ends in a form": (
        "gauge.read(2).round(1)", "We call `gauge.read`."),
    "a guide beside a plot": ("plt.plot([0, hours], [3, 3])\nplt.plot(t, depth)",
                              "We plot `depth` against `t`."),
    "a mark in a plot": ("plt.plot(0, -1, 'rs')\nplt.plot(t, depth)",
                         "We plot `depth` against `t`."),
    "what an axis is given": ("plt.gca().set_yticks(rows)\nfleet.sail(3)",
                              "We call `fleet.sail` with `3`."),
    "several names": ("low, high = 2, 9  # limits of the tide", "`low, high`: limits of the tide."),
    "a list": ("names.append('Anna')", "We add `'Anna'` to `names`."),
    "a loop": ("for boat in fleet:\n    boat.sail()", "A loop takes each `boat` from `fleet`."),
    "a plot": ("plt.figure()\nplt.plot(t, x, 'r--')\nplt.show()", "We plot `x` against `t`."),
    "a histogram": ("ax.hist(lengths, bins=20)", "We draw a histogram of `lengths`."),
    "a session": (">>> 2 + depth\n7", "We look at `2 + depth`."),
    "the first rows": ("tides.head()", "We look at the first rows of `tides`."),
    "only imports": ("from harbour import Quay", "We import `Quay`."),
    "a main program": ("if __name__ == '__main__':\n    serve(3)", "We call `serve` with `3`."),
    "no Python": ("for x in\n", ""),
    "a comment for tools": ("# noqa: E501\nx = 1", "`x` is `1`."),
    "code put aside": ("# x = load(path)\ny = 2", "`y` is `2`."),
}  # fmt: skip


@pytest.mark.parametrize("name", PYTHON)
def test_python_is_told_by_its_syntax_tree(name):
    code, words = PYTHON[name]
    assert told(code) == words


OTHERS = {
    "pip": ("bash", "pip install 'tides[plot]>=2.1' -U", "Install tides with pip."),
    "npm": ("sh", "$ npm install --save-dev @harbour/crane@3", "Install @harbour/crane with npm."),
    "requirements": ("console", "$ python -m pip install -r needs.txt",
                     "Install what needs.txt lists with pip."),
    "here": ("bash", "pip install -e .", "Install this package with pip."),
    "clone and run": ("bash", "git clone https://example.org/port/quay.git\ncd quay\nmake test",
                      "Clone quay with git. Go into the folder quay. Then run `make test`."),
    "a file": ("bash", "python -W error count.py --all", "Run `python`."),
    "a script": ("", "$ python tools/count.py --all", "Run count.py with Python."),
    "words of the shell": ("bash", "for b in *; do\n  local n=1\n  sail $b\ndone", "Run `sail`."),
    "a comment that is a name": ("js", "// quay.js\nopen(80)", "We call `open`."),
    "a session": ("console", "$ harbour list\nAnna\nBerta", "Run `harbour list`."),
    "javascript": ("js", "import x from 'y'\n\nconst a = b\napp.open(80)", "We call `app.open`."),
    "rust": ("rust", "/// Counts the boats.\nfn count(b: &[Boat]) -> usize { b.len() }",
             "Counts the boats."),
    "go": ("go", "func Sail(b Boat) error {\n\treturn nil\n}", "We define `Sail`."),
    "settings": ("yaml", "name: quay\non: push\n  deep: 1\n", "The settings are `name` and `on`."),
    "json": ("json", '{"name": "quay", "boats": [1]}', "The entries are `name` and `boats`."),
    "sql": ("sql", "SELECT name FROM boats WHERE length > 9", "The query reads from `boats`."),
    "text": ("text", "anything at all", ""),
    "no language": ("", "a row of words", ""),
    "no such language": ("klingon", "x()", ""),
}  # fmt: skip


@pytest.mark.parametrize("name", OTHERS)
def test_other_languages_are_told_by_their_words(name):
    language, code, words = OTHERS[name]
    assert told(code, language) == words


def test_it_is_told_in_the_language_of_the_document():
    assert told("model.fit(X)", spoken="de") == "Wir rufen `model.fit` mit `X` auf."
    assert told("model.fit(X)", spoken="es") == "Llamamos a `model.fit` con `X`."
    assert told("model.fit(X)", spoken="fi") == ""
    english = "# Load the whole log\nlog = 3"
    assert told(english, spoken="de") == "`log` ist `3`."  # no English in a German voice
    assert told("# Das ganze Buch wird geladen\nlog = 3", spoken="de").startswith("Das ganze Buch")


def test_no_sentence_is_said_twice():
    wording = Wording("en")
    said = [
        wording.tell(facts_of("sail(boat)", "python", "en"), goes_on=n > 0).words for n in range(6)
    ]
    texts = ["".join(piece.text for piece in words) for words in said]
    assert texts[0] == "We call sail with boat."
    heard = [text for text in texts if text]
    assert len(heard) == len(set(heard)) == 4


def test_each_sentence_knows_its_lines():
    told = Wording("en").tell(facts_of("a = 1\n\n\nmodel.fit(a)", "python", "en"))
    assert [(spot.first, spot.last) for spot in told.spots] == [(0, 0), (3, 3)]
    text = "".join(piece.text for piece in told.words)
    assert [text[spot.begin : spot.end] for spot in told.spots] == [
        "a is 1", "Then we call model.fit with a",
    ]  # fmt: skip


def test_values_are_said_as_they_can_be_heard():
    def value(text):
        facts = value_facts(text)
        return Wording("en").tell(facts).words if facts else ()

    assert value("np.float64(0.123456789)") == (Piece("It gives 0.1235."),)
    assert value("'Anna'") == (Piece("It gives “Anna”."),)
    assert value("[1, 2, 3]") == (Piece("It gives 1, 2, 3."),)
    assert value("gamma = 0.2") == (Piece("It gives "), Piece("gamma = 0.2", "code"), Piece("."))
    assert value("60 numbers, from 0 to 59") == (Piece("These are 60 numbers, from 0 to 59."),)
    assert value("x" * 50) == ()
    assert value("a\nb") == ()


def test_printed_text_keeps_what_can_be_looked_at():
    bar = "Counting:  50%|##   | 5/10\rCounting: 100%|#####| 10/10\nten boats"
    assert printed(bar).rows == ("ten boats",)
    assert printed("a\rb\n" * 3).rows == ("b", "b", "b")
    warned = "/x/y.py:3: FutureWarning: use sails\n  warnings.warn('use')\n12"
    assert printed(warned).rows == ("12",)
    assert printed("<quay.Crane object at 0x7f01>").rows == ()
    numbers = "[" + ", ".join(str(n / 4) for n in range(60)) + "]"
    assert printed(numbers).numbers == (60, "0.0", "14.75")
    table = "name" + " " * 90 + "length\nAnna" + " " * 90 + "9"
    assert all(len(row) <= 80 for row in printed(table).rows)


def cells(html):
    reader = HtmlReader()
    (table,) = [
        block for block in [*reader.read(html, 0), *reader.end()] if isinstance(block, Table)
    ]
    return [[plain(cell) for cell in row] for row in (table.header, *table.rows)]


def test_cells_that_span_rows_or_columns_keep_the_others_in_their_columns():
    assert cells(
        "<table><thead><tr><th></th><th colspan=2>height</th></tr>"
        "<tr><th>port</th><th>low</th><th>high</th></tr></thead>"
        "<tr><th rowspan='2'>Ebb</th><td>1</td><td>4</td></tr><tr><td>2</td><td>5</td></tr>"
        "<tr><th>Flood</th><td colspan=2>none</td></tr></table>"
    ) == [
        ["port", "height low", "height high"],
        ["Ebb", "1", "4"],
        ["", "2", "5"],
        ["Flood", "none", ""],
    ]
    assert cells("<table><tr><td rowspan='x'>a<td>b<tr><td>c</table>") == [["a", "b"], ["c", ""]]
    assert cells("<table><tr><td colspan=9999>a</td></tr><tr><td>b</td></tr></table>")[1][0] == "b"


FILE = Path("/nonexistent/harbour.md")


def test_several_programs_without_words_are_told_one_after_the_other():
    text = from_markdown(
        "# Harbour\n\n## Install\n\n```bash\npip install quay\n```\n\n```sh\nnpm install crane\n```"
        "\n\n## Look\n\n```text\nAnna\n```\n\nThat is a boat.\n",
        FILE,
    ).text
    assert "Install quay with pip." in text
    assert "With npm, install crane." in text
    assert "Here it is in code" not in text


def test_a_program_without_any_words_behind_a_list_takes_nothing_from_its_place():
    text = from_markdown(
        "# Quay\n\n## Knots\n\n- Bowline for a loop\n- Reef knot for two ends\n\n```text\n"
        + "o--o\n" * 14 + "```\n",
        FILE,
    )  # fmt: skip
    assert 'show="list.item(2)"' in text.text
    assert "o--o" not in text.text
    assert "<!-- Left out: a program of which nothing can be said. -->" in text.text
    assert "a program of which nothing can be said" in " ".join(text.notes)


def test_a_session_without_a_language_is_python():
    assert told(">>> boats.sort()\n", "") == "We call `boats.sort`."
