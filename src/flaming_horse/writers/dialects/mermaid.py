"""Diagrams in the language of Mermaid, as visuals of ours: a flow, bars, a table or a list."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from statistics import median

from flaming_horse.writers.bar_charts import bar_chart
from flaming_horse.writers.dialects.dialect import Fenced, Inner
from flaming_horse.writers.foreign import Block, Drawing, Item, Items, LeftOut, Table
from flaming_horse.writers.formulas import can_be_set
from flaming_horse.writers.pieces import Piece, Pieces, clean, tidy
from flaming_horse_voice.runs import written_runs

MOST_NODES, MOST_ARROWS = 8, 10
SMALL, MOST_LETTERS, MOST_LETTERS_OF_MANY = 6, 75, 60
"""Of a flow that the stage sets in a frame: boxes and arrows, and the letters in both of them, for
up to SMALL boxes and for more. Eight flows were laid out: 6 boxes with 71 letters and 8 with 55
fit, 6 with 138 and 8 with 98 do not."""
LONGEST_NAME = 40
"""Signs in one box."""
_NAME = 4
"""Letters of a box's name; shorter ones, such as x₁, say nothing in a list."""
MOST_ROWS = 12
_FORMULA = re.compile(r"\$\$(.+?)\$\$")
_FENCES = ("mermaid", "{mermaid}", "{.mermaid}")
_NODE = re.compile(
    r"(?P<id>[^\s\[\](){}<>|&;:\"@-]+(?:-(?![-.>])[^\s\[\](){}<>|&;:\"@-]+)*)"
    r"(?:@\{(?P<typed>[^}]*)\}|(?P<open>\(\[|\[\[|\[\(|\(\(+|\{\{|\[/|\[\\|[\[({>])"
    r"(?P<text>\"[^\"]*\"|.*?)(?:\]\)|\]\]|\)\]|\)\)+|\}\}|/\]|\\\]|[\])}]))?(?::::[\w-]+)?"
)
_LINK = re.compile(
    r"\s*(?:[<ox])?(?:--|==|-\.|~~)(?:(?<=--)|(?<===)|(?<=-\.)|(?<=~~))"
    r"(?:\s*(?P<inside>[^\s\-=.>|][^|>]*?)\s*(?:--|==|\.-))?[-=.~]*(?P<head>[>ox](?=\s|\||$|[\w\"]))?"
    r"(?:\s*\|(?P<behind>[^|]*)\|)?\s*"
)
_IGNORED = re.compile(
    r"(?:%%|subgraph\b|end\b|classDef\b|class\b|style\b|linkStyle\b|click\b|direction\b|title\b"
    r"|accTitle|accDescr|state\b|note\b|hide\b)"
)
_STATE = re.compile(r"(?P<a>\S+)\s*-->\s*(?P<b>[^\s:]+)\s*(?::\s*(?P<label>.*))?")
_NAMED_STATE = re.compile(r"state\s+\"(?P<text>[^\"]*)\"\s+as\s+(?P<id>\S+)")
_MESSAGE = re.compile(
    r"(?P<a>[^\s:<>-][^:<>]*?)\s*<?(?:--?)(?:>>|>|x|\))\s*[+-]?(?P<b>[^:]+?)\s*:\s*(?P<text>.+)"
)
_PARTICIPANT = re.compile(r"(?:participant|actor)\s+(?P<id>\S+)(?:\s+as\s+(?P<text>.+))?")
_SHARE = re.compile(r"\"(?P<name>[^\"]*)\"\s*:\s*(?P<value>\d+(?:\.\d+)?)")


def diagram(fence: Fenced, inner: Inner) -> list[Block] | None:
    """The visual of a diagram; None for a fence that is none.

    What Mermaid draws and we have nothing for, or what is larger than a frame, is left out: its
    source says nothing to an audience.
    """
    del inner
    word = fence.info.split(maxsplit=1)[0].lower() if fence.info else ""
    if word not in _FENCES:
        return None
    lines = _lines(fence.text)
    if not lines:
        return []
    kind = re.split(r"[\s;:]", lines[0].strip(), maxsplit=1)[0]
    read = _KINDS.get(kind)
    try:
        drawn = read(lines, fence.line) if read else []
    except _CannotBeSet:
        drawn = []
    return drawn or [LeftOut(f"a diagram (`{kind}`)", fence.line)]


def _lines(text: str) -> list[str]:
    """The lines without settings, comments and empty ones."""
    text = re.sub(r"\A\s*---\n.*?\n---\n", "", text, flags=re.DOTALL)
    text = re.sub(r"%%\{.*?\}%%", "", text, flags=re.DOTALL)
    return [
        line for line in text.split("\n") if line.strip() and not line.lstrip().startswith("%%")
    ]


class _CannotBeSet(ValueError):
    """A formula in a box is not one that the stage can set."""


def _text(written: str) -> str:
    """The words in a box, with its formulas between dollars.

    Raises:
        _CannotBeSet: one of the formulas cannot be set.
    """
    found: list[str] = []
    for number, part in enumerate(_FORMULA.split(written.strip().strip('"`'))):
        if number % 2 and not can_be_set(part):
            raise _CannotBeSet
        found.append(f" ${part.strip()}$ " if number % 2 else _plain(part))
    return " ".join("".join(found).split())


def _plain(written: str) -> str:
    words = re.sub(r"<br\s*/?>|\\n", " ", written)
    words = html.unescape(re.sub(r"<[^>]*>", "", words))
    words = re.sub(r"#(\w+);", r"&\1;", words)
    return clean(re.sub(r"[*`$]|fa[bs]?:fa-[\w-]+", "", html.unescape(words)))


@dataclass(slots=True)
class _Flow:
    """Boxes and arrows as they are read."""

    names: dict[str, str] = field(default_factory=dict[str, str])
    arrows: list[tuple[str, str, str]] = field(default_factory=list[tuple[str, str, str]])

    def blocks(self, line: int) -> list[Block]:
        """The flow, or the list of its boxes where it is larger than a frame; [] for neither."""
        nodes = list(dict.fromkeys(end for a, b, _ in self.arrows for end in (a, b)))
        shown = {node: self.names.get(node) or _text(node) for node in nodes}
        words = [*shown.values(), *(label for _, _, label in self.arrows)]
        named_twice = len(set(shown.values())) < len(shown)  # they would be one box
        if not nodes or named_twice or not all(shown.values()):
            return []
        most = MOST_LETTERS if len(nodes) <= SMALL else MOST_LETTERS_OF_MANY
        large = sum(map(len, words)) > most or max(map(len, words)) > LONGEST_NAME
        if not large and len(nodes) <= MOST_NODES and len(self.arrows) <= MOST_ARROWS:
            edges = [
                {"source": shown[a], "target": shown[b], "label": label}
                for a, b, label in self.arrows
            ]
            return [Drawing("flow", {"edges": edges}, line)]
        if len(nodes) > MOST_ROWS or median(map(len, shown.values())) < _NAME:
            return []
        items = tuple(Item(_words(name)) for name in shown.values())
        arrows = LeftOut("the arrows of a diagram that is larger than a frame", line, inside=True)
        return [arrows, Items(items, ordered=True, line=line)]


def _flowchart(lines: list[str], line: int) -> list[Block]:
    flow = _Flow()
    head = re.sub(r"^\s*(?:flowchart|graph)(?:-\w+)?\s*(?:TB|TD|BT|RL|LR)?", "", lines[0])
    for statement in (part for text in (head, *lines[1:]) for part in _statements(text)):
        if not _IGNORED.match(statement) and not _chain(flow, statement):
            return []
    return flow.blocks(line)


def _statements(text: str) -> Iterator[str]:
    for part in re.split(r";(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", text):
        if part.strip():
            yield part.strip()


def _chain(flow: _Flow, statement: str) -> bool:
    """Read `A --> B & C -->|label| D`; whether all of it was understood."""
    before: list[str] = []
    label, at, joined = "", 0, False
    while at < len(statement):
        group, at = _nodes(flow, statement, at)
        if not group:
            return False
        if joined:
            flow.arrows += [(a, b, label) for a in before for b in group]
        rest = statement[at:]
        if not rest.strip():
            break
        link = _LINK.match(statement, at)
        if link is None or link.end() == at:
            return False
        label = _text(link["inside"] or link["behind"] or "")
        joined = "~~" not in link[0]
        before, at = group, link.end()
    return True


def _nodes(flow: _Flow, statement: str, at: int) -> tuple[list[str], int]:
    found: list[str] = []
    while match := _NODE.match(statement, at):
        name, text = match["id"], match["text"]
        if match["typed"] and (given := re.search(r"label:\s*\"([^\"]*)\"", match["typed"])):
            text = given[1]
        if text:
            flow.names[name] = _text(text)
        found.append(name)
        at = match.end()
        more = re.compile(r"\s*&\s*").match(statement, at)
        if more is None:
            break
        at = more.end()
    return found, at


def _states(lines: list[str], line: int) -> list[Block]:
    flow = _Flow()
    for text in lines[1:]:
        if named := _NAMED_STATE.match(text.strip()):
            flow.names[named["id"]] = _text(named["text"])
        match = _STATE.fullmatch(text.strip())
        if match and "[*]" not in {match["a"], match["b"]}:
            flow.arrows.append((match["a"], match["b"], _text(match["label"] or "")))
    return flow.blocks(line)


def _messages(lines: list[str], line: int) -> list[Block]:
    names: dict[str, str] = {}
    items: list[Item] = []
    for text in lines[1:]:
        if who := _PARTICIPANT.fullmatch(text.strip()):
            names[who["id"]] = _text(who["text"] or who["id"])
        elif match := _MESSAGE.fullmatch(text.strip()):
            a, b = (names.get(match[end], match[end]) for end in ("a", "b"))
            items.append(Item(_words(f"{a} → {b}: {_text(match['text'])}")))
    return [Items(tuple(items), ordered=True, line=line)] if 0 < len(items) <= MOST_ROWS else []


def _shares(lines: list[str], line: int) -> list[Block]:
    whole = " ".join(lines)
    title = re.search(r"\btitle\s+(.+?)(?=\s*\"|$)", lines[0]) or (
        re.search(r"^\s*title\s+(.+)$", "\n".join(lines[1:]), re.MULTILINE)
    )
    name = title[1].strip() if title else ""
    shares = [(m["name"].strip(), float(m["value"])) for m in _SHARE.finditer(whole)]
    labels, values = [label for label, _ in shares], [value for _, value in shares]
    if bars := bar_chart(labels, values, line, name):
        return [bars]
    rows = tuple((_words(label), _words(f"{value:g}")) for label, value in shares)
    header = (_words(name or "Part"), _words("Value"))
    return [Table(header, rows, line)] if 0 < len(rows) <= MOST_ROWS else []


def _events(lines: list[str], line: int) -> list[Block]:
    items: list[Item] = []
    for text in lines[1:]:
        when, *events = (_text(part) for part in text.split(":"))
        if not events or re.match(r"(?:title|section)\b", when):
            continue
        if when:
            items.append(Item(_words(f"{when}: {'; '.join(events)}")))
        elif items:
            items[-1] = Item(tidy((*items[-1].words, Piece("; " + "; ".join(events)))))
    return [Items(tuple(items), ordered=False, line=line)] if 0 < len(items) <= MOST_ROWS else []


def _mindmap(lines: list[str], line: int) -> list[Block]:
    """The branches of the root; what grows on them stands within."""
    rows = [(len(text) - len(text.lstrip()), text.strip()) for text in lines[1:]]
    rows = [(indent, text) for indent, text in rows if not text.startswith("::")]
    if len(rows) < 2:
        return []
    first = min((indent for indent, _ in rows[1:]), default=0)
    items: list[Item] = []
    for indent, text in rows[1:]:
        match = _NODE.fullmatch(text)
        words = _words(_text(match["text"] if match and match["text"] else text))
        if indent <= first:
            items.append(Item(words))
        elif items:
            items[-1] = Item(items[-1].words, (*items[-1].inner, words))
    return [Items(tuple(items), ordered=False, line=line)] if len(items) <= MOST_ROWS else []


def _words(text: str) -> Pieces:
    runs = written_runs(text)
    return tidy([Piece(run.text, "math" if run.kind == "math" else "text") for run in runs])


_KINDS: dict[str, Callable[[list[str], int], list[Block]]] = {
    "flowchart": _flowchart,
    "graph": _flowchart,
    "stateDiagram": _states,
    "stateDiagram-v2": _states,
    "sequenceDiagram": _messages,
    "pie": _shares,
    "timeline": _events,
    "mindmap": _mindmap,
}
