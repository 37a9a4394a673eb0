"""The page of reminders: a text to copy and whom to send it to. Nothing is sent from here.

The official address of each account, or its sign-in name where that is one; accounts without are listed by
name for whoever keeps the province's telephone list.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flask import Blueprint, g, render_template, request

from survey.accounts import Step
from survey.people.reminders import AUDIENCE_WORDS, Audience, Occasion, Reminded, reminder
from survey.responses import Status
from survey.viet_nam_time import day_of
from survey.web.access import requires
from survey.web.province_desk import desk_of
from survey.web.queue_view import WAITING_FOR_COMMUNE, Waiting
from survey.web.state import current_round, register

blueprint = Blueprint("reminding", __name__, url_prefix="/review")
MEANT: dict[Audience, Callable[[Waiting], bool]] = {
    Audience.UNSENT: lambda row: row.status in WAITING_FOR_COMMUNE,
    Audience.UNSEEN: lambda row: row.unseen,
    Audience.RETURNED: lambda row: row.status == Status.RETURNED.value,
}


@blueprint.get("/reminders")
@requires(Step.REVIEW)
def reminders() -> str:
    """One reminder in both languages, with the communes and accounts that it is for."""
    running = current_round()
    if running is None:
        return render_template("deciding/no_round.html")
    wanted = request.args.get("to", "")
    audience = Audience(wanted) if wanted in set(Audience) else Audience.UNSENT
    rows = desk_of(running, look=False)
    meant = {each: [row for row in rows if MEANT[each](row)] for each in AUDIENCE_WORDS}
    province = register().provinces[g.account.province_code].name
    today = day_of(g.now)
    of = Occasion(province, running.name, request.url_root, running.closes, today)
    listed = [reminded(row) for row in meant[audience]]
    return render_template(
        "reviewing/reminders.html",
        audience=audience,
        words=AUDIENCE_WORDS,
        counts={each: len(found) for each, found in meant.items()},
        rows=meant[audience],
        text=reminder(audience, of, listed),
        addresses="; ".join(addresses(meant[audience])),
        names="\n".join(names(meant[audience])),
    )


def reminded(row: Waiting) -> Reminded:
    """A commune as the text names it."""
    return Reminded(
        row.commune.name, row.progress.share, row.term.last_day if row.term.extension else None
    )


def addresses(rows: Sequence[Waiting]) -> list[str]:
    """Official addresses, else sign-in names that are one; an address that offices share stands once."""
    known = (each.email or each.sign_in for row in rows for each in row.officers)
    return list(dict.fromkeys(each for each in known if "@" in each))


def names(rows: Sequence[Waiting]) -> list[str]:
    """A line for each account, tabs between: commune, name, sign-in; a commune without one too."""
    return [
        "\t".join((row.commune.name, each.name, each.sign_in))
        for row in rows
        for each in row.officers
    ] + [row.commune.name for row in rows if not row.officers]
