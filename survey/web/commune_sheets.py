"""A page for paper: one commune on one sheet of A4."""

from __future__ import annotations

from flask import Blueprint, g, render_template

from survey.accounts import Step
from survey.store import rounds
from survey.store.database import reading
from survey.viet_nam_time import day_of
from survey.web.access import commune_or_404, requires
from survey.web.commune_profile import profile_of
from survey.web.commune_rank import published_of, ranked_in
from survey.web.commune_sheet import history_of, sheet_of
from survey.web.scored import newest
from survey.web.state import engine, register

blueprint = Blueprint("commune_sheets", __name__, url_prefix="/ministry/communes")


@blueprint.get("/<code>/sheet")
@requires(Step.DECIDE)
def sheet(code: str) -> str:
    """The commune's scores, strengths, gaps, need, rank and history on one page."""
    asked, scored = commune_or_404(code), newest()
    if scored is None:
        return render_template("deciding/no_round.html")
    with reading(engine()) as conn:
        published = published_of(conn, scored.round.id, code)
        history = history_of(conn, rounds.all_rounds(conn), code)
    profile = profile_of(scored, code, register().columns(code))
    return render_template(
        "printing/commune.html",
        commune=asked,
        province=register().provinces[asked.province_code].name,
        round=scored.round,
        today=day_of(g.now),
        profile=profile,
        ranked=ranked_in(scored, code),
        published=published,
        sheet=sheet_of(scored, code, profile, history),
    )
