"""What is known of a quotation."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from flaming_horse.visuals.blocks import Data, Pen, WrittenBlock
from flaming_horse.visuals.fields import Text, VisualData, on_one_line, rich
from flaming_horse.visuals.kind import Fits, GalleryPicture, Kind
from flaming_horse.visuals.measures import shown_letters

LONGEST_QUOTE = 220
_MEASURE = 40
"""Letters in a row of a quotation in half of the width."""


class QuoteData(VisualData):
    """A quotation."""

    text: Annotated[Text, Field(min_length=1, max_length=LONGEST_QUOTE)] = Field(
        description="the words"
    )


class QuoteKind(Kind):
    name = "quote"
    drawn_as = "Quote"
    summary = "A quotation, as Markdown writes it."
    example = (
        "> The quick brown fox jumps over the lazy dog.\n\n"
        '[That sentence]{highlight="quote"} has every letter.'
    )
    construct = "quotation"
    for_models = QuoteData
    fits = Fits(stacked=3.0)
    picture = GalleryPicture(
        {"paragraphs": ["The quick brown fox jumps over the lazy dog."]}, look="plain"
    )

    def write(self, data: Data, pen: Pen) -> WrittenBlock:
        texts = [pen.starting(pen.rich(text)) for text in data["paragraphs"]]
        return WrittenBlock("\n>\n".join(f"> {text}" for text in texts))

    def from_model(self, data: dict[str, Any]) -> dict[str, Any]:
        return {"paragraphs": [rich(on_one_line(data["text"]))]}

    def height(self, data: Data) -> float:
        return -(-sum(map(shown_letters, data["paragraphs"])) // _MEASURE)


KIND = QuoteKind()
