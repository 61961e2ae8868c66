"""The table of repairs: for each thing that does not fit or cannot be said, what is done about it.

A conversion is tried and repaired in turns (`flaming_horse.build.trial`). Each repair takes
something away or puts it later, so that there is an end to it. One visual, one sign or one picture
never costs a film.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from flaming_horse.errors import WrongInput
from flaming_horse.model.misfit import Misfit
from flaming_horse.model.storyboard import Storyboard
from flaming_horse.writers.pieces import Pieces, plain
from flaming_horse.writers.repairs.changes import Change, Scene, name_of, scenes_of
from flaming_horse.writers.repairs.in_turn import show_in_turn
from flaming_horse.writers.repairs.smaller import smaller
from flaming_horse.writers.script import Entry, Film, Part, Remark, Say, Show, without_empty
from flaming_horse.writers.sentences import first_words
from flaming_horse.writers.write_film import (
    Converted,
    Written,
    at_line,
    checked,
    parsed,
    write_film,
)

NO_ROOM = "that does not fit the frame"


def repaired(
    converted: Converted, storyboard: Storyboard, misfits: Sequence[Misfit], *, last: bool = False
) -> tuple[Converted, tuple[Change, ...]]:
    """The conversion with one repair for each misfit, and what was changed.

    `storyboard` is its text as it was read; `last`: what does not fit is left out without trying
    anything else. Raises WrongInput where nothing is left of it.
    """
    film = converted.film
    assert film is not None, "only a film in the making can be repaired"
    _, written = write_film(film, converted.about)
    lines = {line.id: at_line(written, line.place.line) for line in storyboard.lines}
    headings = {scene.id: at_line(written, scene.place.line) for scene in storyboard.scenes}
    changes: list[Change] = []
    for misfit in misfits:
        entry = lines.get(misfit.line)
        scene = _scene_of(film, entry, headings.get(misfit.scene))
        if isinstance(entry, Say) and scene and not any(say is entry for say in scene.says):
            # An earlier repair took the line away, or said it otherwise: the next turn looks again.
            continue
        if scene is not None:
            _repair(scene, entry, misfit, last=last)
            changes += scene.changes
    made, more = readable(film, converted.about, converted.pictures)
    return replace(converted, text=made), (*changes, *more)


def readable(
    film: Film, about: str, pictures: Mapping[str, bytes]
) -> tuple[str, tuple[Change, ...]]:
    """The text of a storyboard that reads without a finding, and what was left out for that.

    Raises WrongInput or WrongInputs where nothing is left, or what is wrong is in no entry.
    """
    changes: list[Change] = []
    while True:
        film.parts[:] = without_empty(film.parts)
        text, written = write_film(film, about)
        try:
            parsed(text, pictures)
        except WrongInput as error:
            found = [_unread(film, written, finding) for finding in error.findings]
            if not any(found):
                # Nothing was taken away: it is told with its places in the source.
                return checked(film, about, pictures), tuple(changes)
            changes += [change for each in found for change in each]
        else:
            return text, tuple(changes)


def _unread(film: Film, written: Sequence[Written], finding: object) -> list[Change]:
    """Mend what a finding of the storyboard's reader is about; nothing where that is not known."""
    place = getattr(finding, "place", None)
    entry = at_line(written, place.line) if place else None
    scene = _scene_of(film, entry, None)
    if scene is None or isinstance(entry, Part | Remark) or entry is None:
        return []
    if isinstance(entry, Show):
        scene.leave_out(entry, "that cannot be shown")
    elif entry.marks or entry.spots:
        _without_cues(scene, entry)
    else:
        scene.leave_out_line(entry, plain(entry.words))
    return scene.changes


def _scene_of(film: Film, entry: Part | Entry | None, heading: Part | Entry | None) -> Scene | None:
    scenes = scenes_of(film)
    for scene in scenes:
        if entry is not None and any(item is entry for item in [*scene.entries, *scene.parts]):
            return scene
    for scene in scenes:
        if any(part is heading for part in scene.parts):
            return scene
    # The first scene may stand under the film's own title.
    return scenes[0] if scenes and entry is None and not isinstance(heading, Part) else None


def _repair(scene: Scene, entry: Part | Entry | None, misfit: Misfit, *, last: bool) -> None:
    if misfit.part in {"heading", "title"}:
        _shorter_heading(scene, scene.parts[0], whole=misfit.part == "title")
    elif not isinstance(entry, Say):
        for show in [item for item in scene.entries if isinstance(item, Show)]:
            scene.leave_out(show, NO_ROOM)
    elif misfit.kind == "words":
        _speakable(scene, entry)
    elif misfit.part == "subheading":
        _shorter_heading(scene, scene.part_of(entry), whole=False)
    elif misfit.kind == "cue" and (entry.marks or entry.spots):
        _without_cues(scene, entry)
    else:
        _room_for(scene, entry, last=last)


def _room_for(scene: Scene, say: Say, *, last: bool) -> None:
    """Something that comes with a line, or stays from before, has no room."""
    group = scene.coming_with(say)
    if kept := [show for show in group if show.again]:
        # It was seen before: the other takes all the room.
        for show in kept:
            scene.put(show, [])
        _whole_frame(scene, group[-1])
    elif len(group) == 1 and group[0].at and not last:
        _whole_frame(scene, group[0])
    elif len(group) > 1 and not last:
        show_in_turn(scene, say, group)
    elif group:
        for show in group:
            _smaller(scene, show, last=last)
    elif _begins_a_part(scene, say):
        # What stands there from before has less room under another heading.
        part = scene.part_of(say)
        part.level = 2
        scene.tell(
            "a heading that begins a scene of its own", say, "This begins a scene of its own."
        )
    else:
        for show in _on_the_stage(scene, say):
            _smaller(scene, show, last=last)


def _whole_frame(scene: Scene, show: Show) -> None:
    """Give a visual all the room, and so those that would have come to its place after it."""
    shows = [entry for entry in scene.entries if isinstance(entry, Show)]
    at = show.at
    for later in shows[next(n for n, each in enumerate(shows) if each is show) :]:
        if later.at != at:
            break
        later.at = None


def _begins_a_part(scene: Scene, say: Say) -> bool:
    part = scene.part_of(say)
    return part is not scene.parts[0] and bool(part.title) and part.says[0] is say


def _on_the_stage(scene: Scene, say: Say) -> list[Show]:
    """The visuals that came last before a line."""
    for earlier in reversed(scene.says[: next(n for n, s in enumerate(scene.says) if s is say)]):
        if group := scene.coming_with(earlier):
            return group
    return []


def _smaller(scene: Scene, show: Show, *, last: bool) -> None:
    made = None if last else smaller(show)
    if made is None:
        scene.leave_out(show, NO_ROOM)
        return
    scene.put(show, made.shows)
    what = f"{name_of(show)} {made.done}"
    scene.tell(what, made.shows[0], f"{what[:1].upper()}{what[1:]}: it does not fit otherwise.")
    for say in scene.says:
        if say.told_by is show:
            # Lines of a program that may not be there any more.
            say.spots = ()


def _shorter_heading(scene: Scene, part: Part, *, whole: bool) -> None:
    titles: Pieces = part.title
    if whole or not titles:
        words = scene.film.title.split()
        scene.film.title = " ".join([*words[: max(1, len(words) * 2 // 3)], "…"])
        scene.changes.append(Change("a title that is too long, shortened", part.place))
        return
    kept = max(1, len(plain(titles).split()) * 2 // 3)
    part.items.insert(0, Remark(f"The heading is shortened; it was: “{plain(titles)}”."))
    part.title = first_words(titles, kept)
    scene.changes.append(Change("a heading that is too long, shortened", part.place))


def _without_cues(scene: Scene, say: Say) -> None:
    say.marks, say.spots = [], ()
    note = "What this line speaks of is not lit: that cannot be seen."
    scene.tell("a line without the cues that cannot be seen", say, note)


def _speakable(scene: Scene, say: Say) -> None:
    """A line without its formulas' maths, which is then read as it is written; else none."""
    if any(piece.kind == "math" for piece in say.words):
        say.words = tuple(
            replace(piece, kind="code") if piece.kind == "math" else piece for piece in say.words
        )
        scene.tell("a formula that is read as it is written", say, "Its formula cannot be spoken.")
    else:
        scene.leave_out_line(say, plain(say.words))
