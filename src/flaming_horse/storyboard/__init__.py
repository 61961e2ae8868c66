"""The storyboard language: Markdown in, frozen values out, with every mistake at its place."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flaming_horse.model.storyboard import Storyboard
    from flaming_horse_voice.runs import Run

__all__ = ["parse_line", "parse_storyboard", "read_storyboard"]


def read_storyboard(path: Path) -> Storyboard:
    """The storyboard in a file. Raises WrongInput, or WrongInputs with all findings at once."""
    from flaming_horse.storyboard import reader

    return reader.parse(reader.read_text(path), str(path))


def parse_line(text: str) -> tuple[Run, ...]:
    """The runs of a text that is one paragraph of a storyboard. Raises as `read_storyboard` does.

    What its cues aim at is not looked up.
    """
    from flaming_horse.storyboard import reader

    return reader.parse_line(text)


def parse_storyboard(text: str, file: str, *, check_formulas: bool = True) -> Storyboard:
    """The storyboard in `text`; `file` names it in messages, and its folder holds its pictures.

    Without `check_formulas`, LaTeX is not set to see whether it can be. Raises as
    `read_storyboard` does.
    """
    from flaming_horse.storyboard import reader

    return reader.parse(text, file, check_formulas=check_formulas)
