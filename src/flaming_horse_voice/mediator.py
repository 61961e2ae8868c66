"""The one door to every voice: takes that are there are read, missing ones are spoken.

The worker is started at the first line that is missing, loads once, and speaks all of them.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Self

from flaming_horse_voice.checked_references import need_fit
from flaming_horse_voice.errors import MachineFailed, VoiceFailed
from flaming_horse_voice.judging import Attempt, Judge, Listening, ListenTo, SpokenRequest, rank
from flaming_horse_voice.listen.extra import need_listening
from flaming_horse_voice.machine import NO_MEMORY, trouble, trouble_in
from flaming_horse_voice.pinned_takes import PinnedTakes
from flaming_horse_voice.service_factory import VoiceChoice
from flaming_horse_voice.takes import FAULT, Take, TakeStore
from flaming_horse_voice.text.spoken import spoken_words
from flaming_horse_voice.trying import MAX_ATTEMPTS, Tried, not_good, try_line
from flaming_horse_voice.voice_session import Evidence, VoiceSession
from flaming_horse_voice.workers.process import WorkerLost, WorkerSpec
from flaming_horse_voice.workers.protocol import ProtocolError, SpokenFile
from flaming_horse_voice.workers.standalone.errors import memory_ran_out

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BATCH = 8
"""Lines in one message: enough for a voice that speaks several at once, little to repeat."""
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
        pinned: PinnedTakes | None = None,
        listen: ListenTo = "cloned",
    ) -> None:
        """With `accept_any` a line whose attempts all failed gets the best of them.

        `judge` says what is wrong with a take, by default as for films, and then `listen` whose
        takes are heard; `pinned` are the takes that a person chose, which come before all others.
        """
        self._choice = choice
        self._accept_any = accept_any
        self._store = store
        self._pinned = pinned
        self._spec = worker
        listening = Listening(choice, listen=listen)
        self._listening = None if judge else listening
        self._judge: Judge = judge or listening
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
        """The take of this line if it is there: the pinned one, or one in the store.

        A take that failed its checks counts only where any is accepted. Starts nothing.
        """
        return self._chosen(request) or self._usable(self._store.get(self.key(request)))

    def _chosen(self, request: SpokenRequest) -> Take | None:
        """The take that a person chose for this line."""
        if self._pinned is None:
            return None
        return self._pinned.find(request, self._choice, self._store)

    def _usable(self, take: Take | None) -> Take | None:
        return None if take is not None and take.fault and not self._accept_any else take

    def _found(self, request: SpokenRequest) -> Take | None:
        """As `find`; a take that nobody has listened to yet is heard where that is asked for."""
        chosen = self._chosen(request)
        if chosen is not None:
            return chosen
        take = self._usable(self._store.get(self.key(request)))
        if take is None or take.fault:
            return take
        if not self._store.believed(take.key):
            return self._usable(self._examined(request, take))
        if self._listening is None or not self._listening.to_be_heard(take):
            return take
        sound = self._store.read_sound(take.key)
        take, wrong = self._listening.heard(take, sound)
        if wrong is not None:
            take = replace(take, provenance={**take.provenance, FAULT: wrong})
        return self._usable(self._store.put(take, sound))

    def _examined(self, request: SpokenRequest, take: Take) -> Take:
        """A take that came with the project: what its record says of it is found out again."""
        sound = self._store.read_sound(take.key)
        times = None if self._choice.cloned is not None else take.times
        answer = SpokenFile(
            request.id, str(self._store.path(take.key)), len(sound), take.sample_rate, times,
            take.aligned_by,
        )  # fmt: skip
        examined, wrong = self._judge(Attempt(request, answer, sound, take.attempts))
        provenance = {"seed": str(self._choice.seed), **({FAULT: wrong} if wrong else {})}
        examined = replace(examined, key=take.key, provenance=provenance)
        return self._store.put(examined, sound, brought=True)

    def speak(
        self,
        lines: Iterable[SpokenRequest],
        on_take: OnTake | None = None,
        *,
        attempts: int | None = None,
    ) -> tuple[Take, ...]:
        """The takes of these lines, in their order; only missing ones are spoken.

        `attempts` is how often a line is tried at most, by default what helps with the voice.
        Raises VoiceFailed, NotInstalled or WrongInput naming the line; takes made before stay,
        and so does the best of the attempts at a line that failed.
        """
        requests = tuple(lines)
        takes: dict[int, Take] = {}
        waiting: dict[str, list[int]] = {}
        for number, request in enumerate(requests):
            key = self.key(request)
            take = None if key in waiting else self._found(request)
            if take is None:
                waiting.setdefault(key, []).append(number)
                continue
            takes[number] = take
            if on_take:
                on_take(request, take, True)
        self._store.seal()
        if self._pinned is not None:
            self._pinned.store.seal()
        missing = [requests[same[0]] for same in waiting.values()]
        try:
            for take in self._spoken(missing, attempts):
                for number in waiting[take.key]:
                    takes[number] = take
                    if on_take:
                        on_take(requests[number], take, number != waiting[take.key][0])
        except BaseException:
            self.close()  # it may still be speaking lines that nobody waits for
            raise
        return tuple(takes[number] for number in range(len(requests)))

    def _spoken(self, lines: Sequence[SpokenRequest], attempts: int | None) -> Iterable[Take]:
        """Takes in the order of `lines`; a lost worker is replaced and goes on where it was."""
        done = losses = 0
        while done < len(lines):
            batch = lines[done : done + self._batch]
            try:
                session = self._ready()
                self._ask(session, batch)
                for number, line in enumerate(batch):
                    yield self._one(session, line, batch[number:], attempts)
                    done, losses = done + 1, 0
            except (WorkerLost, ProtocolError) as lost:
                self.close()
                losses += 1
                self._batch = 1  # what killed it may have been the size of the batch
                if losses > MAX_RESTARTS:
                    line = lines[done]
                    failed = self._shortage(lost)
                    if failed is not None:
                        raise failed from lost
                    raise VoiceFailed(
                        f"line {line.id}: the voice {self._choice.service} was lost"
                        f" {losses} times: {lost}",
                        remedy=self._remedy(lost),
                        line=line.id,
                    ) from lost

    def _ask(self, session: VoiceSession, batch: Sequence[SpokenRequest]) -> None:
        """Send a batch; lines that failed before go on with seeds of their own."""
        first = {line: self._first_attempt(line) for line in batch}
        new = [line for line in batch if first[line] == 1]
        if new:
            session.ask(new)
        for line in batch:
            if first[line] > 1:
                session.ask([line], first[line])

    def _shortage(self, lost: Exception) -> MachineFailed | None:
        """What the machine did not give a worker that was lost. Models have a remedy of theirs."""
        failed = trouble_in(str(lost), Path(tempfile.gettempdir()))
        if failed is not None and failed.what.startswith(NO_MEMORY) and self._choice.cloned:
            return None
        return failed

    def _remedy(self, lost: Exception) -> str:
        """What to do about a worker that is lost again and again."""
        message = str(lost)
        if "SIGKILL" in message or memory_ran_out(message):
            cloned = self._choice.cloned
            smaller = ", set batch = 1 under [voice], or choose a smaller model (0.6B, 4-bit)"
            return (
                "the other takes are kept. The system ends what takes too much memory: close other"
                f" programs{smaller if cloned else ''}"
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
        except (WorkerLost, ProtocolError) as lost:
            failed = self._shortage(lost)
            if failed is not None:
                raise failed from lost
            raise VoiceFailed(
                f"the voice {self._choice.service} was lost while it was loaded: {lost}",
                remedy=self._remedy(lost),
            ) from lost

    def _ready(self) -> VoiceSession:
        """The voice with its model loaded and its clone prompt computed."""
        if self._session is None:
            if self._listening is not None and self._listening.needed:
                need_listening()  # not after minutes of speaking
            if self._choice.cloned is not None:
                need_fit(self._choice.cloned)
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
        first, most = self._first_attempt(line), attempts or self._attempts(line)
        tried = try_line(session, self._judge, line, first=first, most=most, patience=patience)
        best = self._better_of(tried, self._store.get(self.key(line)))
        provenance = {"seed": str(self._choice.seed), **best.take.provenance}
        take = self._kept(line, replace(best.take, provenance=provenance), best.sound)
        if take.fault and not self._accept_any:
            raise not_good(line, take, kept=True)
        return take

    def _first_attempt(self, line: SpokenRequest) -> int:
        """1, or the one after those that failed in an earlier run: their seeds are used up."""
        failed = self._store.get(self.key(line))
        return failed.attempts + 1 if failed and not self._choice.row.deterministic else 1

    def _better_of(self, tried: Tried, before: Take | None) -> Tried:
        """The better of what was tried now and what failed before, where all of it failed."""
        known = before is not None and self._store.believed(before.key)
        if not tried.take.fault or before is None or not known or self._choice.row.deterministic:
            return tried
        if rank(before, before.fault) > rank(tried.take, tried.take.fault):
            return tried
        sound = self._store.read_sound(before.key)
        return Tried(replace(before, attempts=tried.take.attempts), sound)

    def _attempts(self, line: SpokenRequest) -> int:
        """How often a line is tried: three seeds, then sentence by sentence where it has several.

        Cloned voices that fail on a whole line often speak its sentences (voicebox pull 964).
        """
        if self._choice.row.deterministic:
            return 1
        several = len(_SENTENCES.findall(line.speech)) > 1
        return MAX_ATTEMPTS + (1 if several and self._choice.cloned else 0)

    def _kept(self, line: SpokenRequest, take: Take, sound: NDArray[np.float32]) -> Take:
        """Put a take into the store. Raises MachineFailed, with the line, when the disk is full."""
        try:
            return self._store.put(take, sound)
        except OSError as error:
            failed = trouble(error, self._store.folder)
            if failed is None:
                raise
            what = f"line {line.id}: its take cannot be kept. {failed.what}"
            raise MachineFailed(what, remedy=failed.remedy) from error
