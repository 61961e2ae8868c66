"""Counts the tokens of a run, and what they cost, and ends it before it costs more than allowed."""

from __future__ import annotations

from dataclasses import dataclass, field

from flaming_horse.writers.llm.errors import BudgetSpent
from flaming_horse.writers.llm.exchange import Usage
from flaming_horse.writers.llm.settings import FILE, VARIABLE, Server


@dataclass(slots=True)
class Meter:
    """The tokens used so far by one run; what came from a recording costs nothing."""

    server: Server
    used: Usage = field(default_factory=Usage)
    requests: int = 0

    def allow(self, tokens_in: int) -> int:
        """How many tokens an answer may have now, the question taking `tokens_in`.

        Raises BudgetSpent where there is none left.
        """
        left = self.server.budget - self.used.total - tokens_in
        if left <= 0:
            raise BudgetSpent(
                f"the budget of {self.server.budget} tokens "
                f"({self.server.origins.get('budget', 'built in')}) does not suffice: "
                f"{self.used.total} are used, and the next question has about {tokens_in}",
                remedy=f"Raise it with {VARIABLE}BUDGET, or budget = … under [llm] in {FILE}. "
                "What was accepted until here is kept and not asked for again.",
            )
        return left

    def count(self, usage: Usage) -> None:
        self.used += usage
        self.requests += 1

    def __str__(self) -> str:
        about = "about " if self.used.estimated else ""
        cost = self._cost()
        price = "" if cost is None else f", {about}{cost:.4f} in the currency of the prices given"
        questions = f"{self.requests} question{'' if self.requests == 1 else 's'}"
        return (
            f"{questions}, {about}{self.used.tokens_in} tokens in and "
            f"{self.used.tokens_out} out{price}"
        )

    def _cost(self) -> float | None:
        if self.server.price_in is None or self.server.price_out is None:
            return None
        used = self.used
        return (
            used.tokens_in * self.server.price_in + used.tokens_out * self.server.price_out
        ) / 1e6
