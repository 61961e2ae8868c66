"""Counts and places that are said of a visual that has others: "three rows", "the fourth step"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from flaming_horse.lint.arithmetic.number_words import ORDINALS, Token, tokens_of
from flaming_horse.lint.arithmetic.spoken import Spoken, spoken
from flaming_horse.lint.finding import Finding
from flaming_horse.model.storyboard import Cue, Line, Scene, Step, Target, Visual
from flaming_horse.visuals.kinds import KINDS

_PARTS = {
    "row": "row", "rows": "row", "column": "column", "columns": "column", "entry": "entry",
    "entries": "entry", "item": "item", "items": "item", "step": "step", "steps": "step",
    "node": "node", "nodes": "node", "arrow": "arrow", "arrows": "arrow", "line": "line",
    "lines": "line",
}  # fmt: skip
_ALL = {"has", "have", "all", "exactly", "its"}
"""Before a count: that is how many there are."""
_SOME = _ALL | {"the", "these", "those", "first", "last", "our"}
"""Before a count: there are that many at least."""
_END = {"", ".", ",", "!", ";", ":", ")", "…", "and"}
_OTHER = re.compile(
    r"\b(?:if|would|imagine|suppose|not|never|another|more)\b|n['’]t\b",  # noqa: RUF001
    re.IGNORECASE,
)


def other_counts(scene: Scene) -> Iterator[Finding]:
    """Counts and places that disagree with the one visual in view that has such parts."""
    seen: list[Visual] = []
    visuals = {visual.id: visual for visual in scene.visuals}
    for item in scene.items:
        if isinstance(item, Visual):
            seen.append(item)
        elif isinstance(item, Line):
            said = spoken(item)
            tokens = tokens_of(said.text)
            yield from _counted(item, said, tokens, seen)
            for cue in item.cues:
                yield from _misplaced(item, cue, said, visuals)
                yield from _whole(item, cue, said, visuals)


def _counted(
    line: Line, said: Spoken, tokens: Sequence[Token], seen: Sequence[Visual]
) -> Iterator[Finding]:
    aimed = {t.visual for cue in line.cues for t in cue.targets}
    for at, token in enumerate(tokens):
        part = _PARTS.get(token.text)
        visual = _the_one(part, seen) if part else None
        start, end = said.sentence_at(token.start)
        if part is None or visual is None or visual.id not in aimed:
            continue
        if _OTHER.search(said.text[start:end]):
            continue
        has = KINDS[visual.kind].counts(visual.data)[part]
        told = _told(tokens, at, has)
        if told is not None:
            what = f"“{told}” is said, and the {visual.kind} `{visual.id}` has {has[0]}"
            yield Finding(f"{what} {part if has[0] == 1 else _plural(part)}", line)


def _the_one(part: str, seen: Sequence[Visual]) -> Visual | None:
    """The only visual so far that has such parts; None too where the data of one is elsewhere."""
    having = [
        visual
        for visual in seen
        if not visual.data or part in KINDS[visual.kind].counts(visual.data)
    ]
    return having[0] if len(having) == 1 and having[0].data else None


def _told(tokens: Sequence[Token], at: int, has: tuple[int, ...]) -> str | None:
    """The words around a part's name that say a wrong count or place."""
    word, before = tokens[at].text, tokens[at - 1] if at else None
    behind = [tokens[n] if n < len(tokens) else None for n in range(at + 1, at + 4)]
    if before is not None and before.value is not None and word != _PARTS[word]:
        count = before.value
        lead = _lead(tokens, at)
        last = behind[0].text if behind[0] else ""
        fewer = count < min(has) and lead in _ALL and last in _END
        if fewer or (count > max(has) and lead in _SOME):
            return f"{count:g} {word}"
    first, of, whole = behind
    if word == _PARTS[word] and first is not None and first.value is not None:
        if first.value > max(has):
            return f"{word} {first.value:g}"
        said_all = whole.value if of is not None and of.text == "of" and whole else None
        if said_all is not None and said_all not in has:
            return f"{word} {first.value:g} of {said_all:g}"
    if word == _PARTS[word] and before is not None and ORDINALS.get(before.text, 0) > max(has):
        return f"{before.text} {word}"
    return None


def _lead(tokens: Sequence[Token], at: int) -> str:
    """The word before a count of parts; of "has 3 rows and 2 columns" that before both."""
    second = at > 4 and tokens[at - 2].text in {"and", "by"} and tokens[at - 3].text in _PARTS
    before = at - 5 if second else at - 2
    return tokens[before].text if before >= 0 else ""


def _misplaced(
    line: Line, cue: Cue, said: Spoken, visuals: Mapping[str, Visual]
) -> Iterator[Finding]:
    """Words such as "the first row", aimed at the second."""
    aimed = _one_part(cue)
    if aimed is None or aimed[0].visual not in visuals:
        return
    target, part, place = aimed
    start, end = said.words_of(cue)
    words = tokens_of(said.text[start:end])
    names = [at for at, word in enumerate(words) if _PARTS.get(word.text) == part]
    if len(names) != 1 or words[names[0]].text != part:
        return
    told = _place_at(words, names[0])
    later = part in KINDS[visuals[target.visual].kind].counted_late
    if told is not None and place != told and not (later and place == told + 1):
        what = f"“{said.text[start:end].strip()}” is aimed at `{target}`"
        yield Finding(f"{what}: aim at {part} {told}, or say another", line)


def _one_part(cue: Cue) -> tuple[Target, str, int] | None:
    """The row, column, step … that a cue aims at with its one target, and its number."""
    if len(cue.targets) != 1 or not cue.targets[0].path:
        return None
    last: Step = cue.targets[0].path[-1]
    number = last.arguments[0] if len(last.arguments) == 1 else None
    return (cue.targets[0], last.name, number) if isinstance(number, int) else None


def _place_at(words: Sequence[Token], at: int) -> int | None:
    """Which one a text says: `the second row`, `row 2`."""
    before = words[at - 1].text if at else ""
    behind = words[at + 1].value if at + 1 < len(words) else None
    if before in ORDINALS:
        return ORDINALS[before]
    return int(behind) if behind is not None and behind == int(behind) else None


def _whole(line: Line, cue: Cue, said: Spoken, visuals: Mapping[str, Visual]) -> Iterator[Finding]:
    """Words such as "three things", aimed at a list of four, or "three points", at two."""
    target = cue.targets[0] if len(cue.targets) == 1 else None
    visual = visuals.get(target.visual) if target else None
    if target is None or visual is None or not visual.data:
        return
    group = target.path[0].name if target.path else ""
    things = KINDS[visual.kind].things(visual.data, group)
    if things is None:
        return
    has, nouns = things
    start, end = said.words_of(cue)
    words = [word for word in tokens_of(said.text[start:end]) if word.text not in {"the", "these"}]
    if len(words) == 2 and words[1].text in nouns and words[0].value not in {None, has}:
        what = f"“{said.text[start:end].strip()}” is said of `{target}`"
        yield Finding(f"{what}, which has {has}", line)


def _plural(part: str) -> str:
    return "entries" if part == "entry" else f"{part}s"
