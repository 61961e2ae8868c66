"""Decks of slides in Markdown: each dialect cuts them into slides and notes."""
