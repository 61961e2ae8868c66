"""The score: who is on screen in which line, what waits for its cue, and that all agree on it."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flaming_horse.build.scene_source import scene_source
from flaming_horse.errors import Place, WrongInput
from flaming_horse.model.narration import RecordedLine, SpokenWord
from flaming_horse.model.storyboard import Cue, Line, Target
from flaming_horse.model.vocabulary import PLACES, VERBS
from flaming_horse.score.rules import VERB_RULES, waiting
from flaming_horse.score.score import phrase_of, score_of
from flaming_horse.score.sight import Sight, lights_out
from flaming_horse.score.timed import CueTime, cue_time, frames_of_take, words_heard
from flaming_horse.storyboard import parse_storyboard
from flaming_horse_voice.runs import Run, ranges_of

NOWHERE = Place("")


def scene(*items: str):
    """Visuals as `name at=left keep=yes`, lines as `Say so.`, in a scene of its own."""
    blocks = [
        f"```matrix {{#{item}}}\nrows: [[1, 2]]\n```" if item[0].islower() else item
        for item in items
    ]
    return parse_storyboard("\n\n".join(["# Film", "## Scene", *blocks]) + "\n", "film.md")


def there(*items: str) -> list[set[str]]:
    """The visuals that are on screen in each line of the scene."""
    (only,) = scene(*items).scenes
    return [{visual.id for visual in beat.there} for beat in score_of(only).beats]


def test_a_visual_takes_the_place_of_what_was_there() -> None:
    assert there("a", "One.", "b", "Two.") == [{"a"}, {"b"}]


def test_what_comes_together_stays_together() -> None:
    assert there("a", "b", "One.", "Two.") == [{"a", "b"}] * 2


def test_what_is_kept_stays() -> None:
    assert there("a keep=yes", "One.", "b", "Two.", "c", "Three.") == [{"a"}, {"a", "b"},
                                                                       {"a", "c"}]  # fmt: skip


def test_what_stands_apart_stays() -> None:
    items = ("a at=left", "One.", "b at=right", "Two.", "c at=left", "Three.", "d", "Four.")
    assert there(*items) == [{"a"}, {"a", "b"}, {"b", "c"}, {"d"}]


def test_a_visual_without_a_place_goes_for_one_that_has_it() -> None:
    assert there("a", "One.", "b at=right", "Two.") == [{"a"}, {"b"}]


def test_a_visual_that_goes_on_stands_where_it_stood() -> None:
    text = "```matrix {#a at=left}\nrows: [[1]]\n```\n\nOne.\n\n## Next\n\n"
    text += "```matrix {#b from=a}\n```\n\nTwo.\n\n```matrix {#c at=right}\nrows: [[2]]\n```\n\nSo."
    later = parse_storyboard(f"## First\n\n{text}\n", "film.md").scenes[1]
    assert [len(beat.there) for beat in score_of(later).beats] == [1, 2]


def test_a_scene_without_lines_is_one_silent_time() -> None:
    text = "```matrix\nrows: [[1]]\n```\n\n## Next\n\nSay so.\n"
    (beat,) = score_of(parse_storyboard(text, "film.md").scenes[0]).beats
    assert (beat.line, len(beat.there), beat.shows_its_words) == (None, 1, False)


def test_a_line_shows_its_words_where_nothing_else_is_to_be_seen() -> None:
    (only,) = scene("Before.", "a", "With it.").scenes
    assert [beat.shows_its_words for beat in score_of(only).beats] == [True, False]


visuals = st.builds(
    lambda name, at, keep: " ".join([name, *at, *keep]),
    st.sampled_from("abcdefgh"),
    st.sampled_from([[], *([f"at={place}"] for place in PLACES)]),
    st.sampled_from([[], [], ["keep=yes"]]),
)
stories = (
    st.lists(st.one_of(visuals, st.just("Say so."), st.just("### Within")), min_size=1, max_size=10)
    .map(lambda items: [*items, "Say so."])
    .filter(lambda items: len(names := [i[0] for i in items if i[0].islower()]) == len(set(names)))
)


@given(stories)
@settings(max_examples=60, deadline=None)
def test_a_cue_is_taken_where_its_visual_is_on_screen_and_nowhere_else(items: list[str]) -> None:
    lines = [n for n, item in enumerate(items) if item == "Say so."]
    for name in {item[0] for item in items if item[0].islower()}:
        for beat, at in zip(there(*items), lines, strict=True):
            aimed = f'[Say]{{mark="{name}"}} so.'
            try:
                scene(*items[:at], aimed, *items[at + 1 :])
                taken = True
            except WrongInput:
                taken = False
            assert taken == (name in beat)


@given(stories)
@settings(max_examples=100, deadline=None)
def test_the_module_lets_come_and_go_who_the_score_says(items: list[str]) -> None:
    board = scene(*items)
    on_screen: set[str] = set()
    played: list[set[str]] = []
    for row in scene_source(board, board.scenes[0], "S").split("\n"):
        if found := re.search(r"line\.(enter|leave)\((\w)", row):
            assert (found[1] == "leave") == (found[2] in on_screen)
            on_screen ^= {found[2]}
            played[-1] = set(on_screen)
        elif "self.line(" in row:
            played.append(set(on_screen))
    assert played == there(*items)
    company = score_of(board.scenes[0]).company
    assert company == {
        name: max(len(each) for each in played if name in each) for name in company
    }  # fmt: skip
    assert set(company) == {item[0] for item in items if item[0].islower()}


def test_there_is_a_rule_for_every_verb() -> None:
    assert tuple(VERB_RULES) == VERBS


def cue(verb: str, target: str, first: int = 0, end: int = 1) -> Cue:
    assert verb in VERBS
    return Cue(verb, (Target(target),), first, end, NOWHERE)


def test_what_waits_is_what_is_shown_before_it_is_hidden() -> None:
    cues = [cue("show", "a"), cue("hide", "b"), cue("mark", "c"), cue("show", "b"),
            cue("show", "c"), cue("hide", "a")]  # fmt: skip
    assert waiting(cues) == {"a": (Target("a"),), "c": (Target("c"),)}


texts = st.lists(
    st.builds(Run, st.text("ab ", max_size=4), st.sampled_from(["text", "math", "code"])),
    min_size=1,
    max_size=6,
)


@given(texts, st.data())
def test_a_phrase_and_its_occurrence_are_the_words_of_the_cue(runs, data) -> None:
    """Found as the stage finds them, they begin where the cue's runs do."""
    line = Line("l", tuple(runs), (), NOWHERE)
    first = data.draw(st.integers(0, len(runs) - 1))
    end = data.draw(st.integers(first + 1, len(runs)))
    phrase, occurrence = phrase_of(line, cue("mark", "a", first, end))
    text, ranges = ranges_of(runs)
    at = -1
    for _ in range(occurrence):
        at = text.find(phrase, at + 1)
    assert text[at:].startswith(phrase)
    assert not phrase or 0 <= at - ranges[first][0] <= 1, "but for a blank before it"


@pytest.mark.parametrize(
    ("marked", "phrase"),
    [("again", ("A", 2)), ("first", ("A", 1)), ("last", ("A", 3))],
)
def test_the_same_words_are_told_apart(marked: str, phrase: tuple[str, int]) -> None:
    runs = (Run("A"), Run(" then "), Run("A"), Run(" and "), Run("A"))
    at = {"first": 0, "again": 2, "last": 4}[marked]
    line = Line("l", runs, (), NOWHERE)
    assert phrase_of(line, cue("mark", "a", at, at + 1)) == phrase


def test_what_goes_with_others_is_gone_with_one_of_them() -> None:
    sight = Sight({"edge": ("a", "b")})
    sight.hide(["a"])
    assert sight.is_gone("edge")
    assert not sight.is_hidden("edge")
    assert sight.show(["a", "edge"]) == {"a"}
    assert not sight.is_gone("edge")


def test_a_light_shows_what_was_hidden_with_it_and_nothing_that_waits_piece_by_piece() -> None:
    sight = Sight[str]()
    sight.hide(["a", "b"])
    assert sight.waits_as_a_whole(["a", "b"])
    assert sight.waits_as_a_whole(["a"])
    sight.hide(["c"])
    assert not sight.waits_as_a_whole(["a", "b", "c"])


def test_a_light_goes_out_with_all_that_it_lies_on() -> None:
    atoms = {"row": {1, 2}, "entry": {1}}
    assert lights_out(atoms, {1}, atoms.__getitem__) == ["entry"]
    assert lights_out(atoms, {1, 2}, atoms.__getitem__) == ["row", "entry"]


def test_a_cue_begins_in_the_frame_of_its_word_and_lasts_long_enough_to_be_seen() -> None:
    words = (SpokenWord("a", 0, 1), SpokenWord("b", 2, 3))
    line = RecordedLine(
        "l", "s", (Run("a b"),), "a b", words, "t", "t.flac", 24000, 48001,
        ((1999, 2400), (24000, 47999)), "test",
    )  # fmt: skip
    assert cue_time(line, "a", 1, 10) == CueTime(0, 6, Fraction(1999, 24000))
    assert cue_time(line, "b", 1, 10) == CueTime(10, 20, Fraction(1))
    assert frames_of_take(line, 10) == 21
    assert words_heard(line, Fraction(1))[1] == (2, 1 + Fraction(47999, 24000))
