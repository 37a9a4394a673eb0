"""Where a reader is: the address that the page can be opened at again, in the other language or once more."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import current_app, g, request
from werkzeug.exceptions import HTTPException

from survey.web.desks import own_desk

READ = ("GET", "HEAD")


def here() -> str:
    """This page's own address, with what it was asked, or where to find the like of it (``g.here``).

    What only takes a form is no page to open: then it is the page that the form was on, else the reader's desk.
    """
    own = request.full_path.rstrip("?")
    if found := g.get("here"):
        return str(found)
    if request.method in READ or (request.url_rule and rule_to_open(own) == request.url_rule.rule):
        return own
    before = came_from()
    return before if before and rule_to_open(before) else own_desk()


def came_from() -> str:
    """The page of this site that sent the form, with what it was asked; empty where the browser does not say."""
    parts = urlsplit(request.referrer or "")
    if parts.netloc != request.host:
        return ""
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def rule_to_open(address: str) -> str:
    """The rule of the page that opens at this address; empty where none does."""
    adapter = current_app.create_url_adapter(request)
    if adapter is None:
        return ""
    try:
        return adapter.match(urlsplit(address).path, "GET", return_rule=True)[0].rule
    except HTTPException:
        return ""
