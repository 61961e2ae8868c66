"""Segments given on the command line; the result is the last line of stdout."""

from __future__ import annotations

import argparse
import json
import os
import re
from pathlib import Path
from typing import IO, Any

from .engine import Engine, Refused
from .errors import as_answer
from .lines import spoken_lines, written


def speak_by_hand(engine: Engine, default_model: str, answers: IO[bytes]) -> int:
    """Speak segments given as arguments; the result is the last line of stdout."""
    arguments = argparse.ArgumentParser(description=f"Speak segments with {engine.service}.")
    arguments.add_argument("segments", help='[{"id": "seg", "text": "…"}]')
    arguments.add_argument("model", nargs="?", default=default_model)
    arguments.add_argument("--reference", help="folder with ref.wav and ref.txt")
    arguments.add_argument("--out", type=Path, default=Path())
    arguments.add_argument("--language", default="en")
    arguments.add_argument("--seed", type=int, default=0)
    arguments.add_argument("--speaker", default="")
    arguments.add_argument("--instructions", default="")
    given = arguments.parse_args()
    try:
        result = {"ok": True, **_spoken(engine, given)}
    except Exception as error:  # noqa: BLE001 - whoever reads the last line must hear of it
        result = as_answer(error)
    answers.write(json.dumps(result, ensure_ascii=False).encode() + b"\n")
    return 0 if result["ok"] else 5


def _spoken(engine: Engine, given: argparse.Namespace) -> dict[str, Any]:
    segments = _segments(given.segments)
    settings = {"speaker": given.speaker, "instructions": given.instructions}
    loaded = engine.load({"model": given.model, **settings})
    if loaded.get("kind", "base") == "base":
        named = given.reference or os.environ.get("FLAMING_HORSE_VOICE_REF_DIR") or "voice"
        reference, transcript = Path(named) / "ref.wav", Path(named) / "ref.txt"
        for file in (reference, transcript):
            if not file.is_file():
                raise Refused(
                    "wrong_input", f"there is no {file}", "name its folder with --reference"
                )
        engine.clone(str(reference), transcript.read_text("utf-8").strip())
    given.out.mkdir(parents=True, exist_ok=True)
    asked = [
        {"id": s["id"], "speech": s["text"], "language": given.language, "seed": given.seed}
        for s in segments
    ]
    results: list[dict[str, Any]] = []
    for line in spoken_lines(engine, asked):
        name = str(line.asked["id"])
        if line.failed is not None:
            results.append({"id": name, **as_answer(line.failed)})
            continue
        answer = written(line, (given.out / f"{name}.wav").resolve())
        seconds = round(answer["samples"] / answer["sample_rate"], 3)
        results.append({"id": name, "ok": True, **answer, "seconds": seconds})
    if not all(result["ok"] for result in results):
        bad = next(result for result in results if not result["ok"])
        raise Refused(bad["code"], f"segment {bad['id']}: {bad['what']}", bad["remedy"])
    return {"service": engine.service, "model": loaded["model"], "segments": results}


def _segments(told: str) -> list[dict[str, str]]:
    """The segments of the first argument. Raises Refused for anything else."""
    try:
        segments = json.loads(told)
        good = [{"id": str(s["id"]), "text": str(s["text"])} for s in segments]
    except (ValueError, KeyError, TypeError) as bad:
        raise Refused(
            "wrong_input", f"these are no segments ({bad})", 'give [{"id": "seg", "text": "…"}]'
        ) from bad
    if any(not re.fullmatch(r"[\w.-]+", segment["id"]) for segment in good):
        raise Refused("wrong_input", "an id is a file's name", "use letters, digits and _-.")
    return good
