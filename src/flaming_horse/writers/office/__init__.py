"""Decks of PowerPoint, documents of Word and reStructuredText: the extra `office`."""
