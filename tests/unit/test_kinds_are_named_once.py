"""No room knows a kind of visual by its name but its own folder and the table."""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path

import flaming_horse
from flaming_horse.visuals.kinds import BUILT_IN

SRC = Path(flaming_horse.__path__[0])

OTHER_WORDS: dict[str, set[str]] = {
    # Kinds of runs of a line, which are `text`, `math` and `code`.
    "lint/arithmetic/spoken.py": {"code"},
    "stage/phrases.py": {"code"},
    "stage/room.py": {"code"},
    "stage/typeset.py": {"code"},
    "storyboard/inline.py": {"code", "image"},
    "storyboard/inline_format.py": {"code"},
    # What Markdown itself has: its tokens and rules, and our names for its constructs.
    "storyboard/block_reader.py": {"code", "list", "table"},
    "storyboard/markdown.py": {"image", "table"},
    "visuals/blocks.py": {"list", "table"},
    # Environments of LaTeX.
    "film/unicode_math.py": {"matrix"},
    "stage/glyphs.py": {"matrix"},
    "stage/latex_free.py": {"equation"},
    # Names of checks, which a person reads in the findings.
    "lint/arithmetic/__init__.py": {"derivation", "equation", "matrix", "plot"},
    # A field of an action, a command's name, and a type of JSON.
    "engine/action.py": {"code"},
    "commands/entry.py": {"list"},
    "commands/voice.py": {"list"},
    "writers/llm/vocabulary.py": {"list"},
}
"""Words that are a kind's name too, and mean something else where they stand."""

WRITERS = 170
"""The writers choose a kind for what a document holds, and so name it (a third of these are tags
of HTML, nodes of other formats and kinds of runs). More of them want a reason."""


def named() -> Counter[tuple[str, str]]:
    """How often each module has a kind's name as a text of its own."""
    found: Counter[tuple[str, str]] = Counter()
    for file in SRC.rglob("*.py"):
        place = file.relative_to(SRC)
        of_a_kind = place.parts[0] == "visuals" and len(place.parts) == 3
        if of_a_kind or place.as_posix() == "visuals/kinds.py":
            continue
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and node.value in BUILT_IN:
                found[place.as_posix(), str(node.value)] += 1
    return found


def test_no_room_knows_a_kind_by_its_name():
    there = {
        (module, word) for module, word in named()
        if not module.startswith("writers/") or module in OTHER_WORDS
    }  # fmt: skip
    allowed = {(module, word) for module, words in OTHER_WORDS.items() for word in words}
    assert there <= allowed, sorted(there - allowed)
    assert allowed <= there, "these are gone: take them out of the list"


def test_the_writers_name_no_more_kinds_than_they_did():
    assert sum(n for (module, _), n in named().items() if module.startswith("writers/")) <= WRITERS
