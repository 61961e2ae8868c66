"""What is known of a program."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, Field

from flaming_horse.visuals.blocks import Data, Fence, Pen, WrittenBlock
from flaming_horse.visuals.fields import VisualData, wrong
from flaming_horse.visuals.kind import Fits, GalleryPicture, Kind, Part

_PROGRAM = '''from math import sqrt

def hypotenuse(a, b):
    """The longest side."""
    total = a**2 + b**2   # Pythagoras
    return sqrt(total)'''


LANGUAGES = frozenset(
    """
    ada apl asm awk bash bat c clojure cmake cobol console cpp cs csharp css csv cuda d dart
    diff docker dockerfile dot elixir elm erlang fish forth fortran fsharp gherkin glsl go
    graphql groovy haskell hcl html http ini java javascript jinja js json json5 jsonc jsx julia
    kotlin latex lean lisp lua makefile markdown matlab md mermaid nasm nginx nim nix objc ocaml
    octave pascal perl php plaintext powershell prolog protobuf ps1 py pycon python python3 r
    racket rb regex rst ruby rs rust sass scala scheme scss sh shell sql svg swift tcl terraform
    tex text toml ts tsx txt typescript typst vb verilog vhdl vim xml yaml yml zig zsh
    """.split()  # noqa: SIM905 - a hundred quoted words are read by nobody
)
"""Languages that are known by name. Any other name is a program too, if nothing else says that a
visual was meant: attributes do, and a name that is nearly a visual's.

Pygments' table would not do: it lacks some of these (`txt`, `csv`, `mermaid`), and has names that
are slips for a visual's here (`flo`, `pot`), more of them with every version."""

MOST_CODE, WIDEST_CODE = 12, 60


def _narrow(code: str) -> str:
    lines = code.strip("\n").split("\n")
    if len(lines) > MOST_CODE or max(map(len, lines)) > WIDEST_CODE:
        raise wrong(f"a program has at most {MOST_CODE} lines of {WIDEST_CODE} characters")
    return "\n".join(lines)


class CodeData(VisualData):
    """A program, shown and not run."""

    language: Annotated[str, Field(pattern=r"^[A-Za-z0-9+#-]{1,20}$")] = Field(
        description="such as python"
    )
    code: Annotated[str, Field(min_length=1), AfterValidator(_narrow)] = Field(
        description=f"at most {MOST_CODE} lines of {WIDEST_CODE} characters"
    )


class CodeKind(Kind):
    name = "code"
    drawn_as = "Code"
    summary = "A program: any fence in a programming language, or a block indented by four blanks."
    part_notes = (
        ("line(n)", "the n-th line of the program"),
        ("lines(a,b)", "the lines from a to b"),
    )
    example = (
        "```python\ndef double(x):\n    return 2 * x\n```\n\n"
        '[The second line]{highlight="code.line(2)"} gives the answer.'
    )
    notes = (
        "For a language that is not known by name, write `code` and name it: "
        "` ```code {#prog language=nim}`."
    )
    construct = "program"
    for_models = CodeData
    fits = Fits(alone=60, shared=40, rows=8, stacked=8.0)
    picture = GalleryPicture({"code": _PROGRAM, "language": "python"}, (("highlight", "line(5)"),))

    def parts(self, data: Data) -> tuple[Part, ...]:
        count = len(data["code"].split("\n"))
        return (Part("line", (count,)), Part("lines", (count, count), stretch_of="line"))

    def read(self, fence: Fence) -> dict[str, Any] | None:
        there = fence.content.strip()
        return {"code": fence.content, "language": fence.language} if there else None

    def write(self, data: Data, pen: Pen) -> WrittenBlock:
        del pen
        language = data["language"]
        if language.lower() in LANGUAGES:
            return WrittenBlock(data["code"], language)
        return WrittenBlock(data["code"], self.name, {"language": language} if language else {})

    def from_model(self, data: dict[str, Any]) -> dict[str, Any]:
        return data

    def letters(self, data: Data) -> int:
        return max(map(len, data["code"].split("\n")))

    def rows(self, data: Data) -> int:
        return len(data["code"].split("\n"))

    def height(self, data: Data) -> float:
        return float(self.rows(data))

    def counts(self, data: Data) -> Mapping[str, tuple[int, ...]]:
        # Blank lines may be left out.
        lines = data["code"].split("\n")
        return {"line": (len(lines), sum(1 for line in lines if line.strip()))}


KIND = CodeKind()
