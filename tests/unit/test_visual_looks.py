"""Every ink of the visuals can be read on what it stands on, in every look."""

from __future__ import annotations

import pytest

from flaming_horse.stage.looks import LOOKS, contrast
from flaming_horse.visuals.code import drawing as code
from flaming_horse.visuals.code.syntax import coloured_lines, syntax_inks
from flaming_horse.visuals.compare import drawing as compare
from flaming_horse.visuals.flow import drawing as flow
from flaming_horse.visuals.lamps import mixed, readable
from flaming_horse.visuals.matrix_product import drawing as matrix_product

looks = pytest.mark.parametrize("look", LOOKS.values(), ids=list(LOOKS))


@looks
def test_words_of_a_program_are_readable_lit_or_not(look):
    lit = mixed(look.panel, look.accent, code._TINT)
    inks = [*syntax_inks(look, lit).values(), look.foreground]
    for ink in inks:
        assert contrast(ink, look.panel) >= 4.5
        assert contrast(ink, lit) >= 4.5


@looks
def test_numbers_are_readable_on_a_lit_bar(look):
    for accent in (look.accent, look.accent_2):
        bar = mixed(look.background, accent, matrix_product._TINT)
        assert contrast(look.foreground, bar) >= 4.5


@looks
def test_cards_and_boxes_are_readable_lit_or_not(look):
    for share in (0.0, compare._TINT):
        card = mixed(look.panel, look.accent, share)
        assert contrast(look.accent, card) >= 4.5
        assert contrast(look.foreground, card) >= 4.5
    assert contrast(look.foreground, mixed(look.panel, look.accent, flow._TINT)) >= 4.5


def test_an_ink_is_mended_only_where_it_must_be():
    assert readable("#000000", "#FFFFFF", "#123456") == "#000000"
    mended = readable("#DDDDDD", "#FFFFFF", "#000000")
    assert contrast(mended, "#FFFFFF") >= 4.5


def test_a_program_keeps_its_lines_whatever_the_language():
    text = "def f(x):\n\n    return x\n"
    for language in ("python", "no-such-language"):
        lines = coloured_lines(text, language)
        assert ["".join(part for _, part in line) for line in lines] == text.split("\n")
    assert coloured_lines(text, "python")[0][0] == ("keyword", "def")


@pytest.mark.parametrize("language", ["console", "pycon", "python", "sh", "text", "", "nonsense"])
@pytest.mark.parametrize("code", ["$ a\n---> 100%\nHello\n…", ">>> a\n1", "a\n\n", "x"])
def test_no_line_of_a_program_is_lost(language, code):
    lines = ["".join(part for _, part in line) for line in coloured_lines(code, language)]
    assert lines == code.split("\n")
