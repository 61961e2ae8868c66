"""How many words are heard otherwise than they were to be said, by the embedded voice.

    python benchmarks/words_heard.py OUT.jsonl TEXT.md|FORMULAS.tsv ...
    python benchmarks/words_heard.py OUT.jsonl            (counts again what OUT.jsonl holds)

A Markdown file is a storyboard: each of its lines is spoken as in its film. A .tsv file is a table
with a column `latex`: each formula is spoken alone, as `voice try '$…$'` speaks it. All that was
said and heard is kept in OUT.jsonl, so that another way of comparing needs no second listening.
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

from flaming_horse_voice.errors import VoiceError
from flaming_horse_voice.listen.words import compared, transcript
from flaming_horse_voice.mediator import Mediator, SpokenRequest
from flaming_horse_voice.runs import written_runs
from flaming_horse_voice.service_factory import choose_voice
from flaming_horse_voice.takes import TakeStore
from flaming_horse_voice.text import speech_text, spoken_words

SHOWN = 40


def texts(file: Path) -> Iterator[tuple[str, str]]:
    """What is written, and its speech-text; "" where it cannot be read aloud."""
    if file.suffix == ".tsv":
        with file.open(encoding="utf-8", newline="") as rows:
            for row in csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE):
                written = f"${row['latex']}$"
                try:
                    yield written, speech_text(written_runs(written)).speech
                except VoiceError:
                    yield written, ""
        return
    from flaming_horse.build.narration import spoken_lines
    from flaming_horse.storyboard import read_storyboard

    for line in spoken_lines(read_storyboard(file)):
        yield line.text, line.speech


def speak_and_listen(files: list[Path], out: Path) -> None:
    """Every text, spoken by the embedded voice and written down by the listener; a line each."""
    done = {(text["of"], text["speech"]) for text in kept(out)}
    with (
        tempfile.TemporaryDirectory(prefix="words-heard-") as folder,
        Mediator(choose_voice(), TakeStore(Path(folder))) as voice,
        out.open("a", encoding="utf-8") as lines,
    ):
        for file in files:
            for written, speech in texts(file):
                name = file.name if file.suffix == ".tsv" else file.parent.name
                if (name, speech) in done:
                    continue
                heard = listened(voice, TakeStore(Path(folder)), written, speech)
                told = {"of": name, "written": written, "speech": speech, "heard": heard}
                lines.write(json.dumps(told, ensure_ascii=False) + "\n")
                lines.flush()
                print(f"{speech[:60]!r} -> {str(heard)[:60]!r}", file=sys.stderr)


def listened(voice: Mediator, store: TakeStore, written: str, speech: str) -> str | None:
    """What the listener hears of a speech-text; None where it cannot be spoken."""
    try:
        take = voice.speak([SpokenRequest(written[:40], speech)])[0]
    except VoiceError:
        return None
    return transcript(store.read_sound(take.key), take.sample_rate)


def kept(out: Path) -> list[dict[str, Any]]:
    """What is in the file already."""
    return [json.loads(row) for row in out.read_text("utf-8").splitlines()] if out.exists() else []


def counted(told: list[dict[str, Any]]) -> dict[str, Any]:
    """Words and words heard otherwise for each file, and the texts with most of them."""
    start = {"texts": 0, "not spoken": 0, "words": 0, "wrong": 0}
    sums: dict[str, dict[str, float]] = defaultdict(lambda: dict(start))
    worst: list[tuple[int, list[str], str]] = []
    for text in told:
        row = sums[text["of"]]
        row["texts"] += 1
        if text["heard"] is None:
            row["not spoken"] += 1
            continue
        words = spoken_words(text["speech"])
        wrong = compared(" ".join(words), text["heard"]).wrong
        row["words"] += len(words)
        row["wrong"] += len(wrong)
        if wrong:
            pairs = [f"{said} | {other}" for said, other in wrong]
            worst.append((len(wrong), pairs, text["written"]))
    worst.sort(key=lambda each: -each[0])
    for row in sums.values():
        row["wrong in 100"] = round(100 * row["wrong"] / max(1, row["words"]), 1)
    return {"files": dict(sums), "worst": worst[:SHOWN]}


def main() -> None:
    """Speak and listen, or count again; print the counts as JSON."""
    out, *files = map(Path, sys.argv[1:])
    speak_and_listen(files, out)
    print(json.dumps(counted(kept(out)), indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
