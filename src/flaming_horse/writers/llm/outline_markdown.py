"""`plan.md`: the outline as a page that a person reads and edits, and the way back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flaming_horse.errors import Place
from flaming_horse.storyboard.findings import Findings, nearest
from flaming_horse.writers.llm.outline import Outline, outline_model
from flaming_horse.writers.llm.reading import told_errors
from flaming_horse.writers.llm.vocabulary import kinds

_HEAD = ("Topic", "Audience", "Goal", "Length")
_EXPECTED = (
    "A plan has a title (#), Audience, Goal, Length, and 3 to 9 scenes (##), each with a sentence "
    "on what it must make clear."
)
_HOW = """<!-- The plan of the film. Edit it as you like: the script is written from what stands \
here.
Each scene has a heading, a sentence on what it must make clear, and what is shown:
- plot: what is seen | why it helps
-->"""


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan as it stands in `plan.md`: the topic that was asked for, and the outline."""

    topic: str
    outline: Outline


def format_plan(plan: Plan) -> str:
    """The page. `read_plan` gives the same plan back."""
    outline = plan.outline
    rows = [f"# {outline.title}", "", _HOW, ""]
    rows += [f"- Topic: {' '.join(plan.topic.split())}"]
    rows += [f"- Audience: {outline.audience}", f"- Goal: {outline.goal}"]
    rows += [f"- Length: {outline.minutes:g} minutes"]
    for scene in outline.scenes:
        rows += ["", f"## {scene.title}", "", scene.clear]
        shown = [f"- {each.visual}: {each.what} | {each.why}" for each in scene.shows]
        rows += ["", *shown] if shown else []
    return "\n".join(rows) + "\n"


def read_plan(file: Path) -> Plan:
    """The plan in a file that a person may have edited.

    Raises:
        WrongInput: it is no plan; every finding with its line.
    """
    from flaming_horse.storyboard.reader import read_text

    return parse_plan(read_text(file), str(file))


def parse_plan(text: str, file: str) -> Plan:
    """The plan in `text`; raises as `read_plan` does."""
    findings = Findings()
    page = _Page(file, findings)
    for number, line in _lines(text):
        page.take(number, line)
    # What is missing because it could not be read is not told twice.
    findings.throw()
    outline, topic = page.outline(), page.head.get("Topic", "")
    findings.throw()
    assert outline is not None, "without an outline there are findings"
    return Plan(topic or outline.title, outline)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines with words in them, comments blotted out, numbered as in the file."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    plain = re.sub(r"<!--.*?-->", lambda m: "\n" * m[0].count("\n"), plain, flags=re.DOTALL)
    for number, line in enumerate(plain.split("\n"), 1):
        if line.strip():
            yield number, " ".join(line.split())


@dataclass(slots=True)
class _Page:
    """What has been read so far, and the line that each thing stands in."""

    file: str
    findings: Findings
    title: str = ""
    head: dict[str, str] = field(default_factory=dict[str, str])
    scenes: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    places: dict[tuple[str | int, ...], int] = field(
        default_factory=dict[tuple[str | int, ...], int]
    )

    def take(self, number: int, line: str) -> None:
        if line.startswith("## "):
            self.scenes.append({"title": line[3:], "clear": "", "shows": []})
            self.places["scenes", len(self.scenes) - 1] = number
        elif line.startswith("# "):
            self.title = line[2:]
        elif line.startswith("- ") and not self.scenes:
            self._take_head(number, line[2:])
        elif line.startswith("- "):
            self._take_shown(number, line[2:])
        elif self.scenes:
            scene = self.scenes[-1]
            scene["clear"] = f"{scene['clear']} {line}".strip()
        else:
            self._add(number, f"`{line[:60]}` is not expected here", "Scenes begin with ##.")

    def _take_head(self, number: int, item: str) -> None:
        name, colon, value = item.partition(":")
        known = {each.lower(): each for each in _HEAD}.get(name.strip().lower())
        if not colon or known is None:
            self._add(number, f"`{name[:40]}` is not expected here", nearest(name, _HEAD))
            return
        self.head[known] = value.strip()
        self.places[({"Length": "minutes"}.get(known, known.lower()),)] = number

    def _take_shown(self, number: int, item: str) -> None:
        kind, colon, rest = item.partition(":")
        kind = kind.strip(" `")
        what, bar, why = rest.strip().rpartition(" | ")
        if not bar:
            what, why = why, ""
        if not colon or kind not in kinds():
            self._add(number, f"`{kind[:40]}` is no visual that a model can write",
                      nearest(kind, kinds()))  # fmt: skip
            return
        shows = self.scenes[-1]["shows"]
        self.places["scenes", len(self.scenes) - 1, "shows", len(shows)] = number
        shows.append({"visual": kind, "what": what.strip(), "why": why.strip() or "it helps"})

    def outline(self) -> Outline | None:
        """The outline, or None after its findings."""
        from pydantic import ValidationError

        data: dict[str, Any] = {"title": self.title, "scenes": self.scenes}
        data |= {name.lower(): self.head.get(name, "") for name in ("Audience", "Goal")}
        data["minutes"] = self._minutes()
        try:
            return outline_model().model_validate(data)
        except ValidationError as error:
            for path, what in told_errors(error):
                named = [step for step in path if isinstance(step, str)]
                told = f"`{named[-1]}`: {what}" if named else what
                self._add(self._line_of(path), told, _EXPECTED)
            return None

    def _minutes(self) -> Any:
        written = self.head.get("Length", "")
        match = re.fullmatch(r"(?:about )?(\d+(?:\.\d+)?)\s*(?:min|mins|minutes?)?", written)
        return float(match[1]) if match else written

    def _line_of(self, path: tuple[str | int, ...]) -> int:
        while path:
            if path in self.places:
                return self.places[path]
            path = path[:-1]
        return 1

    def _add(self, number: int, what: str, remedy: str) -> None:
        self.findings.add(Place(self.file, number, 1), what, remedy)
