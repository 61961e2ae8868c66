"""An entry of a pronunciation dictionary, or a `say`: words, or `/phonemes/` for one word."""

# ruff: noqa: RUF001, RUF002 - the letters that look like others are the very ones that are meant

from __future__ import annotations

import re

from flaming_horse_voice.errors import WrongInput
from flaming_horse_voice.text.spoken import with_phonemes

_SLASHES = re.compile(r"/(?P<phonemes>[^/]*)/")
_VOICELESS = "ptkfθ"
_SIBILANT = "szʃʒ"


def phonemes_in(spoken: str) -> str | None:
    """`"/ˈɔɪlɚ/"` → "ˈɔɪlɚ"; None for what is said in words."""
    match = _SLASHES.fullmatch(spoken.strip())
    return match["phonemes"].strip() if match else None


def said_of(written: str, spoken: str, *, own: bool = False) -> str:
    """What stands in the speech-text for `written`; with `own` it has an `'s`.

    Raises WrongInput for phonemes of more or less than one word.
    """
    phonemes = phonemes_in(spoken)
    if phonemes is None:
        return spoken + ("'s" if own else "")
    if not phonemes or re.search(r"[\s\[\]]", phonemes) or not re.fullmatch(r"\S+", written):
        raise WrongInput(
            f"pronounce {written!r}: {spoken!r} are no phonemes of one word",
            remedy="phonemes are IPA between slashes, for one written word without blanks;"
            " give several words an entry each, or say them in words",
        )
    if not own:
        return with_phonemes(written, phonemes)
    last = phonemes.rstrip("ːˑ")[-1:]
    ending = "ɪz" if last in _SIBILANT else "s" if last in _VOICELESS else "z"
    return with_phonemes(f"{written}'s", phonemes + ending)
