"""Every ink of every look is readable, and what is highlighted stays readable."""

import pytest

from flaming_horse.errors import WrongInput
from flaming_horse.stage.looks import LOOKS, contrast, look_named


def test_contrast_is_the_one_of_wcag():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("name", LOOKS)
def test_every_ink_is_readable_on_its_background(name):
    look = look_named(name)
    inks = {
        "foreground": look.foreground,
        "muted": look.muted,
        "accent": look.accent,
        "accent_2": look.accent_2,
        **look.curves,
    }
    for ink, colour in inks.items():
        assert contrast(colour, look.background) >= 4.5, ink
    assert contrast(look.foreground, look.panel) >= 4.5
    assert contrast(look.highlight_ink, look.highlight) >= 4.5


@pytest.mark.parametrize("name", LOOKS)
def test_a_highlight_is_seen_against_the_background(name):
    look = look_named(name)
    steps = [
        abs(int(look.highlight[i : i + 2], 16) - int(look.background[i : i + 2], 16))
        for i in (1, 3, 5)
    ]
    assert max(steps) >= 30


def test_an_unknown_look_or_colour_names_the_known_ones():
    with pytest.raises(WrongInput) as caught:
        look_named("chalky")
    assert "chalk" in caught.value.remedy
    with pytest.raises(WrongInput) as caught:
        look_named("plain").curve("ultraviolet")
    assert "blue" in caught.value.remedy
