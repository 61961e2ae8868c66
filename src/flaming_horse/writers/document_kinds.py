"""Is this file a document that can be spoken, or a program, or data? Those are never read aloud."""

from __future__ import annotations

import json
import mimetypes
from pathlib import Path

_READ = 4_000_000
"""Bytes that are looked into; a storyboard may not have more."""
ASCIIDOC = "AsciiDoc"
"""Markup of its own that is read by nothing here: taken for Markdown, its signs would be said."""
_DOCUMENTS = {
    "Markdown", "Text only", "HTML", "reStructuredText", "Org Mode", "MediaWiki",
    "MoinMoin/Trac Wiki markup", "TiddlyWiki5",
}  # fmt: skip
"""Languages of documents, as Pygments names them. It knows some 900 of programs and data."""
_OTHERS = {".srt": "subtitles", ".vtt": "subtitles", ".ass": "subtitles", ".log": "a log",
           ".env": "settings", ".lock": "a lock file",
           ".adoc": ASCIIDOC, ".asciidoc": ASCIIDOC}  # fmt: skip
_WORDS = {"text/plain", "text/markdown", "text/html", "application/xhtml+xml",
          "text/prs.fallenstein.rst", "text/x-rst", "application/vnd.lotus-organizer"}  # fmt: skip
"""What `mimetypes` calls documents; .org files have the last."""


def not_a_document(file: Path) -> str:
    """What a file is that is no document ("Python", "JSON"), by its name and its content.

    "" for documents: Markdown, text, notebooks, HTML and their like, whatever they are called. A
    file that cannot be read is left to who reads it.
    """
    if file.suffix.lower() in {".ipynb", ".pptx", ".docx"}:
        return ""
    return _by_name(file) or _by_content(file)


def _by_name(file: Path) -> str:
    from pygments.lexers import find_lexer_class_for_filename

    if other := _OTHERS.get(file.suffix.lower()):
        return other
    lexer = find_lexer_class_for_filename(file.name)
    if lexer is not None:
        return "" if lexer.name in _DOCUMENTS else lexer.name
    kind, _ = mimetypes.guess_type(file.name)
    return "" if kind is None or kind in _WORDS else kind


def _by_content(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            content = opened.read(_READ)
    except OSError:
        return ""
    try:
        text = content.decode("utf-8-sig", "strict" if len(content) < _READ else "replace").strip()
    except UnicodeDecodeError:
        return ""  # its reader says at which place it is no text
    if "\0" in text[:4096]:
        return "binary data"
    if text.startswith("#!"):
        return f"a program for {text.split(chr(10), 1)[0][2:].strip()[:60]}"
    if text.startswith(("{", "[")) and _is_json(text):
        return "JSON"
    return "XML" if text.startswith("<?xml") and "<html" not in text[:2000].lower() else ""


def _is_json(text: str) -> bool:
    """A list or an object; a Markdown link in brackets is none."""
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True
