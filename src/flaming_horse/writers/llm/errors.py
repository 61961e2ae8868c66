"""What can go wrong between a topic and the storyboard that a model writes."""

from __future__ import annotations

from flaming_horse.errors import NotInstalled, WrongInput


class ServerFailed(NotInstalled):
    """The language model's server is not there, or does not do its work. Exit code 3."""


class WriterFailed(WrongInput):
    """What the model wrote cannot be used, after all repairs. Exit code 2.

    `draft` is the last answer as it came; who catches this keeps it for a person to look at.
    """

    def __init__(self, what: str, *, remedy: str = "", draft: str = "") -> None:
        super().__init__(what, remedy=remedy)
        self.draft = draft


class BudgetSpent(WriterFailed):
    """The tokens that were allowed are used up. Exit code 2."""
