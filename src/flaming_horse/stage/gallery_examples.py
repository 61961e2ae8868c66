"""What the gallery shows of each kind of visual."""

from __future__ import annotations

from collections.abc import Mapping

from flaming_horse.stage.gallery import Example

_TREFOIL = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="-3.4 -3.2 6.8 6">
<path fill="none" stroke="#6CB6FF" stroke-width="0.42" d="M 0 -1 C 1.9 -1 3 0.4 2.4 1.6
C 1.8 2.8 0 2.2 -0.9 0.5 C -1.8 -1.2 -1.4 -2.9 0 -2.9 C 1.4 -2.9 1.8 -1.2 0.9 0.5
C 0 2.2 -1.8 2.8 -2.4 1.6 C -3 0.4 -1.9 -1 0 -1 Z"/></svg>"""

_PROGRAM = '''from math import sqrt

def hypotenuse(a, b):
    """The longest side."""
    total = a**2 + b**2   # Pythagoras
    return sqrt(total)'''

EXAMPLES: Mapping[str, Example] = {
    "title-card": Example(
        "TitleCard",
        {"title": "Matrix multiplication", "subtitle": "Rows meet columns"},
        look="chalk",
    ),
    "list": Example(
        "BulletList",
        {"items": ["Row times column", "Inner sizes must agree", "Order matters"],
         "ordered": False},
        (("highlight", "item(2)"),),
        look="chalk",
    ),
    "quote": Example(
        "Quote",
        {"paragraphs": ["The quick brown fox jumps over the lazy dog."]},
        look="plain",
    ),
    "equation": Example(
        "Equation",
        {"latex": r"C_{ij} = \piece{sum}{\sum_{k}} A_{ik} B_{kj}"},
        (("highlight", "sum"),),
        look="chalk",
    ),
    "derivation": Example(
        "Derivation",
        {"steps": [r"\sin(x - t) + \sin(x + t)",
                   r"(\sin x \cos t - \cos x \sin t) + (\sin x \cos t + \cos x \sin t)",
                   r"2 \sin x \cos t"]},
        (("highlight", "step(3)"),),
    ),
    "matrix": Example(
        "Matrix",
        {"label": "A", "rows": [[1, 2], [3, 4]]},
        (("highlight", "row(1)"),),
        look="chalk",
    ),
    "matrix-product": Example(
        "MatrixProduct",
        {"a": [[1, 2], [3, 4]], "b": [[5, 6], [7, 8]], "labels": ["A", "B", "C"]},
        (("hide", "row(1)"), ("hide", "row(2)"), ("show", "entry(1,1)"),
         ("highlight", "a.row(1)"), ("highlight", "b.column(2)")),
        look="chalk",
    ),
    "table": Example(
        "Table",
        {"header": ["planet", "moons", "year in days"],
         "rows": [["Earth", "1", "365.3"], ["Mars", "2", "687.0"], ["Jupiter", "97", "4332.6"]]},
        (("highlight", "row(2)"),),
        look="plain",
    ),
    "plot": Example(
        "Plot",
        {"x": [0, "4*pi"], "y": [-2.2, 2.2],
         "curves": {"right": {"formula": "sin(x - t)", "colour": "blue", "faint": True},
                    "left": {"formula": "sin(x + t)", "colour": "red", "faint": True},
                    "total": {"formula": "sin(x - t) + sin(x + t)", "colour": "yellow"}},
         "points": {"node": {"at": [[0, 0], ["pi", 0], ["2*pi", 0], ["3*pi", 0], ["4*pi", 0]],
                             "colour": "white"}},
         "t": {"rate": 1.0}},
        (("highlight", "total"),),
        seconds=0.6,
    ),
    "compare": Example(
        "Compare",
        {"left": {"title": "$AB$", "matrix": [[19, 22], [43, 50]]},
         "right": {"title": "$BA$", "matrix": [[23, 34], [31, 46]]}},
        (("highlight", "left"),),
        look="chalk",
    ),
    "flow": Example(
        "Flow",
        {"edges": [{"source": "x", "target": "B x", "label": "first B"},
                   {"source": "B x", "target": "A B x", "label": "then A"}]},
        (("highlight", "edge(1)"),),
        look="chalk",
    ),
    "code": Example(
        "Code",
        {"code": _PROGRAM, "language": "python"},
        (("highlight", "line(5)"),),
    ),
    "image": Example(
        "Image",
        {"file": "trefoil.svg", "alt": "A trefoil knot"},
        files={"trefoil.svg": _TREFOIL},
    ),
    "sound-wave": Example("SoundWave", {}, seconds=1.7),
}  # fmt: skip
