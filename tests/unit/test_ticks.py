"""Ticks and crosses among words are said as what they answer."""

from __future__ import annotations

import pytest

from flaming_horse.writers.pieces import Piece, plain
from flaming_horse.writers.ticks import answered


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Rail ✓, road ✗.", "Rail: yes, road: no."),
        ("Rail ✓ road ✗", "Rail: yes, road: no"),
        ("Rail ✓ and road ✗ as long as it lasts.", "Rail: yes and road: no, as long as it lasts."),
        ("Rail: ✓ (road: ✗)", "Rail: yes (road: no)"),
        ("Is there a road? ✗", "Is there a road? No."),
        ("✗ No road. ✓ Rail.", "No: No road. Yes: Rail."),
        ("A ✓ stands for rail, with ✗ for none.", "A tick stands for rail, with cross for none."),
    ],
)
def test_a_sign_is_an_answer_or_a_name(written, said):
    assert plain(answered((Piece(written),), "en")) == said


def test_the_language_of_the_text_has_its_own_words():
    assert plain(answered((Piece("Bahn ✓, Straße ✗."),), "de")) == "Bahn: ja, Straße: nein."
    assert plain(answered((Piece("Voie ✓."),), "fr")) == "Voie ✓."


def test_programs_keep_their_signs_and_styles_their_words():
    words = (Piece("print('✓')", "code"), Piece(" says "), Piece("Rail", strong=True), Piece(" ✓."))
    said = answered(words, "en")
    assert plain(said) == "print('✓') says Rail: yes."
    assert [piece.text for piece in said if piece.strong] == ["Rail"]


def test_the_sign_that_an_item_begins_with_is_left_to_its_list():
    assert plain(answered((Piece("✗ Road, rail ✓"),), "en", after=1)) == "✗ Road, rail: yes"
