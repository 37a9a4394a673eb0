"""Whatever is downloaded is entered in the journal: who took which file out, and when.

A commune's officers take out their own commune's papers only; that is no export. What the path does not say of
a file, its page puts into ``g.taken_out``.
"""

from __future__ import annotations

from flask import Response, current_app, g, request
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.http import parse_options_header

from survey.accounts import Role
from survey.store import journal
from survey.store.database import writing
from survey.web.failures import unavailable
from survey.web.state import engine

# What a page needs to look as it does is no export.
NO_EXPORT = ("static", "scripts.script")
# The whole file, or the part of it that was asked for: which may be all of it.
SENT = (200, 206)


def enter_download(response: Response) -> Response:
    """One entry for each file that is sent to someone signed in; no file leaves without its entry."""
    account = g.get("account")
    how, named = parse_options_header(response.headers.get("Content-Disposition"))
    if (
        account is None
        or account.role is Role.OFFICER
        or request.method != "GET"
        or response.status_code not in SENT
        or request.endpoint in NO_EXPORT
        or how != "attachment"
    ):
        return response
    name = named.get("filename", "")
    detail: dict[str, object] = {"path": request.path, **g.get("taken_out", {})}
    try:
        with writing(engine()) as conn:
            journal.enter(conn, g.now, account.sign_in, "file taken out", name, detail)
    except SQLAlchemyError as error:
        # Past the place where Flask would ask for the page of a failure.
        response.close()
        return current_app.make_response(unavailable(error))
    return response
