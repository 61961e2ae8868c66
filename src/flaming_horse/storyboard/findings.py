"""Everything that is wrong with a storyboard, collected so that it is told all at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches

from flaming_horse.errors import Place, WrongInput, WrongInputs
from flaming_horse.storyboard.limits import MOST_FINDINGS

LONGEST_WHAT, LONGEST_REMEDY = 400, 1_200
"""Signs: what is quoted in a message may be a whole paragraph."""
MOST_NAMES = 60
"""Names that are listed in a remedy."""


def _shortened(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most * 2 // 3]} … {text[-most // 3 :]}"


@dataclass(slots=True)
class Findings:
    """Findings so far; `throw` raises them when there are any."""

    found: list[WrongInput] = field(default_factory=list[WrongInput])
    _seen: set[tuple[Place, str]] = field(default_factory=set[tuple[Place, str]])

    def add(self, place: Place, what: str, remedy: str = "") -> None:
        """Note one finding. The same one is told once.

        Raises WrongInputs when there are so many that nobody would read on.
        """
        what, remedy = _shortened(what, LONGEST_WHAT), _shortened(remedy, LONGEST_REMEDY)
        if (place, what) in self._seen:
            return
        self._seen.add((place, what))
        self.found.append(WrongInput(what, remedy=remedy, place=place))
        if len(self.found) >= MOST_FINDINGS:
            self.throw()

    def throw(self) -> None:
        """Raise WrongInput for one finding, WrongInputs for several."""
        if len(self.found) == 1:
            raise self.found[0]
        if self.found:
            raise WrongInputs(tuple(self.found))


def nearest(name: str, known: Iterable[str], *, listed: str = "known") -> str:
    """What to try in place of the unknown `name`: the nearest valid name, and all of them."""
    names = list(dict.fromkeys(known))
    lowered = {candidate.lower(): candidate for candidate in reversed(names)}
    near = get_close_matches(name.lower(), lowered, n=1, cutoff=0.6)
    hint = f"Did you mean `{lowered[near[0]]}`? " if near else ""
    if len(names) > MOST_NAMES:
        names = [*names[:MOST_NAMES], f"and {len(names) - MOST_NAMES} more"]
    return f"{hint}{listed.capitalize()}: {', '.join(names)}." if names else hint.strip()
