"""The files of a reference recording: the sound, and the words that are spoken in it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from flaming_horse_voice.errors import WrongInput
from flaming_horse_voice.files import digest_file

SOUND, TRANSCRIPT = "ref.wav", "ref.txt"
"""Their names in a reference folder."""


@dataclass(frozen=True, slots=True)
class Reference:
    """The recording that is cloned, known by its content."""

    sound: Path
    transcript: str
    digest: str


def find_reference(
    folder: Path, *, whole: bool = True, setup: str = "flaming-horse voice setup"
) -> Reference | None:
    """The reference recording and its transcript in a folder.

    Raises WrongInput when one of them is missing and `whole` is asked for, else None; `setup` is
    the command that brings them.
    """
    sound, transcript = folder / SOUND, folder / TRANSCRIPT
    lacking = [file for file in (sound, transcript) if not file.is_file()]
    text = "" if lacking else " ".join(transcript.read_text("utf-8", "replace").split())
    if not lacking and text:
        digest = digest_file(sound)[:32]
        return Reference(sound, text, digest)
    if not whole:
        return None
    if sound in lacking:
        raise WrongInput(
            f"there is no reference recording {sound}",
            remedy=f"bring one, or record it: {setup}",
        )
    raise WrongInput(
        f"nothing says what is spoken in {sound}",
        remedy=f"write exactly those words into {transcript}, or have them written down: {setup}",
    )
