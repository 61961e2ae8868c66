from __future__ import annotations

import pytest

from flaming_horse.errors import WrongInput
from flaming_horse.model.vocabulary import SHAPES
from flaming_horse.render.quality import QUALITIES, Quality, quality


def test_the_default_is_full_hd():
    assert quality() == Quality(1920, 1080, 30)


@pytest.mark.parametrize(
    ("name", "shape", "expected"),
    [
        ("draft", "16:9", Quality(854, 480, 15)),
        ("720p30", "9:16", Quality(720, 1280, 30)),
        ("2160p60", "16:9", Quality(3840, 2160, 60)),
        ("1440p60", "1:1", Quality(1440, 1440, 60)),
    ],
)
def test_sizes(name, shape, expected):
    assert quality(name, shape) == expected


@pytest.mark.parametrize("name", QUALITIES)
@pytest.mark.parametrize("shape", SHAPES)
def test_sides_are_even(name, shape):
    frame = quality(name, shape)
    assert frame.width % 2 == frame.height % 2 == 0


def test_unknown_names_list_the_known_ones():
    with pytest.raises(WrongInput, match="4k") as caught:
        quality("4k")
    assert "2160p60" in caught.value.remedy
    with pytest.raises(WrongInput, match="4:3"):
        quality("draft", "4:3")
