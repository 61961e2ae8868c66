"""What is printed for a person: signs that act on a terminal are written out, not sent."""

from __future__ import annotations

import re

_ACTING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""C0 without line ends and tabs, C1, and the overrides of the writing direction."""


def seen(text: str) -> str:
    r"""The text with control characters as `\u001b`: names, titles and servers' words hold any."""
    return _ACTING.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
