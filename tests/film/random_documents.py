"""Documents as people may have them, drawn by lot out of blocks of all kinds, some too large."""

from __future__ import annotations

import random
import struct
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path

Draw = random.Random
_TEXT = """
harbour quay crane lamp tide mole ship pilot rope anchor wind wave buoy chart light stone wall gate
shed boat sail mast keel deck hull knot line depth
"""
_WORDS = _TEXT.split()
_SIGNS = ("|", "?", ":", "--", "~", "^", "!!", "]", "&&", "→", "∮", "…", "°", "§")
_ATOMS = (
    "x^2", r"\frac{a}{b}", r"\sum_{i=1}^n i", r"\sqrt{x+1}", r"\int_0^1 f(x)\,dx", "a, b",
    r"\alpha", r"\begin{pmatrix} a \\ b \\ c \end{pmatrix}", r"\quad",
    r"\lim_{h \to 0} \frac{f(x+h)-f(x)}{h}",
)  # fmt: skip


def words(draw: Draw, least: int, most: int) -> str:
    return " ".join(draw.choice(_WORDS) for _ in range(draw.randint(least, most)))


def long_word(draw: Draw) -> str:
    return draw.choice(["", "/", "_", "-"]).join(draw.choice(_WORDS) for _ in range(18))


def formula(draw: Draw) -> str:
    rows = draw.choice([1, 1, 2, 5, 12])
    row = " + ".join(draw.choice(_ATOMS) for _ in range(draw.choice([1, 2, 9])))
    if rows == 1:
        return f"y = {row}"
    name = draw.choice(["aligned", "cases", "pmatrix", "gathered"])
    sign = "&= " if name == "aligned" else ""
    return f"\\begin{{{name}}}\n" + " \\\\\n".join([sign + row] * rows) + f"\n\\end{{{name}}}"


def sentence(draw: Draw) -> str:
    kinds: Sequence[Callable[[], str]] = (
        lambda: words(draw, 1, 20),
        lambda: f"{words(draw, 1, 6)} `{draw.choice(_SIGNS)}` {words(draw, 1, 4)}",
        lambda: f"{words(draw, 1, 6)} ${draw.choice(_ATOMS)}$ {words(draw, 1, 4)}",
        lambda: f"{words(draw, 1, 3)} {long_word(draw)}",
        lambda: (
            f"**{words(draw, 1, 3)}** and [{words(draw, 1, 3)}](https://example.org/{draw.random()})"
        ),
        lambda: draw.choice(_SIGNS),
        lambda: f"`{long_word(draw)}`",
    )
    text = draw.choices(kinds, weights=[8, 3, 3, 1, 2, 1, 1])[0]()
    return f"{text[:1].upper()}{text[1:]}{draw.choice(['.', '.', '!', ':', ''])}"


def paragraph(draw: Draw) -> str:
    return " ".join(sentence(draw) for _ in range(draw.randint(1, 4)))


def program(draw: Draw) -> str:
    lines = [
        "    " * draw.randint(0, 2) + words(draw, 1, draw.choice([3, 6, 20])).replace(" ", "_x = ")
        for _ in range(draw.choice([1, 2, 2, 4, 9, 30]))
    ]
    language = draw.choice(["python", "bash", "", "text"])
    return f"```{language}\n" + "\n".join(lines) + "\n```"


def table(draw: Draw) -> str:
    columns, rows = draw.randint(1, 9), draw.choice([1, 2, 4, 20])

    def cell() -> str:
        kinds = [words(draw, 1, 2), words(draw, 5, 12), f"${draw.choice(_ATOMS)}$", long_word(draw)]
        return draw.choices([*kinds, "", "✅"], weights=[6, 2, 2, 1, 1, 1])[0]

    made = [[cell() for _ in range(columns)] for _ in range(rows + 1)]
    made.insert(1, ["---"] * columns)
    return "\n".join(f"| {' | '.join(row)} |" for row in made)


def items(draw: Draw) -> str:
    sign = draw.choice(["-", "1."])
    lines: list[str] = []
    for _ in range(draw.choice([1, 3, 5, 11])):
        lines.append(f"{sign} {sentence(draw)}")
        deepest = draw.choice([0, 0, 0, 1, 4])
        lines += [f"{'   ' * (n + 1)}{sign} {sentence(draw)}" for n in range(deepest)]
    return "\n".join(lines)


def quote(draw: Draw) -> str:
    return "\n>\n".join(f"> {paragraph(draw)}" for _ in range(draw.randint(1, 3)))


def heading(draw: Draw) -> str:
    title = words(draw, 1, draw.choice([3, 6, 60])) if draw.random() < 0.9 else long_word(draw)
    return f"{'#' * draw.choice([2, 2, 3, 4])} {title.capitalize()}"


_PICTURES = ("a.png", "wide.png", "tall.png", "gone.png", "torn.png", "a.gif", "words.svg")
_BLOCKS: Sequence[Callable[[Draw], str]] = (
    paragraph, heading, program, table, items, quote,
    lambda draw: f"$$\n{formula(draw)}\n$$",
    lambda draw: f"![{words(draw, 0, 6)}]({draw.choice(_PICTURES)})",
    lambda draw: draw.choice(["***", "<b>x</b>", "Yes!", "<!-- TODO -->", "---"]),
)  # fmt: skip


def document(draw: Draw) -> str:
    """A document of Markdown; `pictures` are those that it may show."""
    blocks = [
        draw.choices(_BLOCKS, [8, 3, 4, 2, 3, 1, 3, 2, 1])[0](draw)
        for _ in range(draw.randint(2, 14))
    ]
    return "\n\n".join([f"# {words(draw, 1, 8)} <br>", *blocks]) + "\n"


def notebook(draw: Draw) -> dict[str, object]:
    """A notebook of small cells with their results."""
    cells: list[dict[str, object]] = []
    for number in range(draw.randint(2, 9)):
        if draw.random() < 0.3:
            source = draw.choice([paragraph, heading, items])(draw)
            cells.append({"cell_type": "markdown", "metadata": {}, "source": source})
            continue
        code = program(draw).split("\n", 1)[1].removesuffix("\n```")
        result = draw.choice(["10.5", words(draw, 3, 40), "\n".join(_WORDS), ""])
        output = {"output_type": "execute_result", "execution_count": number, "metadata": {},
                  "data": {"text/plain": result}}  # fmt: skip
        cells.append({"cell_type": "code", "metadata": {}, "execution_count": number,
                      "source": code, "outputs": [output] if result else []})  # fmt: skip
    metadata = {"language_info": {"name": "python"}}
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": cells}


def pictures(folder: Path) -> None:
    """The pictures that documents name, beside them: good ones, and some that cannot be shown."""
    for name, size in (("a.png", (40, 30)), ("wide.png", (900, 4)), ("tall.png", (4, 900))):
        (folder / name).write_bytes(_png(*size))
    (folder / "torn.png").write_bytes(_png(40, 30)[:40])
    (folder / "words.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><text x="1" y="5">a</text></svg>'
    )
    from PIL import Image

    frames = [Image.new("L", (8, 8), shade) for shade in (0, 90)]
    frames[0].save(folder / "a.gif", save_all=True, append_images=frames[1:])


def _png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + content))
        return struct.pack(">I", len(content)) + kind + content + check

    rows = (b"\0" + b"\x80" * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        chunk(*part) for part in ((b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    )
