"""Takes that a person chose or spoke: kept under `voice/`, where nothing of ours deletes them.

`voice/takes/` holds the takes, `voice/pins.json` says which line each is for. A pin holds for the
words it was made for: it finds its line by them, wherever edits have moved it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from flaming_horse_voice.errors import WrongInput
from flaming_horse_voice.files import Unreadable, write_atomically
from flaming_horse_voice.json_files import as_object, as_text, read_json
from flaming_horse_voice.judging import SpokenRequest
from flaming_horse_voice.service_factory import VoiceChoice
from flaming_horse_voice.takes import PERSON, TAKE_KEY, Take, TakeStore, take_key
from flaming_horse_voice.text.as_letters import compared_letters as _compared
from flaming_horse_voice.text.spoken import without_phonemes

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Pin:
    """A line's id and words when its take was chosen, and the key of that take."""

    line: str
    speech: str
    language: str
    take: str
    service: str

    @property
    def own(self) -> bool:
        """Whether a person spoke it."""
        return self.service == PERSON


class PinnedTakes:
    """The pinned takes of a project."""

    def __init__(self, project_dir: Path) -> None:
        self.file = project_dir / "voice" / "pins.json"
        self.store = TakeStore(project_dir / "voice" / "takes")

    def pins(self) -> tuple[Pin, ...]:
        """All pins, in the order in which they were made. Raises WrongInput for a broken file."""
        try:
            return read_json(self.file, _pins_in)
        except FileNotFoundError:
            return ()
        except Unreadable as bad:
            raise WrongInput(
                bad.what, remedy="mend it, or move it away and choose the takes again"
            ) from bad

    def pin_of(self, request: SpokenRequest) -> Pin | None:
        """The pin for these words: the line's own, else that of another line that says the same."""
        same = [pin for pin in self.pins() if _says(pin, request)]
        return next((pin for pin in same if pin.line == request.id), same[-1] if same else None)

    def find(self, request: SpokenRequest, choice: VoiceChoice, into: TakeStore) -> Take | None:
        """The pinned take of a line, copied into a store; None where there is none for this voice.

        A person's own recording fits any voice. Raises WrongInput when it is not there any more.
        """
        pin = self.pin_of(request)
        if pin is None:
            return None
        take = self.store.get(pin.take)
        if take is None:
            raise self._lost(request, pin, into)
        if take.service != PERSON and not spoken_by(take, choice):
            return None
        if into.get(take.key) is None:
            into.adopt(take.key, self.store)
        return take

    def pin(self, line: str, take: Take, source: TakeStore) -> None:
        """Keep a take of `source` as the one of that line, in place of an earlier choice."""
        if self.store.get(take.key) is None:
            self.store.adopt(take.key, source)
        kept = [pin for pin in self.pins() if pin.line != line]
        self._write([*kept, Pin(line, take.speech, take.language, take.key, take.service)])

    def release(self, line: str) -> Pin | None:
        """Give up a line's pin, and return it; its take stays under `voice/takes`."""
        pins = self.pins()
        released = next((pin for pin in pins if pin.line == line), None)
        if released is not None:
            self._write([pin for pin in pins if pin is not released])
        return released

    def void(self, spoken: Mapping[str, SpokenRequest]) -> tuple[Pin, ...]:
        """The pins whose words no line says any more; `spoken` are all lines by their ids."""
        return tuple(
            pin
            for pin in self.pins()
            if not any(_says(pin, request) for request in spoken.values())
        )

    def forgotten(self, lines: Iterable[SpokenRequest]) -> dict[str, Take]:
        """By line, the newest take that was kept for its words, where the file of pins is gone.

        Which of the kept takes was chosen stood there alone.
        """
        if self.file.exists():
            return {}
        kept = {line.id: self.store.of_speech(line.speech, line.language) for line in lines}
        return {line: takes[-1] for line, takes in kept.items() if takes}

    def refuse_forgotten(self, lines: Iterable[SpokenRequest]) -> None:
        """Stop where the file of pins is gone and takes that were chosen are there.

        Raises WrongInput: another take must not stand in for them without a word.
        """
        forgotten = self.forgotten(lines)
        if not forgotten:
            return
        of = f"--project {self.file.parents[1].resolve().name}"
        again = "\n".join(
            f"    flaming-horse takes {line} --choose {take.key[:8]} {of}"
            for line, take in forgotten.items()
        )
        raise WrongInput(
            f"{self.file} is gone, and with it which takes were chosen for {', '.join(forgotten)}",
            remedy=f"bring it back, or choose again, each of them:\n{again}\n"
            f"  to go on without them, move {self.store.folder} away",
        )

    def _lost(self, request: SpokenRequest, pin: Pin, into: TakeStore) -> WrongInput:
        """The error for a pinned take that is not there, with the best way to have it again."""
        master, why = self.store.path(pin.take), self.store.fault_of(pin.take)
        of = f"--project {self.file.parents[1].resolve().name}"
        if into.get(pin.take) is not None:
            back = f"put it back from its copy: {into.path(pin.take)}, and the .json beside it"
        elif pin.own and why and master.is_file():
            back = (
                "its sound may be whole, and make a take again:"
                f" flaming-horse record {pin.line} {of} --file {master}"
            )
        else:
            back = "put it back"
        return WrongInput(
            f"line {request.id}: its pinned take is damaged or gone: {master}"
            + (f" ({why})" if why else ""),
            remedy=f"{back}; or give it up: flaming-horse takes {pin.line} --release {of}",
        )

    def _write(self, pins: list[Pin]) -> None:
        content = {"format": FORMAT, "pins": [asdict(pin) for pin in pins]}
        text = json.dumps(content, indent=1, ensure_ascii=False) + "\n"
        write_atomically(self.file, text.encode())


def _pins_in(data: Any) -> tuple[Pin, ...]:
    """The pins of a file; raises KeyError, TypeError or ValueError for what is none of ours."""
    file = as_object(data)
    if file["format"] != FORMAT:
        raise ValueError(f"its format is {file['format']!r}, not {FORMAT}")
    pins: list[Pin] = []
    for pin in file["pins"]:
        texts = {name: as_text(value) for name, value in as_object(pin).items()}
        if not TAKE_KEY.fullmatch(texts["take"]):
            raise ValueError(f"{texts['take']!r} is no take's name")
        pins.append(Pin(**texts))
    return tuple(pins)


def _says(pin: Pin, request: SpokenRequest) -> bool:
    """Whether a pin is of these words. What a person said has no phonemes of a dictionary."""
    words = without_phonemes if pin.own else str
    if pin.language != request.language:
        return False
    said, asked = (_compared(words(each.speech), each.language) for each in (pin, request))
    return said == asked


def spoken_by(take: Take, choice: VoiceChoice) -> bool:
    """Whether this voice spoke the take, with whatever seed."""
    seed = int(take.provenance.get("seed", choice.seed))
    return take.key == take_key(choice.fingerprint, take.speech, take.language, seed)
