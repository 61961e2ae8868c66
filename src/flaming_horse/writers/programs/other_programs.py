"""What programs of any language and files of settings do, read from Pygments' tokens."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, cast

from flaming_horse.writers.programs.facts import Fact, comment_words, first_sentence

_MOST = 4
"""Names in one enumeration."""
_KEYS = re.compile(r"^(?:\[{1,2}([\w.-]+)\]{1,2}|([A-Za-z_][\w.-]*)\s*[:=](?:\s|$))", re.MULTILINE)
_SETTINGS = {"yaml", "yml", "toml", "ini", "cfg", "conf", "properties", "dotenv"}
_SELECTS = re.compile(r"\b(?:from|join)\s+([A-Za-z_][\w.]*)", re.IGNORECASE)
_CREATES = re.compile(
    r"\bcreate\s+(?:or\s+replace\s+)?(?:temp(?:orary)?\s+)?(?:table|view|index)\s+"
    r"(?:if\s+not\s+exists\s+)?([A-Za-z_][\w.]*)",
    re.IGNORECASE,
)
_DEFINES = {"def", "fn", "func", "fun", "function", "sub", "proc"}
_NOT_CALLED = {"if", "for", "while", "switch", "catch", "return", "function", "def", "fn", "func",
               "require", "import", "printf", "println", "print", "log"}  # fmt: skip


def tokens_of(code: str, language: str) -> list[tuple[Any, str, int]] | None:
    """The kind of each token, its text and its line, from 0; None for an unknown language."""
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        lexer = get_lexer_by_name(language.lower())
    except ClassNotFound:
        return None
    found: list[tuple[Any, str, int]] = []
    line = 0
    for kind, text in cast("Iterable[tuple[Any, str]]", lexer.get_tokens(code)):
        found.append((kind, text, line))
        line += text.count("\n")
    return found


def settings_facts(code: str, language: str) -> list[Fact] | None:
    """The names that a file of settings sets; None where it is no such file."""
    last = code.rstrip().count("\n")
    if language in {"json", "jsonc", "json5"}:
        try:
            data: Any = json.loads(code)
        except (ValueError, RecursionError):
            return []
        keys = tuple(cast("dict[str, Any]", data)) if isinstance(data, dict) else ()
        kind = "keys of"
    elif language in _SETTINGS:
        keys = tuple(dict.fromkeys(one or other for one, other in _KEYS.findall(code)))
        kind = "keys"
    else:
        return None
    keys = tuple(key for key in keys if re.fullmatch(r"[A-Za-z_][\w.-]*", key))
    return [Fact(kind, {"args": keys}, {}, 0, last, 3)] if 1 < len(keys) <= _MOST else []


def query_facts(code: str) -> list[Fact]:
    """Which tables a query of SQL creates or reads."""
    last = code.rstrip().count("\n")
    for kind, names in (("creates", _CREATES), ("selects", _SELECTS)):
        found = tuple(dict.fromkeys(names.findall(code)))
        if 0 < len(found) <= _MOST:
            return [Fact(kind, {"args": found}, {}, 0, last, 4)]
    return []


def token_facts(code: str, language: str, spoken: str) -> list[Fact]:
    """Comments, definitions and calls; `spoken` is the document's language."""
    if "sql" in language:
        return [*_comments(tokens_of(code, language) or [], code, spoken), *query_facts(code)]
    tokens = tokens_of(code, language)
    if tokens is None:
        return []
    facts = [*_comments(tokens, code, spoken), *_definitions(tokens), *_calls(tokens)]
    return sorted(facts, key=lambda fact: fact.first)


def _comments(tokens: list[tuple[Any, str, int]], code: str, spoken: str) -> Iterator[Fact]:
    from pygments.token import Comment, String

    lines = code.split("\n")
    blocks: list[tuple[int, int, str]] = []
    for kind, text, line in tokens:
        told = kind in Comment or (kind in String.Doc and text.lstrip().startswith(("/", "#")))
        if not told or kind in Comment.Preproc or kind in Comment.Hashbang:
            continue
        if line >= len(lines) or not lines[line].startswith(text.strip()[:2]):
            continue  # behind code, or further in: it speaks of that line alone
        words = " ".join(re.sub(r"^\s*(?://+!?|#+|/?\*+/?|--+|;+|%+)|\*/\s*$", "", row).strip()
                         for row in text.strip().split("\n"))  # fmt: skip
        end = line + text.rstrip("\n").count("\n")
        if blocks and blocks[-1][1] == line - 1 and not blocks[-1][2].endswith((".", ":")):
            blocks[-1] = (blocks[-1][0], end, f"{blocks[-1][2]} {words}")
        else:
            blocks.append((line, end, words))
    final = len(code.rstrip().split("\n")) - 1
    for number, (first, end, words) in enumerate(blocks):
        last = blocks[number + 1][0] - 1 if number + 1 < len(blocks) else final
        said = comment_words(first_sentence(words) or words, spoken)
        if said and last > end:
            yield Fact("says", words={"words": said}, first=first, last=last, weight=9)


def _definitions(tokens: list[tuple[Any, str, int]]) -> list[Fact]:
    from pygments.token import Name

    functions: dict[str, int] = {}
    classes: dict[str, int] = {}
    before = ""
    for kind, text, line in tokens:
        if not text.strip():
            continue
        named = kind in Name and kind not in Name.Function.Magic and re.fullmatch(r"\w+", text)
        if named and (before in _DEFINES or (kind in Name.Function and before not in {".", "::"})):
            functions.setdefault(text, line)
        elif named and kind in Name.Class:
            classes.setdefault(text, line)
        before = text.strip()
    if not functions or len(functions) > _MOST:
        return [Fact("class alone", {"name": (name,)}, {}, line, line, 5)
                for name, line in list(classes.items())[:1]]  # fmt: skip
    kind = "functions" if len(functions) > 1 else "function"
    names = {"args": tuple(functions), "name": tuple(functions)[:1]}
    lines = sorted(functions.values())
    return [Fact(kind, names, {}, lines[0], lines[-1], 6)]


def _calls(tokens: list[tuple[Any, str, int]]) -> list[Fact]:
    """The outermost calls at the beginning of a line."""
    from pygments.token import Keyword, Name, Text, Whitespace

    rows: dict[int, list[tuple[Any, str]]] = {}
    for kind, text, line in tokens:
        if kind not in Text and kind not in Whitespace:
            rows.setdefault(line, []).append((kind, text))
    facts: list[Fact] = []
    for line, row in rows.items():
        callee, kinds = "", row
        while kinds and kinds[0][0] in Keyword and kinds[0][1] in {"await", "return", "yield"}:
            kinds = kinds[1:]
        for number, (kind, text) in enumerate(kinds):
            if text.startswith("(") and callee and number:
                if callee.rsplit(".", 1)[-1] not in _NOT_CALLED:
                    facts.append(Fact("calls", {"callee": (callee,)}, {}, line, line, 4))
                break
            if kind in Name.Function and kind not in Name.Function.Magic and number == 0:
                callee = text
            elif kind in Name or text == "." or (callee and re.fullmatch(r"\w+", text)):
                callee += text
            else:
                break
    return facts
