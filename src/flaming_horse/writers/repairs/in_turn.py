"""Visuals that do not fit together, shown one after the other."""

from __future__ import annotations

import re
from pathlib import Path

from flaming_horse.writers.pieces import Piece, Pieces, plain, words_in
from flaming_horse.writers.programs.wording import Wording
from flaming_horse.writers.repairs.changes import NAMES, Scene
from flaming_horse.writers.script import READ, TO_LOOK, Entry, Remark, Say, Show
from flaming_horse.writers.sentences import ended, joined, sentences

IN_TURN = "visuals that do not fit together, shown in turn"
_NOTE = "These do not fit together: they are shown in turn."
_NEEDS_WORDS = "This needs a line of its own: write what it shows."
_GOES_ON = {
    "en": ("This becomes", "And that is", "From this follows", "So we come to", "And then"),
    "de": ("Daraus wird", "Und das ist", "Daraus folgt", "So kommen wir zu", "Und dann"),
    "es": ("Esto es igual a", "Y eso es", "De esto se sigue", "Así llegamos a", "Y entonces"),
}
"""What a teacher says between two parts of a derivation."""
_NAME = 2
"""Words of a name that says something."""
_FEWEST = 4
"""Words of a sentence that is worth a frame of its own."""


def show_in_turn(scene: Scene, say: Say, group: list[Show]) -> None:
    """Deal visuals that come with one line out to two; each may be dealt out again.

    The later ones take over the line's last sentences, or come with the next line where nothing
    else does; else they are told by what can be read in them. What later lines speak of stays with
    its line.
    """
    scene.tell(IN_TURN, group[0], _NOTE)
    for show in group:
        show.at = None
    later = _second_half(group)
    told = [show for show in group if _is_spoken_of(scene, say, show, later)]
    if told:
        # What is told stays with its lines: whatever else there is comes before it.
        _before(scene, told[-1], [show for show in group if show is not told[-1]])
    else:
        _after(scene, say, later)


def _is_spoken_of(scene: Scene, say: Say, show: Show, later: list[Show]) -> bool:
    """Whether lines after this one speak of a visual, or this one of one that would come later."""
    says = scene.says
    after = says[next(n for n, each in enumerate(says) if each is say) + 1 :]
    now = say.shown is show and any(each is show for each in later)
    return now or any(each.shown is show for each in after)


def _second_half(group: list[Show]) -> list[Show]:
    """The later visuals; what a program gave stays with it where that is possible."""
    middle = (len(group) + 1) // 2
    cuts = [at for at in range(1, len(group)) if not group[at].result] or [middle]
    at = min(cuts, key=lambda cut: (abs(cut - middle), cut))
    return group[at:]


def _before(scene: Scene, told: Show, shows: list[Show]) -> None:
    """Let visuals have a line of their own before one that later lines speak of."""
    scene.put(told, [*shows_taken(scene, shows), *_filler(scene, shows), told])


def shows_taken(scene: Scene, shows: list[Show]) -> list[Show]:
    """The visuals, taken from where they stood."""
    for show in shows:
        scene.put(show, [])
    return shows


def _after(scene: Scene, say: Say, shows: list[Show]) -> None:
    following = _free_after(scene, say)
    parts = [] if say.marks or say.shown is not None else sentences(say.words)
    shows_taken(scene, shows)
    if len(parts) > 1 and words_in(parts[-1]) >= _FEWEST:
        half = (len(parts) + 1) // 2
        rest = Say(joined(parts[half:]), say.place, opens=say.opens, pause=say.pause)
        say.words, say.opens, say.pause = joined(parts[:half]), False, 0
        length = sum(len(piece.text) for piece in say.words)
        say.spots = tuple(spot for spot in say.spots if spot.end <= length)
        scene.put(say, [say, *shows, rest])
    elif following is not None:
        scene.put(following, [*shows, following])
    else:
        scene.put(say, [say, *shows, *_filler(scene, shows)])


def _free_after(scene: Scene, say: Say) -> Say | None:
    """The next line of the same part, where nothing comes with it and it speaks of no list."""
    items = scene.part_of(say).items
    at = next(n for n, item in enumerate(items) if item is say)
    following = next((item for item in items[at + 1 :] if not isinstance(item, Remark)), None)
    if not isinstance(following, Say) or following.shown is not None:
        return None
    return following


def _filler(scene: Scene, shows: list[Show]) -> list[Entry]:
    """A line for visuals that nobody speaks of: what can be read in them, or their names."""
    language, last = scene.film.language, shows[-1]
    told = Wording(language).tell([fact for show in shows for fact in show.facts], goes_on=True)
    if told.words:
        return [Remark(READ), Say(told.words, last.place, pause=TO_LOOK)]
    words = _named(scene, shows) or scene.parts[0].title or (Piece(scene.film.title),)
    words = ended(words, ":" if last.goes_on else ".")
    return [Remark(_NEEDS_WORDS), Say(words, last.place, pause=TO_LOOK)]


def _named(scene: Scene, shows: list[Show]) -> Pieces:
    """What leads to visuals that nobody speaks of: how a formula goes on, a description, a name."""
    language, last = scene.film.language[:2], shows[-1]
    if last.goes_on and language in _GOES_ON:
        said = {plain(say.words).rstrip(".:") for say in scene.says}
        return (Piece(next((each for each in _GOES_ON[language] if each not in said),
                           _GOES_ON[language][-1])),)  # fmt: skip
    described = str(last.data.get("alt") or last.data.get("title") or "")
    if last.kind == "image" and len(described.split()) < _NAME:
        described = " ".join(re.findall(r"[^\W\d_]{3,}", Path(last.data["file"]).stem)).capitalize()
    if len(described.split()) >= _NAME:
        return (Piece(described),)
    if language == "en":
        names = dict.fromkeys(NAMES.get(show.kind, show.kind) for show in shows)
        return (Piece(f"Then the {' and the '.join(names)}"),)
    return ()
