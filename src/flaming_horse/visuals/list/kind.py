"""What is known of a list."""

from __future__ import annotations

from flaming_horse.visuals.fields import written
from flaming_horse.visuals.kind import Data, GalleryPicture, Kind, Part


class BulletListKind(Kind):
    name = "list"
    drawn_as = "BulletList"
    summary = "A list, as Markdown writes it: bullets or numbers."
    written = "markdown"
    part_notes = (("item(n)", 'the n-th item, or the item of that text: `item("Order matters")`'),)
    example = (
        "- Row times column\n- Inner sizes must agree\n\n"
        '[Row times column]{show="list.item(1)"}, and'
        ' [inner sizes must agree]{show="list.item(2)"}.'
    )
    notes = "Items of a list inside a list stand under their item and are counted with the others."
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


KIND = BulletListKind()
