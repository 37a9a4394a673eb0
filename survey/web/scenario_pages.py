"""Pages: what another choice of weights, evidence, costs or money would do; previewed, saved, taken away."""

from __future__ import annotations

from urllib.parse import parse_qsl

from flask import Blueprint, Response, abort, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from forms.sentence import Refused
from survey.accounts import Step
from survey.deciding.scenario_saving import save_scenario
from survey.deciding.scenarios import SavedScenario, scenario_name
from survey.store import scenarios
from survey.store.database import reading, writing
from survey.web.access import requires
from survey.web.comparison_view import MOST_SHOWN
from survey.web.language import language
from survey.web.scenario_annex import scenario_annex
from survey.web.scenario_asked import Asked, Fault, read_asked
from survey.web.scenario_fields import fields_of
from survey.web.scenario_ground import Ground, ground, outcome_of
from survey.web.scenario_refusals import faults_of, folds
from survey.web.scenario_view import Outcome, outcome_view
from survey.web.sent_files import workbook_sent
from survey.web.state import engine, register

blueprint = Blueprint("scenario_pages", __name__, url_prefix="/ministry/scenario")
# Beside the scenario in an address: the number of the one that was saved just now. It is not part of what is asked.
SAVED = "saved"


@blueprint.get("")
@requires(Step.DECIDE)
def scenario() -> str | Answer:
    """The scenario that the address asks for; a longer way to ask the same leads to the shortest."""
    on = ground(request.args.get("from", ""))
    if on is None:
        return render_template("deciding/no_round.html")
    arguments = request.args.to_dict()
    just_saved = arguments.pop(SAVED, "")
    asked = asked_of(on, arguments)
    if not asked.faults and arguments != asked.arguments:
        return redirect(address_of(asked))
    return page(on, asked, just_saved=just_saved)


def asked_of(on: Ground, arguments: dict[str, str]) -> Asked:
    """What is asked for on this ground."""
    fields = fields_of(on.scored.questionnaire, on.before.scenario, register().provinces)
    commune = arguments.get("commune", "")
    known = commune if commune in register().communes else ""
    return read_asked(arguments, fields, on.start.id if on.start else 0, known, language())


def page(
    on: Ground, asked: Asked, refused: Refused | None = None, named: str = "", just_saved: str = ""
) -> str:
    """The figures, and what they would do where they can be; with the name that was refused, or what was just saved."""
    outcome, cannot = outcome_or_refusal(on, asked)
    faults = [*asked.faults, *cannot]
    with reading(engine()) as conn:
        saved = scenarios.scenarios_of(conn, on.scored.round.id)
    return render_template(
        "scenario/page.html",
        asked=asked,
        by_name={each.name: each for each in asked.fields},
        groups=groups(asked),
        start=on.start,
        draws=on.before.scenario.method.draws,
        of=on.scored.round,
        outcome=outcome,
        faults=faults,
        refused={each.id for each in faults},
        unfolded=set(folds(asked, faults)),
        refusal=refused.sentence if refused else None,
        named=named,
        saved=saved,
        just_saved=next((each for each in saved if str(each.id) == just_saved), None),
        most=MOST_SHOWN,
        link=request.host_url.rstrip("/") + address_of(asked),
    )


def address_of(asked: Asked) -> str:
    """The shortest address of the scenario."""
    return f"{url_for('scenario_pages.scenario')}?{asked.address}"


def groups(asked: Asked) -> dict[str, list[str]]:
    """The names of the fields by group."""
    found: dict[str, list[str]] = {}
    for field in asked.fields:
        found.setdefault(field.group, []).append(field.name)
    return found


def outcome_or_refusal(on: Ground, asked: Asked) -> tuple[Outcome | None, list[Fault]]:
    """What the scenario would do; nothing where its figures cannot stand together, and why."""
    try:
        after, found = outcome_of(on, asked)
    except Refused as refused:
        return None, faults_of(refused, asked)
    return outcome_view(on, after, found, asked.commune), []


@blueprint.get("/annex.xlsx")
@requires(Step.DECIDE)
def annex() -> Response:
    """The workbook of exactly the state that the address asks for."""
    on, asked = stated(request.args.to_dict())
    # The journal names the scenario by its figures: nobody need have saved it.
    g.taken_out = {"asked": asked.address}
    return workbook_sent(scenario_annex(on, asked, language()), "kich-ban.xlsx")


@blueprint.post("/save")
@requires(Step.DECIDE)
def save() -> str | tuple[str, int] | Answer:
    """Keep the scenario under a name, for colleagues to open."""
    on, asked = stated(dict(parse_qsl(request.form.get("asked", ""), keep_blank_values=True)))
    try:
        named = scenario_name(request.form.get("name", ""))
        new = SavedScenario(0, on.scored.round.id, named, asked.address, g.now, g.account.sign_in)
        with writing(engine()) as conn:
            made = save_scenario(conn, new)
    except Refused as refused:
        return page(on, asked, refused, request.form.get("name", "")), 400
    return redirect(f"{address_of(asked)}&{SAVED}={made.id}#saved")


def stated(arguments: dict[str, str]) -> tuple[Ground, Asked]:
    """The ground and the scenario of an address that must be whole. Raises Refused for what cannot be taken."""
    on = ground(arguments.get("from", ""))
    if on is None:
        abort(404)
    asked = asked_of(on, arguments)
    if asked.faults:
        raise Refused(asked.faults[0].sentence)
    return on, asked
