"""Pages: every commune as a dot of the map, coloured by a measure, filtered like the table."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from reports import maps
from survey.accounts import Step
from survey.communes import vietnamese_key
from survey.deciding.scoring import Scored
from survey.store import editions
from survey.store.database import reading
from survey.web.access import requires
from survey.web.communes_table import address, filters_of, matching, natural_order, read_query
from survey.web.edition_shelf import opened
from survey.web.map_view import FUNDED, Measure, map_of, measures, points_by_code
from survey.web.scored import newest
from survey.web.state import engine, register

blueprint = Blueprint("map_pages", __name__, url_prefix="/ministry/map")


@blueprint.get("")
@requires(Step.DECIDE)
def sheet() -> str:
    """The map of the communes that the address's filters leave."""
    scored = newest()
    if scored is None:
        return render_template("deciding/no_round.html")
    query = filters_of(read_query(request.args, ()))
    funded = funded_now(scored)
    known = measures(scored.questionnaire, funded=funded is not None)
    measure = chosen(known, request.args.get("measure", ""))
    table = scored.listing if funded is None else scored.listing.assign(**{FUNDED: funded})
    sort = "rank" if measure.name == FUNDED else measure.name
    return render_template(
        "deciding/map.html",
        view=map_of(table, matching(table, query).index, measure.name, register()),
        query=query,
        filters=address(query),
        table=address(replace(query, sort=sort, order=natural_order(sort))),
        measure=measure,
        measures=known,
        provinces=sorted(register().provinces.values(), key=lambda each: vietnamese_key(each.name)),
        of=scored.round,
        others=maps.OTHERS_COLOUR,
        width=maps.WIDTH,
        height=maps.HEIGHT,
    )


@blueprint.get("/at")
@requires(Step.DECIDE)
def at() -> Response:
    """The page of the commune that is shown nearest to a place of the sheet; 404 where none is."""
    scored = newest() or abort(404)
    across, down = (request.args.get(name, type=float) for name in ("across", "down"))
    if across is None or down is None:
        abort(404)
    shown = matching(scored.listing, filters_of(read_query(request.args, ()))).index
    place = maps.nearest(points_by_code(register(), shown), across, down)
    if place is None:
        abort(404)
    return redirect(url_for("deciding.commune", code=shown[place]))


def funded_now(scored: Scored) -> pd.Series | None:
    """1 where the published edition funds a commune, 0 where it does not, NaN where it does not rank it: no candidate.

    None where no edition with a budget is published.
    """
    with reading(engine()) as conn:
        edition = editions.published_edition(conn, scored.round.id)
    if edition is None or edition.budget is None:
        return None
    figures = opened(edition).figures
    decided = figures[FUNDED].astype(float).where(figures["rank"].notna())
    return decided.reindex(scored.listing.index)


def chosen(known: tuple[Measure, ...], name: str) -> Measure:
    """The measure of this name, else the first."""
    return next((each for each in known if each.name == name), known[0])
