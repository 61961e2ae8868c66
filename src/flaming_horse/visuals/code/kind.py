"""What is known of a program."""

from __future__ import annotations

from flaming_horse.visuals.kind import Data, GalleryPicture, Kind, Part

_PROGRAM = '''from math import sqrt

def hypotenuse(a, b):
    """The longest side."""
    total = a**2 + b**2   # Pythagoras
    return sqrt(total)'''


class CodeKind(Kind):
    name = "code"
    drawn_as = "Code"
    summary = "A program: any fence in a programming language, or a block indented by four blanks."
    written = "program"
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
    picture = GalleryPicture({"code": _PROGRAM, "language": "python"}, (("highlight", "line(5)"),))

    def parts(self, data: Data) -> tuple[Part, ...]:
        count = len(data["code"].split("\n"))
        return (Part("line", (count,)), Part("lines", (count, count)))


KIND = CodeKind()
