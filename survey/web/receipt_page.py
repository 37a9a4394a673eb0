"""A receipt's page, and looking one up: by its code, or by the whole hash that was printed."""

from __future__ import annotations

from flask import abort, g, render_template

from survey.accounts import Step, may
from survey.receipts import hash_of, hash_typed, in_groups, receipt_in, receipt_typed
from survey.store import responses, rounds
from survey.store.database import reading
from survey.web.access import commune_or_404
from survey.web.state import engine


def looked_up(typed: str) -> str | tuple[str, int]:
    """The receipt asked for. One that the account may not see answers like one that does not exist."""
    if not typed:
        return render_template("filling/receipts.html", code="", missing=False)
    whole = hash_typed(typed)
    code = receipt_typed(typed) if whole is None else receipt_in(whole)
    with reading(engine()) as conn:
        found = responses.submission_of(conn, code)
    if found is None or not may(g.account, Step.READ_RESPONSE, commune_or_404(found[1])):
        return render_template("filling/receipts.html", code=typed, missing=True), 404
    return receipt_page(code, whole)


def receipt_page(code: str, printed: str | None = None) -> str:
    """What a receipt says: which response, of which round, received when, and the hash of its answers.

    ``printed`` is a hash to check against the stored one. 404 where there is no such receipt.
    """
    with reading(engine()) as conn:
        found = responses.submission_of(conn, code)
        if found is None:
            abort(404)
        round_id, commune_code, submitted = found
        asked_in = rounds.round_by_id(conn, round_id)
        now = responses.response_of(conn, round_id, commune_code)
    stored = hash_of(round_id, commune_code, submitted.number, submitted.answers)
    return render_template(
        "filling/receipt.html",
        code=code,
        round=asked_in,
        commune=commune_or_404(commune_code),
        submitted=submitted,
        hash=in_groups(stored),
        matches=None if printed is None else printed == stored,
        later=now.receipt if now.receipt != code else None,
    )
