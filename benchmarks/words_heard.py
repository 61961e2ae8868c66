"""How many words are heard otherwise than they were to be said, by the embedded voice.

    python benchmarks/words_heard.py OUT.json TEXT.md|FORMULAS.tsv ...
    python benchmarks/words_heard.py OUT.json            (counts again what OUT.json holds)

A Markdown file is a storyboard: each of its lines is spoken as in its film. A .tsv file is a table
with a column `latex`: each formula is spoken alone, as `voice try '$…$'` speaks it. All that was
said and heard is kept in OUT.json, so that another way of comparing needs no second listening.
"""

from __future__ import annotations

import csv
import json
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flaming_horse_voice.listen.words import compared, transcript
from flaming_horse_voice.mediator import Mediator, SpokenRequest
from flaming_horse_voice.service_factory import choose_voice
from flaming_horse_voice.takes import TakeStore
from flaming_horse_voice.text import speech_text, spoken_words, written_runs

SHOWN = 40


def texts(file: Path) -> Iterator[tuple[str, str, str]]:
    """(file's name, what is written, its speech-text)."""
    if file.suffix == ".tsv":
        with file.open(encoding="utf-8", newline="") as rows:
            for row in csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE):
                written = f"${row['latex']}$"
                yield file.name, written, speech_text(written_runs(written)).speech
        return
    from flaming_horse.phases.narration import spoken_lines
    from flaming_horse.storyboard import read_storyboard

    board = read_storyboard(file)
    for line in spoken_lines(board):
        yield file.parent.name, line.text, line.speech


def spoken_and_heard(files: list[Path]) -> list[dict[str, str]]:
    """Every text, spoken by the embedded voice and written down by the listener."""
    told: list[dict[str, str]] = []
    with tempfile.TemporaryDirectory(prefix="words-heard-") as folder:
        store = TakeStore(Path(folder))
        with Mediator(choose_voice(), store) as voice:
            for name, written, speech in (text for file in files for text in texts(file)):
                take = voice.speak([SpokenRequest(written[:40], speech)])[0]
                heard = transcript(store.read_sound(take.key), take.sample_rate)
                told.append({"of": name, "written": written, "speech": speech, "heard": heard})
                print(f"{len(told)}: {speech[:60]!r} -> {heard[:60]!r}", file=sys.stderr)
    return told


def counted(told: list[dict[str, str]]) -> dict[str, Any]:
    """Words and words heard otherwise for each file, and the lines with most of them."""
    sums: dict[str, dict[str, float]] = defaultdict(lambda: {"texts": 0, "words": 0, "wrong": 0})
    worst: list[tuple[int, list[str], str]] = []
    for text in told:
        words = spoken_words(text["speech"])
        wrong = compared(" ".join(words), text["heard"]).wrong
        row = sums[text["of"]]
        row["texts"] += 1
        row["words"] += len(words)
        row["wrong"] += len(wrong)
        if wrong:
            pairs = [f"{said} | {other}" for said, other in wrong]
            worst.append((len(wrong), pairs, text["written"]))
    worst.sort(key=lambda each: -each[0])
    for row in sums.values():
        row["wrong in 100"] = round(100 * row["wrong"] / row["words"], 1)
    return {"files": dict(sums), "worst": worst[:SHOWN]}


def main() -> None:
    """Speak and listen, or count again; print the counts as JSON."""
    out, *files = map(Path, sys.argv[1:])
    if files:
        told = spoken_and_heard(files)
        out.write_text(json.dumps(told, indent=1, ensure_ascii=False), encoding="utf-8")
    told = json.loads(out.read_text(encoding="utf-8"))
    print(json.dumps(counted(told), indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
