"""Diagrams of Mermaid become visuals of ours where they can, and are never shown as source."""

from __future__ import annotations

from pathlib import Path

import pytest

from flaming_horse.storyboard import parse_storyboard
from flaming_horse.writers.from_markdown import from_markdown

SHAPES = (
    "flowchart LR\n  c[Wet clay] --> d(Dry bowl)\n  d --> f{Cracked?}\n"
    "  f -->|no| k[(Kiln)]\n  f -- yes --> c\n"
)
CHAINS = (
    "graph TD;\n%% a remark\nsubgraph one\nClay-->Bowl-->Shelf; Clay & Water -.-> Mud\nend\n"
    'classDef hot fill:#f00\nBowl:::hot ==> Kiln\nclick Kiln href "x"\n'
)
FLOWS = {
    "shapes": (
        SHAPES,
        [("Wet clay", "Dry bowl", ""), ("Dry bowl", "Cracked?", ""), ("Cracked?", "Kiln", "no"),
         ("Cracked?", "Wet clay", "yes")],
    ),
    "chains, groups, styles": (
        CHAINS,
        [("Clay", "Bowl", ""), ("Bowl", "Shelf", ""), ("Clay", "Mud", ""), ("Water", "Mud", ""),
         ("Bowl", "Kiln", "")],
    ),
    "quotes and tags": (
        'flowchart TB\na["Clay <br/>(wet)"] --- b@{ shape: rounded, label: "Kiln" }\n',
        [("Clay (wet)", "Kiln", "")],
    ),
    "states": (
        'stateDiagram-v2\n[*] --> Wet\nstate "Bone dry" as Dry\nWet --> Dry: a week\nDry --> [*]\n',
        [("Wet", "Bone dry", "a week")],
    ),
}  # fmt: skip


def storyboard_of(diagram: str):
    text = f"# Kiln\n\n## How\n\nIt goes like this:\n\n```mermaid\n{diagram}```\n\nSo it goes.\n"
    converted = from_markdown(text, Path("/nonexistent/x.md"))
    return converted, parse_storyboard(converted.text, "storyboard.md").scenes[0]


@pytest.mark.parametrize("name", FLOWS)
def test_a_flowchart_is_a_flow(name: str) -> None:
    diagram, arrows = FLOWS[name]
    converted, scene = storyboard_of(diagram)
    (flow,) = scene.visuals
    assert flow.kind == "flow"
    edges = [(edge["source"], edge["target"], edge["label"]) for edge in flow.data["edges"]]
    assert edges == arrows
    assert not converted.notes


def test_shares_are_bars_and_many_of_them_a_table() -> None:
    _, scene = storyboard_of('pie title Pots\n  "Bowls" : 40\n  "Cups" : 60.5\n')
    (bars,) = scene.visuals
    assert bars.kind == "chart"
    assert (bars.data["title"], bars.data["values"]) == ("Pots", [40, 60.5])
    _, scene = storyboard_of("pie\n" + "".join(f'  "Pot {n}" : {n}\n' for n in range(1, 11)))
    assert [visual.kind for visual in scene.visuals] == ["table"]


@pytest.mark.parametrize(
    ("diagram", "said"),
    [
        ("timeline\n  title Kilns\n  1900 : wood\n  1950 : gas : oil\n", ["1900", "gas"]),
        ("mindmap\n  root((Clay))\n    Wet clay\n    Dry clay\n", ["Wet clay", "Dry clay"]),
        ("sequenceDiagram\n  participant P as Potter\n  P->>Kiln: Heat\n  Kiln-->>P: Hot\n",
         ["Potter", "Heat"]),
    ],
)  # fmt: skip
def test_events_branches_and_messages_are_lists(diagram: str, said: list[str]) -> None:
    converted, scene = storyboard_of(diagram)
    assert [visual.kind for visual in scene.visuals] == ["list"]
    words = " ".join(line.text for line in scene.lines)
    assert all(word in words for word in said)
    assert not converted.notes


def test_a_flow_larger_than_a_frame_is_a_list_and_told() -> None:
    names = ["Dig the clay", "Let it weather", "Knead it", "Throw the bowl", "Dry it for days",
             "Fire it slowly", "Glaze it", "Fire it again"]  # fmt: skip
    arrows = " --> ".join(f"s{n}[{name}]" for n, name in enumerate(names))
    converted, scene = storyboard_of(f"flowchart TD\n  {arrows}\n")
    assert {visual.kind for visual in scene.visuals} == {"list"}
    assert all(name in " ".join(line.text for line in scene.lines) for name in names)
    assert "the arrows of a diagram" in " ".join(converted.notes)


@pytest.mark.parametrize(
    "diagram",
    [
        "gantt\n  title x\n  section y\n",
        "classDiagram\n  A <|-- B\n",
        "flowchart LR\n" + "".join(f"  n{n}[Box {n}] --> m{n}[Bin {n}]\n" for n in range(20)),
        "flowchart LR\n" + "".join(f"  x{n} --> h{n % 4}\n" for n in range(9)),
        "flowchart LR\n  a[Same] --> b[Same]\n",
        "graph TD\n  ??? what\n",
    ],
)
def test_any_other_is_left_out_and_told(diagram: str) -> None:
    converted, scene = storyboard_of(diagram)
    assert not scene.visuals
    assert "a diagram" in " ".join(converted.notes)
    assert "mermaid" not in converted.text


def test_formulas_in_boxes_are_formulas():
    """Mermaid sets them between two dollars; of a diagram that is a list too."""
    net = 'flowchart LR\nA["Warm<br/>$$t$$"] --> B["$$\\frac{1}{t}$$"]\nB --> C["low\\nlight"]\n'
    _, scene = storyboard_of(net)
    (flow,) = scene.visuals
    ends = [(edge["source"], edge["target"]) for edge in flow.data["edges"]]
    assert ends == [("Warm $t$", "$\\frac{1}{t}$"), ("$\\frac{1}{t}$", "low light")]
    many = "".join(f'R --- N{n}["Kiln {n}<br/>$$\\sqrt{{{n}}}$$"]\n' for n in range(10))
    converted, _ = storyboard_of(f"graph TD\nR[Root]\n{many}")
    assert "2. Kiln 0 $\\sqrt{0}$" in converted.text


def test_a_diagram_with_a_formula_that_cannot_be_set_is_left_out():
    converted, _ = storyboard_of('graph TD\nA["$$\\undefinedthing{t}$$"] --> B[Warm]\n')
    assert "a diagram (`graph`)" in converted.text
    assert "undefinedthing" not in converted.text
