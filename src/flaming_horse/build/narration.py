"""The phase `narration`: each line as the words that will be spoken."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flaming_horse.build.words import pronounced, spoken
from flaming_horse.model.narration import SpokenLine
from flaming_horse.model.storyboard import Storyboard


def spoken_lines(
    storyboard: Storyboard, settings: Mapping[str, Any] | None = None
) -> tuple[SpokenLine, ...]:
    """What will be said, line by line, with each spoken word tied to what is written.

    `settings` is the project's settings file, as far as the voice goes by it.

    Raises:
        WrongInput: a line that cannot be put into words, with its place, or an entry of a
            dictionary that cannot be used.
    """
    said = pronounced(storyboard, settings or {}).entries
    return tuple(
        spoken(storyboard.settings, said, scene, line)
        for scene in storyboard.scenes
        for line in scene.lines
    )
