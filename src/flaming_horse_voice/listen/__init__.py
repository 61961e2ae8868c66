"""Listening to a take: whether it can be kept."""

from flaming_horse_voice.listen.checks import LIMITS, Limits, complaint, measure, wrong_times

__all__ = ["LIMITS", "Limits", "complaint", "measure", "wrong_times"]
