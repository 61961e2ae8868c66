"""YAML as storyboards use it: plain data, and the place of every value and key.

Anchors, aliases, tags and merge keys are refused: they hide what a reader of the storyboard
would want to see, and a file can grow without bound through them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from flaming_horse.errors import Place
from flaming_horse.storyboard.findings import Findings
from flaming_horse.storyboard.limits import (
    DEEPEST_YAML,
    LONGEST_FENCE,
    control_sign,
    name_of_sign,
)
from flaming_horse.storyboard.source import Passage

Path: TypeAlias = tuple[str | int, ...]
_TAG = "tag:yaml.org,2002:"
_QUOTED = ("'", '"')


@dataclass(slots=True)
class YamlData:
    """Plain data with the places of its values (`values`) and of the keys of mappings (`keys`).

    The place of a quoted text is that of its first character, after the quote.
    """

    value: Any
    values: dict[Path, Place] = field(default_factory=dict[Path, Place])
    keys: dict[Path, Place] = field(default_factory=dict[Path, Place])


def read_yaml(passage: Passage, findings: Findings) -> YamlData | None:
    """The data of a fence, or None after a finding. An empty passage is an empty mapping."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    if len(passage.content) > LONGEST_FENCE:
        what = f"this has {len(passage.content):,} signs, and {LONGEST_FENCE:,} is the most"
        findings.add(passage.place(0), what)
        return None
    try:
        node = YAML(typ="safe", pure=True).compose(passage.content)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = passage.place_at(mark.line, mark.column) if mark else passage.place(0)
        findings.add(place, f"this is not YAML: {_reason(error)}", _remedy(passage, mark))
        return None
    except RecursionError:
        _too_deep(passage.place(0), findings)
        return None
    except (YAMLError, ValueError) as error:
        what = str(error).splitlines()[0] if str(error) else "it cannot be read"
        findings.add(passage.place(0), f"this is not YAML: {what}")
        return None
    data = YamlData({})
    if node is None:
        data.values[()] = passage.place(0)
        return data
    before = len(findings.found)
    data.value = _Reader(passage, findings, data).value(node, ())
    return data if len(findings.found) == before else None


def _too_deep(place: Place, findings: Findings) -> None:
    what = f"this YAML is nested too deeply: {DEEPEST_YAML} brackets or indents at most"
    findings.add(place, what, "A field is a text, a list, or a mapping.")


def _reason(error: Any) -> str:
    problem = str(error.problem or error.context or "it cannot be read")
    problem = problem.replace("<block end>", "the end of the block")
    return re.sub(r"\s+", " ", problem)


def _remedy(passage: Passage, mark: Any) -> str:
    lines = passage.content.split("\n")
    line = lines[mark.line] if mark and mark.line < len(lines) else ""
    if "\t" in line:
        return "YAML is indented with blanks, not with tabs."
    if line.count(":") > 1 or "*" in line or "`" in line or "%" in line:
        return 'A text with `:`, `*`, `%` or "`" in it wants quotes: "…".'
    return "Each field stands on a line of its own: `name: value`."


class _Reader:
    def __init__(self, passage: Passage, findings: Findings, data: YamlData) -> None:
        self.passage = passage
        self.findings = findings
        self.data = data
        self.seen: set[int] = set()

    def value(self, node: Any, path: Path) -> Any:
        """The plain value of a node; a finding where it is not plain."""
        place = self._place(node)
        self.data.values[path] = place
        if len(path) > DEEPEST_YAML:
            _too_deep(place, self.findings)
            return None
        if id(node) in self.seen or node.anchor:
            self.findings.add(place, "anchors and aliases (`&`, `*`) are not used in a storyboard")
            return None
        self.seen.add(id(node))
        kind = type(node).__name__
        if kind == "MappingNode":
            return self._mapping(node, path)
        if kind == "SequenceNode":
            return [self.value(child, (*path, i)) for i, child in enumerate(node.value)]
        return self._scalar(node, place)

    def _mapping(self, node: Any, path: Path) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        for key_node, value_node in node.value:
            place = self._place(key_node)
            if type(key_node).__name__ != "ScalarNode" or key_node.value == "<<":
                self.findings.add(place, "a name is expected before the `:`")
                continue
            key = str(key_node.value)
            if control_sign(key) >= 0:
                self.findings.add(place, "an unseen control character stands in this name")
                continue
            if key in mapping:
                self.findings.add(place, f"`{key}` is given twice")
                continue
            self.data.keys[(*path, key)] = place
            mapping[key] = self.value(value_node, (*path, key))
        return mapping

    def _scalar(self, node: Any, place: Place) -> Any:
        text = str(node.value)
        if (at := control_sign(text)) >= 0:
            what = f"an unseen control character ({name_of_sign(text[at])}) stands in this text"
            self.findings.add(place, what, "Take it out.")
            return None
        tag = str(getattr(node.tag, "value", node.tag) or "")
        if tag.startswith("!") or not tag.startswith(_TAG):
            self.findings.add(place, f"the tag `{tag}` is not used in a storyboard")
            return None
        if node.style is not None:
            return text
        return _plain_scalar(text, tag.removeprefix(_TAG))

    def _place(self, node: Any) -> Place:
        mark = node.start_mark
        quote = 1 if getattr(node, "style", None) in _QUOTED else 0
        return self.passage.place_at(mark.line, mark.column + quote)


def _plain_scalar(text: str, tag: str) -> Any:
    if tag == "null":
        return None
    if tag == "bool":
        return text.lower() == "true"
    try:
        if tag == "int":
            return int(text.replace("_", ""), 0 if text.lower().startswith(("0x", "0o")) else 10)
        if tag == "float":
            return float(text.replace("_", "").replace(".inf", "inf").replace(".nan", "nan"))
    except ValueError:
        return text
    return text
