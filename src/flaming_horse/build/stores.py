"""Where results are kept, and whose are believed."""

from __future__ import annotations

from functools import partial

from flaming_horse.config import Settings
from flaming_horse.engine.store import Store
from flaming_horse_voice import signatures


def open_store(settings: Settings, *, looks_only: bool = False) -> Store:
    """The store of a project, or the shared one that the user named.

    Results in a project's own folder are believed only where this user's program signed them: the
    folder may have come from anywhere. A store that the user names by FLAMING_HORSE_STORE is
    theirs to vouch for, and may be shared by machines that have no key in common. `looks_only`
    changes nothing on the disk.
    """
    sign = None if is_shared(settings) else partial(signatures.sign, "result")
    return Store(settings.store.value, sign=sign, looks_only=looks_only)


def is_shared(settings: Settings) -> bool:
    """Whether other projects may use the store, too."""
    return settings.store.origin != "built in"


def notes_on(store: Store) -> list[str]:
    """What a person should know about the results that a store holds."""
    if not store.guarded:
        return []
    notes: list[str] = []
    if not signatures.is_lasting():
        notes.append(
            f"{signatures.key_file()} cannot be written: the next build will not believe this one's"
            " results, and draws everything again (FLAMING_HORSE_STORE names a store to believe)"
        )
    if store.brought_along():
        notes.append(
            "the results that lie in this project were not made here, or by an earlier version:"
            " they are not used, and everything is drawn again"
        )
    return notes
