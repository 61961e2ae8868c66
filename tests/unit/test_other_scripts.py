"""A word of another script in a document costs no film: its line says what it is."""

from pathlib import Path

import pytest

from flaming_horse.build.narration import spoken_lines
from flaming_horse.storyboard import parse_storyboard
from flaming_horse.writers.from_markdown import from_markdown
from flaming_horse.writers.other_scripts import has_other_script
from flaming_horse_voice.errors import WrongInput
from flaming_horse_voice.text.unicode_forms import refuse_other_scripts


def converted(words):
    text = f"# Boats\n\n## Names <b>of them</b>\n\n{words}\n\nThe quay holds nine of them today.\n"
    return from_markdown(text, Path("/nonexistent/boats.md"))


def spoken(words):
    made = converted(words)
    lines = spoken_lines(parse_storyboard(made.text, "storyboard.md"))
    return lines[0].text, lines[0].speech, " ".join(made.notes)


@pytest.mark.parametrize(
    ("words", "speech"),
    [
        ("The boat 小舟 is old.", "The boat a word in Chinese is old."),
        ("It is called `лодка` there.", "It is called a word in Russian there."),
        ("She writes ボート on it.", "She writes a word in Japanese on it."),
        ("The crew (김철수) is here.", "The crew, a word in Korean is here."),
        ("They say สวัสดี and go.", "They say a word in Thai and go."),
        ("Their ნავი is a boat.", "Their a word in Georgian is a boat."),
    ],
)
def test_it_is_shown_and_spoken_of(words, speech):
    shown, said, notes = spoken(words)
    assert shown == words.replace("`", "")
    assert said == speech
    assert "words in another script" in notes
    assert "boats.md:5" in notes


def test_a_document_of_our_letters_is_left_alone():
    words = "Zoë, Łódź, the λ and H₂O stay as they are, №5 too."
    made = converted(words)
    assert "say=" not in made.text
    assert "another script" not in " ".join(made.notes)


def test_what_the_voice_refuses_is_what_is_spoken_of():
    for sign in "жאبกあア漢글äλΩŁℝªµअაхՀ":
        try:
            refuse_other_scripts(sign, "English")
        except WrongInput:
            assert has_other_script(sign), sign
        else:
            assert not has_other_script(sign), sign
