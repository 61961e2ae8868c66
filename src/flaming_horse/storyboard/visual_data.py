"""What is written in a visual's block, as plain data that its kind has accepted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from pydantic import BaseModel

from flaming_horse.errors import Place, WrongInput
from flaming_horse.model.pictures import check_picture, read_picture
from flaming_horse.storyboard.blocks import Formula, VisualBlock
from flaming_horse.storyboard.files import is_beside
from flaming_horse.storyboard.findings import Findings
from flaming_horse.storyboard.limits import LONGEST_FENCE
from flaming_horse.storyboard.source import Passage
from flaming_horse.storyboard.yaml_visual import read_yaml_visual
from flaming_horse.visuals.kinds import KINDS
from flaming_horse_voice.runs import written_runs


def read_visual_data(
    block: VisualBlock, folder: Path, formulas: list[Formula], findings: Findings
) -> dict[str, Any] | None:
    """The data of a visual, or None when there is none (after a finding, or nothing to show).

    `folder` is where its pictures lie; formulas in it are added to `formulas`.
    """
    kind, fence = KINDS[block.kind], _Fence(block, folder, formulas, findings)
    if block.data is not None:
        return kind.accept(block.data, fence)
    if len(fence.content) > LONGEST_FENCE:
        what = f"this {block.kind} has {len(fence.content):,} signs"
        findings.add(block.place, what, f"{LONGEST_FENCE:,} is the most: show a part of it.")
        return None
    return kind.read(fence)


@dataclass(frozen=True, slots=True)
class _Fence:
    """What a kind reads; see `flaming_horse.visuals.blocks.Fence`."""

    block: VisualBlock
    folder: Path
    formulas: list[Formula]
    findings: Findings

    @property
    def _body(self) -> Passage:
        assert self.block.body is not None, "what is not given by Markdown itself has a body"
        return self.block.body

    @property
    def content(self) -> str:
        return self._body.content

    @property
    def language(self) -> str:
        return self.block.language

    @property
    def start(self) -> Place:
        return self.block.place

    def place(self, offset: int) -> Place:
        return self._body.place(offset)

    def wrong(self, place: Place, what: str, remedy: str = "") -> None:
        self.findings.add(place, what, remedy)

    def has_formula(self, latex: str, place: Place) -> None:
        self.formulas.append(Formula(latex, place))

    def has_texts(self, data: Any) -> None:
        if isinstance(data, str):
            for run in written_runs(data):
                if run.kind == "math":
                    at = max(0, self.content.find(run.text))
                    self.has_formula(run.text, self.place(at))
        elif isinstance(data, dict | list):
            inside = cast("dict[str, Any]", data).values() if isinstance(data, dict) else data
            for value in cast("Iterable[Any]", inside):
                self.has_texts(value)

    def yaml(self, name: str, model: type[BaseModel]) -> dict[str, Any] | None:
        return read_yaml_visual(name, model, self._body, self.start, self.findings)

    def has_picture(self, file: str, written: str) -> bool:
        if not is_beside(file, "picture", self.folder, self.start, self.findings, written=written):
            return False
        try:
            check_picture(read_picture(self.folder / file), file)
        except WrongInput as error:
            self.wrong(self.start, error.what, error.remedy)
        except OSError as error:
            self.wrong(self.start, f"the picture `{file}` cannot be read: {error.strerror}")
        else:
            return True
        return False
