"""The one door to every voice: takes that are there are read, missing ones are spoken.

The worker is started at the first line that is missing, loads once, and speaks all of them.
"""

from __future__ import annotations

import errno
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Self

from flaming_horse_voice.errors import VoiceFailed
from flaming_horse_voice.judging import Attempt, Judge, Listening, SpokenRequest, sound_of
from flaming_horse_voice.listen.extra import need_listening
from flaming_horse_voice.service_factory import VoiceChoice
from flaming_horse_voice.takes import ACCEPTED, Take, TakeStore
from flaming_horse_voice.text.spoken import spoken_words
from flaming_horse_voice.voice_session import Evidence, Unspoken, VoiceSession
from flaming_horse_voice.workers.process import WorkerLost, WorkerSpec
from flaming_horse_voice.workers.protocol import Unreadable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BATCH = 8
"""Lines in one message: enough for a voice that speaks several at once, little to repeat."""
MAX_ATTEMPTS = 3
MAX_RESTARTS = 2
"""How often the worker may be lost at one line before the line is given up."""


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
        judge: Judge | None = None,
    ) -> None:
        """With `accept_any` a take that fails its checks is kept after the last attempt.

        What is wrong with it stands in its provenance as "accepted although". `judge` says what
        is wrong with a take, by default as for films.
        """
        self._choice = choice
        self._accept_any = accept_any
        self._store = store
        self._spec = worker
        self._listens = judge is None
        self._judge = judge or Listening(choice, accept_any=accept_any)
        self._session: VoiceSession | None = None
        self._peak = 0
        self._batch = BATCH

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """End the worker. The mediator can be used again: it would start another."""
        self._peak = self.peak_memory()
        if self._session is not None:
            self._session.end()
            self._session = None

    def key(self, request: SpokenRequest) -> str:
        """The name of this line's take, whether or not it was spoken."""
        return self._choice.take_key(request.speech, request.language)

    def peak_memory(self) -> int:
        """Bytes that the voice's process or its device held at most; 0 where nobody knows."""
        return max(self._peak, self._session.peak_memory() if self._session else 0)

    def find(self, request: SpokenRequest) -> Take | None:
        """The take of this line if it is in the store. Starts nothing."""
        return self._kept_take(self.key(request))

    def _kept_take(self, key: str) -> Take | None:
        """A take of the store; one that failed its checks only where any take is accepted."""
        take = self._store.get(key)
        return None if take is not None and take.fault and not self._accept_any else take

    def speak(
        self,
        lines: Iterable[SpokenRequest],
        on_take: OnTake | None = None,
        *,
        attempts: int | None = None,
    ) -> tuple[Take, ...]:
        """The takes of these lines, in their order; only missing ones are spoken.

        `attempts` is how often a line is tried at most, by default what helps with the voice.
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
            for take in self._spoken(missing, attempts):
                takes[take.key] = take
                for number, request in enumerate(waiting[take.key]):
                    if on_take:
                        on_take(request, take, number > 0)
        except BaseException:
            self.close()  # it may still be speaking lines that nobody waits for
            raise
        return tuple(takes[self.key(request)] for request in requests)

    def _spoken(self, lines: Sequence[SpokenRequest], attempts: int | None) -> Iterable[Take]:
        """Takes in the order of `lines`; a lost worker is replaced and goes on where it was."""
        done = losses = 0
        while done < len(lines):
            batch = lines[done : done + self._batch]
            try:
                session = self._ready()
                session.ask(batch)
                for number, line in enumerate(batch):
                    yield self._one(session, line, batch[number:], attempts)
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
            return self._ready().evidence
        except (WorkerLost, Unreadable) as lost:
            raise VoiceFailed(
                f"the voice {self._choice.service} was lost while it was loaded: {lost}",
                remedy=self._remedy(lost),
            ) from lost

    def _ready(self) -> VoiceSession:
        """The voice with its model loaded and its clone prompt computed."""
        if self._session is None:
            if self._choice.cloned is not None and self._listens:
                need_listening()  # not after minutes of speaking
            self._session = VoiceSession(self._choice, self._limits)
        return self._session

    def _one(
        self,
        session: VoiceSession,
        line: SpokenRequest,
        batch: Sequence[SpokenRequest],
        attempts: int | None,
    ) -> Take:
        """The answer for one line; a bad take is asked for again, with another seed.

        The lines after it in its `batch` may be spoken together with it, so that they count for
        its deadline.
        """
        words = sum(len(spoken_words(other.speech)) for other in batch)
        patience = self._limits.line_s + self._limits.word_s * words
        attempt, most = 1, attempts or self._attempts(line)
        while True:
            last = attempt == most
            try:
                answer = session.answer(line, attempt, patience)
            except Unspoken as empty:
                if last:
                    raise empty.error from None
            else:
                told = Attempt(
                    line, answer, sound_of(answer), attempt, last, session.provenance(answer)
                )
                take, wrong = self._judge(told)
                if wrong is None:
                    return self._kept(line, take, told.sound)
                if last:
                    return self._accepted_although(line, take, told.sound, wrong)
            attempt += 1
            session.ask([line], attempt, by_sentence=attempt > MAX_ATTEMPTS)

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
