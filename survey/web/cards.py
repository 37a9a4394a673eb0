"""A table whose rows become cards on a narrow screen: each cell then carries the heading of its column."""

from __future__ import annotations

import re

from markupsafe import Markup

HEADING = re.compile(r"<th\b([^>]*)>(.*?)</th>", re.DOTALL)
PART = re.compile(r"<(tr|td|th)\b([^>]*)>")
SPAN = re.compile(r'\bcolspan="(\d+)"')
TAG = re.compile(r"<[^>]*>")


def cards(table: str) -> Markup:
    """The table, of one row of headings, with ``data-label`` on its cells; for a template's filter block.

    What a template writes is escaped, so no attribute and no text holds a bare “>”. A heading that is only
    read aloud labels nothing.
    """
    head, end, body = str(table).partition("</thead>")
    labels = [
        "" if 'class="hidden"' in content else words(content)
        for attributes, content in HEADING.findall(head)
        for _ in range(span(attributes))
    ]
    place = 0

    def labelled(part: re.Match[str]) -> str:
        nonlocal place
        name, attributes = part.groups()
        if name == "tr":
            place = 0
            return part[0]
        label = labels[place] if place < len(labels) else ""
        place += span(attributes)
        return f'<td{attributes} data-label="{label}">' if name == "td" and label else part[0]

    return Markup(marked(head) + end + PART.sub(labelled, body))  # noqa: S704 - escaped by the template


def marked(head: str) -> str:
    """The table's own tag with the class that the stylesheet knows."""
    if re.search(r'<table[^>]*\bclass="', head):
        return re.sub(r'(<table[^>]*\bclass=")', r"\1cards ", head, count=1)
    return head.replace("<table", '<table class="cards"', 1)


def words(content: str) -> str:
    """A heading's words as an attribute holds them."""
    return " ".join(TAG.sub("", content).split()).replace('"', "&#34;")


def span(attributes: str) -> int:
    """How many columns a cell takes."""
    found = SPAN.search(attributes)
    return int(found[1]) if found else 1
