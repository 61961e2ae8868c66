"""Segments given on the command line; the result is the last line of stdout.

It is a list with an object for each segment: its sound is `path` (and `file`), which lasts
`duration` seconds. A failure is one object with `"ok": false`. Callers of the predecessor's worker
read `path`, `duration` and `from_cache`; the variables that they set are read too: MLX_REF_AUDIO
(a file), MLX_REF_TEXT (the words in it), MLX_OUTPUT_DIR and MLX_MODEL_ID (which counts more than
the argument, as it did), and those with QWEN in place of MLX.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from pathlib import Path
from typing import IO, Any

from .engine import Engine, Refused
from .errors import Explained, as_answer
from .lines import spoken_lines, written

EXIT_CODES = {"wrong_input": 2, "not_installed": 3, "voice_failed": 5}


def speak_by_hand(
    engine: Engine, default_model: str, answers: IO[bytes], explained: Explained
) -> int:
    """Speak segments given as arguments; the result is the last line of stdout."""
    arguments = argparse.ArgumentParser(description=f"Speak segments with {engine.service}.")
    arguments.add_argument("segments", help='[{"id": "seg", "text": "…"}]')
    arguments.add_argument("model", nargs="?", default=default_model)
    arguments.add_argument("--reference", help="folder with ref.wav and ref.txt")
    out = Path(_variable(engine, "OUTPUT_DIR") or "")
    arguments.add_argument("--out", type=Path, default=out)
    arguments.add_argument("--language", default="en")
    arguments.add_argument("--seed", type=int, default=0)
    arguments.add_argument("--speaker", default="")
    arguments.add_argument("--instructions", default="")
    options = arguments.parse_args()
    code = 0
    result: Any
    try:
        result = _spoken(engine, options, explained)
    except Exception as error:  # noqa: BLE001 - whoever reads the last line must hear of it
        result = as_answer(error, explained)
        code = EXIT_CODES.get(result["code"], 5)
    answers.write(json.dumps(result, ensure_ascii=False).encode() + b"\n")
    return code


def _variable(engine: Engine, name: str) -> str:
    """A variable that callers of the predecessor's worker set; "" where it is not."""
    return os.environ.get(f"{engine.service.upper()}_{name}", "").strip()


def _reference(engine: Engine, options: argparse.Namespace) -> tuple[str, str]:
    """The recording that is cloned, and the words in it."""
    sound = "" if options.reference else _variable(engine, "REF_AUDIO")
    named = options.reference or os.environ.get("FLAMING_HORSE_VOICE_REF_DIR") or "voice"
    reference = Path(sound) if sound else Path(named) / "ref.wav"
    words = "" if options.reference else _variable(engine, "REF_TEXT")
    transcript = reference.with_suffix(".txt")
    for file in (reference, *(() if words else (transcript,))):
        if not file.is_file():
            raise Refused("wrong_input", f"there is no {file}", "name its folder with --reference")
    return str(reference), words or transcript.read_text("utf-8").strip()


def _spoken(
    engine: Engine, options: argparse.Namespace, explained: Explained
) -> list[dict[str, Any]]:
    segments = _segments(options.segments)
    model = _variable(engine, "MODEL_ID") or options.model
    if model != options.model:
        sys.stderr.write(f"model {model}, from {engine.service.upper()}_MODEL_ID\n")
    settings = {"speaker": options.speaker, "instructions": options.instructions}
    loaded = engine.load({"model": model, **settings})
    if loaded.get("kind") == "base":
        engine.clone(*_reference(engine, options))
    options.out.mkdir(parents=True, exist_ok=True)
    asked = [
        {"id": s["id"], "speech": s["text"], "language": options.language, "seed": options.seed}
        for s in segments
    ]
    results: list[dict[str, Any]] = []
    for line in spoken_lines(engine, asked):
        name = str(line.asked["id"])
        if line.failed is not None:
            results.append({"id": name, **as_answer(line.failed, explained)})
            continue
        answer = written(line, (options.out / f"{name}.wav").resolve())
        seconds = round(answer["samples"] / answer["sample_rate"], 3)
        take = {"path": answer["file"], "duration": seconds, "from_cache": False}
        spoken = {"service": engine.service, "model": loaded["model"]}
        results.append({"id": name, "ok": True, **take, **answer, **spoken})
    if not all(result["ok"] for result in results):
        bad = next(result for result in results if not result["ok"])
        raise Refused(bad["code"], f"segment {bad['id']}: {bad['what']}", bad["remedy"])
    return results


def _segments(text: str) -> list[dict[str, str]]:
    """The segments of the first argument. Raises Refused for anything else."""
    try:
        segments = json.loads(text)
        good = [{"id": str(s["id"]), "text": str(s["text"])} for s in segments]
    except (ValueError, KeyError, TypeError) as bad:
        raise Refused(
            "wrong_input", f"these are no segments ({bad})", 'give [{"id": "seg", "text": "…"}]'
        ) from bad
    if any(not re.fullmatch(r"[\w.-]+", segment["id"]) for segment in good):
        raise Refused("wrong_input", "an id is a file's name", "use letters, digits and _-.")
    return good
