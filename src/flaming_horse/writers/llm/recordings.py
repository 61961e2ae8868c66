"""Exchanges beside the project: what was asked, what was answered, and both played back.

A recording is found by the digest of what was asked, and else by what was asked about: a prompt
that a later version words otherwise, or a kind of visual more, takes no answer away. It holds no
header, no address and no key.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Protocol, cast

from flaming_horse.errors import WrongInput
from flaming_horse.writers.llm.exchange import Answer, Asker, Request, Told, Usage
from flaming_horse_voice.files import write_atomically
from flaming_horse_voice.json_files import as_object, read_json

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Recorded:
    """An answer from a recording. `topic` names the film that it was made for."""

    digest: str
    topic: str
    step: str
    model: str
    answer: str
    accepted: bool
    subject: str = ""


class Shelf(Protocol):
    """Where recordings stand."""

    def all(self) -> Iterator[Recorded]: ...


@dataclass(frozen=True, slots=True)
class ProjectShelf:
    """A project's own folder `llm/`: one file for each exchange."""

    folder: Path
    topic: str = ""

    def all(self) -> Iterator[Recorded]:
        """What is there; a file that is no recording is no error, it is passed over."""
        for file in sorted(self.folder.glob("*.json")):
            found = _read(file)
            if found is not None:
                yield found

    def write(self, request: Request, answer: Answer) -> None:
        """Keep an exchange, as not accepted until `accept` says so."""
        content = {
            "format": FORMAT,
            "topic": self.topic,
            "step": request.step,
            "model": request.model,
            "digest": request.digest,
            "subject": request.subject,
            "accepted": False,
            "tokens_in": answer.usage.tokens_in,
            "tokens_out": answer.usage.tokens_out,
            "estimated": answer.usage.estimated,
            "asked": [message.as_json() for message in request.messages],
            "answer": answer.text,
        }
        _write(self._file(request), content)

    def accept(self, request: Request) -> None:
        """Its answer was good: the same question need not be asked again."""
        file = self._file(request)
        if file.is_file():
            _write(file, read_json(file, as_object) | {"accepted": True})

    def _file(self, request: Request) -> Path:
        step = request.step.replace(" ", "-")
        return self.folder / f"{step}-{request.digest[:12]}.json"


@dataclass(frozen=True, slots=True)
class ShippedShelf:
    """The recordings that come with the program: a folder for each topic.

    Its `topic.json` says how they were made, and holds for each answer's file the digests of what
    was asked and of what it was about.
    """

    def all(self) -> Iterator[Recorded]:
        for folder in shipped_folders():
            about = json.loads((folder / "topic.json").read_text(encoding="utf-8"))
            for name, asked in about["asked"].items():
                answer = (folder / f"{name}.json").read_text(encoding="utf-8")
                yield Recorded(
                    asked["digest"],
                    about["topic"],
                    name,
                    about["model"],
                    answer,
                    accepted=True,
                    subject=asked["subject"],
                )


def shipped_folders() -> list[Traversable]:
    """The folders of the shipped topics, by name."""
    root = files("flaming_horse.writers.llm") / "recordings"
    there = [entry for entry in root.iterdir() if entry.is_dir()] if root.is_dir() else []
    found = [entry for entry in there if (entry / "topic.json").is_file()]
    return sorted(found, key=lambda entry: entry.name)


@dataclass(slots=True)
class Replay:
    """Answers from recordings alone: no key, no network.

    `say` is told, once, that a question has another wording than when its answer was recorded.
    """

    shelves: tuple[Shelf, ...]
    topic: str
    model: str
    say: Callable[[str], None]
    _told: bool = False

    @classmethod
    def of(
        cls, shelves: Iterable[Shelf], topic: str, say: Callable[[str], None], model: str = ""
    ) -> Replay:
        """A replay of `topic`; the model is the one it was recorded with, if none is named.

        Raises WrongInput where nothing is recorded for the topic, with the nearest one.
        """
        kept = tuple(shelves)
        found = [each for shelf in kept for each in shelf.all()]
        same = [each for each in found if _plain(each.topic) == _plain(topic)]
        if not same:
            raise _not_recorded(f"nothing is recorded for the topic {topic!r}", topic, found)
        models = list(dict.fromkeys(each.model for each in same))
        return cls(kept, same[0].topic, model if model in models else models[0], say)

    def answer(self, request: Request, told: Told) -> Answer:
        found = [each for shelf in self.shelves for each in shelf.all()]
        same = [each for each in found if each.digest == request.digest]
        if not same:
            about = [each for each in found if each.subject == request.subject]
            same = [each for each in about if each.accepted] or about
            if same and not self._told:
                self._told = True
                self.say(
                    f"the question for the {request.step} is worded otherwise than when its "
                    "answer was recorded; the answer is taken as it is"
                )
        if not same:
            raise _not_recorded(
                f"no answer is recorded for this question ({request.step} of {self.topic!r}): "
                "the plan or the wish is another one",
                self.topic,
                found,
            )
        told(same[0].answer)
        return Answer(same[0].answer, Usage())

    def accept(self, request: Request) -> None:
        """Nothing is kept here."""


@dataclass(slots=True)
class Recording:
    """Keeps what `asker` answers; what was accepted before is not asked for again."""

    asker: Asker
    shelf: ProjectShelf

    @property
    def model(self) -> str:
        return self.asker.model

    def answer(self, request: Request, told: Told) -> Answer:
        for each in self.shelf.all():
            if each.digest == request.digest and each.accepted:
                told(each.answer)
                return Answer(each.answer, Usage())
        answer = self.asker.answer(request, told)
        self.shelf.write(request, answer)
        return answer

    def accept(self, request: Request) -> None:
        self.shelf.accept(request)


def _not_recorded(what: str, topic: str, found: Iterable[Recorded]) -> WrongInput:
    topics = list(dict.fromkeys(each.topic for each in found))
    plain = {_plain(each): each for each in topics}
    near = get_close_matches(_plain(topic), plain, n=1, cutoff=0.3)
    hint = f"The nearest topic recorded is {plain[near[0]]!r}. " if near else ""
    listed = f"Recorded: {'; '.join(topics)}." if topics else "Nothing is recorded."
    return WrongInput(
        what, remedy=f"{hint}{listed}\n  Without --replay, a language model's server is asked."
    )


def _plain(topic: str) -> str:
    return " ".join(topic.casefold().split()).rstrip(".?! ")


def _read(file: Path) -> Recorded | None:
    try:
        content: Any = read_json(file, as_object)
    except (OSError, ValueError):
        return None
    if not isinstance(content, dict):
        return None
    known = cast("Mapping[str, Any]", content)
    texts = [known.get(name) for name in ("digest", "topic", "step", "model", "answer")]
    if known.get("format") != FORMAT or not all(isinstance(text, str) for text in texts):
        return None
    subject = known.get("subject")
    return Recorded(
        *cast("list[str]", texts),
        accepted=known.get("accepted") is True,
        subject=subject if isinstance(subject, str) else "",
    )


def _write(file: Path, content: Mapping[str, Any]) -> None:
    text = json.dumps(content, indent=1, ensure_ascii=False) + "\n"
    write_atomically(file, text.encode())
