"""A server that is slow, cuts off, refuses or never ends: an answer, or a clear failure."""

from __future__ import annotations

import logging
import sys
import traceback
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))
import llm_server as play
from flaming_horse.errors import FlamingHorseError, WrongInput
from flaming_horse.writers.llm.client import ATTEMPTS, Client
from flaming_horse.writers.llm.errors import BudgetSpent, ServerFailed
from flaming_horse.writers.llm.exchange import Message, Request

ASKED = Request("scene 2", "test-model", (Message("user", "Write."),), {"type": "object"})
GOOD = '{"good": "é ∑"}'


class Patience:
    """Waits without waiting, and knows how long it would have been."""

    def __init__(self) -> None:
        self.waits: list[float] = []
        self.told: list[str] = []

    def client(self, server: play.FaultServer, **changes: object) -> Client:
        return Client(server.as_server(**changes), self.told.append, self.waits.append)


@pytest.fixture
def patience() -> Patience:
    return Patience()


def test_an_answer_comes_in_pieces_and_is_counted(patience: Patience) -> None:
    told: list[str] = []
    with play.serving(play.says(GOOD, usage=(120, 34))) as server:
        client = patience.client(server, price_in=1.0, price_out=10.0)
        answer = client.answer(ASKED, told.append)
    assert answer.text == GOOD
    assert all(GOOD.startswith(piece) for piece in told)
    assert told[-1] == GOOD
    assert (answer.usage.tokens_in, answer.usage.tokens_out) == (120, 34)
    assert "1 question, 120 tokens in and 34 out, 0.0005" in str(client.meter)
    sent = server.seen[0]
    assert sent.path == "/v1/chat/completions"
    assert sent.headers["Authorization"] == f"Bearer {play.KEY}"
    assert sent.body["response_format"]["json_schema"]["schema"] == {"type": "object"}


def test_tokens_that_the_server_does_not_count_are_estimated_and_marked(patience) -> None:
    with play.serving(play.says(GOOD, usage=None)) as server:
        client = patience.client(server)
        assert client.answer(ASKED, lambda _: None).usage.estimated
    assert "about" in str(client.meter)


def test_a_server_without_streaming_will_do(patience: Patience) -> None:
    with play.serving(play.at_once(GOOD)) as server:
        assert patience.client(server).answer(ASKED, lambda _: None).text == GOOD


@pytest.mark.parametrize(
    "fault",
    [
        play.status(429, {"error": {"message": "too many"}}),
        play.status(500, "<html>"),
        play.status(503),
        play.status(529),
        play.cuts_off('{"good"'),
        play.ends_early('{"good"'),
        play.status(200, "<html>"),
        play.status(200, "[]"),
        play.status(200, {"error": {"message": "overloaded"}}),
        play.line_without_end(),
    ],
    ids=["429", "500", "503", "529", "reset", "early end", "html", "list", "error", "line"],
)
def test_a_fault_that_passes_is_waited_out(fault: play.Behaviour, patience: Patience) -> None:
    with play.serving(fault, fault, play.says(GOOD)) as server:
        assert patience.client(server).answer(ASKED, lambda _: None).text == GOOD
        assert len(server.seen) == 3
    assert patience.waits == [1.0, 2.0]
    assert "asked again in 1 s" in patience.told[0]


def test_a_fault_that_stays_is_told_after_some_attempts(patience: Patience) -> None:
    with play.serving(play.status(500, {"error": "no memory"})) as server:
        with pytest.raises(ServerFailed) as failed:
            patience.client(server).answer(ASKED, lambda _: None)
        assert len(server.seen) == ATTEMPTS
    assert "500: no memory" in str(failed.value)
    assert failed.value.exit_code == 3


def test_a_server_that_is_not_there_is_told(patience: Patience) -> None:
    with play.serving(play.says(GOOD)) as server:
        client = patience.client(server)
    with pytest.raises(ServerFailed, match="cannot be reached"):
        client.answer(ASKED, lambda _: None)


def test_silence_has_an_end(patience: Patience) -> None:
    with play.serving(play.silent(), play.says(GOOD)) as server:
        client = patience.client(server, timeout_s=0.2)
        assert client.answer(ASKED, lambda _: None).text == GOOD
    assert "was silent for 0.2 s" in patience.told[0]


def test_a_server_that_only_says_that_it_is_there_has_an_end(patience: Patience) -> None:
    with play.serving(play.drips(), play.says(GOOD)) as server:
        client = patience.client(server, timeout_s=0.1)
        assert client.answer(ASKED, lambda _: None).text == GOOD
    assert "did not come to an end" in patience.told[0]


def test_an_endless_answer_is_cut_and_told_as_cut(patience: Patience) -> None:
    with play.serving(play.endless()) as server:
        answer = patience.client(server).answer(ASKED, lambda _: None)
    assert answer.cut_off
    assert len(answer.text) < 300_000


@pytest.mark.parametrize(
    ("written", "waited"), [("7", 7.0), ("0.5", 0.5), ("Thu, 01 Jan 1970 00:00:00 GMT", 0.0)]
)
def test_retry_after_is_honoured(written: str, waited: float, patience: Patience) -> None:
    busy = play.status(429, headers={"Retry-After": written})
    with play.serving(busy, play.says(GOOD)) as server:
        patience.client(server).answer(ASKED, lambda _: None)
    assert patience.waits == [waited]


def test_a_wait_of_an_hour_is_a_failure_at_once(patience: Patience) -> None:
    with play.serving(play.status(429, headers={"Retry-After": "3600"})) as server:
        with pytest.raises(ServerFailed, match=r"asked once[\s\S]*3600 s"):
            patience.client(server).answer(ASKED, lambda _: None)
        assert len(server.seen) == 1
    assert not patience.waits


@pytest.mark.parametrize(
    ("takes", "asked"),
    [
        (("json_object",), ["json_schema", "json_object"]),
        ((), ["json_schema", "json_object", None]),
    ],
)
def test_the_shape_is_given_up_step_by_step(takes, asked, patience: Patience) -> None:
    with play.serving(play.without_schema(play.says(GOOD), takes)) as server:
        client = patience.client(server)
        assert client.answer(ASKED, lambda _: None).text == GOOD
        kinds = [seen.body.get("response_format", {}).get("type") for seen in server.seen]
        assert kinds == asked
        client.answer(ASKED, lambda _: None)
        assert server.seen[-1].body.get("response_format", {}).get("type") == asked[-1]
    assert not patience.waits


@pytest.mark.parametrize("name", ["stream_options", "max_tokens"])
def test_a_field_that_a_server_does_not_know_is_given_up(name: str, patience: Patience) -> None:
    with play.serving(play.without(name, play.says(GOOD))) as server:
        assert patience.client(server).answer(ASKED, lambda _: None).text == GOOD
        assert name not in server.seen[-1].body
        assert server.seen[-1].body["response_format"]["type"] == "json_schema"
        assert ("max_completion_tokens" in server.seen[-1].body) == (name == "max_tokens")


@pytest.mark.parametrize(
    ("code", "words"),
    [(401, "does not take it"), (404, "mostly ends in /v1"), (307, "refuses with 307")],
)
def test_a_refusal_is_final_and_says_what_to_do(code: int, words: str, patience) -> None:
    elsewhere = {"Location": "http://127.0.0.1:9/steal"}
    with play.serving(play.status(code, {"error": "no"}, elsewhere)) as server:
        with pytest.raises(WrongInput) as refused:
            patience.client(server).answer(ASKED, lambda _: None)
        assert len(server.seen) == 1
    assert words in str(refused.value)
    assert refused.value.exit_code == 2


def test_the_budget_ends_a_run_before_the_question_is_asked(patience: Patience) -> None:
    with play.serving(play.says(GOOD, usage=(60, 30))) as server:
        client = patience.client(server, budget=90)
        client.answer(ASKED, lambda _: None)
        with pytest.raises(BudgetSpent, match="90 are used"):
            client.answer(ASKED, lambda _: None)
        assert len(server.seen) == 1
        assert server.seen[0].body["max_tokens"] < 90


def test_what_is_cut_off_again_and_again_counts_towards_the_budget(patience: Patience) -> None:
    with play.serving(play.cuts_off("words " * 40)) as server:
        with pytest.raises(BudgetSpent):
            patience.client(server, budget=100).answer(ASKED, lambda _: None)
        assert len(server.seen) < ATTEMPTS


@pytest.mark.parametrize(
    "fault",
    [
        play.echoes_key(),
        play.status(500, {"error": {"message": f"key {play.KEY} is over its limit"}}),
        play.cuts_off(play.KEY),
        play.says(f"your key is {play.KEY}"),
        play.status(200, play.KEY),
    ],
    ids=["401", "500", "reset", "answer", "no json"],
)
def test_no_key_is_in_an_answer_an_error_a_traceback_or_a_log(
    fault: play.Behaviour, patience: Patience, caplog: pytest.LogCaptureFixture
) -> None:
    told: list[str] = []
    said = ""
    with caplog.at_level(logging.DEBUG), play.serving(fault) as server:
        client = patience.client(server)
        try:
            said = client.answer(ASKED, told.append).text
        except FlamingHorseError as error:
            said = "".join(traceback.TracebackException.from_exception(
                error, capture_locals=False).format())  # fmt: skip
        assert server.seen[0].headers["Authorization"].endswith(play.KEY)
    everything = [said, *told, *patience.told, caplog.text, repr(client)]
    assert not [text for text in everything if play.KEY in text]


def test_no_key_is_sent_where_there_is_none(patience: Patience) -> None:
    with play.serving(play.says(GOOD)) as server:
        patience.client(server, key="").answer(ASKED, lambda _: None)
        assert "Authorization" not in server.seen[0].headers
