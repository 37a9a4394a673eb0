"""Text that every database takes."""

from __future__ import annotations


def storable(text: str) -> str:
    """The text without what PostgreSQL has no form for: NUL and halves of surrogate pairs."""
    return "".join(
        letter for letter in text if letter != "\0" and not "\ud800" <= letter <= "\udfff"
    )
