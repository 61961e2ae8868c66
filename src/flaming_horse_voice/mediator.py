"""The one door to every voice: takes that are there are read, missing ones are spoken.

The worker is started at the first line that is missing, loads once, and speaks all of them.
"""

from __future__ import annotations

import errno
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from flaming_horse_voice.errors import NotInstalled, VoiceError, VoiceFailed
from flaming_horse_voice.listen import complaint, measure, wrong_times
from flaming_horse_voice.listen.alignment import ALIGNED_BY
from flaming_horse_voice.listen.word_times import word_times
from flaming_horse_voice.listen.words import misheard, words_heard
from flaming_horse_voice.prepare.ready import check_pin
from flaming_horse_voice.service_factory import VoiceChoice
from flaming_horse_voice.takes import ACCEPTED, Take, TakeStore, read_sound, take_key
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


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a worker said when it loaded its model, and when it computed the clone prompt."""

    loaded: Mapping[str, Any]
    cloned: Mapping[str, Any]


_SENTENCES = re.compile(r"[.!?…](?=\s|$)")

OnTake = Callable[[SpokenRequest, Take, bool], None]
"""Called for each line as soon as it is there; the last argument says that it was there before."""


class Mediator:
    """Speaks lines with one voice into one store. A context manager; the worker ends with it."""

    def __init__(
        self,
        choice: VoiceChoice,
        store: TakeStore,
        *,
        worker: WorkerSpec | None = None,
        accept_any: bool = False,
    ) -> None:
        """With `accept_any` a take that fails its checks is kept after the last attempt.

        What is wrong with it stands in its provenance as "accepted although".
        """
        self._choice = choice
        self._accept_any = accept_any
        self._store = store
        self._spec = worker
        self._worker: WorkerProcess | None = None
        self._loaded: dict[str, Any] = {}
        self._cloned: dict[str, Any] = {}
        self._batch = BATCH
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
        return self._kept_take(self.key(request))

    def _kept_take(self, key: str) -> Take | None:
        """A take of the store; one that failed its checks only where any take is accepted."""
        take = self._store.get(key)
        return None if take is not None and take.fault and not self._accept_any else take

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
            take = takes.get(key) or (None if key in waiting else self._kept_take(key))
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
            batch = lines[done : done + self._batch]
            try:
                worker = self._ready()
                self._ask(worker, batch, 1)
                for number, line in enumerate(batch):
                    yield self._one(worker, line, batch[number:])
                    done, losses = done + 1, 0
            except (WorkerLost, Unreadable) as lost:
                self.close()
                losses += 1
                self._batch = 1  # what killed it may have been the size of the batch
                if losses > MAX_RESTARTS:
                    line = lines[done]
                    raise VoiceFailed(
                        f"line {line.id}: the voice {self._choice.service} was lost"
                        f" {losses} times: {lost}",
                        remedy=self._remedy(lost),
                        line=line.id,
                    ) from lost

    def _remedy(self, lost: Exception) -> str:
        """What to do about a worker that is lost again and again."""
        if "SIGKILL" in str(lost):
            return (
                "the other takes are kept. The system kills what takes too much memory: close"
                " other programs"
                + (", or choose a smaller model (0.6B, 4-bit)" if self._choice.cloned else "")
            )
        return "the other takes are kept: run again, or try another voice"

    @property
    def _limits(self) -> WorkerSpec:
        return self._spec or self._choice.worker_spec

    def start(self) -> Evidence:
        """Start the worker, load the model and compute the clone prompt; what was loaded.

        `speak` does that by itself. Raises NotInstalled, WrongInput, or VoiceFailed when the
        worker is lost.
        """
        try:
            self._ready()
        except (WorkerLost, Unreadable) as lost:
            self.close()
            raise VoiceFailed(
                f"the voice {self._choice.service} was lost while it was loaded: {lost}",
                remedy=self._remedy(lost),
            ) from lost
        return Evidence(dict(self._loaded), dict(self._cloned))

    def _ready(self) -> WorkerProcess:
        """The worker with its model loaded and its clone prompt computed."""
        if self._worker is None:
            settings = self._choice.worker_settings
            worker = self._worker = WorkerProcess(self._limits)
            try:
                worker.greet()
                worker.send({"do": "load", "settings": settings}, self._limits.hello_s)
                self._loaded = self._accepted(worker.receive(self._limits.load_s))
                self._cloned = self._clone(worker)
            except BaseException:
                self.close()  # a worker that is half ready speaks nothing
                raise
        return self._worker

    def _clone(self, worker: WorkerProcess) -> Message:
        """Have the clone prompt computed, where there is a recording to clone."""
        reference = self._choice.cloned.reference if self._choice.cloned else None
        if reference is None:
            return {}
        worker.send(
            {
                "do": "clone",
                "reference": str(reference.sound.absolute()),
                "transcript": reference.transcript,
            },
            self._limits.hello_s,
        )
        answer = worker.receive(self._limits.clone_s)
        if not answer.get("ok"):
            raise error_of(answer)
        return answer

    def _accepted(self, loaded: Message) -> Message:
        """What was loaded, if it is what the takes' keys say."""
        if not loaded.get("ok"):
            raise error_of(loaded)
        expected = (self._choice.model, self._choice.revision)
        found = (loaded.get("model"), loaded.get("revision"))
        if found != expected:
            raise NotInstalled(
                f"the voice {self._choice.service} loaded {found[0]} {found[1]},"
                f" not {expected[0]} {expected[1]}",
                remedy=f"prepare it again: flaming-horse voice prepare {self._choice.service}"
                if self._choice.cloned
                else "install flaming-horse again",
            )
        if self._choice.cloned is not None:
            check_pin(self._choice.cloned.pin, loaded.get("versions") or {}, self._choice.service)
        return loaded

    def _ask(self, worker: WorkerProcess, lines: Sequence[SpokenRequest], attempt: int) -> None:
        """Send lines to be spoken. Their names in the protocol are unique, unlike their ids."""
        asked: list[Message] = []
        for line in lines:
            name = self._name(line, attempt)
            self._awaited[name] = None
            seed = self._choice.seed + attempt - 1
            message = {"id": name, "speech": line.speech, "language": line.language, "seed": seed}
            if attempt > MAX_ATTEMPTS:
                message["by_sentence"] = True
            asked.append(message)
        worker.send({"do": "speak", "lines": asked}, self._limits.hello_s)

    def _name(self, line: SpokenRequest, attempt: int) -> str:
        return f"{self.key(line)}.{attempt}"

    def _one(
        self, worker: WorkerProcess, line: SpokenRequest, batch: Sequence[SpokenRequest]
    ) -> Take:
        """The answer for one line; a bad take is asked for again, with another seed.

        The lines after it in its `batch` may be spoken together with it, so that they count for
        its deadline.
        """
        words = sum(len(spoken_words(other.speech)) for other in batch)
        patience = self._limits.line_s + self._limits.word_s * words
        attempt, most = 1, self._attempts(line)
        while True:
            try:
                answer = self._answer(worker, line, attempt, patience)
            except _Again as empty:
                if attempt == most:
                    raise empty.error from None
            else:
                take, sound, wrong = self._judge(line, answer, attempt, last=attempt == most)
                if wrong is None:
                    return self._kept(line, take, sound)
                if attempt == most:
                    return self._accepted_although(line, take, sound, wrong)
            attempt += 1
            self._ask(worker, [line], attempt)

    def _accepted_although(
        self, line: SpokenRequest, take: Take, sound: NDArray[np.float32], wrong: str
    ) -> Take:
        """Keep a take that is not good where any is accepted. Raises VoiceFailed otherwise."""
        if self._accept_any and take.checks["finite"] and len(sound):
            told = {**take.provenance, ACCEPTED: wrong}
            return self._kept(line, replace(take, provenance=told), sound)
        times = f" after {take.attempts} attempts" if take.attempts > 1 else ""
        raise VoiceFailed(
            f"line {line.id}: the take is not good{times}: {wrong}",
            remedy=f"change its words, or how they are said: {line.speech[:120]!r}",
            line=line.id,
        )

    def _attempts(self, line: SpokenRequest) -> int:
        """How often a line is tried: three seeds, then sentence by sentence where it has several.

        Cloned voices that fail on a whole line often speak its sentences (voicebox pull 964).
        """
        if self._choice.row.deterministic:
            return 1
        several = len(_SENTENCES.findall(line.speech)) > 1
        return MAX_ATTEMPTS + (1 if several and self._choice.cloned else 0)

    def _kept(self, line: SpokenRequest, take: Take, sound: NDArray[np.float32]) -> Take:
        """Put a take into the store. Raises VoiceFailed when the disk is full."""
        try:
            return self._store.put(take, sound)
        except OSError as full:
            if full.errno not in {errno.ENOSPC, errno.EDQUOT}:
                raise
            raise VoiceFailed(
                f"line {line.id}: there is no space for its take in {self._store.folder}",
                remedy="make room and run again: the takes before it are kept",
                line=line.id,
            ) from full

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
            error = _named(error_of(message), line)
            raise _Again(error) if message.get("again") else error
        return spoken_file(message)

    def _judge(
        self, line: SpokenRequest, answer: SpokenFile, attempt: int, *, last: bool
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
        if answer.capped:
            measured["capped"] = 1.0
        wrong = complaint(measured)
        times, aligned_by = answer.times, answer.aligned_by
        whole = len(sound) and measured["finite"]
        if times is None and self._choice.cloned is not None and whole:
            try:
                accept = self._accept_any and last
                if wrong is None or accept:
                    times, aligned_by = word_times(sound, rate, line.speech, accept_any=accept)
                if wrong is None and aligned_by == ALIGNED_BY:
                    heard = words_heard(sound, rate, spoken_words(line.speech), line.language)
                    measured["words_heard_error"] = heard.error_rate
                    wrong = misheard(heard)
            except NotInstalled:
                raise
            except VoiceError as unaligned:
                wrong = unaligned.what
        wrong = wrong or wrong_times(times, line.speech, len(sound))
        provenance = dict(self._loaded.get("versions") or {})
        if answer.peak_memory:
            provenance["peak memory"] = f"{answer.peak_memory / 1e6:.0f} MB"
        take = Take(
            key=self.key(line),
            speech=line.speech,
            language=line.language,
            service=self._choice.service,
            model=self._choice.model,
            revision=self._choice.revision,
            speaker=self._choice.speaker,
            sample_rate=rate,
            samples=len(sound),
            times=times or (),
            aligned_by=aligned_by,
            checks=measured,
            attempts=attempt,
            provenance=provenance,
        )
        return take, sound, wrong


class _Again(Exception):
    """A line was not spoken; with another seed it may be. Carries the error for the last time."""

    def __init__(self, error: VoiceError) -> None:
        super().__init__(error.what)
        self.error = error


def _named(error: VoiceError, line: SpokenRequest) -> VoiceError:
    """The same error, with the line's id in front."""
    what = f"line {line.id}: {error.what}"
    if isinstance(error, VoiceFailed):
        return VoiceFailed(what, remedy=error.remedy, line=line.id)
    return type(error)(what, remedy=error.remedy)
