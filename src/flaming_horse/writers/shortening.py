"""A document's film shortened to a length: what belongs to its purpose first, nothing torn."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from flaming_horse.lint.length import FILM_S, LINE_S, SCENE_S, spoken_s
from flaming_horse.model.storyboard import Line
from flaming_horse.writers.lost_references import without_lost_references
from flaming_horse.writers.pieces import as_runs, plain, words_in
from flaming_horse.writers.script import Entry, Film, Part, Remark, Say, Show
from flaming_horse.writers.sentences import flat, joined, sentences

NEAR = 0.15
"""Of the length that is asked for: as near the film comes to it, where there is enough text."""
SCENE = 40.0
"""Seconds that a scene takes at least to say something: of more scenes the best are told."""
_SLIDE = 0.4
"""Of a film: a slide that takes longer is parted."""
_FEWEST_SCENES = 3
_PARTS = 2
"""Times as many parts as scenes are told: the first of each scene, the second, and so on."""
_LATE = 0.6
"""Of a document's scenes: after them stands what applies all that was told."""
_LATER = 20
"""Turns that another scene waits for the one before it."""
_FIGURES = frozenset({"image", "equation", "derivation", "flow", "chart", "plot", "diagram"})
_LOOKED_UP = re.compile(
    r"(?:(?:how to )?contribut\w*|changes?|change ?log|releases?|release notes|licen[sc]\w*"
    r"|sponsor\w*|backers|donat\w*|support(?: us)?|community|contact\w*|authors?|credits|thanks"
    r"|acknowledg\w*|roadmap|links?|related|see also|further reading|resources|security policy"
    r"|(?:getting |get )?help(?: with)?|(?:how to )?cit(?:e|ing|ations?)|opinions|testimonials"
    r"|who(?: is|'s)? us(?:es|ing)|used by|users|adopters|showcase|awards"
    r"|what (?:people|others|users) say|in the (?:press|news|media)"
    r"|mitwirken|lizenz|änderungen|licencia)\b",
    re.IGNORECASE,
)
"""Sections that no film of a given length has, by their first words."""
_SETTING_UP = re.compile(
    r"\binstall\w*|\bset(?:ting)? ?up\b|\b(?:build|compil)ing\b|\bbuild from\b|\brequirements\b"
    r"|\bprerequisites\b|\bpackages?\b|\bupgrad\w*|\bupdat\w*|\buninstall\w*|\binstalación|\bvoraussetzungen",
    re.IGNORECASE,
)
_REFERENCE = re.compile(
    r"\b(?:reference|options|parameters|api|faq|troubleshooting|configuration|environment variables"
    r"|benchmarks?|compatib\w+|supported \w+|glossary|appendix|optionen|referenz)\b",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"\b(?:dependenc\w+|deploy\w*|alternatives?|optional|advanced|migrat\w+|limitations"
    r"|known issues|problems?|fixing|tests?|testing|development|documentation|docs|help|history"
    r"|meta|foreword|preface|welcome|about this|notation|performance|comparison|plugins?|themes?"
    r"|integrations?|exercises?|homework|abhängigkeiten|übungen|ejercicios)\b",
    re.IGNORECASE,
)
_WORKED = re.compile(
    r"(?:an? )?(?:worked |longer |full |real[- ]\w+ )?(?:examples?|applications?|case stud(?:y|ies)"
    r"|demos?|projects?|beispiele?|anwendung(?:en)?|ejemplos?)\b\s*(?:\d+\s*)?[:.\u2013\u2014-]",
    re.IGNORECASE,
)
"""Begins the title of a section that is nothing without its end."""
_IMPORT = re.compile(r"(?:import|from|using|use|require|library|#include|%|#|//)\b|[%#]|plt\.style")
_GOES_ON = re.compile(
    r"[a-z\u00e4\u00f6\u00fc]|(?:That is|Where|And|But|Then|Here|So|Now|Thus|Hence)\b"
)
"""How a sentence begins that needs the one before it."""
_LOOKS_BACK = re.compile(
    r"(?:However|Yet|Yep|Yes|No|Indeed|Therefore|Similarly|Likewise|Instead|Otherwise|Conversely"
    r"|Again|Note|Notice|Observe|These|Those|This|That|It|They|Both|Such|Each of (?:these|them)"
    r"|The (?:latter|former|same|above|result|output|resulting|first|second|other)"
    r"|In (?:other words|this|that|these|both|the same)|As (?:you|we) can see|By contrast)\b"
)
"""How a paragraph begins that says nothing without the one before it."""
_ANSWERS = re.compile(
    r"(?:yep|yes|no|nice|great|perfect|voil\u00e0|exactly|correct|it works|that works|there you go"
    r"|that's it|as expected)\b[^.!?]{0,30}[.!?]*$",
    re.IGNORECASE,
)
"""A sentence that answers something, or is glad of it."""
_TOGETHER = 40.0
"""Seconds that paragraphs of which each looks back to the one before are kept together for."""
_ANNOUNCES = re.compile(
    r"\b(?:following|below|example|as follows|these steps|instructions)\b[^.!?]{0,30}[.!]$"
    r"|(?:^|[.!?]\s)(?:Let's|Let us|Say|Suppose|Consider|Now,? (?:let's|we)|We(?:'ll| will| want))"
    r"\b[^.!?]*[.!]$|\?$",
    re.IGNORECASE,
)
"""How one ends that needs what comes after it: a promise, a question."""
_FEWEST_WORDS = 6
"""Of a part that has nothing to see: with fewer it only names what was left out."""


@dataclass(slots=True)
class _Passage:
    """A paragraph with the visuals that come with it, or a list with its lines: kept whole."""

    part: Part
    items: list[Entry] = field(default_factory=list[Entry])
    rank: int = 0

    @property
    def says(self) -> list[Say]:
        return [item for item in self.items if isinstance(item, Say)]

    @property
    def shows(self) -> list[Show]:
        return [item for item in self.items if isinstance(item, Show)]

    @property
    def seconds(self) -> float:
        lines = [Line("", tuple(as_runs(say.words)), (), say.place) for say in self.says]
        return sum(map(spoken_s, lines)) + sum(LINE_S + say.pause for say in self.says)


def shortened(film: Film, minutes: float) -> tuple[Film, tuple[str, ...]]:
    """The film in about so many minutes of the embedded voice, and what was left out, in words.

    First come the beginning, the first paragraph of each section, the first figure or formula of
    each scene and the first program; then second paragraphs, and so on. Of more scenes than there
    is time for, those with something to see come before the others. Sections that are looked up
    are left out, installation and reference come last. A film that is short enough stays.
    """
    passages = [passage for part in film.parts for passage in _units(film, part, minutes)]
    if _seconds(passages) <= 60 * minutes * (1 + NEAR):
        return film, ()
    _rank(film.parts, passages)
    _put_back(film.parts, passages, max(_FEWEST_SCENES, round(60 * minutes / SCENE)))
    kept = _chosen(passages, 60 * minutes)
    _mend_references(passages, kept)
    parts, left_out = _without(film.parts, passages, kept)
    about = f"to come to {minutes:g} min"
    notes = tuple(f"{each}, {about}" for each in left_out)
    return replace(film, parts=parts), notes


def _units(film: Film, part: Part, minutes: float) -> list[_Passage]:
    """What is kept or left out: a slide, whose words speak of what it shows, or its passages."""
    whole = _Passage(part, [*part.items])
    if film.is_deck and not part.is_empty and whole.seconds <= 60 * minutes * _SLIDE:
        return [whole]
    return list(_passages(part))


def _passages(part: Part) -> Iterator[_Passage]:
    """The passages of a part, in order; each has a line, and the last has what follows it too."""
    found: list[_Passage] = []
    waiting: list[Entry] = []
    for item in part.items:
        if not isinstance(item, Say):
            waiting.append(item)
        elif found and _goes_on(found[-1], item, waiting):
            found[-1].items += [*waiting, item]
            waiting = []
        else:
            found.append(_Passage(part, [*waiting, item]))
            waiting = []
    if waiting and found:
        found[-1].items += waiting
    elif any(isinstance(item, Show) for item in waiting):
        found.append(_Passage(part, waiting))
    yield from found


def _goes_on(passage: _Passage, say: Say, waiting: Sequence[Entry]) -> bool:
    """Whether a line belongs to the passage before it: to its paragraph, list or announcement."""
    before = passage.says
    if before and (before[-1].opens or _is_torn(before[-1], say)):
        return True
    if any(isinstance(item, Show) for item in waiting):
        return False
    if say.shown is not None or say.told_by is not None:
        return any(show is say.shown or show is say.told_by for show in passage.shows)
    if before and _LOOKS_BACK.match(flat(say.words)) and passage.seconds < _TOGETHER:
        return True
    return bool(before) and before[-1].place == say.place


def _is_torn(before: Say, say: Say) -> bool:
    """Whether a sentence goes on across what is shown: "is", a formula, "where x is the sum"."""
    ends = flat(before.words).rstrip().rstrip("\"')\u201d*_")
    return not ends.endswith((".", "!", "?", "\u2026")) or bool(
        _GOES_ON.match(flat(say.words)) or _ANNOUNCES.search(ends)
    )


def _rank(parts: Sequence[Part], passages: Sequence[_Passage]) -> None:
    """Give each passage its turn, the first with 0; what no shortened film has gets -1."""
    by_part = {id(part): [p for p in passages if p.part is part] for part in parts}
    chain: list[str] = []
    figures: set[int] = set()
    seen = {"code": False, "setting up": False}
    scene = 0
    for number, part in enumerate(parts):
        title = plain(part.title)
        scene = number if part.level == 2 else scene
        chain = [title] if part.level == 2 else [*chain[:1], title]
        last = _last(chain)
        setting_up = last == "setting up" and seen["setting up"]
        for place, passage in enumerate(by_part[id(part)]):
            kinds = {show.kind for show in passage.shows}
            rank = (1 if part.level == 2 else 3) if place == 0 else 4 + place
            drawn, program = bool(kinds & _FIGURES), "code" in kinds
            if (drawn and scene not in figures) or (program and not seen["code"]):
                rank = min(rank, 2)
            figures |= {scene} if drawn else set()
            seen["code"] |= program
            rank += 4 * ("table" in kinds) + 6 * (last == "reference" or _only_imports(passage))
            rank += 5 * (setting_up or (last == "setting up" and place > 0))
            opens = number == place == 0 and not last
            passage.rank = -1 if last == "looked up" else 0 if opens else rank
        seen["setting up"] |= last == "setting up"


def _only_imports(passage: _Passage) -> bool:
    """Whether a passage shows nothing but programs that get other programs."""
    lines = [
        line.strip()
        for show in passage.shows
        for line in str(show.data.get("code", "")).split("\n")
        if line.strip()
    ]
    shown = {show.kind for show in passage.shows} == {"code"}
    return shown and all(_IMPORT.match(line) for line in lines)


def _put_back(parts: Sequence[Part], passages: Sequence[_Passage], most: int) -> None:
    """Let all scenes but the `most` best wait until those are told, and come one by one."""
    scenes: list[list[Part]] = []
    for part in parts:
        if part.level == 2 or not scenes:
            scenes.append([])
        scenes[-1].append(part)
    opens = 0 if _put_off(scenes[0]) <= 1 else -1
    last = [_put_off(scene) + _is_late_example(n, scenes) for n, scene in enumerate(scenes)]
    order = sorted(range(len(scenes)), key=lambda n: (n != opens, last[n], n))
    turns = sorted((place, n) for n in order[:most] for place in range(len(scenes[n])))
    waits = {id(scenes[n][place]): 1 for place, n in turns[_PARTS * most :]}
    for turn, n in enumerate(order[most:], 2):
        waits |= {id(part): turn for part in scenes[n]}
    for passage in passages:
        if passage.rank > 0:
            passage.rank += _LATER * waits.get(id(passage.part), 0)


def _is_late_example(number: int, scenes: Sequence[Sequence[Part]]) -> int:
    """2 for what applies all that was told to one case, and is nothing without its end."""
    late = number >= _LATE * len(scenes)
    return 2 * (late and bool(_WORKED.match(plain(scenes[number][0].title))))


def _put_off(scene: Sequence[Part]) -> int:
    """How little a scene belongs to what a short film is for: 0 for most."""
    title = plain(scene[0].title)
    seen = {item.kind for part in scene for item in part.items if isinstance(item, Show)}
    last = _last([title])
    return (
        2 * bool(last) + 2 * bool(_ASIDE.search(title)) + (not seen & {*_FIGURES, "code", "list"})
    )


def _last(titles: Sequence[str]) -> str:
    """What kind of section it is that waits for its turn until the end; "" for all others."""
    if any(_LOOKED_UP.match(title) for title in titles):
        return "looked up"
    if any(_SETTING_UP.search(title) for title in titles):
        return "setting up"
    return "reference" if any(_REFERENCE.search(title) for title in titles) else ""


def _chosen(passages: Sequence[_Passage], seconds: float) -> list[_Passage]:
    """The passages whose turn comes before the time is over, in the order of their turns.

    Scenes that wait have no turn while the others have something left.
    """
    kept: list[_Passage] = []
    rest: list[_Passage] = []
    for passage in sorted(passages, key=lambda passage: passage.rank):
        if passage.rank < 0 or (rest and passage.rank >= _LATER):
            continue
        fits = not kept or _seconds([*kept, passage]) <= seconds * 1.05
        (kept if fits else rest).append(passage)
    missing = seconds - _seconds(kept)
    if rest and missing > NEAR * seconds:
        nearest = min(rest, key=lambda passage: abs(missing - passage.seconds))
        if abs(missing - nearest.seconds) < missing:
            kept.append(nearest)
    return kept


def _seconds(passages: Sequence[_Passage]) -> float:
    scenes = len({id(passage.part) for passage in passages if passage.part.level == 2})
    return FILM_S + SCENE_S * max(1, scenes) + sum(passage.seconds for passage in passages)


def _mend_references(passages: Sequence[_Passage], kept: Sequence[_Passage]) -> None:
    """Take out sentences that point at the passage before or behind them, where that is gone."""
    chosen = {id(passage) for passage in kept}
    gone = [False, *(id(passage) not in chosen for passage in passages), False]
    for before, passage, behind in zip(gone, passages, gone[2:], strict=False):
        if id(passage) in chosen:
            for say in passage.says:
                without_lost_references(say, back=before, ahead=behind)
            if before:
                _begin_well(passage)
            if behind:
                _end_well(passage)


def _begin_well(passage: _Passage) -> None:
    """Take off what only answers the passage before, which is gone: "Yep! It works out."."""
    for say in passage.says[:1]:
        parts = sentences(say.words)
        if not say.marks and all(_ANSWERS.match(flat(part)) for part in parts):
            passage.items.remove(say)


def _end_well(passage: _Passage) -> None:
    """Take off the end of a passage what only announces the next one, which is gone."""
    last = passage.items[-1] if passage.items else None
    if not isinstance(last, Say) or last.marks or last.spots or last.shown is not None:
        return
    parts = sentences(last.words)
    while parts and (_ANNOUNCES.search(flat(parts[-1])) or flat(parts[-1]).endswith(":")):
        if passage.shows and last is passage.says[0] and len(parts) == 1:
            return
        parts.pop()
    if parts:
        last.words = joined(parts)
    else:
        passage.items.pop()


def _without(
    parts: Sequence[Part], passages: Sequence[_Passage], kept: Sequence[_Passage]
) -> tuple[list[Part], list[str]]:
    """The parts with what is kept, and what is not, in words; comments stand in its place."""
    chosen = {id(passage) for passage in kept}
    found: list[Part] = []
    sections: list[str] = []
    paragraphs = 0
    under = False
    for part in parts:
        own = [passage for passage in passages if passage.part is part]
        stays = [item for passage in own if id(passage) in chosen for item in passage.items]
        gone = sum(id(passage) not in chosen for passage in own)
        under = bool(stays) if part.level == 2 else under
        if not _says_something(stays):
            name = plain(part.title)
            sections += [f"the section “{name}”"] if name and own else []
            if found and name:
                found[-1].items.append(Remark(f"Left out for the length: the section “{name}”."))
            continue
        level = part.level if under else 2
        under = True
        paragraphs += gone
        rest = [Remark(f"Left out for the length: {_many(gone)} of this section.")] if gone else []
        found.append(Part(part.title, part.place, level, [*stays, *rest], part.depth))
    told = list(dict.fromkeys(sections))
    if paragraphs:
        told.append(f"{_many(paragraphs)} of sections that are kept")
    return found, told


def _says_something(items: Sequence[Entry]) -> bool:
    words = sum(words_in(item.words) for item in items if isinstance(item, Say))
    return words >= _FEWEST_WORDS or any(isinstance(item, Show) for item in items)


def _many(count: int) -> str:
    return "one paragraph or list" if count == 1 else f"{count} paragraphs or lists"
