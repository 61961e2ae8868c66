"""The documents that a film explains: what is read of each kind, and what cannot be is told."""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter

from flaming_horse.errors import WrongInput
from flaming_horse.writers.source_documents import LONGEST_SOURCE, Part, Sources, read_sources

sys.path.insert(0, str(Path(__file__).parents[1]))
from pdf_files import pdf_of

PAGE = """<!doctype html>
<html><head><title>Tides</title><style>p { color: red }</style>
<script>track("you")</script>
<body>
<nav><ul><li><a href="/">Home</a></li><li>About us</li></ul></nav>
<article><h1>Two tides a day</h1>
<p>The Moon pulls on the <em>near</em> side
more&nbsp;strongly.</p>
<ul><li>spring tides</li><li>neap tides</li></ul>
<table><tr><th>day</th><th>height</th></tr><tr><td>Monday</td><td>3 m</td></tr></table>
<pre>h = 3</pre>
<!-- a note -->
</article>
<aside>Read also: ten facts</aside>
<form><button>Subscribe</button></form>
<footer>All rights reserved</footer>
</body></html>
"""
PAGE_READ = """\
# Two tides a day

The Moon pulls on the near side more strongly.

- spring tides
- neap tides

day | height
Monday | 3 m

```
h = 3
```"""
NOTEBOOK = {
    "nbformat": 4,
    "nbformat_minor": 5,
    "metadata": {"language_info": {"name": "python"}},
    "cells": [
        {"cell_type": "markdown", "metadata": {}, "source": ["# Springs\n", "\n", "They swing."]},
        {
            "cell_type": "code",
            "metadata": {},
            "source": "print(2 * 3)",
            "outputs": [
                {"output_type": "stream", "name": "stdout", "text": ["6\n"]},
                {"output_type": "display_data", "data": {"image/png": "iVBO", "text/plain": "fig"}},
                {"output_type": "error", "data": None},
            ],
        },
        {"cell_type": "markdown", "metadata": {"tags": ["skip"]}, "source": "For the lecturer."},
    ],
}
READ = {
    "notes.md": ("# Notes\n\nSomething.\n", "# Notes\n\nSomething."),
    "NOTES.TXT": ("\ufeffone\r\ntwo", "one\ntwo"),
    "guide.rst": ("Guide\n=====\n", "Guide\n====="),
    "swing.ipynb": (
        json.dumps(NOTEBOOK),
        "# Springs\n\nThey swing.\n\n```python\nprint(2 * 3)\n```\n\n```\n6\n```\n\n```\nfig\n```",
    ),
    "tides.html": (PAGE, PAGE_READ),
    "old.htm": ('<meta charset="iso-8859-1"><p>caf\xe9 “so”', "café “so”"),
}


@pytest.mark.parametrize("name", READ)
def test_a_document_is_read_as_its_words(name: str, tmp_path: Path) -> None:
    content, words = READ[name]
    encoding = "cp1252" if name == "old.htm" else "utf-8"
    (tmp_path / name).write_bytes(content.encode(encoding))
    sources = read_sources(tmp_path / name)
    assert sources == Sources((Part(name, words),))
    assert sources.text == words


def test_a_pdf_is_read_page_by_page(tmp_path: Path) -> None:
    file = tmp_path / "paper.pdf"
    file.write_bytes(pdf_of("The Moon pulls on the exam-\nple of water.", "", "Half-\nTime: 3 m."))
    sources = read_sources(file)
    assert [(part.name, part.text) for part in sources.parts] == [
        ("paper.pdf, page 1", "The Moon pulls on the example of water."),
        ("paper.pdf, page 3", "Half-\nTime: 3 m."),
    ]
    assert sources.text.startswith("[paper.pdf, page 1]\n\nThe Moon")
    file.write_bytes(pdf_of("One page."))
    assert read_sources(file).text == "One page."


def locked() -> bytes:
    writer = PdfWriter(PdfReader(BytesIO(pdf_of("Secret."))))
    writer.encrypt("a password", algorithm="RC4-128")
    written = BytesIO()
    writer.write(written)
    return written.getvalue()


REFUSED = {
    "scan.pdf": (pdf_of("", ""), "no text in it"),
    "locked.pdf": (locked(), "this PDF is locked"),
    "broken.pdf": (b"%PDF-1.7", "this PDF cannot be read"),
    "empty.pdf": (b"", "this PDF cannot be read"),
    "paper.docx": (b"PK", "a source of the kind '.docx' cannot be read"),
    "README": (b"words", "a source of the kind 'without ending' cannot be read"),
    "empty.txt": (b" \n", "this source is empty"),
    "menu.html": (b"<nav>Home</nav>", "this source is empty"),
    "latin.md": (b"caf\xe9", "this is not text in UTF-8"),
    "odd.html": (b'<meta charset="klingon">x', "this is not text in KLINGON"),
    "none.ipynb": (b"[]", "this JSON is no notebook"),
    "long.txt": (b"word " * 20_000, f"has 99999 characters; {LONGEST_SOURCE} can be taken"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_told_with_its_file(name: str, tmp_path: Path) -> None:
    content, words = REFUSED[name]
    (tmp_path / name).write_bytes(content)
    with pytest.raises(WrongInput) as told:
        read_sources(tmp_path / name)
    assert words in told.value.what
    assert told.value.place is not None
    assert told.value.place.file == str(tmp_path / name)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(WrongInput, match="there is no such file"):
        read_sources(tmp_path / "none.md")
    with pytest.raises(WrongInput, match="nothing in this folder can be read"):
        read_sources(tmp_path)


def test_a_folder_is_read_in_order_and_nothing_is_dropped_silently(tmp_path: Path) -> None:
    for name, text in {
        "b.md": "Second.",
        "a/z.txt": "First.",
        ".git/config.md": "hidden",
        "a/.draft.md": "hidden",
        "c.PDF": "",
        "photo.png": "not text",
        "a/blank.txt": " ",
        "LICENSE": "Text.",
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    (tmp_path / "c.PDF").write_bytes(pdf_of("Third."))
    (tmp_path / "d.md").symlink_to("gone.md")
    (tmp_path / "loop").symlink_to(tmp_path)
    sources = read_sources(tmp_path)
    assert [(part.name, part.text) for part in sources.parts] == [
        ("a/z.txt", "First."),
        ("b.md", "Second."),
        ("c.PDF", "Third."),
    ]
    assert sources.left_out == ("LICENSE", "a/blank.txt (empty)", "d.md", "loop", "photo.png")
    assert sources.text == "[a/z.txt]\n\nFirst.\n\n[b.md]\n\nSecond.\n\n[c.PDF]\n\nThird."


def test_a_folder_is_as_long_as_its_documents_together(tmp_path: Path) -> None:
    for name in ("a.md", "b.md", "c.md"):
        (tmp_path / name).write_text("w" * (LONGEST_SOURCE // 2))
    with pytest.raises(WrongInput, match=r"has 90000 characters up to c\.md; 60000 can be taken"):
        read_sources(tmp_path)
    (tmp_path / "c.md").unlink()
    assert len(read_sources(tmp_path).parts) == 2


def test_a_name_is_one_line_that_can_be_written(tmp_path: Path) -> None:
    folder = os.fsencode(tmp_path)
    for name in (b"a\nb.md", b"\x1b[1m.md", b"\xff.md"):
        with open(os.path.join(folder, name), "wb") as file:
            file.write(b"Words.")
    names = [part.name for part in read_sources(tmp_path).parts]
    assert names == ["[1m.md", "a b.md", ".md"]
    for name in names:
        name.encode()


@settings(max_examples=60)
@given(st.integers(0, 800), st.integers(0, 60), st.binary(max_size=40))
def test_no_damaged_pdf_ends_in_anything_but_a_message(
    tmp_path_factory: pytest.TempPathFactory, at: int, cut: int, put: bytes
) -> None:
    good = pdf_of("The Moon pulls.", "Twice a day.")
    file = tmp_path_factory.mktemp("pdf") / "paper.pdf"
    file.write_bytes(good[:at] + put + good[at + cut :])
    with suppress(WrongInput):
        assert read_sources(file).text
