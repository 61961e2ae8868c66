"""`voice add` and `voice record`: how a reference recording comes into a project."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from flaming_horse_voice.errors import WrongInput
from flaming_horse_voice.files import digest_file, write_atomically
from flaming_horse_voice.json_files import as_object, as_text, read_json
from flaming_horse_voice.listen.words import transcript
from flaming_horse_voice.reference import (
    BEST_S,
    SOUND,
    TRANSCRIPT,
    Examined,
    decoded,
    examine,
    measure_reference,
)
from flaming_horse_voice.signatures import is_signed, sign
from flaming_horse_voice.sound_device import RECORD_RATE, recorded, sound_device

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CONSENT = "consent.json"
LONGEST_NAME = 100
"""Letters of a name, which becomes a part of the film's description."""
FOLDER = "voice"
LEAD_S, TAIL_S = 0.15, 0.3
"""Silence that is kept around the speech."""
BEST_LENGTH_S = 12.0
RECORD_S = 14
_ELSE = "record with any program and add the file: flaming-horse voice add FILE"
READ_ALOUD = (
    "The quick waves moved over the bright blue harbour, and each of them carried a little joy. "
    "I wonder how far their voices travel, when nobody is there to measure the sound."
)
"""About ten seconds with nearly all sounds of English, and no word that two people read apart."""


@dataclass(frozen=True, slots=True)
class Added:
    """A reference recording in its place, what it says, and what is to be said about it.

    `notes` tell what was changed; `transcribed` that a listener wrote `text`, for a person's eyes.
    """

    sound: Path
    transcript: Path
    text: str
    transcribed: bool
    notes: tuple[str, ...]
    examined: Examined


def add_reference(
    project_dir: Path,
    file: Path,
    *,
    whose: str,
    text: str = "",
    replace: bool = False,
) -> Added:
    """Import a recording as the project's voice: one channel, trimmed, with its transcript.

    `whose` names the person who speaks and agrees to be cloned; `text` is what is said, "" to have
    it written down by the listener. Raises WrongInput for a file without sound, without `whose`,
    or when there is a voice already and `replace` is not given; NotInstalled without a listener.
    """
    _check_consent(whose)
    folder = project_dir / FOLDER
    if (folder / SOUND).exists() and not replace:
        raise WrongInput(
            f"there is a voice already: {folder / SOUND}",
            remedy="give --replace to put this one in its place",
        )
    sound, rate = decoded(file)
    return _put(folder, sound, rate, whose, text, digest_file(file))


def record_reference(
    project_dir: Path,
    *,
    whose: str,
    text: str = READ_ALOUD,
    seconds: float = RECORD_S,
    replace: bool = False,
    say: Callable[[str], None] | None = None,
) -> Added:
    """Record `text` from the microphone, read aloud by a person, and add it like a file.

    `say` is called with what the person is to read, when the microphone is about to be opened.
    Raises NotInstalled without `sounddevice`, without its PortAudio, or without a microphone.
    """
    _check_consent(whose)
    folder = project_dir / FOLDER
    if (folder / SOUND).exists() and not replace:
        raise WrongInput(
            f"there is a voice already: {folder / SOUND}",
            remedy="give --replace to put this one in its place",
        )
    device = sound_device("recording", _ELSE)
    if say is not None:
        say(f"Read this aloud, within {seconds:.0f} seconds from now:\n\n  {text}\n")
    sound = recorded(device, seconds, _ELSE)
    return _put(folder, sound, RECORD_RATE, whose, text)


def who_agreed(folder: Path, *, believed: bool = True) -> str:
    """Who agreed to the reference recording that is in `folder` now; "" if nobody is known to.

    Where the folder is not `believed`, the consent counts only if it was given on this machine.
    """
    try:
        consent = read_json(folder / CONSENT, as_object, limit=100_000)
        same = consent["recording"] == digest_file(folder / SOUND)
        whose = " ".join(as_text(consent["whose"]).split())[:LONGEST_NAME]
        signed = is_signed(
            "consent", _said(whose, consent["recording"]), str(consent.get("signature"))
        )
        return whose if same and consent["agrees"] is True and (believed or signed) else ""
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def _said(whose: str, recording: str) -> bytes:
    return f"{recording} {whose}".encode()


def _check_consent(whose: str) -> None:
    if len(whose) > LONGEST_NAME:
        raise WrongInput("that is no name", remedy=f"give one of up to {LONGEST_NAME} letters")
    if not whose.strip():
        raise WrongInput(
            "nobody is named whose voice this is",
            remedy="name the person who speaks and who agrees to be cloned: --whose 'Ada Example'",
        )


def complete_reference(folder: Path, *, whose: str, text: str = "") -> str:
    """Write down what a recording in `folder` says and whose voice it is, where nobody did.

    Without `text` and without a transcript the listener writes it. The transcript as it is then.
    """
    file = folder / TRANSCRIPT
    words = " ".join(text.split()) or (file.read_text("utf-8").strip() if file.is_file() else "")
    if not words:
        sound, rate = decoded(folder / SOUND)
        words = transcript(sound.mean(axis=1), rate, None)
    write_atomically(file, f"{words}\n".encode())
    if who_agreed(folder, believed=False) != " ".join(whose.split()):
        _check_consent(whose)
        _write_consent(folder, whose, "")
    return words


def came_from(folder: Path, file: Path) -> bool:
    """Whether the recording in `folder` was made from this very file."""
    try:
        consent = json.loads((folder / CONSENT).read_text("utf-8"))
        return bool(who_agreed(folder)) and consent.get("source") == digest_file(file)
    except (OSError, ValueError, AttributeError, RecursionError):
        return False


def _put(
    folder: Path, sound: NDArray[np.float32], rate: int, whose: str, text: str, source: str = ""
) -> Added:
    mono, notes = trimmed(sound, rate)
    words = " ".join(text.split()) or transcript(mono, rate, None)
    write_atomically(folder / SOUND, _wav(mono, rate))
    write_atomically(folder / TRANSCRIPT, f"{words}\n".encode())
    _write_consent(folder, whose, source)
    # what the listener wrote down agrees with itself; a text that was given is compared
    examined = examine(folder / SOUND, words, listen=bool(text))
    return Added(folder / SOUND, folder / TRANSCRIPT, words, not text, notes, examined)


def _write_consent(folder: Path, whose: str, source: str) -> None:
    """Who agrees, for this recording alone; `source` is the digest of the file it was made from."""
    named, recording = " ".join(whose.split()), digest_file(folder / SOUND)
    consent = {"whose": named, "agrees": True, "recording": recording}
    consent["signature"] = sign("consent", _said(named, recording))
    if source:
        consent["source"] = source
    content = json.dumps(consent, indent=1, ensure_ascii=False) + "\n"
    write_atomically(folder / CONSENT, content.encode())


def trimmed(sound: NDArray[np.float32], rate: int) -> tuple[NDArray[np.float32], tuple[str, ...]]:
    """One channel, without the silence at its ends, cut at a pause where it is far too long.

    Shape (n, channels) in, (n,) out, with a note for each thing that was done.
    """
    notes: list[str] = []
    if sound.shape[1] > 1:
        notes.append(f"made one channel of {sound.shape[1]}")
    mono = sound.mean(axis=1)
    if len(mono) / rate > BEST_S[1]:
        end = _pause_near(mono, rate, BEST_LENGTH_S)
        notes.append(f"kept the first {end / rate:.1f} of {len(mono) / rate:.1f} s")
        mono = mono[:end]
    measured = measure_reference(mono[:, None], rate)
    first = max(0, round((measured["lead_s"] - LEAD_S) * rate))
    last = len(mono) - max(0, round((measured["tail_s"] - TAIL_S) * rate))
    if first or last < len(mono):
        before, after = first / rate, (len(mono) - last) / rate
        notes.append(f"cut {before:.1f} s of silence before and {after:.1f} s after")
    return mono[first:last], tuple(notes)


def _pause_near(mono: NDArray[np.float32], rate: int, wanted_s: float) -> int:
    """The sample in the middle of the longest pause within 4 s around that moment."""
    import numpy as np

    from flaming_horse_voice.workers.standalone.sound import loud_frames

    loud = loud_frames(mono, rate, quiet_db=-30.0)
    low = round((wanted_s - 4) * 100)
    heard = np.flatnonzero(loud[low : round((wanted_s + 4) * 100)])
    if len(heard) < 2:
        return round(wanted_s * rate)
    widest = int(np.diff(heard).argmax())
    middle = low + (int(heard[widest]) + int(heard[widest + 1])) // 2
    return round(middle * rate / 100)


def _wav(mono: NDArray[np.float32], rate: int) -> bytes:
    import soundfile

    buffer = io.BytesIO()
    soundfile.write(buffer, mono, rate, format="WAV", subtype="PCM_24")
    return buffer.getvalue()
