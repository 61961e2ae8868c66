"""The space that a visual is drawn in, and the type sizes that hold there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from flaming_horse.stage import typeset
from flaming_horse.stage.looks import Look
from flaming_horse.stage.typeset import Align, Rich, Typeset
from flaming_horse_voice.runs import Run, shown_runs, written_runs

Written: TypeAlias = "Rich | Sequence[Run]"
"""A text as its author wrote it, with `$formulas$` and `` `code` ``, or its runs."""
_NARROWER = tuple(percent / 100 for percent in range(98, 48, -2))
"""Shares of a width that are tried for lines of one length."""


def runs_of(text: Written) -> list[dict[str, Any]]:
    """The runs of a text; what are runs already stays as it is."""
    runs = written_runs(text) if isinstance(text, str) else text
    return [
        {"text": run.text, "kind": run.kind} if isinstance(run, Run) else dict(run) for run in runs
    ]


def plain_runs(text: Written) -> tuple[Run, ...]:
    """What is shown of a text, without its emphasis."""
    return shown_runs([Run(str(run["text"]), run.get("kind", "text")) for run in runs_of(text)])


@dataclass(frozen=True, slots=True)
class Room:
    """The space a visual has, in scene units, and the look it is drawn in.

    `em` is the body font size; `unit` the frame's shorter side, of which the look's sizes are
    fractions. `shrink` is what the layout tries: less than 1 when something does not fit, more when
    it stands alone in a large room. It is in `em` and in `size()` already.
    """

    width: float
    height: float
    look: Look
    unit: float = 8.0
    shrink: float = 1.0

    def size(self, name: str) -> float:
        """A font size of the look's scale (title, heading, body, maths, code, small …).

        Never below the smallest readable size.
        """
        sizes = self.look.sizes
        return max(float(getattr(sizes, name)) * self.shrink, sizes.smallest) * self.unit

    @property
    def em(self) -> float:
        return self.size("body")

    @property
    def gap(self) -> float:
        """The usual distance between neighbours."""
        return 0.6 * self.em

    def within(self, width: float, height: float) -> Room:
        """The same look in another space."""
        return replace(self, width=width, height=height)

    def text(
        self,
        runs: Rich,
        *,
        size: str = "body",
        colour: str | None = None,
        width: float | None = None,
        align: Align = "left",
        balanced: bool = False,
        **settings: Any,
    ) -> Typeset:
        """Rich text in the look's inks: strong words in the accent, code muted.

        `balanced` breaks it into lines of about one length, as few as the width needs.
        """
        look = self.look
        inks: dict[str, Any] = {"strong": look.accent, "code": look.accent_2, **settings}
        inks |= {"size": self.size(size), "colour": colour or look.foreground, "align": align}
        text = typeset.rich(runs, width=width, **inks)
        if not balanced or width is None or text.lines == 1:
            return text
        for share in _NARROWER:
            narrower = typeset.rich(runs, width=share * width, **inks)
            if narrower.lines > text.lines or narrower.width > share * width * 1.01:
                break
            text = narrower
        return text

    def maths(self, latex: str, *, size: str = "maths", colour: str | None = None) -> Typeset:
        """A formula in the look's ink."""
        return typeset.maths(latex, size=self.size(size), colour=colour or self.look.foreground)

    def code(self, text: str, *, size: str = "code", colour: str | None = None) -> Typeset:
        """Lines of code in the look's ink."""
        return typeset.code(text, size=self.size(size), colour=colour or self.look.foreground)
