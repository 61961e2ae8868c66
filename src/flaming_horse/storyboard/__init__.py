"""The storyboard language: Markdown in, frozen values out, with every mistake at its place."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flaming_horse.model.storyboard import Storyboard

__all__ = ["parse_storyboard", "read_storyboard"]


def read_storyboard(path: Path) -> Storyboard:
    """The storyboard in a file. Raises WrongInput, or WrongInputs with all findings at once."""
    from flaming_horse.storyboard import reader

    return reader.parse(reader.read_text(path), str(path))


def parse_storyboard(text: str, file: str, *, check_formulas: bool = True) -> Storyboard:
    """The storyboard in `text`; `file` names it in messages, and its folder holds its pictures.

    Without `check_formulas`, LaTeX is not set to see whether it can be. Raises as
    `read_storyboard` does.
    """
    from flaming_horse.storyboard import reader

    return reader.parse(text, file, check_formulas=check_formulas)
