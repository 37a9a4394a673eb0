"""Pages: the ministry's response rate, charts, table of communes, one commune, and downloads."""

from __future__ import annotations

from typing import Any, cast

from flask import Blueprint, Response, abort, current_app, g, render_template, request, url_for

from reports.plane import plane_of
from survey.accounts import Step
from survey.communes import vietnamese_key
from survey.deciding.scoring import Scored
from survey.store import editions, overview, responses
from survey.store.database import reading
from survey.viet_nam_time import day_of
from survey.web import country_view, downloads
from survey.web.access import commune_or_404, requires
from survey.web.commune_profile import profile_of
from survey.web.commune_rank import published_of, ranked_in
from survey.web.communes_cells import columns, legend, row_cells
from survey.web.communes_table import (
    TableQuery,
    address,
    filters_of,
    matching,
    page_of,
    read_query,
    sorted_by,
)
from survey.web.country_figures import figures_of
from survey.web.edition_shelf import opened, shelf
from survey.web.language import language
from survey.web.scored import newest
from survey.web.sent_files import file_sent, workbook_sent
from survey.web.state import engine, register

blueprint = Blueprint("deciding", __name__, url_prefix="/ministry")


@blueprint.get("")
@requires(Step.DECIDE)
def country() -> str:
    """How far the round is, the country's figures, what is missing, and pictures with their numbers."""
    scored = newest()
    if scored is None:
        return no_round()
    with reading(engine()) as conn:
        rates = country_view.rates(overview.queue(conn, scored.round.id), register())
        edition = editions.published_edition(conn, scored.round.id)
    figures = None if edition is None else opened(edition).figures
    return render_template(
        "deciding/country.html",
        edition=edition,
        quarters=[] if figures is None else plane_of(figures).quarters(),
        figures=shelf().get(("country", *kept_by(scored)), lambda: figures_of(scored)),
        round=scored.round,
        statuses=country_view.STATUSES.items(),
        rates=rates,
        whole=country_view.whole(rates),
        means=country_view.means(scored),
        by_province=country_view.by_province(scored),
        charts=downloads.CHARTS.values() if has_scores(scored) else (),
        version=scored.mark,
    )


@blueprint.get("/communes")
@requires(Step.DECIDE)
def communes() -> str:
    """Every commune with its scores, filtered, searched, sorted and cut as the address says."""
    scored = newest()
    if scored is None:
        return no_round()
    known = columns(scored.questionnaire)
    query = read_query(request.args, tuple(column.name for column in known))
    shown = tuple(
        each for each in known if not query.chosen or each.name in (*query.chosen, "name")
    )
    page = page_of(scored.listing, query)
    return render_template(
        "deciding/communes.html",
        query=query,
        page=page,
        columns=shown,
        known=known,
        legend=legend(scored.questionnaire),
        rows=[row_cells(row, shown, language()) for row in page.records()],
        provinces=sorted(register().provinces.values(), key=lambda each: vietnamese_key(each.name)),
        filters=address(filters_of(query)),
        order={
            name: value
            for name, value in address(query).items()
            if name in ("sort", "order", "columns")
        },
        sorted_by=sorted_by,
        all_columns=view_address(query, columns=""),
        previous=view_address(query, page=page.number - 1) if page.number > 1 else None,
        next=view_address(query, page=page.number + 1) if page.number < page.pages else None,
    )


@blueprint.get("/communes/<code>")
@requires(Step.DECIDE)
def commune(code: str) -> str:
    """One commune: scores with bounds, what they are made of, needs, answers."""
    asked, scored = commune_or_404(code), newest()
    if scored is None:
        return no_round()
    with reading(engine()) as conn:
        response = responses.response_of(conn, scored.round.id, code)
        published = published_of(conn, scored.round.id, code)
    return render_template(
        "deciding/commune.html",
        commune=asked,
        province=register().provinces[asked.province_code].name,
        approved=code in scored.answers,
        status=response.status if response.revision else None,
        profile=profile_of(scored, code, register().columns(code)),
        ranked=ranked_in(scored, code),
        published=published,
    )


@blueprint.get("/priority-list.xlsx")
@requires(Step.DECIDE)
def priority_list() -> Response:
    """The Excel annex."""
    scored = scored_or_404()
    today = day_of(g.now)
    content = downloads.workbook(scored, today, language())
    return workbook_sent(content, f"danh-sach-uu-tien-{today:%Y%m%d}.xlsx")


@blueprint.get("/scores.csv")
@requires(Step.DECIDE)
def scores() -> Response:
    """The scores, of the communes that the table's filters leave."""
    scored = scored_or_404()
    query = filters_of(read_query(request.args, ()))
    only = None if query == TableQuery() else set(matching(scored.listing, query).index)
    return file_sent(downloads.scores_csv(scored, only), "text/csv", "scores.csv")


@blueprint.get("/charts/<name>.<any(png, svg):form>")
@requires(Step.DECIDE)
def chart(name: str, form: str) -> Response:
    """One chart, to look at or to put into a report."""
    scored = scored_or_404()
    if name not in downloads.CHARTS or not has_scores(scored):
        abort(404)
    kept = current_app.extensions.setdefault("drawings", downloads.Drawings())
    drawings = cast(downloads.Drawings, kept)
    content = drawings.drawn(scored, downloads.CHARTS[name], form, language())
    return Response(content, mimetype=downloads.FORMS[form][1])


def kept_by(scored: Scored) -> tuple[object, ...]:
    """What follows from a calculation is kept by this."""
    return scored.round.id, scored.mark


def scored_or_404() -> Scored:
    """The current round's scores; 404 before the first round."""
    return newest() or abort(404)


def has_scores(scored: Scored) -> bool:
    """Whether any commune has a published score, so that there is something to draw."""
    return bool(scored.edition.table["readiness"].notna().any())


def no_round() -> str:
    """The page before the first round."""
    return render_template("deciding/no_round.html")


def view_address(query: TableQuery, **changes: object) -> str:
    """The address of the same view with these changes."""
    arguments: dict[str, Any] = {**address(query, **changes)}
    return url_for(".communes", **arguments)
