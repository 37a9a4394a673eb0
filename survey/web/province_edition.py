"""A province's own workbook of the published edition: its communes, with their ranks in the whole country."""

from __future__ import annotations

from io import BytesIO
from typing import cast

from flask import Blueprint, Response, abort, current_app, g

from reports.annex.province_annexes import write_province_annex
from survey.accounts import Step
from survey.deciding.edition_writing import as_stored
from survey.deciding.editions import EditionState, StoredEdition
from survey.store import editions
from survey.store.database import reading
from survey.web.access import requires
from survey.web.edition_shelf import edition_or_404
from survey.web.kept import Kept
from survey.web.language import language
from survey.web.sent_files import workbook_sent
from survey.web.state import current_round, engine

blueprint = Blueprint("province_edition", __name__, url_prefix="/review/editions")
MOST_KEPT = 8


@blueprint.get("/<int(max=2147483647):edition_id>/workbook.xlsx")
@requires(Step.TAKE_AWAY)
def workbook(edition_id: int) -> Response:
    """The workbook of the account's province; an edition that was never published is not found."""
    with reading(engine()) as conn:
        edition = edition_or_404(conn, edition_id)
    province = g.account.province_code
    if edition.state is EditionState.DRAFT or province is None:
        abort(404)
    kept = cast(Kept, current_app.extensions.setdefault("province workbooks", Kept(MOST_KEPT)))
    key, words = (edition_id, province, language()), language()
    content = cast(bytes, kept.get(key, lambda: written(edition, province, words)))
    return workbook_sent(content, f"an-ban-{edition_id}-tinh-{province}.xlsx")


def written(edition: StoredEdition, province: str, words: str) -> bytes:
    """The workbook. 404 where the edition knew no such province."""
    target = BytesIO()
    with reading(engine()) as conn:
        found = as_stored(conn, edition)
    if province not in set(found.inputs.places["province_code"]):
        abort(404)
    write_province_annex(target, found, province, words)
    return target.getvalue()


@blueprint.app_template_global("published_edition")
def published() -> StoredEdition | None:
    """The current round's published edition; None where there is none."""
    running = current_round()
    if running is None:
        return None
    with reading(engine()) as conn:
        return editions.published_edition(conn, running.id)
