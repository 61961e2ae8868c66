"""Asks a server that speaks as OpenAI's does: `POST …/chat/completions`, streamed.

The one module that knows the key and the HTTP library. Nothing that leaves it, an answer, an
error or a recording, holds the key, even where the server sends it back.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flaming_horse.errors import WrongInput
from flaming_horse.writers.llm.errors import ServerFailed
from flaming_horse.writers.llm.exchange import (
    CHARACTERS_A_TOKEN,
    Answer,
    Request,
    Told,
    Usage,
    estimated_tokens,
)
from flaming_horse.writers.llm.meter import Meter
from flaming_horse.writers.llm.refusals import Ways, refused, retry_after
from flaming_horse.writers.llm.settings import Server
from flaming_horse.writers.llm.stream import NotAnAnswer, Pieces

if TYPE_CHECKING:
    import ssl

    import httpx2

ATTEMPTS = 5
"""How often one question is sent. With the waits between them this takes 15 seconds where the
server refuses at once: long enough for one that is starting, short enough for one who waits."""
LONGEST_WAIT_S = 120.0
"""A server that asks for more patience than this has no answer for one who waits."""
LONGEST_ANSWER = 8_000
"""Tokens asked for. The longest answer, the script of a scene, has about 1,500."""
DEADLINE = 10
"""A whole answer may take so many times the time that the server may be silent."""
TRY_AGAIN = {408, 409, 425, 429, 500, 502, 503, 504, 529}


class _Trouble(Exception):
    """What may be better next time. `wait_s`: what the server asked for, if it did."""

    def __init__(self, what: str, wait_s: float | None = None) -> None:
        super().__init__(what)
        self.wait_s = wait_s


@lru_cache(maxsize=1)
def _certificates() -> ssl.SSLContext:
    """The system's certificates; reading them takes a tenth of a second."""
    import httpx2 as httpx

    return httpx.create_ssl_context()


def _silence(_text: str) -> None:
    """Tell nobody."""


@dataclass(slots=True)
class Client:
    """A server as `exchange.Asker`. `waiting` is told when an answer is waited for again."""

    server: Server
    waiting: Callable[[str], None] = _silence
    sleep: Callable[[float], None] = time.sleep
    meter: Meter = field(init=False)
    ways: Ways = field(default_factory=Ways)

    def __post_init__(self) -> None:
        self.meter = Meter(self.server)

    @property
    def model(self) -> str:
        return self.server.model

    def answer(self, request: Request, told: Told) -> Answer:
        """The server's answer, asked for again while it is busy or cuts off.

        Raises:
            ServerFailed: it cannot be reached, or fails again and again.
            WrongInput: it refuses the key, the model or the question.
            BudgetSpent: there are no tokens left for it.
        """
        wait = 1.0
        for attempt in range(1, ATTEMPTS + 1):
            allowed = self.meter.allow(request.estimated_tokens)
            try:
                return self._once(request, allowed, told)
            except _Trouble as trouble:
                what = self._safe(str(trouble))
                pause = wait if trouble.wait_s is None else trouble.wait_s
                if attempt == ATTEMPTS or pause > LONGEST_WAIT_S:
                    raise self._failed(what, attempt, pause) from None
            self.waiting(f"{what}; asked again in {pause:g} s ({attempt} of {ATTEMPTS - 1})")
            self.sleep(pause)
            wait *= 2
        raise AssertionError  # pragma: no cover - the last attempt returns or raises

    def accept(self, request: Request) -> None:
        """Nothing is kept here."""

    def _once(self, request: Request, allowed: int, told: Told) -> Answer:
        """One exchange; refused ways of asking are given up until one is taken."""
        import httpx2 as httpx

        longest = min(LONGEST_ANSWER, allowed)
        try:
            with self._connection() as connection:
                while True:
                    with connection.stream(
                        "POST",
                        f"{self.server.base_url}/chat/completions",
                        json=self.ways.body(request, longest),
                        headers=self._headers(),
                    ) as response:
                        if response.is_success:
                            return self._read(response, request, longest, told)
                        self._refused(response)
        except httpx.TimeoutException:
            raise _Trouble(f"{self._where} was silent for {self.server.timeout_s:g} s") from None
        except httpx.TransportError as error:
            # Its words are the system's: "Connection refused"; it knows no header.
            raise _Trouble(f"{self._where} cannot be reached: {error}") from None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise WrongInput(f"{self._where} cannot be asked: {error}") from None

    def _connection(self) -> httpx2.Client:
        import httpx2 as httpx

        own = urlsplit(self.server.base_url).hostname in {"localhost", "127.0.0.1", "::1"}
        timeout = httpx.Timeout(self.server.timeout_s, connect=min(10.0, self.server.timeout_s))
        # A redirect would carry the key elsewhere. A proxy has no way to this machine.
        return httpx.Client(
            timeout=timeout, follow_redirects=False, trust_env=not own, verify=_certificates()
        )

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.server.key}"} if self.server.key else {}

    def _read(
        self, response: httpx2.Response, request: Request, longest: int, told: Told
    ) -> Answer:
        """The answer from its pieces; told as it comes, ended when it does not end by itself."""
        pieces = Pieces("event-stream" in response.headers.get("content-type", ""))
        collected = pieces.collected
        try:
            too_long = self._collect(response, pieces, longest, told)
        except NotAnAnswer as other:
            raise _Trouble(f"{self._where}: {other}") from None
        finally:
            usage = collected.usage or Usage(
                request.estimated_tokens,
                estimated_tokens(collected.text) + collected.thought // CHARACTERS_A_TOKEN,
                estimated=True,
            )
            self.meter.count(usage)
        if not collected.complete and not too_long:
            raise _Trouble(f"{self._where} cut its answer off")
        return Answer(self._safe(collected.text), usage, too_long or collected.finish == "length")

    def _collect(self, response: httpx2.Response, pieces: Pieces, longest: int, told: Told) -> bool:
        """Take the answer's pieces; True when it was ended because it grew without end."""
        import httpx2 as httpx

        until = time.monotonic() + DEADLINE * self.server.timeout_s
        try:
            for piece in response.iter_bytes():
                pieces.feed(piece)
                told(self._safe(pieces.collected.text))
                if pieces.size > 4 * CHARACTERS_A_TOKEN * longest:
                    return True
                if pieces.collected.ended:
                    break
                if time.monotonic() > until:
                    raise _Trouble(f"{self._where} did not come to an end in time")
        except httpx.TimeoutException:
            if not pieces.collected.complete:
                raise
        except httpx.TransportError:
            if not pieces.collected.complete:
                raise _Trouble(f"{self._where} cut its answer off") from None
        pieces.finish()
        return False

    def _refused(self, response: httpx2.Response) -> None:
        """Give up a way of asking that the server does not know, or raise what it said."""
        content = b""
        for piece in response.iter_bytes():
            content += piece
            if len(content) > 100_000:
                break
        said = self._safe(refused(content))
        status = response.status_code
        if status in TRY_AGAIN and "insufficient_quota" not in said:
            told = f"{self._where} answers {status}{f': {said}' if said else ''}"
            raise _Trouble(told, retry_after(response.headers.get("retry-after")))
        if status in {400, 404, 415, 422, 501} and self.ways.give_up(said, status):
            return
        raise WrongInput(
            f"{self._where} refuses with {status}{f': {said}' if said else ''}",
            remedy=_REMEDIES.get(status, "Look at its base_url, its model and its key; "
                                 "`flaming-horse status` shows where each comes from."),
        )  # fmt: skip

    @property
    def _where(self) -> str:
        return f"the language model's server {self.server.base_url}"

    def _failed(self, what: str, attempts: int, pause: float) -> ServerFailed:
        asked = "once" if attempts == 1 else f"{attempts} times"
        long = f" It asks to wait {pause:g} s." if pause > LONGEST_WAIT_S else ""
        return ServerFailed(
            f"{what} (asked {asked})",
            remedy=f"Start the server, or wait and give the same command again.{long} "
            "What was accepted until here is kept and not asked for again.",
        )

    def _safe(self, text: str) -> str:
        return text.replace(self.server.key, "[key]") if self.server.key else text


_REMEDIES = {
    401: "Look at FLAMING_HORSE_LLM_API_KEY: this server does not take it.",
    403: "Look at FLAMING_HORSE_LLM_API_KEY: it has no right to this model.",
    404: "Look at base_url, which mostly ends in /v1, and at the model's name.",
}
