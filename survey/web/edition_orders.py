"""Pages: a scenario made an edition, and how far that is."""

from __future__ import annotations

from functools import partial
from threading import Thread
from urllib.parse import parse_qsl

from flask import Blueprint, abort, current_app, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from forms.sentence import Refused
from survey.accounts import Step
from survey.deciding.edition_making import make_edition
from survey.deciding.edition_ordering import carry_out
from survey.deciding.editions import named
from survey.deciding.orders import Order, OrderState
from survey.store import orders
from survey.store.database import reading, writing
from survey.web.access import requires
from survey.web.scenario_asked import Asked, scenario_of
from survey.web.scenario_ground import Ground, outcome_of
from survey.web.scenario_pages import page, stated
from survey.web.state import engine, register

blueprint = Blueprint("edition_orders", __name__, url_prefix="/ministry/editions/orders")
SECONDS_BETWEEN_LOOKS = 2


@blueprint.post("")
@requires(Step.DECIDE)
def order() -> tuple[str, int] | Answer:
    """Order an edition of the scenario; it is made beside the pages."""
    on, asked = stated(dict(parse_qsl(request.form.get("asked", ""), keep_blank_values=True)))
    try:
        made = ordered(on, asked, named(request.form.get("name", "")))
    except Refused as refused:
        return page(on, asked, refused, request.form.get("name", "")), 400
    return redirect(url_for(".one", order_id=made.id))


def ordered(on: Ground, asked: Asked, name: str) -> Order:
    """The order stored and begun. Raises Refused, and then neither is done."""
    scenario = scenario_of(asked, on.before.scenario)
    outcome_of(on, asked)
    of, draws = on.scored.round, scenario.method.draws
    new = Order(0, of.id, name, asked.address, g.account.sign_in, g.now, 0, draws, g.now)
    with writing(engine()) as conn:
        stored = orders.add_order(conn, new)
    make = partial(
        make_edition, engine(), of, register(), scenario, name=name, by=new.by, at=new.at
    )
    work = (engine(), stored, make, current_app.config["CLOCK"])
    Thread(target=carry_out, args=work, daemon=True).start()
    return stored


@blueprint.get("/<int:order_id>")
@requires(Step.DECIDE)
def one(order_id: int) -> str | Answer | tuple[str, dict[str, str]]:
    """How far an order is; once it is made, its edition."""
    with reading(engine()) as conn:
        found = orders.order_by_id(conn, order_id) or abort(404)
    if found.edition_id is not None:
        return redirect(url_for("edition_pages.one", edition_id=found.edition_id))
    state = found.state(g.now)
    shown = render_template("editions/order.html", order=found, state=state.value)
    if state is OrderState.WORKING:
        return shown, {"Refresh": str(SECONDS_BETWEEN_LOOKS)}
    return shown
