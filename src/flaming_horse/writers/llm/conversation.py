"""One question until its answer can be used: at most two repairs, each told what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from pydantic import BaseModel

from flaming_horse.writers.llm.errors import WriterFailed
from flaming_horse.writers.llm.exchange import Answer, Asker, Message, Request, Told
from flaming_horse.writers.llm.prompting import repair_prompt
from flaming_horse.writers.llm.reading import MOST_FINDINGS, Unusable, read_answer
from flaming_horse.writers.llm.vocabulary import plain_schema

REPAIRS = 2
LONGEST_REPEATED = 12_000
"""Characters of a bad answer that are sent back with what is wrong with it."""

T = TypeVar("T", bound=BaseModel)
U = TypeVar("U")


@dataclass(frozen=True, slots=True)
class Judged(Generic[U]):
    """An answer that has been looked at.

    `wrong` must be mended; `poor` should be, and is accepted after the last repair, for a person
    to see. `value` is None where it cannot be used at all; `draft` is what it looks like.
    """

    value: U | None
    wrong: tuple[str, ...] = ()
    poor: tuple[str, ...] = ()
    draft: str = ""


def ask(
    asker: Asker,
    step: str,
    messages: Sequence[Message],
    model: type[T],
    judge: Callable[[T], Judged[U]],
    told: Told,
    about: str,
) -> tuple[U, tuple[str, ...]]:
    """The value that `judge` makes of an answer, and what is still poor about it.

    `about` is what the question is about, for recordings; see `Request`.

    Raises:
        WriterFailed: it cannot be used after two repairs; it holds the last draft.
        FlamingHorseError: what the asker raises.
    """
    schema = plain_schema(model)
    asked: list[Request] = []
    sent = tuple(messages)
    while True:
        name = step if not asked else f"{step} repair {len(asked)}"
        request = Request(name, asker.model, sent, schema, about)
        asked.append(request)
        answer = asker.answer(request, told)
        judged = _judged(answer, model, judge)
        last = len(asked) > REPAIRS
        if judged.value is not None and not judged.wrong and (last or not judged.poor):
            for each in asked:
                asker.accept(each)
            return judged.value, judged.poor
        if last:
            raise _failed(step, judged, answer)
        findings = [*judged.wrong, *judged.poor][:MOST_FINDINGS]
        shown = answer.text[:LONGEST_REPEATED] or "{}"
        sent = (*messages, Message("assistant", shown), repair_prompt(findings))


def _judged(answer: Answer, model: type[T], judge: Callable[[T], Judged[U]]) -> Judged[U]:
    try:
        value = read_answer(answer.text, model)
    except Unusable as bad:
        cut = ("the answer: it was cut off before its end; write less",) if answer.cut_off else ()
        return Judged(None, (*cut, *bad.findings), draft=answer.text)
    return judge(value)


def _failed(step: str, judged: Judged[U], answer: Answer) -> WriterFailed:
    listed = "\n".join(f"    {finding}" for finding in judged.wrong[:MOST_FINDINGS])
    return WriterFailed(
        f"what the language model wrote for the {step} cannot be used, after {REPAIRS} repairs:\n"
        f"{listed}",
        remedy="Try again, or with a larger model.",
        draft=judged.draft or answer.text,
    )
