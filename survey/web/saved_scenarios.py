"""Pages: saved scenarios, on the list and off it; renamed, taken off and put back, each step in the journal."""

from __future__ import annotations

from flask import Blueprint, abort, g, redirect, render_template, request, url_for
from sqlalchemy import Connection
from werkzeug.wrappers import Response

from forms.sentence import Refused
from survey.accounts import Step, may
from survey.deciding import scenarios as saved
from survey.deciding.scenarios import SavedScenario
from survey.store import journal, rounds, scenarios
from survey.store.database import reading, writing
from survey.web.access import requires
from survey.web.journal_words import line
from survey.web.state import engine

blueprint = Blueprint("saved_scenarios", __name__, url_prefix="/ministry/scenarios")


@blueprint.get("")
@requires(Step.KEEP_SCENARIOS)
def every() -> str:
    """The saved scenarios of all rounds, and those that are off the list."""
    with reading(engine()) as conn:
        found = scenarios.every_scenario(conn)
        names = {each.id: each.name for each in rounds.all_rounds(conn)}
    return render_template(
        "scenario/saved.html",
        on=[each for each in found if each.removed_at is None],
        off=[each for each in found if each.removed_at is not None],
        rounds=names,
        may_open=may(g.account, Step.DECIDE),
    )


@blueprint.get("/<int:scenario_id>")
@requires(Step.KEEP_SCENARIOS)
def one(scenario_id: int) -> str:
    """One saved scenario: its name, whose it is, and what was done with it."""
    return page(scenario_id)


@blueprint.post("/<int:scenario_id>/rename")
@requires(Step.KEEP_SCENARIOS)
def rename(scenario_id: int) -> str | tuple[str, int] | Response:
    """Give it another name."""
    typed = request.form.get("name", "")
    try:
        with writing(engine()) as conn:
            before = scenario_or_404(conn, scenario_id)
            enter(conn, before, saved.renamed(before, typed, g.account), "scenario renamed")
    except Refused as refused:
        return page(scenario_id, refused, typed), 400
    return redirect(url_for(".one", scenario_id=scenario_id))


@blueprint.post("/<int:scenario_id>/remove")
@requires(Step.KEEP_SCENARIOS)
def remove(scenario_id: int) -> Response:
    """Take it off the list; its address still opens. Raises Refused for another's."""
    with writing(engine()) as conn:
        before = scenario_or_404(conn, scenario_id)
        after = saved.off_the_list(before, g.account, g.now)
        enter(conn, before, after, "scenario taken off the list")
    return redirect(url_for(".one", scenario_id=scenario_id))


@blueprint.post("/<int:scenario_id>/restore")
@requires(Step.KEEP_SCENARIOS)
def restore(scenario_id: int) -> Response:
    """Put it on the list again. Raises Refused for another's."""
    with writing(engine()) as conn:
        before = scenario_or_404(conn, scenario_id)
        enter(conn, before, saved.on_the_list(before, g.account), "scenario put back")
    return redirect(url_for(".one", scenario_id=scenario_id))


def page(scenario_id: int, refused: Refused | None = None, typed: str | None = None) -> str:
    """The page of one; with what was typed where that was refused."""
    with reading(engine()) as conn:
        found = scenario_or_404(conn, scenario_id)
        steps = journal.entries_about(conn, f"scenario {scenario_id}")
        of = rounds.round_by_id(conn, found.round_id)
    return render_template(
        "scenario/one.html",
        scenario=found,
        round=of,
        steps=[line(each) for each in steps],
        refusal=refused.sentence if refused else None,
        typed=found.name if typed is None else typed,
        may_open=may(g.account, Step.DECIDE),
        may_change=saved.may_change(found, g.account),
    )


def scenario_or_404(conn: Connection, scenario_id: int) -> SavedScenario:
    """The scenario with this number; 404 where there is none."""
    return scenarios.scenario_by_id(conn, scenario_id) or abort(404)


def enter(conn: Connection, before: SavedScenario, after: SavedScenario, action: str) -> None:
    """Store what changed and enter it in the journal; a step that changes nothing is none."""
    if after == before:
        return
    scenarios.keep_scenario(conn, after)
    was = {"before": before.name} if after.name != before.name else {}
    detail = {"round": after.round_id, "name": after.name, **was}
    journal.enter(conn, g.now, g.account.sign_in, action, f"scenario {after.id}", detail)
