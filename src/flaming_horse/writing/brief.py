"""What a film is to be made from: what `create` was asked for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from flaming_horse.errors import WrongInput
from flaming_horse.writers.wishes import NO_WISHES, Wishes
from flaming_horse.writing.film_language import asked_language

SHORTEST_MIN, LONGEST_MIN, LONGEST_WRITTEN_MIN = 0.5, 240.0, 15.0
"""Minutes that a document can be shortened to, and be rewritten in: the last is the longest film
that a language model may plan."""


@dataclass(frozen=True, slots=True)
class Brief:
    """What a film is to be made from: one of a topic, a script and slides.

    `source` is the file or folder that a film on the topic explains; `replay` writes from
    recorded answers. `wishes` say what is wanted of a film from a script or slides;
    `rewrite` has a language model tell those anew.
    """

    topic: str | None = None
    script: Path | None = None
    slides: Path | None = None
    source: Path | None = None
    replay: bool = False
    wishes: Wishes = NO_WISHES
    rewrite: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing was named: the command is to go on with what is there."""
        return self == Brief()

    def check(self) -> None:
        """Raise WrongInput for none of them, several, or options that go with another one."""
        given = [each for each in (self.topic, self.script, self.slides) if each is not None]
        if len(given) != 1:
            raise WrongInput(
                "a film needs either a topic or a script",
                remedy='Add one of --topic "…", --script FILE and --slides FILE.',
            )
        asked_language(self.wishes.language)
        self._check_minutes()
        if self.rewrite and self.topic is not None:
            remedy = "A topic is always written: leave it out; or name a document with --script."
            raise WrongInput("--rewrite goes with --script and --slides", remedy=remedy)
        if self.topic is None and (self.source or (self.replay and not self.rewrite)):
            raise WrongInput("--source and --replay go with --topic", remedy='Add --topic "…".')

    def _check_minutes(self) -> None:
        minutes = self.wishes.minutes
        if minutes is None:
            return
        longest = LONGEST_WRITTEN_MIN if self.rewrite else LONGEST_MIN
        if not SHORTEST_MIN <= minutes <= longest:
            remedy = f"From {SHORTEST_MIN:g} to {longest:g} minutes can be asked for."
            raise WrongInput(f"--minutes {minutes:g} is no length of a film", remedy=remedy)
        if self.topic is not None:
            remedy = "Say in the topic how long the film is to be."
            raise WrongInput("--minutes goes with --script and --slides", remedy=remedy)
