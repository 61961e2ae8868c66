"""`--minutes N`: a document shortened to a length, its purpose first, nothing torn."""

from __future__ import annotations

import re

import pytest

from flaming_horse.build.creation import create
from flaming_horse.commands.terminal import Lines
from flaming_horse.config import Options
from flaming_horse.errors import WrongInput
from flaming_horse.lint.length import seconds_of
from flaming_horse.project import Project
from flaming_horse.storyboard import parse_storyboard
from flaming_horse.writers.from_markdown import from_markdown
from flaming_horse.writers.from_slides import from_slides
from flaming_horse.writers.wishes import Wishes
from flaming_horse.writing.brief import Brief

FIRST = "The {0} comes first in the harbour, and everybody who works here knows it by heart."
SECOND = "More can be said about the {0}, which was built long ago and was mended many times since."
THINGS = ["quay", "crane", "tide", "pilot", "lamp", "mole", "buoy", "anchor", "ferry", "dock"]


def section(thing, paragraphs=6, title=""):
    second = "\n\n".join([SECOND.format(thing)] * paragraphs)
    return f"## {title or f'The {thing}'}\n\n{FIRST.format(thing)}\n\n{second}\n"


def guide(*more):
    head = "# Harbour <b>guide</b>\n\nThis guide tells what a harbour is for.\n"
    return "\n".join([head, *map(section, THINGS), *more])


def converted(tmp_path, text, minutes=None):
    return from_markdown(text, tmp_path / "guide.md", wishes=Wishes(minutes=minutes))


def minutes_of(text):
    return seconds_of(parse_storyboard(text, "s.md").scenes) / 60


@pytest.mark.parametrize("minutes", [0.8, 1.5, 3, 4.5])
def test_the_film_is_about_as_long_as_asked_for(tmp_path, minutes):
    assert minutes_of(converted(tmp_path, guide()).text) > 5.2
    assert minutes_of(converted(tmp_path, guide(), minutes).text) == pytest.approx(
        minutes, rel=0.15
    )


def test_the_beginning_and_first_paragraphs_come_first(tmp_path):
    text = " ".join(said(converted(tmp_path, guide(), 4).text))
    assert "what a harbour is for" in text
    told = [FIRST.format(thing) in text for thing in THINGS]
    assert told == sorted(told, reverse=True)
    assert sum(told) >= 6


def test_what_can_be_seen_comes_before_what_stands_beside_the_matter(tmp_path):
    """A scene is more than one sentence: of fourteen a few are told in two minutes."""
    drawn = "## The swing bridge\n\nIt turns.\n\n```python\nbridge.turn(90)\n```\n"
    asides = [section("x", 1, title) for title in ("Optional ropes", "Opinions", "Testing")]
    text = converted(tmp_path, "\n".join([*asides[:0], guide(*asides), drawn]), 2).text
    assert "bridge.turn(90)" in text
    assert 2 <= text.count("\n## ") <= 8
    assert not any(f"## {title}" in text for title in ("Optional ropes", "Opinions", "Testing"))


def test_a_late_example_is_left_out_rather_than_begun(tmp_path):
    late = section("Anchors", 2, "Application: a storm in May")
    text = converted(tmp_path, f"{guide()}\n{late}", 3).text
    assert "the section “Application: a storm in May”" in text
    early = f"# Harbours\n\nThey shelter ships.\n\n{late}\n" + guide().split("\n", 1)[1]
    assert "## Application: a storm in May" in converted(tmp_path, early, 3).text


def said(text: str) -> list[str]:
    """The headings and what is spoken; the points of a longer talk may stand in another list."""
    blocks = [
        re.sub(r"\[([^\]]*)\]\{[^}]*\}", r"\1", block.strip()) for block in text.split("\n\n")
    ]
    return [block for block in blocks if not block.startswith(("<!--", "- ", "{#"))]


def test_what_is_kept_is_whole_and_in_its_order(tmp_path):
    whole, short = (converted(tmp_path, guide(), n).text for n in (None, 2))
    rest = iter(said(whole))
    assert all(line in rest for line in said(short))


def test_what_is_looked_up_is_left_out(tmp_path):
    titles = ("How to contribute", "Sponsors", "Changes in 2.0", "Support us", "Related tools")
    more = [section("x", 1, title) for title in titles]
    short = converted(tmp_path, guide(*more), 3)
    for title in titles:
        assert f"## {title}" not in short.text
        assert f"the section “{title}”" in "; ".join(short.notes)


def test_installation_and_reference_wait_until_the_end(tmp_path):
    install = section("system", 8, "Installation").replace("## The quay", "")
    other = section("package", 8, "Install on other systems")
    options = "## Options\n\n| a | b |\n|---|---|\n| c | d |\n\nEach is optional.\n"
    short = converted(tmp_path, f"{install}\n{other}\n{options}\n{guide()}", 2).text
    assert short.count(SECOND.format("system")) == short.count(SECOND.format("package")) == 0
    assert "## Install on other systems" not in short
    assert "## Options" not in short


def test_the_figure_of_a_scene_comes_before_second_paragraphs(tmp_path):
    text = guide() + "\nThe load of the last crane is\n\n$$\nF = m g\n$$\n\nand it bears it.\n"
    assert "F = m g" in converted(tmp_path, text, 2).text


def test_what_was_left_out_is_told_and_stands_in_the_storyboard(tmp_path):
    short = converted(tmp_path, guide(), 1.7)
    assert "the section “The dock”, to come to 1.7 min" in short.notes
    assert re.search("lists? of sections that are kept, to come to 1.7 min", short.notes[-1])
    assert re.search("Left out for the length: (?:one|[2-6]) paragraph", short.text)


def test_a_sentence_that_a_formula_tears_is_kept_whole_or_left_out_whole(tmp_path):
    torn = "\n\n".join(
        f"## Law {n}\n\nThe pull of the tide number {n} on the boat is given by the sum\n\n"
        f"$$a_{n} = b$$\n\nwhere b is the height of the water at the quay number {n}."
        for n in range(12)
    )
    short = " ".join(said(converted(tmp_path, f"# Tides <b>x</b>\n\nTides.\n\n{torn}", 1).text))
    for n in range(12):
        assert (f"number {n} on the boat" in short) == (f"at the quay number {n}." in short)
    assert "on the boat" in short


def test_a_part_of_a_few_words_is_left_out(tmp_path):
    tip = "## Short\n\nTip:\n\n| a | b |\n|---|---|\n| c | d |\n\n" + "More is said here. " * 60
    assert "\nTip:" not in converted(tmp_path, guide(tip), 2).text


def test_a_short_document_stays_as_it_is(tmp_path):
    assert converted(tmp_path, guide(), 20).text == converted(tmp_path, guide()).text


def test_a_list_keeps_its_lines(tmp_path):
    items = "\n".join(f"- **{t}**: it is where the {t} has always been" for t in THINGS[:5])
    text = f"# Five <b>x</b>\n\n## Things\n\nThere are five:\n\n{items}\n\n{guide()}"
    short = converted(tmp_path, text, 2).text
    assert sum(f"the {thing} has always been" in short for thing in THINGS[:5]) in (0, 5)


def test_slides_are_shortened_too(tmp_path):
    slides = "\n\n---\n\n".join(
        f"# The {t}\n\n{FIRST.format(t)} {SECOND.format(t)}" for t in THINGS
    )
    short = from_slides(f"---\nmarp: true\n---\n\n{slides}", tmp_path / "d.md", Wishes(minutes=1))
    assert minutes_of(short.text) == pytest.approx(1, rel=0.2)


@pytest.mark.parametrize(
    ("brief", "told"),
    [
        (Brief(topic="Tides", wishes=Wishes(minutes=3)), "--minutes goes with"),
        (Brief(topic="Tides", wishes=Wishes(minutes=0)), "no length of a film"),
    ],
)
def test_minutes_that_mean_nothing_are_refused(brief, told):
    with pytest.raises(WrongInput, match=told):
        brief.check()


def test_a_storyboard_is_not_shortened(tmp_path):
    script = tmp_path / "own.md"
    script.write_text("---\nlook: chalk\n---\n\n# Tides\n\nThe tide comes twice.\n", "utf-8")
    brief = Brief(script=script, wishes=Wishes(minutes=1))
    with pytest.raises(WrongInput, match="this is a storyboard"):
        create(Project(tmp_path / "p" / "film"), Options(), brief, Lines())


def test_what_points_at_something_left_out_goes_with_it(tmp_path):
    tides = "".join(
        f"The tide of day {n} rises higher than the tide of the day before it, as people know. "
        f"It is drawn in the figure below. The boats of that day lie still.\n\n"
        for n in range(1, 6)
    )
    page = f"# Tides\n\n## Days\n\n{tides}"

    def said(minutes):
        made = from_markdown(page, tmp_path / "t.md", wishes=Wishes(minutes=minutes))
        lines = parse_storyboard(made.text, "storyboard.md").lines
        return [line.text for line in lines if "figure below" in line.text or "still" in line.text]

    assert all("figure below" in text for text in said(60))
    assert "figure below" not in said(0.5)[-1]
    assert "lie still" in said(0.5)[-1]


def test_a_passage_that_looks_back_stays_with_the_one_before(tmp_path):
    """ "This keeps …" says nothing where what "this" is was left out."""
    looks = "\n\n".join(
        f"## The gate {n}\n\nThe gate {n} is locked at night by the first guard of the harbour.\n\n"
        f"This keeps out gulls of the kind {n}, which nobody in the harbour has ever wanted."
        for n in range(10)
    )
    short = " ".join(said(converted(tmp_path, f"# Gates <b>x</b>\n\nGates.\n\n{looks}", 1).text))
    for n in range(10):
        assert (f"gate {n} is locked" in short) == (f"kind {n}," in short)


def test_what_only_announces_goes_with_what_it_announces(tmp_path):
    parts = "\n\n".join(
        f"## The gate {n}\n\nThe gate {n} is tall and wide and painted in red. Let's look at gate "
        f"{n} from near.\n\n" + f"Of its bars of iron every second one is bent in gate {n}. " * 9
        for n in range(9)
    )
    text = converted(tmp_path, f"# Gates <b>x</b>\n\nGates.\n\n{parts}", 1).text
    assert "tall and wide" in text
    for n in range(9):
        assert (f"look at gate {n} from near" in text) == (f"bent in gate {n}" in text)
