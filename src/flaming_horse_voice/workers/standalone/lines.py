"""Lines on their way: cut into pieces, spoken together with their neighbours, joined again."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .engine import Engine, EngineSound, Refused, Text, TextPiece
from .sound import INNER_TAIL_S, TAIL_S, trimmed, write_wav
from .texts import frame_cap

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass
class PendingLine:
    """A line on its way: its pieces, and the sounds that are there."""

    asked: Mapping[str, Any]
    pieces: list[TextPiece]
    sounds: dict[int, EngineSound] = field(default_factory=dict)
    failed: BaseException | None = None
    worked_s: float = 0.0

    @property
    def done(self) -> bool:
        return self.failed is not None or all(
            number in self.sounds or not piece.text for number, piece in enumerate(self.pieces)
        )


def joined(line: PendingLine) -> EngineSound:
    """A line's sounds after one another, each trimmed, with exactly the pauses between them."""
    import numpy as np

    rate = next(iter(line.sounds.values())).sample_rate
    parts: list[NDArray[np.float32]] = []
    times: list[tuple[int, int]] = []
    last = len(line.pieces) - 1
    for number, piece in enumerate(line.pieces):
        parts.append(np.zeros(round(piece.pause_before * rate), np.float32))
        if not piece.text:
            continue
        spoken = line.sounds[number]
        sound, own = spoken.samples, spoken.times or ()
        if not spoken.finished:
            tail_s = TAIL_S if number == last else INNER_TAIL_S
            sound, own = trimmed(sound, rate, own, tail_s=tail_s)
        at = sum(map(len, parts))
        times += [(start + at, end + at) for start, end in own]
        parts.append(sound)
    return EngineSound(
        np.concatenate(parts).astype(np.float32),
        rate,
        sum(part.frames for part in line.sounds.values()),
        any(part.capped for part in line.sounds.values()),
        None if any(part.times is None for part in line.sounds.values()) else tuple(times),
    )


def written(line: PendingLine, file: Path) -> dict[str, Any]:
    """Write a line's sound; what the answer says about it."""
    sound = joined(line)
    write_wav(file, sound.samples, sound.sample_rate)
    return {
        "file": str(file),
        "samples": len(sound.samples),
        "sample_rate": sound.sample_rate,
        "times": sound.times,
        "aligned_by": "" if sound.times is None else "model",
        "frames": sound.frames,
        "capped": sound.capped,
        "worked_s": round(line.worked_s, 3),
    }


def spoken_lines(engine: Engine, asked: Sequence[Mapping[str, Any]]) -> Iterator[PendingLine]:
    """The lines in their order, each as soon as it is done; neighbours are spoken together."""
    lines: list[PendingLine] = []
    for ask in asked:
        line = PendingLine(ask, [])
        try:
            line.pieces = engine.pieces(ask)
        except Exception as error:  # noqa: BLE001 - it becomes the line's answer
            line.failed = error
        lines.append(line)
    waiting = [
        (line, number)
        for line in lines
        if line.failed is None
        for number, piece in enumerate(line.pieces)
        if piece.text
    ]
    answered = 0
    while answered < len(lines):
        if not lines[answered].done:
            group = _next_group(waiting, max(1, engine.batch))
            _speak_group(engine, group)
            waiting = waiting[len(group) :]
        while answered < len(lines) and lines[answered].done:
            yield lines[answered]
            answered += 1


def _next_group(waiting: list[tuple[PendingLine, int]], most: int) -> list[tuple[PendingLine, int]]:
    """The first pieces that are waiting, of one language."""
    first = waiting[0][0].asked.get("language", "en")
    group: list[tuple[PendingLine, int]] = []
    for line, number in waiting[:most]:
        if line.asked.get("language", "en") != first:
            break
        group.append((line, number))
    return group


def _speak_group(engine: Engine, group: Sequence[tuple[PendingLine, int]]) -> None:
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


def _text(line: PendingLine, number: int) -> Text:
    piece, seed = line.pieces[number], int(line.asked.get("seed", 0))
    language = line.asked.get("language", "en")
    return Text(piece.text, frame_cap(piece.text), seed, language, piece.phonemes)
