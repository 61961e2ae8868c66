"""A reference recording is checked whenever it, or its transcript, is another one than before.

The result is remembered for their content, in the user's own cache: a project cannot vouch for
its own recording.
"""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import TYPE_CHECKING

from flaming_horse_voice.files import digest_text, write_atomically
from flaming_horse_voice.listen.extra import missing_modules
from flaming_horse_voice.prepare.models import our_cache
from flaming_horse_voice.reference import Examined, check_reference, refuse_unfit

if TYPE_CHECKING:
    from flaming_horse_voice.cloned import ClonedVoice
    from flaming_horse_voice.reference_files import Reference

ACCEPT_VARIABLE = "FLAMING_HORSE_ACCEPT_ANY_REFERENCE"
"""Set to 1, it is `--accept-any-reference` for a build, and for a plain `manim render`."""
_RULES = 1
"""Raised when a recording that passed may fail: what was remembered does not count any more."""


def need_fit(cloned: ClonedVoice) -> None:
    """Raise WrongInput where the recording that is to be cloned cannot be, before anything speaks.

    Nothing is said of one that passed before, or that a person accepted. Without the listener only
    what can be measured is looked at, each time.
    """
    reference = cloned.reference
    if reference is None or cloned.accept_reference or _remembered(reference).is_file():
        return
    heard = not missing_modules()
    known_better = f"{cloned.setup} --accept-any-reference"
    refuse_unfit(check_reference(cloned.reference_folder, listen=heard), known_better)
    if heard:
        remember(reference)


def examined(cloned: ClonedVoice, *, accept_any: bool) -> Examined:
    """Check the recording for `voice prepare`, and remember it when it passes or is accepted.

    Who takes any reference knows what it says: nobody waits for the listener then.
    """
    result = check_reference(cloned.reference_folder, listen=not accept_any)
    if not accept_any:
        refuse_unfit(result, f"{cloned.setup} --accept-any-reference")
    if cloned.reference is not None:
        remember(cloned.reference)
    return result


def remember(reference: Reference) -> None:
    """This recording with this transcript may be cloned."""
    note = json.dumps({"rules": _RULES, "recording": reference.digest}) + "\n"
    with contextlib.suppress(OSError):  # without a cache it is checked again next time
        write_atomically(_remembered(reference), note.encode())


def _remembered(reference: Reference) -> Path:
    content = f"{_RULES}\n{reference.digest}\n{reference.transcript}"
    name = digest_text(content)[:32]
    return our_cache() / "references" / f"{name}.json"
