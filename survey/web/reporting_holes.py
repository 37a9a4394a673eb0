"""Where to report a hole: ``/.well-known/security.txt`` (RFC 9116), where the operator named a contact."""

from __future__ import annotations

from datetime import UTC, timedelta

from flask import Blueprint, Response, abort, g, request

from survey.web.access import public
from survey.web.state import settings

blueprint = Blueprint("reporting_holes", __name__)
GOOD_FOR = timedelta(days=180)


@blueprint.get("/.well-known/security.txt")
@public
def security_txt() -> Response:
    """Contact, until when this is good, languages, the address itself; 404 where no contact is set."""
    contact = settings().security_contact or abort(404)
    until = (g.now + GOOD_FOR).astimezone(UTC).strftime("%Y-%m-%dT00:00:00Z")
    lines = [
        f"Contact: {contact}",
        f"Expires: {until}",
        "Preferred-Languages: vi, en",
        f"Canonical: {request.url_root}.well-known/security.txt",
    ]
    return Response("\n".join(lines) + "\n", mimetype="text/plain")
