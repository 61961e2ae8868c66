"""Listening to a take: whether it can be kept, when its words are heard, and which they are."""

from flaming_horse_voice.listen.alignment import NotAligned, align
from flaming_horse_voice.listen.checks import LIMITS, TakeLimits, complaint, limits_of
from flaming_horse_voice.listen.measures import measure
from flaming_horse_voice.listen.word_times import word_times
from flaming_horse_voice.listen.words import WordsHeard, misheard, words_heard
from flaming_horse_voice.take_records import wrong_times

__all__ = [
    "LIMITS",
    "NotAligned",
    "TakeLimits",
    "WordsHeard",
    "align",
    "complaint",
    "limits_of",
    "measure",
    "misheard",
    "word_times",
    "words_heard",
    "wrong_times",
]
