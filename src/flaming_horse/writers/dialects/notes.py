"""The notes of a page that stand in a box: what they are called, and how their kinds are said."""

from __future__ import annotations

import re

_KINDS = {
    "note": "Note", "info": "Note", "information": "Note", "seealso": "See also",
    "see-also": "See also", "tip": "Tip", "hint": "Hint", "important": "Important",
    "warning": "Warning", "warn": "Warning", "attention": "Attention", "caution": "Caution",
    "danger": "Danger", "error": "Error", "bug": "Known fault", "failure": "Failure",
    "fail": "Failure", "missing": "Failure", "success": "Success", "check": "Check",
    "done": "Done", "question": "Question", "help": "Question", "faq": "Question",
    "example": "Example", "abstract": "Summary", "summary": "Summary", "tldr": "Summary",
    "todo": "To do", "quote": "", "cite": "", "admonition": "", "theorem": "Theorem",
    "lemma": "Lemma", "corollary": "Corollary", "proposition": "Proposition",
    "definition": "Definition", "axiom": "Axiom", "conjecture": "Conjecture", "proof": "Proof",
    "remark": "Remark", "exercise": "Exercise", "solution": "Solution", "algorithm": "Algorithm",
    "observation": "Observation", "property": "Property", "assumption": "Assumption",
    "criterion": "Criterion", "versionadded": "New", "versionchanged": "Changed",
    "deprecated": "Deprecated", "topic": "", "sidebar": "", "dropdown": "", "details": "",
    "notice": "Note", "alert": "Note", "callout": "Note", "primary": "Note", "secondary": "Note",
}  # fmt: skip
"""The kinds of MyST, Sphinx, mkdocs-material, VitePress, Docusaurus, Quarto, Obsidian and Hugo's
themes. "" for a box that is nothing in particular: its title is all there is to say."""


def is_note(kind: str) -> bool:
    """Whether this is a kind of note that a dialect knows."""
    return _plain(kind) in _KINDS


def called(kind: str) -> str:
    """How a kind of note is said: "Warning"; what nobody knows is said as it is written."""
    kind = _plain(kind)
    if kind in _KINDS:
        return _KINDS[kind]
    return re.sub(r"[-_]+", " ", kind).strip().capitalize()


def _plain(kind: str) -> str:
    kind = kind.strip().lower().removesuffix("+").removesuffix("-")
    return re.sub(r"^(?:callout|prf:|alert|admonition|note)-?(?=[a-z])", "", kind)
