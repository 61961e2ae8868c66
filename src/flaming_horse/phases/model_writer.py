"""A language model at work on a project: who answers, what is seen of it, where drafts are kept."""

from __future__ import annotations

import os
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from flaming_horse.errors import Place, WrongInput
from flaming_horse.project import Project, write_text

if TYPE_CHECKING:
    from flaming_horse.writers.llm.client import Client
    from flaming_horse.writers.llm.exchange import Asker
    from flaming_horse.writers.llm.settings import Server
    from flaming_horse.writers.llm.writer import Writer

FOLDER = "llm"
LONGEST_SOURCE = 60_000
"""Characters, about 15,000 tokens: they are sent with every question."""
_TEXTS = (".md", ".markdown", ".txt", ".rst")
_USUAL_LENGTH = 2_500
"""Characters of a usual answer: how far the bar of one that comes is."""


class Watcher(Protocol):
    """Who is told how the writing goes; the terminal's display is one."""

    def say(self, text: str) -> None: ...

    def work(
        self, name: str, label: str, done: int, total: int, detail: str = "frames"
    ) -> None: ...

    def advance(
        self, phase: str, done: int, total: int, detail: str = "", *, reused: bool = False
    ) -> None: ...


@dataclass(slots=True)
class ModelWriter:
    """A writer with a language model behind it, or with recordings of one."""

    project: Project
    topic: str
    asker: Asker
    watcher: Watcher
    source: str = ""
    client: Client | None = None

    @classmethod
    def live(
        cls, project: Project, topic: str, server: Server, watcher: Watcher, source: str = ""
    ) -> ModelWriter:
        """Asks the server, and keeps each exchange in the project."""
        from flaming_horse.writers.llm.client import Client
        from flaming_horse.writers.llm.recordings import ProjectShelf, Recording

        client = Client(server, watcher.say)
        shelf = ProjectShelf(project.folder / FOLDER, topic)
        return cls(project, topic, Recording(client, shelf), watcher, source, client)

    @classmethod
    def replayed(
        cls, project: Project, topic: str, watcher: Watcher, source: str = ""
    ) -> ModelWriter:
        """Answers from the project's recordings and from those that come with the program.

        Raises:
            WrongInput: nothing is recorded for the topic; the nearest one is named.
        """
        from flaming_horse.writers.llm.recordings import ProjectShelf, Replay, ShippedShelf

        shelves = (ProjectShelf(project.folder / FOLDER), ShippedShelf())
        replay = Replay.of(shelves, topic)
        return cls(project, replay.topic, replay, watcher, source)

    @property
    def who(self) -> str:
        """Who writes, for people."""
        return f"{self.asker.model}{'' if self.client else ', replayed from recordings'}"

    @property
    def cost(self) -> str:
        """The tokens used, for people; empty when no server was asked."""
        asked = self.client is not None and self.client.meter.requests
        return f" ({self.client.meter})" if self.client and asked else ""

    @contextmanager
    def at(self, step: str) -> Generator[Writer]:
        """The writer for one step. A draft that cannot be used is kept in the project."""
        from flaming_horse.writers.llm.errors import WriterFailed
        from flaming_horse.writers.llm.writer import Writer

        current = step

        def watch(step: str, text: str) -> None:
            nonlocal current
            current = step
            self._watch(step, text)

        try:
            yield Writer(self.asker, watch, self.source)
        except WriterFailed as failed:
            if failed.draft:
                raise self._with_draft(failed, current) from None
            raise
        finally:
            self.watcher.work("plan", current, 1, 1)

    def written(self, scenes: int, total: int) -> None:
        """The outline is there, and the first `scenes` of `total` scenes."""
        what = f"scene {scenes}" if scenes else "outline"
        self.watcher.advance("plan", 1 + scenes, 1 + total, what)

    def _watch(self, step: str, text: str) -> None:
        done = min(len(text), _USUAL_LENGTH - 1)
        self.watcher.work("plan", f"writing {step}", done, _USUAL_LENGTH, "letters")

    def _with_draft(self, failed: Any, step: str) -> WrongInput:
        kept = self.project.folder / FOLDER / f"draft-{step.replace(' ', '-')}.md"
        write_text(kept, failed.draft.rstrip() + "\n")
        remedy = (
            f"{failed.remedy}\n  The last draft is kept: mend it by hand and bring it with "
            f"--script, or look at what went wrong: {kept}"
        )
        return type(failed)(failed.what, remedy=remedy, draft=failed.draft)


def configured_server(
    table: Mapping[str, Any], environ: Mapping[str, str] = os.environ
) -> Server | None:
    """The language model that is configured; None for none.

    Raises:
        WrongInput: a setting that cannot be used.
    """
    from flaming_horse.writers.llm.settings import server_of

    return server_of(table, environ)


def read_source(file: Path | None) -> str:
    """The text of a source that a film is to explain.

    Raises:
        WrongInput: it cannot be read, is too long, or is of a kind that is not read.
    """
    from flaming_horse.storyboard.reader import read_text

    if file is None:
        return ""
    if file.suffix.lower() not in _TEXTS and file.is_file():
        raise WrongInput(
            f"a source of the kind {file.suffix or 'without ending'!r} cannot be read",
            place=Place(str(file)),
            remedy=f"Save its text as a file: {', '.join(_TEXTS)}.",
        )
    text = read_text(file)
    if not text.strip():
        raise WrongInput("this source is empty", place=Place(str(file)))
    if len(text) > LONGEST_SOURCE:
        raise WrongInput(
            f"this source has {len(text)} characters; {LONGEST_SOURCE} can be taken",
            place=Place(str(file)),
            remedy="Give the part that the film is about.",
        )
    return text
