"""Lines on their way: cut into pieces, spoken together with their neighbours, joined again."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .engine import Engine, EngineSound, Refused, Text
from .sound import trimmed, write_wav
from .texts import TextPiece, frame_cap, language_name, pieces_of

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


def joined(line: PendingLine) -> tuple[NDArray[np.float32], int]:
    """A line's sounds after one another, each trimmed, with exactly the pauses between them."""
    import numpy as np

    rate = next(iter(line.sounds.values())).sample_rate
    parts: list[NDArray[np.float32]] = []
    last = len(line.pieces) - 1
    for number, piece in enumerate(line.pieces):
        parts.append(np.zeros(round(piece.pause_before * rate), np.float32))
        if not piece.text:
            continue
        parts.append(trimmed(line.sounds[number].samples, rate, last=number == last))
    return np.concatenate(parts).astype(np.float32), rate


def written(line: PendingLine, file: Path) -> dict[str, Any]:
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


def spoken_lines(engine: Engine, asked: Sequence[Mapping[str, Any]]) -> Iterator[PendingLine]:
    """The lines in their order, each as soon as it is done; neighbours are spoken together."""
    lines: list[PendingLine] = []
    for ask in asked:
        line = PendingLine(ask, [])
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
    text = line.pieces[number].text
    language = language_name(line.asked.get("language", "en"))
    return Text(text, frame_cap(text), int(line.asked.get("seed", 0)), language)
