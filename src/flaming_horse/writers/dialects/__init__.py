"""The dialects of Markdown that are read: what betrays each, and what it alone means."""
