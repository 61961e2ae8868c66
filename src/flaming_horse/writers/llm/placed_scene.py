"""A scene among the others of its text: a revision of it, looked at in its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flaming_horse.errors import WrongInput
from flaming_horse.lint import Finding, check_scene
from flaming_horse.lint.length import words_of
from flaming_horse.model.storyboard import Line, Scene, Storyboard
from flaming_horse.storyboard import parse_storyboard
from flaming_horse.storyboard.scene_blocks import SceneBlocks
from flaming_horse.writers.llm.conversation import Judged
from flaming_horse.writers.llm.revised_scene import Revised, RevisedDraft, revised
from flaming_horse.writers.llm.writer import quoted
from flaming_horse.writers.source_documents import NO_SOURCES, Sources


@dataclass(frozen=True, slots=True)
class PlacedScene:
    """A scene and the text around it; `arithmetic`: its numbers are proof-read."""

    text: str
    storyboard: Storyboard
    before: str
    all: tuple[SceneBlocks, ...]
    number: int
    sources: Sources = NO_SOURCES
    arithmetic: bool = True

    @property
    def scene(self) -> Scene:
        return self.storyboard.scenes[self.number - 1]

    @property
    def blocks(self) -> SceneBlocks:
        return self.all[self.number - 1]

    def judge(self, draft: RevisedDraft) -> Judged[str]:
        """The whole text with the scene as the draft has it, looked at as a storyboard."""
        newline = "\r\n" if "\r\n" in self.text else "\n"
        new, wrong = revised(draft, self.blocks, self.scene, newline, self.sources)
        if new is None:
            return Judged(None, tuple(wrong))
        texts = [each.text for each in self.all]
        texts[self.number - 1] = new.text
        text = self.before + "".join(texts)
        try:
            storyboard = parse_storyboard(text, self.storyboard.file)
        except WrongInput as error:
            return Judged(None, tuple(quoted(error, text)), draft=text)
        if self._shape(storyboard, new) != self._shape(self.storyboard, new):
            what = (
                "the scene, or one beside it, reads otherwise than it is written; use plain words"
            )
            return Judged(None, (what,), draft=text)
        after = storyboard.scenes[self.number - 1]
        if not after.lines:
            return Judged(None, ("blocks: a scene needs a line",), draft=text)
        found = self._new(storyboard)
        told = {finding: _for_model(finding) for finding in found}
        return Judged(
            text,
            tuple(told[f] for f in found if f.wrong),
            tuple(told[f] for f in found if not f.wrong),
            draft=text,
        )

    def _shape(self, storyboard: Storyboard, new: Revised) -> list[object]:
        """What the change must leave as it is; and of the scene itself what `new` says."""
        if len(storyboard.scenes) != len(self.storyboard.scenes):
            return []
        shape: list[object] = [storyboard.settings]
        for each in storyboard.scenes:
            own = each.number == self.number
            counted = (len(each.lines), len(each.visuals))
            if own:
                # A scene without a line of its own says its heading.
                changed = storyboard is not self.storyboard
                says: object = counted if changed else (max(new.lines, 1), new.visuals)
            else:
                says = ([line.text for line in each.lines], [(v.kind, v.id) for v in each.visuals])
            shape.append((each.id, each.title, each.code, says))
        return shape

    def _new(self, storyboard: Storyboard) -> list[Finding]:
        """What the checks find that they did not find before."""
        known = {finding.what for finding in self._found(self.storyboard)}
        return [each for each in self._found(storyboard) if each.what not in known]

    def _found(self, storyboard: Storyboard) -> Iterator[Finding]:
        scene = storyboard.scenes[self.number - 1]
        # A wish may be for a longer scene, or for a shorter one.
        words = max(1, sum(map(words_of, scene.lines)))
        before = lines_before(storyboard, self.number)
        last = self.number == len(storyboard.scenes)
        return check_scene(scene, words=words, before=before, last=last, arithmetic=self.arithmetic)


def lines_before(storyboard: Storyboard, number: int) -> list[Line]:
    """The lines of the scenes before one."""
    return [line for scene in storyboard.scenes[: number - 1] for line in scene.lines]


def _for_model(finding: Finding) -> str:
    where = f"in the line “{finding.line.text[:60]}”: " if finding.line else ""
    return f"{where}{finding.what}"
