"""What a scene writes down about itself while it plays: lines, cues, defects; then the Clip."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path

from flaming_horse.model.clip import Clip, Defect, PlacedCue, PlacedLine
from flaming_horse.stage.layout import Area, Frame
from flaming_horse_voice.files import write_atomically
from flaming_horse_voice.runs import Run

_TOUCH = 0.02
"""Scene units by which two boxes may meet: less than a pixel at 480 lines is not an overlap."""


@dataclass(slots=True)
class Ledger:
    """Grows while the scene plays; `clip` freezes it."""

    scene: str
    lines: list[PlacedLine] = field(default_factory=list[PlacedLine])
    cues: list[PlacedCue] = field(default_factory=list[PlacedCue])
    defects: list[Defect] = field(default_factory=list[Defect])
    layouts_checked: int = 0
    line: str = ""
    """The line that is played, or is about to be; "" before the first."""
    defect_lines: list[str] = field(default_factory=list[str])
    """For each defect the line in which it was found."""

    def check(self, boxes: Mapping[str, Area], frame: Frame, at_s: float) -> None:
        """Record what overlaps, and what leaves the frame's margins."""
        self.layouts_checked += 1
        for (one, first), (other, second) in combinations(boxes.items(), 2):
            if first.overlap(second) > _TOUCH:
                self._add(at_s, "overlap", f"{one} and {other} overlap")
        safe = frame.safe
        for name, box in boxes.items():
            beyond = max(
                safe.left - box.left, box.right - safe.right,
                safe.bottom - box.bottom, box.top - safe.top,
            )  # fmt: skip
            if beyond > _TOUCH:
                self._add(at_s, "outside", f"{name} leaves the safe margins")

    def too_small(self, name: str, at_s: float) -> None:
        """Record type below what can be read."""
        self._add(at_s, "too-small", f"{name} is set smaller than can be read")

    def unseen(self, action: str, target: str, phrase: str, at_s: float) -> None:
        """Record a cue that changes nothing: what it shows is there, or lit, already."""
        self._add(at_s, "unseen", f"{action} {target} at {phrase!r} changes nothing")

    def _add(self, at_s: float, kind: str, what: str) -> None:
        if not any(d.kind == kind and d.what == what for d in self.defects):
            self.defects.append(Defect(self.scene, round(at_s, 3), kind, what))
            self.defect_lines.append(self.line)

    def clip(
        self,
        *,
        heading: tuple[Run, ...],
        size: tuple[int, int],
        fps: int,
        frames: int,
        background: str,
    ) -> Clip:
        return Clip(
            scene=self.scene,
            heading=heading,
            width=size[0],
            height=size[1],
            fps=fps,
            frames=frames,
            lines=tuple(self.lines),
            cues=tuple(self.cues),
            defects=tuple(self.defects),
            layouts_checked=self.layouts_checked,
            background=background,
        )


def write_clip(clip: Clip, path: Path) -> None:
    """Write the clip as JSON, whole or not at all."""
    write_atomically(path, json.dumps(clip.as_json(), ensure_ascii=False, indent=1).encode())
