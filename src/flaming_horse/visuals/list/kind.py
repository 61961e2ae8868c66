"""What is known of a list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import Field

from flaming_horse.model.storyboard import UNDER, Target
from flaming_horse.visuals.blocks import Data, Pen, WrittenBlock
from flaming_horse.visuals.fields import ShortText, VisualData, on_one_line, rich, written
from flaming_horse.visuals.kind import Fits, GalleryPicture, Kind, Part, numbers_at
from flaming_horse.visuals.measures import shown_letters

MOST_ITEMS = 6
_CALLED = frozenset(
    "things items points steps rules reasons ideas facts parts conditions ways questions cases "  # noqa: SIM905
    "properties examples lines".split()
)


class ListData(VisualData):
    """A list of short texts."""

    items: list[ShortText] = Field(
        description="the items; formulas between dollars", min_length=1, max_length=MOST_ITEMS
    )
    ordered: bool = Field(False, description="numbered")


class BulletListKind(Kind):
    name = "list"
    drawn_as = "BulletList"
    summary = "A list, as Markdown writes it: bullets or numbers."
    part_notes = (("item(n)", 'the n-th item, or the item of that text: `item("Order matters")`'),)
    example = (
        "- Row times column\n- Inner sizes must agree\n\n"
        '[Row times column]{show="list.item(1)"}, and'
        ' [inner sizes must agree]{show="list.item(2)"}.'
    )
    notes = "Items of a list inside a list stand under their item and are counted with the others."
    construct = "list"
    for_models = ListData
    always_offered = True
    fits = Fits(alone=70, shared=50, rows=5)
    picture = GalleryPicture(
        {
            "items": ["Row times column", "Inner sizes must agree", "Order matters"],
            "ordered": False,
        },
        (("highlight", "item(2)"),),
        look="chalk",
    )

    def parts(self, data: Data) -> tuple[Part, ...]:
        labels = tuple(written(item) for item in data["items"])
        return (Part("item", (len(labels),), labels),)

    def write(self, data: Data, pen: Pen) -> WrittenBlock:
        # One that begins with a dash is in a list inside of the one before it.
        number, mark = data.get("start", 1), ""
        rows: list[str] = []
        for item in data["items"]:
            text = pen.rich(item)
            if mark and text.startswith(UNDER):
                rows.append(f"{' ' * len(mark)}- {pen.starting(text.removeprefix(UNDER))}")
                continue
            mark = f"{number}. " if data["ordered"] else "- "
            number += 1
            rows.append(mark + pen.starting(text))
        return WrittenBlock("\n".join(rows))

    def from_model(self, data: dict[str, Any]) -> dict[str, Any]:
        items = [rich(item) for item in on_one_line(data["items"])]
        return {"items": items, "ordered": data.get("ordered", False)}

    def letters(self, data: Data) -> int:
        return max(shown_letters(item) for item in data["items"])

    def rows(self, data: Data) -> int:
        return len(data["items"])

    def shows(self, data: Data, target: Target) -> Sequence[str] | None:
        at = numbers_at(target)
        return [written(data["items"][at[0] - 1])] if len(at) == 1 else None

    def counts(self, data: Data) -> Mapping[str, tuple[int, ...]]:
        return {"item": (len(data["items"]),)}

    def things(self, data: Data, group: str) -> tuple[int, frozenset[str]] | None:
        return None if group else (len(data["items"]), _CALLED)


KIND = BulletListKind()
