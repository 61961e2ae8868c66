"""The worker's side of the protocol for voices that run in another Python (3.10 or newer).

`mlx_tts_service.py` and `qwen_tts_service.py` load this file from beside themselves. It imports
nothing but the standard library and numpy, never `flaming_horse_voice`; tests hold it in step
with `protocol.py` and with what `backends/silence.py` keeps of silence.

By hand: `python mlx_tts_service.py '[{"id": "seg", "text": "…"}]' MODEL [--reference FOLDER]
[--out FOLDER]` speaks the segments into `FOLDER/seg.wav` and prints its result as the last line.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import os
import re
import resource
import shutil
import signal
import struct
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PROTOCOL = 1
FRAMES_PER_SECOND = 12.5
SECONDS_PER_WORD = 0.8
LEAST_FRAMES, MOST_FRAMES, SPARE_FRAMES = 75, 1024, 50
"""The cap of a line in frames: without one a model that finds no end talks for eleven minutes."""
MOST_WORDS = 90
"""More words than this in one go meet the cap; they are cut at sentences."""
SENTENCE_PAUSE_S = 0.35
REFERENCE_SILENCE_S = 0.5
"""Silence after the reference recording: without it its last word is echoed at a line's start."""
LANGUAGES = {
    "en": "english", "de": "german", "es": "spanish", "zh": "chinese", "ja": "japanese",
    "fr": "french", "ko": "korean", "ru": "russian", "it": "italian", "pt": "portuguese",
}  # fmt: skip
"""The names that Qwen3-TTS knows. It takes "en" without a word, and guesses the language."""

_PARENT_CHECK_S = 0.5
_PAUSE = re.compile(r"\[pause=(\d+(?:\.\d+)?)\]")
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+")
_QUIET_DB, _FRAME_S = -42.0, 0.01
_LEAD_S, _TAIL_S, _INNER_TAIL_S = 0.05, 0.15, 0.06


class Refused(Exception):
    """An error that crosses to the parent as it is; `code` is one of the protocol's codes.

    `again` tells that another seed may do better.
    """

    def __init__(self, code: str, what: str, remedy: str = "", *, again: bool = False) -> None:
        super().__init__(what)
        self.again = again
        self.code = code
        self.what = what
        self.remedy = remedy


@dataclass
class Sound:
    """What an engine made of one text: samples of shape (n,), and whether it ran into its cap."""

    samples: NDArray[np.float32]
    sample_rate: int
    frames: int
    capped: bool


@dataclass
class Text:
    """One text to be spoken in one go, with its cap in frames and its seed."""

    text: str
    cap: int
    seed: int
    language: str


class Engine(Protocol):
    """One loaded model. All of it runs on the main thread: MLX wants its streams there."""

    service: str
    batch: int

    def load(self, settings: Mapping[str, Any]) -> dict[str, Any]:
        """Load; what was loaded: model, revision, sample_rate, versions, device, precision."""
        ...

    def clone(self, reference: str, transcript: str) -> None:
        """Compute the clone prompt once."""
        ...

    def speak(self, texts: Sequence[Text]) -> Iterator[tuple[int, Sound]]:
        """Speak texts of one language together: (index, sound) for each that gave any sound."""
        ...

    def peak_memory(self) -> int:
        """Bytes on the device at most so far; 0 where only the process's own memory counts."""
        ...


@dataclass
class _Piece:
    pause_before: float
    text: str


@dataclass
class _Line:
    """A line on its way: its pieces, and the sounds that are there."""

    asked: Mapping[str, Any]
    pieces: list[_Piece]
    sounds: dict[int, Sound] = field(default_factory=dict)
    failed: BaseException | None = None
    worked_s: float = 0.0

    @property
    def done(self) -> bool:
        return self.failed is not None or all(
            number in self.sounds or not piece.text for number, piece in enumerate(self.pieces)
        )


def frame_cap(text: str) -> int:
    """How many frames a text may take at most: clamp(words x 0.8 s x 12.5 + 50, 75, 1024)."""
    frames = round(len(text.split()) * SECONDS_PER_WORD * FRAMES_PER_SECOND) + SPARE_FRAMES
    return max(LEAST_FRAMES, min(MOST_FRAMES, frames))


def language_name(language: str) -> str:
    """The engine's name of a language. Raises Refused for one that it does not speak."""
    name = LANGUAGES.get(language.split("-", maxsplit=1)[0].lower(), language.lower())
    if name not in LANGUAGES.values():
        raise Refused(
            "wrong_input",
            f"Qwen3-TTS does not speak {language!r}",
            f"choose one of: {', '.join(LANGUAGES)}",
        )
    return name


def pieces_of(speech: str, by_sentence: bool = False) -> list[_Piece]:
    """A speech-text cut at its pauses, and at its sentences where it is long or asked for."""
    planned: list[_Piece] = []
    pause = 0.0
    for number, part in enumerate(_PAUSE.split(speech)):
        if number % 2:
            pause += float(part)
            continue
        text = " ".join(part.split())
        if not text:
            continue
        cut = by_sentence or len(text.split()) > MOST_WORDS
        for sentence in _SENTENCE_END.split(text) if cut else [text]:
            planned.append(_Piece(pause, sentence))
            pause = SENTENCE_PAUSE_S
        pause = 0.0
    if pause and planned:
        planned.append(_Piece(pause, ""))
    if not any(re.search(r"\w", piece.text) for piece in planned):
        raise Refused("voice_failed", "there is no word in this line", "write some words")
    return planned


# --- sound


def loud_span(sound: NDArray[np.float32], rate: int) -> tuple[int, int] | None:
    """Where sound is heard, in whole frames of 10 ms against the loudest; None in silence."""
    import numpy as np

    frame = round(_FRAME_S * rate)
    usable = len(sound) // frame * frame
    if not usable:
        return None
    level = np.sqrt((sound[:usable].astype(np.float64).reshape(-1, frame) ** 2).mean(axis=1))
    if not np.isfinite(level).all():
        return 0, len(sound)  # the parent says what is wrong with it
    heard = np.flatnonzero(level > max(float(level.max()) * 10 ** (_QUIET_DB / 20), 1e-5))
    if not len(heard):
        return None
    return int(heard[0]) * frame, (int(heard[-1]) + 1) * frame


def joined(line: _Line) -> tuple[NDArray[np.float32], int]:
    """A line's sounds after one another, each trimmed, with exactly the pauses between them."""
    import numpy as np

    rate = next(iter(line.sounds.values())).sample_rate
    parts: list[NDArray[np.float32]] = []
    last = len(line.pieces) - 1
    for number, piece in enumerate(line.pieces):
        parts.append(np.zeros(round(piece.pause_before * rate), np.float32))
        if not piece.text:
            continue
        sound = line.sounds[number].samples
        span = loud_span(sound, rate)
        if span is not None:
            tail = _TAIL_S if number == last else _INNER_TAIL_S
            start = max(0, span[0] - round(_LEAD_S * rate))
            sound = sound[start : span[1] + round(tail * rate)]
        parts.append(sound)
    return np.concatenate(parts).astype(np.float32), rate


def with_silence(reference: NDArray[np.float32], rate: int) -> NDArray[np.float32]:
    """The reference recording, ended by half a second of silence."""
    import numpy as np

    span = loud_span(reference, rate)
    if span is None:
        raise Refused(
            "wrong_input", "the reference recording is silent", "record it again, or add another"
        )
    silent = np.zeros(round(REFERENCE_SILENCE_S * rate), np.float32)
    return np.concatenate([reference, silent]).astype(np.float32)


def write_wav(path: Path, sound: NDArray[np.float32], rate: int) -> None:
    """A mono WAV file of 32-bit floats."""
    import numpy as np

    data = np.ascontiguousarray(sound, "<f4").tobytes()
    head = struct.pack("<4sI4s", b"RIFF", 36 + len(data), b"WAVE")
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 3, 1, rate, rate * 4, 4, 32)
    path.write_bytes(head + form + struct.pack("<4sI", b"data", len(data)) + data)


# --- evidence


def versions_of(packages: Sequence[str]) -> dict[str, str]:
    """The versions of installed packages, and the interpreter's as `python`."""
    from importlib.metadata import PackageNotFoundError, version

    found = {"python": f"{sys.implementation.name} {'.'.join(map(str, sys.version_info[:3]))}"}
    for name in packages:
        with contextlib.suppress(PackageNotFoundError):
            found[name] = version(name)
    return found


def memory_of_process() -> int:
    """The most memory that this process held so far, in bytes."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


def batch_seed(texts: Sequence[Text]) -> int:
    """The seed of texts spoken together: that of the text when it is alone."""
    if len(texts) == 1:
        return texts[0].seed
    told = json.dumps([[text.seed, text.text] for text in texts]).encode()
    return int.from_bytes(hashlib.sha256(told).digest()[:4], "big") >> 1


def missing_file(model: Path, names: Sequence[str]) -> str | None:
    """The first file that a model's folder lacks, shards of its index included."""
    index = model / "model.safetensors.index.json"
    wanted = list(names)
    if index.is_file():
        wanted += sorted(set(json.loads(index.read_text("utf-8"))["weight_map"].values()))
    elif not any(model.glob("*.safetensors")):
        wanted.append("model.safetensors")
    return next((name for name in wanted if not (model / name).is_file()), None)


# --- talking to the parent


def run(make: Callable[[], Engine], default_model: str) -> None:
    """The program: messages on stdin, or segments and a model as arguments."""
    answers = _own_stdout()
    if len(sys.argv) > 1:
        sys.exit(_by_hand(make(), default_model, answers))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what Ctrl-C ends
    worker = _Worker(make, answers)
    for line in sys.stdin.buffer:
        if line.strip():
            worker.answer(json.loads(line))
    worker.leave()


def _own_stdout() -> IO[bytes]:
    """The real stdout for answers; whatever libraries print goes to stderr from now on."""
    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)
    return answers


def _error(error: BaseException) -> dict[str, Any]:
    """An error as the protocol has it; a library's own with its kind."""
    if isinstance(error, Refused):
        told = {"ok": False, "code": error.code, "what": error.what, "remedy": error.remedy}
        return {**told, "again": True} if error.again else told
    import traceback

    traceback.print_exception(type(error), error, error.__traceback__)
    if isinstance(error, OSError) and error.errno is not None and error.filename is not None:
        what, remedy = f"{error.filename}: {error.strerror}", "make room, or mend that place"
    elif isinstance(error, MemoryError) or "out of memory" in str(error).lower():
        what = f"memory ran out: {str(error).splitlines()[0] if str(error) else 'MemoryError'}"
        remedy = "close other programs, set batch = 1, or choose the 0.6B model"
    else:
        what, remedy = f"{type(error).__name__}: {error}", ""
    return {"ok": False, "code": "voice_failed", "what": what, "remedy": remedy}


class _Worker:
    """One engine and what it was told so far."""

    def __init__(self, make: Callable[[], Engine], answers: IO[bytes]) -> None:
        self._engine = make()
        self._answers = answers
        self._loaded = False
        self._scratch: Path | None = None

    def answer(self, message: Mapping[str, Any]) -> None:
        do = message.get("do")
        if do == "hello":
            self._hello(message)
        elif do == "load":
            self._guarded("load", lambda: self._load(message))
        elif do == "clone":
            self._guarded("clone", lambda: self._clone(message))
        elif do == "speak":
            self._speak(message["lines"])
        else:
            self._say({"re": str(do), "ok": False, "what": f"unknown message {do!r}"})

    def leave(self) -> None:
        if self._scratch is not None:
            shutil.rmtree(self._scratch, ignore_errors=True)

    def _say(self, message: Mapping[str, Any]) -> None:
        self._answers.write(json.dumps(message, separators=(",", ":")).encode() + b"\n")

    def _guarded(self, re: str, act: Callable[[], dict[str, Any]]) -> None:
        try:
            self._say({"re": re, "id": "", "ok": True, **act()})
        except Exception as error:  # noqa: BLE001 - the parent must hear of anything that breaks
            self._say({"re": re, "id": "", **_error(error)})

    def _hello(self, message: Mapping[str, Any]) -> None:
        self._scratch = Path(message["scratch"])
        _die_with(int(message["parent"]), self.leave)
        known = {"protocol": PROTOCOL, "service": self._engine.service, "pid": os.getpid()}
        self._say({"re": "hello", "ok": True, **known})

    def _load(self, message: Mapping[str, Any]) -> dict[str, Any]:
        began = time.monotonic()
        loaded = self._engine.load(message["settings"])
        self._loaded = True
        return {**loaded, **self._memory(), "worked_s": round(time.monotonic() - began, 3)}

    def _clone(self, message: Mapping[str, Any]) -> dict[str, Any]:
        began = time.monotonic()
        self._engine.clone(message["reference"], message["transcript"])
        return {**self._memory(), "worked_s": round(time.monotonic() - began, 3)}

    def _memory(self) -> dict[str, int]:
        return {
            "peak_memory": memory_of_process(),
            "peak_device_memory": self._engine.peak_memory(),
        }

    def _speak(self, asked: Sequence[Mapping[str, Any]]) -> None:
        """Answer each line as soon as it and those before it are done."""
        if not self._loaded or self._scratch is None:
            refused = Refused("voice_failed", "no model is loaded")
            for line in asked:
                self._say({"re": "speak", "id": line["id"], **_error(refused)})
            return
        for line in spoken_lines(self._engine, asked):
            self._say({"re": "speak", "id": line.asked["id"], **self._answer_of(line)})

    def _answer_of(self, line: _Line) -> dict[str, Any]:
        if line.failed is not None:
            return _error(line.failed)
        assert self._scratch is not None
        try:
            file = self._scratch / f"{time.monotonic_ns()}.wav"
            answer = written(line, file)
        except Exception as error:  # noqa: BLE001 - as above
            return _error(error)
        return {"ok": True, **answer, **self._memory()}


def written(line: _Line, file: Path) -> dict[str, Any]:
    """Write a line's sound; what the answer says about it."""
    sound, rate = joined(line)
    write_wav(file, sound, rate)
    return {
        "file": str(file),
        "samples": len(sound),
        "sample_rate": rate,
        "times": None,
        "aligned_by": "",
        "frames": sum(part.frames for part in line.sounds.values()),
        "capped": any(part.capped for part in line.sounds.values()),
        "worked_s": round(line.worked_s, 3),
    }


def spoken_lines(engine: Engine, asked: Sequence[Mapping[str, Any]]) -> Iterator[_Line]:
    """The lines in their order, each as soon as it is done; neighbours are spoken together."""
    lines: list[_Line] = []
    for ask in asked:
        line = _Line(ask, [])
        try:
            language_name(ask.get("language", "en"))
            line.pieces = pieces_of(ask["speech"], bool(ask.get("by_sentence")))
        except Refused as refused:
            line.failed = refused
        lines.append(line)
    waiting = [
        (line, number)
        for line in lines
        if line.failed is None
        for number, piece in enumerate(line.pieces)
        if piece.text
    ]
    told = 0
    while told < len(lines):
        if not lines[told].done:
            group = _next_group(waiting, max(1, engine.batch))
            _speak_group(engine, group)
            waiting = waiting[len(group) :]
        while told < len(lines) and lines[told].done:
            yield lines[told]
            told += 1


def _next_group(waiting: list[tuple[_Line, int]], most: int) -> list[tuple[_Line, int]]:
    """The first pieces that are waiting, of one language."""
    first = waiting[0][0].asked.get("language", "en")
    group: list[tuple[_Line, int]] = []
    for line, number in waiting[:most]:
        if line.asked.get("language", "en") != first:
            break
        group.append((line, number))
    return group


def _speak_group(engine: Engine, group: Sequence[tuple[_Line, int]]) -> None:
    """Speak pieces together; when that breaks, each alone, so that one takes none with it."""
    began = time.monotonic()
    texts = [_text(line, number) for line, number in group]
    missing = set(range(len(group)))
    try:
        for index, sound in engine.speak(texts):
            line, number = group[index]
            line.sounds[number] = sound
            missing.discard(index)
        for index in missing:
            group[index][0].failed = Refused(
                "voice_failed",
                "the model ended before it said anything",
                "change the words of this line",
                again=True,
            )
    except Exception as error:  # noqa: BLE001 - it becomes the line's answer
        if len(group) == 1:
            group[0][0].failed = error
            return
        sys.stderr.write(f"spoken one by one after: {error}\n")
        for line, number in group:
            line.sounds.pop(number, None)
            if line.failed is None:
                _speak_group(engine, [(line, number)])
        return
    for line, _ in group:
        line.worked_s += (time.monotonic() - began) / len(group)


def _text(line: _Line, number: int) -> Text:
    text = line.pieces[number].text
    language = language_name(line.asked.get("language", "en"))
    return Text(text, frame_cap(text), int(line.asked.get("seed", 0)), language)


# --- by hand


def _by_hand(engine: Engine, default_model: str, answers: IO[bytes]) -> int:
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
        result = {"ok": True, **_spoken_by_hand(engine, given)}
    except Exception as error:  # noqa: BLE001 - whoever reads the last line must hear of it
        result = _error(error)
    answers.write(json.dumps(result, ensure_ascii=False).encode() + b"\n")
    return 0 if result["ok"] else 5


def _spoken_by_hand(engine: Engine, given: argparse.Namespace) -> dict[str, Any]:
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
            results.append({"id": name, **_error(line.failed)})
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


# --- the end


def _die_with(parent: int, leave: Callable[[], None]) -> None:
    """End this process soon after its parent: a killed parent cannot tell anybody."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(_PARENT_CHECK_S)
        with contextlib.suppress(Exception):
            leave()
        os._exit(1)

    if sys.platform.startswith("linux") and "FLAMING_HORSE_MAIN_THREAD" in os.environ:
        import ctypes

        set_death_signal = 1  # PR_SET_PDEATHSIG, prctl(2)
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(set_death_signal, signal.SIGKILL)
    threading.Thread(target=watch, name="parent-watch", daemon=True).start()
