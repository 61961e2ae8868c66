"""Everything that is wrong with a storyboard, collected so that it is told all at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches

from flaming_horse.errors import Place, WrongInput, WrongInputs


@dataclass(slots=True)
class Findings:
    """Findings so far; `throw` raises them when there are any."""

    found: list[WrongInput] = field(default_factory=list[WrongInput])

    def add(self, place: Place, what: str, remedy: str = "") -> None:
        """Note one finding. The same one is told once."""
        if not any(f.place == place and f.what == what for f in self.found):
            self.found.append(WrongInput(what, remedy=remedy, place=place))

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
    return f"{hint}{listed.capitalize()}: {', '.join(names)}." if names else hint.strip()
