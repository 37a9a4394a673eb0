"""A province's own workbook of the published edition: its communes, with their ranks in the whole country."""

from __future__ import annotations

from io import BytesIO
from typing import cast

from flask import Blueprint, Response, abort, g

from reports.annex.province_annexes import write_province_annex
from survey.accounts import Step
from survey.deciding.editions import EditionState, StoredEdition
from survey.store import editions
from survey.store.database import reading
from survey.web.access import requires
from survey.web.edition_shelf import edition_or_404, frozen_of
from survey.web.kept import kept
from survey.web.language import language
from survey.web.sent_files import workbook_sent
from survey.web.state import current_round, engine

blueprint = Blueprint("province_edition", __name__, url_prefix="/review/editions")
# Every province's in both languages, twice; none is larger than a hundred kilobytes.
MOST_KEPT = 136


@blueprint.get("/<int(max=2147483647):edition_id>/workbook.xlsx")
@requires(Step.TAKE_AWAY)
def workbook(edition_id: int) -> Response:
    """The workbook of the account's province; an edition that was never published is not found."""
    with reading(engine()) as conn:
        edition = edition_or_404(conn, edition_id)
    province = g.account.province_code
    if edition.state is EditionState.DRAFT or province is None:
        abort(404)
    key, words = (edition_id, province, language()), language()
    workbooks = kept("province workbooks", MOST_KEPT)
    content = cast(bytes, workbooks.get(key, lambda: written(edition, province, words)))
    return workbook_sent(content, f"an-ban-{edition_id}-tinh-{province}.xlsx")


def written(edition: StoredEdition, province: str, words: str) -> bytes:
    """The workbook. 404 where the edition knew no such province."""
    target, found = BytesIO(), frozen_of(edition)
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
