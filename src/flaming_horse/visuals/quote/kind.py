"""What is known of a quotation."""

from __future__ import annotations

from flaming_horse.visuals.kind import GalleryPicture, Kind


class QuoteKind(Kind):
    name = "quote"
    drawn_as = "Quote"
    summary = "A quotation, as Markdown writes it."
    written = "markdown"
    example = (
        "> The quick brown fox jumps over the lazy dog.\n\n"
        '[That sentence]{highlight="quote"} has every letter.'
    )
    picture = GalleryPicture(
        {"paragraphs": ["The quick brown fox jumps over the lazy dog."]}, look="plain"
    )


KIND = QuoteKind()
