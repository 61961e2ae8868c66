"""What notes tell a speaker to do: it is nothing that is said to an audience."""

from __future__ import annotations

import re

from flaming_horse.writers.pieces import Pieces, capitalised, split_at
from flaming_horse.writers.sentences import flat, joined, sentences

DIRECTION = "what a note tells the speaker to do"
_WHO = r"(?:them|people|the \w+)"
_THAT = re.compile(
    rf"(?:mention|say|explain|point out|note|emphasi[sz]e|stress|(?:remind|tell) {_WHO})\s+that\s+",
    re.IGNORECASE,
)
"""What comes before the words that are to be said."""
_TO_DO = re.compile(
    r"(?:talk about|talk through|mention|discuss|point (?:out|to|at|the)|go (?:through|over)"
    r"|walk through|elaborate|emphasi[sz]e|introduce (?:yourself|the speaker)|remember to"
    r"|ask (?:the (?:audience|class|room|students)|who|people|everyone)"
    rf"|(?:remind|tell) {_WHO} (?:about|to)|say (?:something|hello|hi)|pause (?:here|for)|wait for"
    r"|play the video|switch to|open the (?:demo|slides|terminal)|(?:live )?demo(?: time)?[.:!]"
    r"|skip (?:this|if)|click (?:on|the|to)|show (?:them|the audience|on))\b",
    re.IGNORECASE,
)
"""How a sentence begins that its author wrote for whoever stands before the audience."""


def without_directions(words: Pieces) -> Pieces:
    """A note without what it tells the speaker to do; of "Mention that …" what is to be said."""
    kept: list[Pieces] = []
    for sentence in sentences(words):
        text = flat(sentence)
        if match := _THAT.match(text):
            kept.append(capitalised(split_at(sentence, match.end())[1]))
        elif not _TO_DO.match(text):
            kept.append(sentence)
    return joined(kept)
