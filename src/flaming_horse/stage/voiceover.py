"""`with self.voiceover(text=…) as tracker:`, as scenes for manim-voiceover write it."""

from __future__ import annotations

import re
from collections.abc import Callable, Generator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from flaming_horse.errors import SceneFailed
from flaming_horse.model.clip import PlacedLine
from flaming_horse.model.narration import RecordedLine
from flaming_horse.stage.frames import FrameScene
from flaming_horse.stage.ledger import Ledger
from flaming_horse.stage.takes import Takes, inside_pipeline

_BOOKMARK = re.compile(r"<bookmark\s+mark\s*=\s*['\"](\w+)['\"]\s*/>")


class VoiceoverTracker:
    """Where the voice is in a text that is being spoken; times are seconds."""

    def __init__(
        self, scene: FrameScene, start: int, duration: float, marks: dict[str, float]
    ) -> None:
        self._scene = scene
        self._start = start
        self._marks = marks
        self.duration = duration
        self.start_t = start / scene.fps
        self.end_t = self.start_t + duration

    def get_remaining_duration(self, buff: float = 0.0) -> float:
        """Seconds until the voice ends, and `buff` more; 0 when it has."""
        return max(self.end_t - self._scene.frame / self._scene.fps + buff, 0.0)

    def time_until_bookmark(
        self, mark: str, buff: float = 0.0, limit: float | None = None
    ) -> float:
        """Seconds until the word after the bookmark is spoken, at most `limit`."""
        if mark not in self._marks:
            raise SceneFailed(f"no bookmark {mark!r} in the text being spoken")
        now = self._scene.frame / self._scene.fps
        left = max(self.start_t + self._marks[mark] - now + buff, 0.0)
        return left if limit is None else min(left, limit)


class Voiceover(FrameScene):
    """A scene that speaks a text it is given, beside the lines of the storyboard."""

    takes: Takes
    ledger: Ledger
    current_tracker: VoiceoverTracker | None = None
    speech_service: Any = None

    def set_speech_service(self, speech_service: Any, **_: Any) -> None:
        """Speak what the project has no take of with this service."""
        self.speech_service = speech_service

    @contextmanager
    def voiceover(
        self, text: str | None = None, ssml: str | None = None, **_: Any
    ) -> Generator[VoiceoverTracker]:
        """Speak a text; the block's animations run meanwhile, and the voice is waited for."""
        if text is None or ssml is not None:
            raise SceneFailed("voiceover needs a text; SSML is not spoken")
        tracker = self.add_voiceover_text(text)
        yield tracker
        self.wait_for_voiceover()

    def add_voiceover_text(self, text: str, **_: Any) -> VoiceoverTracker:
        """Start speaking a text at the current frame."""
        plain = " ".join(_BOOKMARK.sub("", text).split())
        line = self.takes.line_saying(plain)
        if line is not None:
            self.start_take(line, self.frame)
            duration = line.samples / line.sample_rate
            marks = _marks(text, plain, partial(_spoken_at, line))
        else:
            duration, marks = self._speak_now(text, plain)
        self.current_tracker = VoiceoverTracker(self, self.frame, duration, marks)
        return self.current_tracker

    def start_take(self, recorded: RecordedLine, frame: int) -> None:
        """Lay the line's take at a frame."""
        self.ledger.lines.append(PlacedLine(recorded.id, frame))
        self._sound(self.takes.file(recorded), frame)

    def _sound(self, take: Path, frame: int) -> None:
        """Lay a take into the sound of `manim render`; the film's own sound is made elsewhere.

        Scene.add_sound would drop it after a play that came from Manim's cache.
        """
        if not inside_pipeline() and not self.dry_run:
            self.renderer.file_writer.add_sound(str(take), frame / self.fps)

    def _speak_now(self, text: str, plain: str) -> tuple[float, dict[str, float]]:
        if inside_pipeline():
            raise SceneFailed(
                f"the text has no take: {plain!r}",
                remedy="Write it as a line of the storyboard, so that it is spoken and checked.",
            )
        if self.speech_service is not None:
            folder = Path(getattr(self.speech_service, "cache_dir", self.takes.folder))
            folder.mkdir(parents=True, exist_ok=True)
            answer = dict(self.speech_service.generate_from_text(plain, cache_dir=folder))
            audio = folder / str(answer.get("final_audio") or answer["original_audio"])
        else:
            answer = self.takes.speak(plain)
            audio = Path(answer["original_audio"])
        duration = _seconds(audio)
        self.ledger.lines.append(PlacedLine(plain[:40], self.frame))
        self._sound(audio, self.frame)
        return duration, _marks(text, plain, partial(_boundary_at, answer, duration, plain))

    def wait_for_voiceover(self) -> None:
        """Wait until the voice has ended."""
        if self.current_tracker is not None:
            self.safe_wait(self.current_tracker.get_remaining_duration())

    def wait_until_bookmark(self, mark: str) -> None:
        """Wait until the word after the bookmark is spoken."""
        if self.current_tracker is None:
            raise SceneFailed("wait_until_bookmark outside of a voiceover")
        self.safe_wait(self.current_tracker.time_until_bookmark(mark))

    def safe_wait(self, duration: float) -> None:
        """Wait, unless there is less than a frame to wait."""
        if duration * self.fps >= 0.5:
            self.wait(duration)


def _marks(text: str, plain: str, when: Callable[[int], float]) -> dict[str, float]:
    """The time of each bookmark: when the character after it is spoken."""
    marks: dict[str, float] = {}
    for match in _BOOKMARK.finditer(text):
        before = " ".join(_BOOKMARK.sub("", text[: match.start()]).split())
        at = len(before) + (1 if plain[len(before) : len(before) + 1] == " " else 0)
        marks[match.group(1)] = float(when(at))
    return marks


def _spoken_at(line: RecordedLine, at: int) -> float:
    for word, times in zip(line.words, line.times, strict=True):
        if word.end > at:
            return times[0] / line.sample_rate
    return line.samples / line.sample_rate


def _boundary_at(answer: dict[str, Any], duration: float, plain: str, at: int) -> float:
    """From the service's word boundaries (100 ns ticks); without them, in proportion."""
    for boundary in answer.get("word_boundaries") or ():
        if boundary["text_offset"] >= at:
            return boundary["audio_offset"] / 1e7
    return duration * at / max(1, len(plain))


def _seconds(audio: Path) -> float:
    import av

    with av.open(str(audio)) as container:
        stream = container.streams.audio[0]
        frames = [frame.samples for frame in container.decode(stream)]
        return sum(frames) / stream.rate
