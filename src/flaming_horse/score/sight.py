"""What of a visual is hidden, and which lights go out with it.

An atom is the least of a visual that can be hidden by itself: where it is drawn a shape, where it
is only followed a part that has none of its own. The rules are the same.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Generic, TypeVar

AtomT = TypeVar("AtomT", bound=Hashable)
LightT = TypeVar("LightT")


@dataclass(slots=True)
class Sight(Generic[AtomT]):
    """Which atoms of a visual are hidden.

    `ends` names atoms that are seen only where all of their others are, as an arrow between nodes.
    Of each hidden atom is known of how many atoms the part was that it was hidden with.
    """

    ends: Mapping[AtomT, Collection[AtomT]] = field(default_factory=dict[AtomT, Collection[AtomT]])
    _hidden: dict[AtomT, int] = field(default_factory=dict[AtomT, int])

    def hide(self, atoms: Collection[AtomT]) -> None:
        """Hide a part."""
        for atom in atoms:
            self._hidden.setdefault(atom, len(atoms))

    def show(self, atoms: Collection[AtomT]) -> set[AtomT]:
        """Show a part; what of it was hidden."""
        hidden = self._hidden.keys() & atoms
        for atom in hidden:
            del self._hidden[atom]
        return hidden

    def is_hidden(self, atom: AtomT) -> bool:
        """Whether it waits for its own cue, or was taken by one."""
        return atom in self._hidden

    def is_gone(self, atom: AtomT) -> bool:
        """Whether it is hidden, or something that it is seen with."""
        return any(each in self._hidden for each in (atom, *self.ends.get(atom, ())))

    def waits_as_a_whole(self, atoms: Collection[AtomT]) -> bool:
        """Whether a part is shown by a light on it: what waits piece by piece goes on waiting."""
        return all(self._hidden.get(atom, 0) >= len(atoms) for atom in atoms)


def lights_out(
    lights: Iterable[LightT],
    going: AbstractSet[AtomT],
    atoms_of: Callable[[LightT], AbstractSet[AtomT]],
) -> list[LightT]:
    """The lights that go out when something goes: those on what goes with it, all of it."""
    return [light for light in lights if atoms_of(light) <= going]
