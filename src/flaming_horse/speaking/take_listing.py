"""How `takes` tells of takes: as data, and as text for a person."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flaming_horse_voice.takes import PERSON, Take

CHOSEN = "chosen although"
"""In a take's provenance: the fault that a person heard, and did not mind."""
CAME_ALONG = "came with the project"
"""In place of who spoke it: its sound was measured here, and is nobody's that is known."""


def told(
    number: int, take: Take, used: Take | None, file: Path, *, believed: bool = True
) -> dict[str, Any]:
    """What is told about a take of a line: its figures, and whether it is in the film.

    Of one that is not `believed`, because its record was not made here, all but its length, text
    and place is what the record claims.
    """
    spoken_s = float(take.duration)
    return {
        "number": number,
        "take": take.key,
        "used": used is not None and used.key == take.key,
        "voice": CAME_ALONG if take.brought else voice_of(take),
        "claimed": not believed,
        "seconds": round(spoken_s, 2),
        "words_per_minute": round(60 * len(take.times) / spoken_s),
        "words_heard_error": take.checks.get("words_heard_error"),
        "aligned_by": take.aligned_by,
        "attempts": take.attempts,
        "fault": take.fault,
        "chosen_although": take.provenance.get(CHOSEN, ""),
        "checks": dict(take.checks),
        "file": str(file),
    }


def _as_claimed(take: dict[str, Any]) -> str:
    """The voice of a take, for a person: what only its record says is told as that."""
    return f"{take['voice']}, as its record claims" if take["claimed"] else take["voice"]


def voice_of(take: Take) -> str:
    """Who spoke a take, for a person."""
    if take.service == PERSON:
        return "your own recording"
    return f"{take.service} {take.speaker or take.model}"


def as_text(answer: dict[str, Any]) -> str:
    """The takes of a line, for a person."""
    rows = [f"{answer['line']}: {answer['text']}", f"  spoken: {answer['spoken']}"]
    for take in answer["takes"]:
        heard = take["words_heard_error"]
        figures = (
            f"{take['seconds']:.2f} s",
            f"{take['words_per_minute']} words a minute",
            "nobody listened" if heard is None else f"{heard:.0%} heard otherwise",
        )
        mark = "*" if take["used"] else " "
        rows.append(f"{mark} {take['number']}  {_as_claimed(take):<28} {', '.join(figures)}")
        if take["fault"]:
            rows.append(f"     not good: {take['fault']}")
        if take["chosen_although"]:
            rows.append(f"     chosen although {take['chosen_although']}")
    if not answer["takes"]:
        rows.append("  no take yet")
    elif any(take["used"] for take in answer["takes"]):
        rows.append(f"* in the film{', because it was chosen' if answer['pinned'] else ''}")
    if answer["note"]:
        rows.append(f"  {answer['note']}")
    return "\n".join(rows)


def overview_as_text(answer: dict[str, Any]) -> str:
    """The lines, for a person."""
    rows: list[str] = []
    for line in answer["lines"]:
        used = next((take for take in line["takes"] if take["used"]), None)
        figures = f"{used['seconds']:.2f} s, {_as_claimed(used)}" if used else "no take yet"
        also = len(line["takes"]) - (used is not None)
        rows += [
            f"{line['line']}: {line['text']}",
            f"  {figures}{', chosen' if line['pinned'] else ''}{f'; {also} more' if also else ''}",
        ]
    return "\n".join(rows)
