"""The predecessor's helpers, kept for scenes that import them. New scenes use `stage`.

Lengths are Manim's units; a frame is 8 high and 14.2 wide where nothing else is said.
"""

from __future__ import annotations

import colorsys
from itertools import pairwise
from typing import Any

import numpy as np

__all__ = [
    "adaptive_title_position",
    "harmonious_color",
    "polished_fade_in",
    "safe_layout",
    "safe_position",
]

_NAMED = {"primary": "GREEN", "secondary": "BLUE", "accent": "YELLOW", "neutral": "GRAY"}


def safe_position(
    mobject: Any,
    max_y: float = 3.8,
    min_y: float = -3.8,
    max_x: float = 7.5,
    min_x: float = -7.5,
    buff: float = 0.2,
) -> Any:
    """Move a mobject inside of these limits, `buff` away from them, and return it."""
    for axis, low, high in ((0, min_x, max_x), (1, min_y, max_y)):
        up = np.eye(3)[axis]
        over = mobject.get_critical_point(up)[axis] - (high - buff)
        mobject.shift(-max(0.0, over) * up)
        under = low + buff - mobject.get_critical_point(-up)[axis]
        mobject.shift(max(0.0, under) * up)
    return mobject


def harmonious_color(
    base_color: Any, variations: int = 3, lightness_shift: float = 0.1
) -> list[list[float]]:
    """Colours around the wheel from a first one, each lighter than the one before: RGBA, 0 to 1.

    A name is one of primary, secondary, accent and neutral; any other stands for the first.
    """
    import manim

    if isinstance(base_color, str):
        base_color = getattr(manim, _NAMED.get(base_color, "GREEN"))
    hue, light, full = colorsys.rgb_to_hls(*(float(part) for part in base_color.to_rgb()))
    return [
        [
            *colorsys.hls_to_rgb(
                (hue + number / variations) % 1,
                min(1.0, max(0.0, light + lightness_shift * number)),
                full,
            ),
            1.0,
        ]
        for number in range(variations)
    ]


def polished_fade_in(
    mobject: Any, lag_ratio: float = 0.2, scale_factor: float = 1.1, glow: bool = False
) -> Any:
    """An animation that fades a mobject in and lets it swell a little."""
    import manim

    if glow:
        mobject.set_stroke(width=3, opacity=0.5)
    swell = mobject.animate(run_time=0.5).scale(scale_factor).scale(1 / scale_factor)
    return manim.LaggedStart(manim.FadeIn(mobject), swell, lag_ratio=lag_ratio)


def adaptive_title_position(title: Any, content_group: Any, max_shift: float = 0.5) -> Any:
    """Put a title at the top, higher where what is below it is high, and return it."""
    height = content_group.height if content_group else 0.0
    title.move_to(np.array([0.0, 3.8 + min(max_shift, max(0.0, height - 2.0)), 0.0]))
    return title


def safe_layout(
    *mobjects: Any,
    alignment: Any = None,
    h_buff: float = 0.5,
    v_buff: float = 0.3,
    max_y: float = 3.5,
    min_y: float = -3.5,
    max_x: float = 7.5,
    min_x: float = -7.5,
) -> Any:
    """Put mobjects in a row, inside of these limits and without overlaps; a group of them.

    With `v_buff` their tops are level, else they are aligned as `alignment` says.
    """
    import manim

    edge = manim.UP if v_buff else manim.ORIGIN if alignment is None else alignment
    manim.VGroup(*mobjects).arrange(manim.RIGHT, buff=h_buff, aligned_edge=edge)
    for mobject in mobjects:
        safe_position(mobject, max_y, min_y, max_x, min_x)
    for left, right in pairwise(mobjects):
        overlap = left.get_right()[0] + h_buff - right.get_left()[0]
        if overlap > 0:
            right.shift(np.array([overlap, 0.0, 0.0]))
    return manim.VGroup(*mobjects)
