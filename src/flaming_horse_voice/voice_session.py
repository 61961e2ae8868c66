"""A voice that is loaded and speaks: one worker, what it was asked, and what it has answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flaming_horse_voice.errors import NotInstalled, VoiceError, VoiceFailed
from flaming_horse_voice.judging import SpokenRequest
from flaming_horse_voice.prepare.ready import check_pin
from flaming_horse_voice.service_factory import VoiceChoice
from flaming_horse_voice.workers.process import VoiceWorker, WorkerSpec
from flaming_horse_voice.workers.protocol import (
    Message,
    ProtocolError,
    SpokenFile,
    error_of,
    spoken_file,
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a worker said when it loaded its model, and when it computed the clone prompt."""

    loaded: Mapping[str, Any]
    cloned: Mapping[str, Any]


class Unspoken(Exception):
    """A line was not spoken; with another seed it may be. Carries the error for the last time."""

    def __init__(self, error: VoiceError) -> None:
        super().__init__(error.what)
        self.error = error


class VoiceSession:
    """A worker from the moment it is ready until it ends. One that is lost is not used again."""

    def __init__(self, choice: VoiceChoice, limits: WorkerSpec) -> None:
        """Start the worker, load the model and compute the clone prompt.

        Raises NotInstalled or WrongInput, and WorkerLost or ProtocolError when the worker fails;
        nothing of it is left then.
        """
        self._choice = choice
        self._limits = limits
        self._awaited: dict[str, Message | None] = {}
        self._peak = 0
        settings = choice.worker_settings
        self._worker = self._started()
        try:
            self._worker.greet()
            self._worker.send({"do": "load", "settings": settings}, limits.hello_s)
            loaded = self._accepted(self._worker.receive(limits.load_s))
            self.evidence = Evidence(loaded, self._clone())
        except BaseException:
            self.end()
            raise

    def _started(self) -> VoiceWorker:
        """The process. Raises NotInstalled, with the way out of it, when it cannot be started."""
        try:
            return VoiceWorker(self._limits)
        except NotInstalled as missing:
            if self._choice.cloned is not None:
                missing.remedy = self._choice.cloned.way_out
            raise

    def end(self) -> None:
        """End the worker."""
        self._worker.end()

    def peak_memory(self) -> int:
        """Bytes that the worker or its device held at most; 0 where nobody knows."""
        loaded = self.evidence.loaded
        peaks = (int(loaded.get(name) or 0) for name in ("peak_memory", "peak_device_memory"))
        return max(self._peak, self._worker.peak_memory(), *peaks)

    def provenance(self, answer: SpokenFile) -> dict[str, str]:
        """The versions that made an answer, and the memory that a cloned voice took."""
        versions = dict(self.evidence.loaded.get("versions") or {})
        if answer.peak_memory and self._choice.cloned is not None:
            versions["peak memory"] = f"{answer.peak_memory / 1e6:.0f} MB"
        return versions

    def ask(
        self, lines: Sequence[SpokenRequest], attempt: int = 1, *, by_sentence: bool = False
    ) -> None:
        """Send lines to be spoken, each attempt with a seed of its own.

        Their names in the protocol are unique, unlike their ids.
        """
        asked: list[Message] = []
        for line in lines:
            name = self._name(line, attempt)
            self._awaited[name] = None
            seed = self._choice.seed + attempt - 1
            speech = self._choice.asked_to_say(line.speech)
            message = {"id": name, "speech": speech, "language": line.language, "seed": seed}
            if by_sentence:
                message["by_sentence"] = True
            asked.append(message)
        self._worker.send({"do": "speak", "lines": asked}, self._limits.hello_s)

    def answer(self, line: SpokenRequest, attempt: int, patience: float) -> SpokenFile:
        """The answer for one line, waited for `patience` seconds after each message.

        The rest of its batch may be answered before a new attempt. Raises Unspoken when another
        attempt may help, else the line's error; WorkerLost or ProtocolError when the worker fails.
        """
        name = self._name(line, attempt)
        while self._awaited[name] is None:
            message = self._worker.receive(patience)
            line_id = str(message.get("id"))
            if message.get("re") != "speak" or line_id not in self._awaited:
                raise ProtocolError(f"an answer that nobody waits for: {str(message)[:120]}")
            self._awaited[line_id] = message
        message = self._awaited.pop(name) or {}
        if not message.get("ok"):
            error = _named(error_of(message), line)
            raise Unspoken(error) if message.get("again") else error
        answer = spoken_file(message)
        self._worker.refuse_elsewhere(answer.file)
        self._peak = max(self._peak, answer.peak_memory)
        return answer

    def _name(self, line: SpokenRequest, attempt: int) -> str:
        return f"{self._choice.take_key(line.speech, line.language)}.{attempt}"

    def _accepted(self, loaded: Message) -> Message:
        """What was loaded, if it is what the takes' keys say."""
        if not loaded.get("ok"):
            raise self._typable(error_of(loaded))
        expected = (self._choice.model, self._choice.revision)
        loaded_model = (loaded.get("model"), loaded.get("revision"))
        if loaded_model != expected:
            raise NotInstalled(
                f"the voice {self._choice.service} loaded {loaded_model[0]} {loaded_model[1]},"
                f" not {expected[0]} {expected[1]}",
                remedy=f"prepare it again: {self._choice.cloned.setup}"
                if self._choice.cloned
                else "install flaming-horse again",
            )
        cloned = self._choice.cloned
        if cloned is not None:
            versions = loaded.get("versions") or {}
            check_pin(cloned.pin, versions, self._choice.service, cloned.setup)
        return loaded

    def _typable(self, error: VoiceError) -> VoiceError:
        """A worker knows no project and no setting: the command that it names is completed."""
        cloned = self._choice.cloned
        if cloned is not None:
            plain = f"flaming-horse voice setup --engine {cloned.engine}"
            remedy = error.remedy.replace(f"make the environment again: {plain}", cloned.way_out)
            error.remedy = remedy.replace(plain, cloned.setup)
        return error

    def _clone(self) -> Message:
        """Have the clone prompt computed, where there is a recording to clone."""
        reference = self._choice.cloned.reference if self._choice.cloned else None
        if reference is None:
            return {}
        message = {
            "do": "clone",
            "reference": str(reference.sound.absolute()),
            "transcript": reference.transcript,
        }
        self._worker.send(message, self._limits.hello_s)
        answer = self._worker.receive(self._limits.clone_s)
        if not answer.get("ok"):
            raise self._typable(error_of(answer))
        return answer


def _named(error: VoiceError, line: SpokenRequest) -> VoiceError:
    """The same error, with the line's id in front."""
    what = f"line {line.id}: {error.what}"
    if isinstance(error, VoiceFailed):
        return VoiceFailed(what, remedy=error.remedy, line=line.id)
    return type(error)(what, remedy=error.remedy)
