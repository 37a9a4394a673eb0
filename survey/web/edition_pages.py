"""Pages: editions, each at an address of its own; compared, verified, published, taken away."""

from __future__ import annotations

from flask import Blueprint, Response, g, redirect, render_template, request, url_for
from sqlalchemy import Connection
from werkzeug.wrappers import Response as Answer

from forms.sentence import Refused
from reports.annex.method_sheet import IN_WORDS
from reports.annex.settings_sheet import changed
from reports.editions.scenario_steps import CHANGES
from reports.plane import plane_of
from survey.accounts import Step, may
from survey.deciding.edition_making import Verified, publish_edition, verify_edition
from survey.deciding.edition_verdicts import told
from survey.deciding.editions import STATE_WORDS, StoredEdition, reason_given
from survey.store import editions, journal, rounds
from survey.store.database import reading
from survey.web.access import requires
from survey.web.comparison_view import MOST_SHOWN, differences_of
from survey.web.downloads import FORMS
from survey.web.edition_shelf import (
    annex_of,
    comparison_of,
    edition_or_404,
    opened,
    plane_drawn,
)
from survey.web.edition_view import FIRST, PART_WORDS, first_of, settings_of, summary_of
from survey.web.journal_words import line
from survey.web.language import language
from survey.web.sent import whole_number
from survey.web.sent_files import workbook_sent
from survey.web.state import engine

blueprint = Blueprint("edition_pages", __name__, url_prefix="/ministry/editions")


@blueprint.get("")
@requires(Step.DECIDE)
def every() -> str:
    """Every edition, the newest first."""
    with reading(engine()) as conn:
        found = editions.all_editions(conn)
        names = {each.id: each.name for each in rounds.all_rounds(conn)}
    return render_template("editions/list.html", editions=found, rounds=names, states=STATE_WORDS)


@blueprint.get("/<int:edition_id>")
@requires(Step.DECIDE)
def one(edition_id: int) -> str:
    """One edition: what it says in short, how it was made, and what one can do with it."""
    return page(edition_id, None)


@blueprint.get("/<int:edition_id>/verify")
@requires(Step.DECIDE)
def verify(edition_id: int) -> str:
    """The same page with the edition hashed and calculated again."""
    with reading(engine()) as conn:
        asked = edition_or_404(conn, edition_id)
    return page(edition_id, verify_edition(engine(), asked, draws=False))


def page(edition_id: int, verified: Verified | None) -> str:
    """The page of an edition; ``verified`` where it was just checked."""
    with reading(engine()) as conn:
        asked = edition_or_404(conn, edition_id)
        others = [each for each in editions.all_editions(conn) if each.id != asked.id]
        steps = journal.entries_about(conn, f"edition {asked.id}")
    found = opened(asked)
    return render_template(
        "editions/one.html",
        edition=asked,
        others=others,
        replaced_by=next((each for each in others if each.replaces == asked.id), None),
        states=STATE_WORDS,
        steps=[line(each) for each in steps],
        of=found.inputs.round,
        summary=summary_of(found.table),
        first=first_of(found.table),
        quarters=plane_of(found.figures).quarters(),
        most=FIRST,
        parts=PART_WORDS,
        in_words=IN_WORDS,
        settings=settings_of(found),
        changed=tuple(changed(found.inputs)),
        questionnaire=found.inputs.questionnaire,
        verified=verified,
        told=told(asked, verified) if verified else (),
        may_publish=may(g.account, Step.PUBLISH),
    )


@blueprint.get("/<int:edition_id>/annex.xlsx")
@requires(Step.DECIDE)
def annex(edition_id: int) -> Response:
    """The annex of an edition, the same bytes as the command writes."""
    with reading(engine()) as conn:
        asked = edition_or_404(conn, edition_id)
    return workbook_sent(annex_of(asked, language()), f"an-ban-{edition_id}.xlsx")


@blueprint.get("/<int:edition_id>/plane.<any(png, svg):form>")
@requires(Step.DECIDE)
def plane(edition_id: int, form: str) -> Response:
    """The picture of both indices, with the edition's funded communes marked."""
    with reading(engine()) as conn:
        asked = edition_or_404(conn, edition_id)
    content = plane_drawn(asked, opened(asked), form, language())
    return Response(content, mimetype=FORMS[form][1])


@blueprint.get("/compare")
@requires(Step.DECIDE)
def compare() -> str:
    """Two editions side by side: who comes in, who goes out, who moves, and why."""
    with reading(engine()) as conn:
        every_one = editions.all_editions(conn)
        earlier, later = chosen(conn, "earlier"), chosen(conn, "later")
    both = None
    if earlier is not None and later is not None:
        both = differences_of(*comparison_of(earlier, later), words=CHANGES)
    return render_template(
        "editions/compare.html",
        editions=every_one,
        earlier=earlier,
        later=later,
        found=both,
        most=MOST_SHOWN,
    )


def chosen(conn: Connection, name: str) -> StoredEdition | None:
    """The edition whose number the address gives; None without one, 404 where there is no such edition."""
    number = whole_number(request.args.get(name, ""))
    return None if number is None else edition_or_404(conn, number)


@blueprint.get("/<int:edition_id>/publish")
@requires(Step.PUBLISH)
def confirm(edition_id: int) -> str:
    """Ask before an edition is published, and why it is."""
    return confirmation(edition_id, None)


@blueprint.post("/<int:edition_id>/publish")
@requires(Step.PUBLISH)
def publish(edition_id: int) -> str | tuple[str, int] | Answer:
    """Publish it, in place of the edition that the page named."""
    replaced = whole_number(request.form.get("replaces", ""))
    try:
        publish_edition(
            engine(),
            edition_id,
            replaced,
            by=g.account.sign_in,
            at=g.now,
            reason=reason_given(request.form.get("reason", "")),
        )
    except Refused as refused:
        return confirmation(edition_id, refused), 400
    return redirect(url_for(".one", edition_id=edition_id))


def confirmation(edition_id: int, refused: Refused | None) -> str:
    """What would be published, and what it would replace."""
    with reading(engine()) as conn:
        asked = edition_or_404(conn, edition_id)
        standing = editions.published_edition(conn, asked.round_id)
    return render_template(
        "editions/publish.html",
        edition=asked,
        standing=standing,
        refusal=refused.sentence if refused else None,
        typed=request.form.get("reason", ""),
    )
