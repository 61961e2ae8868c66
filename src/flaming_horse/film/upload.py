"""The text that goes beside an uploaded film."""

from __future__ import annotations

from flaming_horse.film.chapters import as_listing
from flaming_horse.film.plan import FilmPlan
from flaming_horse.model.timeline import Timeline


def as_text(plan: FilmPlan, timeline: Timeline) -> str:
    """Title, summary, chapters, the voice's and the music's credits, for a video site."""
    parts = [plan.title, plan.summary, f"Chapters\n{as_listing(timeline)}", plan.credits]
    return "\n\n".join(part.strip() for part in parts if part.strip()) + "\n"
