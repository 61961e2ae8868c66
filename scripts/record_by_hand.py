#!/usr/bin/env python3
"""Make the recordings that come with the program from answers written by hand.

    python scripts/record_by_hand.py          writes what was asked into each topic.json
    python scripts/record_by_hand.py TOPIC    the same for one folder, and prints its storyboard

Each folder of src/flaming_horse/writers/llm/recordings holds a topic.json and the answers of its
steps: outline.json, scene-1.json, and scene-1-repair-1.json where the first was not good enough.
The "wishes" of a topic.json are asked of its script, each with an answer such as
revision-of-scene-2.json. They are written by a person in the role of the model; the questions are
the program's own, and the answers go through the checks that a model's go through. To be run
again when an answer changes. A prompt or a visual's schema that changes takes no answer away, but
is told where a topic is replayed, until this was run again.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, field
from pathlib import Path

from flaming_horse.writers.llm.exchange import Answer, Request, Told, Usage
from flaming_horse.writers.llm.revising import revised_script
from flaming_horse.writers.llm.writer import Script, Writer

FOLDERS = Path(__file__).parents[1] / "src/flaming_horse/writers/llm/recordings"
HEADER = "written by hand in the role of the model; no server was asked"
MODEL = "by-hand"


@dataclass
class ByHand:
    """Answers each step with its file, and notes the digests of what was asked."""

    folder: Path
    model: str = MODEL
    asked: dict[str, dict[str, str]] = field(default_factory=dict)

    def answer(self, request: Request, told: Told) -> Answer:
        name = request.step.replace(" ", "-")
        file = self.folder / f"{name}.json"
        if not file.is_file():
            sys.exit(f"{file} is needed; this was asked:\n\n{request.messages[-1].content}")
        self.asked[name] = {"digest": request.digest, "subject": request.subject}
        return Answer(file.read_text(encoding="utf-8"), Usage())

    def accept(self, request: Request) -> None:
        """Nothing is kept but digests."""


def record(folder: Path) -> Script:
    """Ask all that the topic's film asks; its storyboard."""
    file = folder / "topic.json"
    known = json.loads(file.read_text(encoding="utf-8"))
    topic, wishes = known["topic"], known.get("wishes", [])
    hand = ByHand(folder)
    writer = Writer(hand, lambda *_: None)
    plan = writer.outline(topic)
    script = writer.script(plan.outline)
    for wish in wishes:
        changed = revised_script(
            hand, lambda *_: None, script.text, "storyboard.md", wish, plan.outline
        )
        print("".join(f"  to look at: {note}\n" for note in changed.notes), end="")
    about = {"topic": topic, "made": HEADER, "model": MODEL}
    about |= {"wishes": wishes} if wishes else {}
    about |= {"asked": hand.asked}
    file.write_text(json.dumps(about, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    left = {each.stem for each in folder.glob("*.json")} - {"topic", *hand.asked}
    if left:
        sys.exit(f"{folder}: nobody asked for {', '.join(sorted(left))}")
    return script


def main() -> None:
    wanted = sys.argv[1:]
    for folder in sorted(each for each in FOLDERS.iterdir() if each.is_dir()):
        if wanted and folder.name not in wanted:
            continue
        script = record(folder)
        print(f"{folder.name}: {len(script.text.split())} words of storyboard")
        for note in script.notes:
            print(f"  to look at: {note}")
        if wanted:
            print(script.text)


if __name__ == "__main__":
    main()
