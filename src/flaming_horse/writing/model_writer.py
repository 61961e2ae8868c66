"""A language model at work on a project: who answers, what is seen of it, where drafts are kept."""

from __future__ import annotations

import os
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from flaming_horse.config import SETTINGS_FILE, Options, Settings, settings_of
from flaming_horse.engine.failures import translated
from flaming_horse.errors import WrongInput
from flaming_horse.project import Project, write_text
from flaming_horse.writers.source_documents import NO_SOURCES, Sources, read_sources
from flaming_horse_voice.errors import VoiceError
from flaming_horse_voice.trust import Brought
from flaming_horse_voice.user_settings import line_of, model_settings

if TYPE_CHECKING:
    from flaming_horse.writers.llm.client import Client
    from flaming_horse.writers.llm.exchange import Asker
    from flaming_horse.writers.llm.settings import Server
    from flaming_horse.writers.llm.writer import Writer

FOLDER = "llm"
_MOST_NAMED = 8
"""Files of a folder that are named as not read; there may be hundreds, and their kinds say all."""
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
    sources: Sources = NO_SOURCES
    client: Client | None = None

    def __post_init__(self) -> None:
        if self.sources.left_out:
            self.watcher.say(_not_read(self.sources.left_out))

    @classmethod
    def configured(
        cls,
        project: Project,
        topic: str,
        settings: Settings,
        watcher: Watcher,
        sources: Sources = NO_SOURCES,
        *,
        replay: bool,
    ) -> ModelWriter | None:
        """Who writes by the settings, or the recordings; None where there is no model.

        Raises:
            WrongInput: a setting cannot be used or does not count, or nothing is recorded for the
                topic.
        """
        if replay:
            return cls.replayed(project, topic, watcher, sources)
        server = configured_server(settings)
        return cls.live(project, topic, server, watcher, sources) if server else None

    @classmethod
    def live(
        cls,
        project: Project,
        topic: str,
        server: Server,
        watcher: Watcher,
        sources: Sources = NO_SOURCES,
    ) -> ModelWriter:
        """Asks the server, and keeps each exchange in the project."""
        from flaming_horse.writers.llm.client import Client
        from flaming_horse.writers.llm.recordings import ProjectShelf, Recording

        client = Client(server, watcher.say)
        shelf = ProjectShelf(project.folder / FOLDER, topic)
        return cls(project, topic, Recording(client, shelf), watcher, sources, client)

    @classmethod
    def replayed(
        cls, project: Project, topic: str, watcher: Watcher, sources: Sources = NO_SOURCES
    ) -> ModelWriter:
        """Answers from the project's recordings and from those that come with the program.

        Raises:
            WrongInput: nothing is recorded for the topic; the nearest one is named.
        """
        from flaming_horse.writers.llm.recordings import ProjectShelf, Replay, ShippedShelf

        shelves = (ProjectShelf(project.folder / FOLDER), ShippedShelf())
        replay = Replay.of(shelves, topic, watcher.say)
        return cls(project, replay.topic, replay, watcher, sources)

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

        arithmetic = settings_of(self.project.folder, Options()).arithmetic.value
        current = step

        def watch(step: str, text: str) -> None:
            nonlocal current
            current = step
            self._watch(step, text)

        try:
            yield Writer(self.asker, watch, self.sources, arithmetic=arithmetic)
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


def configured_server(settings: Settings, environ: Mapping[str, str] = os.environ) -> Server | None:
    """The language model that is configured; None for none.

    A key goes only to an address that its owner gave it for: in the environment, in their own
    settings, or in a project of their own.

    Raises:
        WrongInput: a setting cannot be used, or a project that is not the user's own names a
            server, and that was not allowed.
    """
    server = _server(settings, environ)
    if server is None or not _of_the_project(server) or settings.trust.own:
        return server
    with translated(VoiceError):
        settings.trust.require(brought_by_model(settings, environ))
    return server.without_key()


def told_server(settings: Settings) -> Server | None:
    """The language model as `status` shows it: nothing is asked of it, and no key told for it."""
    server = _server(settings, os.environ)
    if server is None or settings.trust.own or not _of_the_project(server):
        return server
    return server.without_key()


def brought_by_model(settings: Settings, environ: Mapping[str, str] = os.environ) -> list[Brought]:
    """The server that the project itself names, where that is in force."""
    server = _server(settings, environ)
    if server is None or not _of_the_project(server):
        return []
    where = line_of(settings.trust.folder / SETTINGS_FILE, "llm", "base_url", "preset")
    return [Brought("language model's server", server.base_url, where)]


def brought_by_writing(
    settings: Settings, where: str, environ: Mapping[str, str] = os.environ
) -> list[Brought]:
    """What a project that goes on by itself would ask of a language model; `where` says so."""
    server = _server(settings, environ)
    if server is None:
        return []
    told = Brought("text for a language model to go on with", str(server), where)
    return [told, *brought_by_model(settings, environ)]


def _server(settings: Settings, environ: Mapping[str, str]) -> Server | None:
    from flaming_horse.writers.llm.settings import server_of

    with translated(VoiceError):
        return server_of(settings.llm, environ, model_settings(environ))


def _of_the_project(server: Server) -> bool:
    return server.origins["base_url"].endswith(SETTINGS_FILE)


def read_source(path: Path | None) -> Sources:
    """The documents that a film is to explain: a file, or what can be read in a folder.

    Raises:
        WrongInput: one cannot be read, there is nothing to read, or it is too long.
    """
    return NO_SOURCES if path is None else read_sources(path)


def _not_read(left_out: Sequence[str]) -> str:
    """What of a folder was not read, for people."""
    named, others = left_out[:_MOST_NAMED], left_out[_MOST_NAMED:]
    kinds = sorted({Path(name).suffix or "without ending" for name in others})
    more = f", and {len(others)} more ({', '.join(kinds)})" if others else ""
    return f"not read of the source: {', '.join(named)}{more}"
