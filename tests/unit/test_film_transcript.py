"""The transcript's page: every word knows its moment, and nothing is fetched from elsewhere."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from html.parser import HTMLParser

from flaming_horse.film.plan import FilmPlan
from flaming_horse.film.transcript import as_html
from flaming_horse.model.narration import Narration, VoiceIdentity
from flaming_horse.model.timeline import Chapter, TimedLine, TimedWord, Timeline
from flaming_horse_voice.runs import written_runs

FIRST = "Take $x^2$ — <b>bold</b> & new."
SECOND = "And the end."


def timed(number, text, start, spoken):
    words, at = [], 0
    for n, word in enumerate(spoken):
        first = text.index(word, at)
        at = first + len(word)
        begins = Fraction(start) + Fraction(n, 2)
        words.append(TimedWord(first, at, begins, begins + Fraction(2, 5)))
    return TimedLine(
        f"a.{number}", "a", written_runs(text), 0, Fraction(start), words[-1].end, tuple(words)
    )


FILM = Timeline(
    16, 16, 30, 600, (Chapter("a", "A & B", 0, 300), Chapter("b", "C", 300, 600)),
    (
        timed(1, FIRST, 2, ["Take", "$x^2$", "<b>bold</b>", "new."]),
        timed(2, SECOND, 12, ["And", "the", "end."]),
    ),
    (), (), 0,
)  # fmt: skip
PLAN = FilmPlan(
    "my film", "Squares <&>", "en", "About $5.", (),
    Narration(VoiceIdentity("tone", "m", "1", "", "en"), ()), music="a&b.mp3",
)  # fmt: skip


class Page(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.words, self.buttons, self.links, self.headings = [], [], [], []
        self._into = None
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        self.links += [v for k, v in attributes.items() if k in {"src", "href", "poster"}]
        if "data-at" in attributes:
            self._into = self.buttons if tag == "button" else self.words
            self._into.append([float(attributes["data-at"]), ""])
        elif tag == "h2":
            self._into = self.headings
            self._into.append([0, ""])

    def handle_endtag(self, tag):
        self._into = None

    def handle_data(self, data):
        if self._into:
            self._into[-1][1] += data


PAGE = Page(as_html(PLAN, FILM))


def test_every_word_plays_from_where_it_is_spoken():
    assert PAGE.words == [
        [2.0, "Take"], [2.5, "x²"], [2.5, "—"], [3.0, "<b>bold</b>"], [3.0, "&"], [3.5, "new."],
        [12.0, "And"], [12.5, "the"], [13.0, "end."],
    ]  # fmt: skip


def test_every_line_has_a_button_under_its_scene():
    assert PAGE.buttons == [[2.0, "0:02"], [12.0, "0:12"]]
    assert [text for _, text in PAGE.headings] == ["A & B", "C"]


def test_the_page_needs_only_what_lies_beside_it():
    assert PAGE.links == ["my%20film.mp4", "my%20film.poster.png", "my%20film.vtt"]


def test_references_are_numbered_as_they_come_and_listed_once():
    noted = {
        "a.1": ("notes.md: a < b", "again"),
        "a.2": ("again", 'last "one"'),
        "gone.1": ("of a line that is not in the film",),
    }
    page = as_html(replace(PLAN, references=noted), FILM)
    assert Page(page).links[2:] == [
        "my%20film.vtt", "#reference-1", "#reference-2", "#reference-2", "#reference-3",
    ]  # fmt: skip
    first = page[page.index("new.</span>") : page.index("</p>", page.index("new.</span>"))]
    assert first.count('aria-label="Reference ') == 2
    listed = page[page.index("<h2>References</h2>") :]
    assert '<li id="reference-1">notes.md: a &lt; b</li>' in listed
    assert '<li id="reference-3">last &quot;one&quot;</li>' in listed
    assert listed.count(">again<") == 1
    assert Page(page).words == PAGE.words
    assert "References" not in as_html(PLAN, FILM)


def test_an_address_in_a_reference_can_be_followed_and_nothing_else_can():
    noted = 'Moon (https://e.org/a?b=1&c="2), page 3.', "javascript:alert(1) <a href=x>"
    page = as_html(replace(PLAN, references={"a.1": noted}), FILM)
    listed = page[page.index("<h2>References</h2>") :]
    assert '(<a href="https://e.org/a?b=1&amp;c=">https://e.org/a?b=1&amp;c=</a>&quot;2)' in listed
    assert listed.count("<a ") == 1


def test_references_come_back_from_the_films_plan():
    plan = replace(PLAN, references={"a.1": ("one", "two")})
    assert FilmPlan.from_json(json.loads(json.dumps(plan.as_json()))) == plan
    old = {name: value for name, value in plan.as_json().items() if name != "references"}
    assert FilmPlan.from_json(old) == PLAN


def test_names_are_shown_and_never_markup():
    page = as_html(PLAN, FILM)
    assert "<h1>Squares &lt;&amp;&gt;</h1>" in page
    assert "Music: a&amp;b.mp3" in page
