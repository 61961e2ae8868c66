"""The one door to every voice: takes that are there are read, missing ones are spoken.

The worker is started at the first line that is missing, loads once, and speaks all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from flaming_horse_voice.errors import NotInstalled, VoiceError, VoiceFailed
from flaming_horse_voice.listen import complaint, measure, wrong_times
from flaming_horse_voice.service_factory import VoiceChoice
from flaming_horse_voice.takes import Take, TakeStore, read_sound, take_key
from flaming_horse_voice.text.spoken import spoken_words
from flaming_horse_voice.workers.process import WorkerLost, WorkerProcess, WorkerSpec
from flaming_horse_voice.workers.protocol import (
    Message,
    SpokenFile,
    Unreadable,
    error_of,
    spoken_file,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BATCH = 8
"""Lines in one message: enough for a voice that speaks several at once, little to repeat."""
MAX_ATTEMPTS = 3
MAX_RESTARTS = 2
"""How often the worker may be lost at one line before the line is given up."""


@dataclass(frozen=True, slots=True)
class SpokenRequest:
    """A line to be spoken: its id (for messages only), its speech-text, its language."""

    id: str
    speech: str
    language: str = "en"


OnTake = Callable[[SpokenRequest, Take, bool], None]
"""Called for each line as soon as it is there; the last argument says that it was there before."""


class Mediator:
    """Speaks lines with one voice into one store. A context manager; the worker ends with it."""

    def __init__(
        self, choice: VoiceChoice, store: TakeStore, *, worker: WorkerSpec | None = None
    ) -> None:
        self._choice = choice
        self._store = store
        self._spec = worker
        self._worker: WorkerProcess | None = None
        self._loaded: dict[str, Any] = {}
        self._awaited: dict[str, Message | None] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """End the worker. The mediator can be used again: it would start another."""
        self._awaited.clear()
        if self._worker is not None:
            self._worker.end()
            self._worker = None

    def key(self, request: SpokenRequest) -> str:
        """The name of this line's take, whether or not it was spoken."""
        choice = self._choice
        return take_key(choice.fingerprint, request.speech, request.language, choice.seed)

    def find(self, request: SpokenRequest) -> Take | None:
        """The take of this line if it is in the store. Starts nothing."""
        return self._store.get(self.key(request))

    def speak(
        self, lines: Iterable[SpokenRequest], on_take: OnTake | None = None
    ) -> tuple[Take, ...]:
        """The takes of these lines, in their order; only missing ones are spoken.

        Raises VoiceFailed, NotInstalled or WrongInput naming the line; takes made before stay.
        """
        requests = tuple(lines)
        takes: dict[str, Take] = {}
        waiting: dict[str, list[SpokenRequest]] = {}
        for request in requests:
            key = self.key(request)
            take = takes.get(key) or (None if key in waiting else self._store.get(key))
            if take is None:
                waiting.setdefault(key, []).append(request)
                continue
            takes[key] = take
            if on_take:
                on_take(request, take, True)
        missing = [same[0] for same in waiting.values()]
        try:
            for take in self._spoken(missing):
                takes[take.key] = take
                for number, request in enumerate(waiting[take.key]):
                    if on_take:
                        on_take(request, take, number > 0)
        except BaseException:
            self.close()  # it may still be speaking lines that nobody waits for
            raise
        return tuple(takes[self.key(request)] for request in requests)

    def _spoken(self, lines: Sequence[SpokenRequest]) -> Iterable[Take]:
        """Takes in the order of `lines`; a lost worker is replaced and goes on where it was."""
        done = losses = 0
        while done < len(lines):
            batch = lines[done : done + BATCH]
            try:
                worker = self._ready()
                self._ask(worker, batch, 1)
                for line in batch:
                    yield self._one(worker, line)
                    done, losses = done + 1, 0
            except (WorkerLost, Unreadable) as lost:
                self.close()
                losses += 1
                if losses > MAX_RESTARTS:
                    line = lines[done]
                    raise VoiceFailed(
                        f"line {line.id}: the voice {self._choice.service} was lost"
                        f" {losses} times: {lost}",
                        remedy="the other takes are kept: run again, or try another voice",
                        line=line.id,
                    ) from lost

    @property
    def _limits(self) -> WorkerSpec:
        return self._spec or self._choice.worker_spec

    def _ready(self) -> WorkerProcess:
        """The worker with its model loaded."""
        if self._worker is None:
            worker = self._worker = WorkerProcess(self._limits)
            worker.greet()
            worker.send(
                {"do": "load", "settings": self._choice.worker_settings}, self._limits.hello_s
            )
            self._loaded = self._accepted(worker.receive(self._limits.load_s))
        return self._worker

    def _accepted(self, loaded: Message) -> Message:
        """What was loaded, if it is what the takes' keys say."""
        if not loaded.get("ok"):
            raise error_of(loaded)
        expected = (self._choice.row.model, self._choice.row.revision)
        found = (loaded.get("model"), loaded.get("revision"))
        if found != expected:
            raise NotInstalled(
                f"the voice {self._choice.service} loaded {found[0]} {found[1]},"
                f" not {expected[0]} {expected[1]}",
                remedy="install flaming-horse again",
            )
        return loaded

    def _ask(self, worker: WorkerProcess, lines: Sequence[SpokenRequest], attempt: int) -> None:
        """Send lines to be spoken. Their names in the protocol are unique, unlike their ids."""
        asked: list[Message] = []
        for line in lines:
            name = self._name(line, attempt)
            self._awaited[name] = None
            seed = self._choice.seed + attempt - 1
            message = {"id": name, "speech": line.speech, "language": line.language, "seed": seed}
            asked.append(message)
        worker.send({"do": "speak", "lines": asked}, self._limits.hello_s)

    def _name(self, line: SpokenRequest, attempt: int) -> str:
        return f"{self.key(line)}.{attempt}"

    def _one(self, worker: WorkerProcess, line: SpokenRequest) -> Take:
        """The answer for one line; a bad take is asked for again, with another seed."""
        patience = self._limits.line_s + self._limits.word_s * len(spoken_words(line.speech))
        answer = self._answer(worker, line, 1, patience)
        attempt = 1
        while True:
            take, sound, wrong = self._judge(line, answer, attempt)
            if wrong is None:
                return self._store.put(take, sound)
            if self._choice.row.deterministic or attempt == MAX_ATTEMPTS:
                times = f" after {attempt} attempts" if attempt > 1 else ""
                raise VoiceFailed(
                    f"line {line.id}: the take is not good{times}: {wrong}",
                    remedy=f"change its words, or how they are said: {line.speech[:120]!r}",
                    line=line.id,
                )
            attempt += 1
            self._ask(worker, [line], attempt)
            answer = self._answer(worker, line, attempt, patience)

    def _answer(
        self, worker: WorkerProcess, line: SpokenRequest, attempt: int, patience: float
    ) -> SpokenFile:
        """The answer for one line; the rest of its batch may be answered before a new attempt."""
        name = self._name(line, attempt)
        while self._awaited[name] is None:
            message = worker.receive(patience)
            told = str(message.get("id"))
            if message.get("re") != "speak" or told not in self._awaited:
                raise Unreadable(f"an answer that nobody waits for: {str(message)[:120]}")
            self._awaited[told] = message
        message = self._awaited.pop(name) or {}
        if not message.get("ok"):
            raise _named(error_of(message), line)
        return spoken_file(message)

    def _judge(
        self, line: SpokenRequest, answer: SpokenFile, attempt: int
    ) -> tuple[Take, NDArray[np.float32], str | None]:
        file = Path(answer.file)
        try:
            sound, rate = read_sound(file)
        except (OSError, RuntimeError) as bad:
            raise Unreadable(f"its sound file cannot be read ({bad})") from bad
        file.unlink(missing_ok=True)
        if (len(sound), rate) != (answer.samples, answer.sample_rate):
            raise Unreadable("its sound file is not as long as it says")
        measured = measure(sound, rate, line.speech)
        wrong = complaint(measured) or wrong_times(answer.times, line.speech, len(sound))
        take = Take(
            key=self.key(line),
            speech=line.speech,
            language=line.language,
            service=self._choice.service,
            model=self._choice.row.model,
            revision=self._choice.row.revision,
            speaker=self._choice.speaker,
            sample_rate=rate,
            samples=len(sound),
            times=answer.times or (),
            aligned_by=answer.aligned_by,
            checks=measured,
            attempts=attempt,
            provenance=dict(self._loaded.get("versions") or {}),
        )
        return take, sound, wrong


def _named(error: VoiceError, line: SpokenRequest) -> VoiceError:
    """The same error, with the line's id in front."""
    what = f"line {line.id}: {error.what}"
    if isinstance(error, VoiceFailed):
        return VoiceFailed(what, remedy=error.remedy, line=line.id)
    return type(error)(what, remedy=error.remedy)
