"""What is known of a title of its own, set large."""

from __future__ import annotations

from pydantic import Field

from flaming_horse.visuals.fields import Text, VisualData
from flaming_horse.visuals.kind import GalleryPicture, Kind


class TitleCardData(VisualData):
    title: Text = Field(description="what is set large", min_length=1)
    subtitle: Text = Field("", description="a smaller line below it")


class TitleCardKind(Kind):
    name = "title-card"
    drawn_as = "TitleCard"
    summary = "A title of its own, set large. The film's title is shown without asking."
    example = "```title-card\ntitle: Part two\nsubtitle: The proof\n```\n\nNow we can prove it."
    model = TitleCardData
    never_aimed_at = True
    is_idea = False
    picture = GalleryPicture(
        {"title": "Matrix multiplication", "subtitle": "Rows meet columns"}, look="chalk"
    )


KIND = TitleCardKind()
