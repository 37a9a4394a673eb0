"""Pages: the administrator's accounts, rounds and journal. Every deed is entered in the journal."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from flask import Blueprint, abort, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from forms.sentence import Refused, Sentence
from survey.accounts import Account, Step
from survey.people.enrolling import enrol
from survey.people.posts import POST_WORDS
from survey.store import accounts as stored
from survey.store import journal as entries
from survey.store import rounds as stored_rounds
from survey.store import sessions
from survey.store.database import reading, writing
from survey.viet_nam_time import day_of
from survey.web.access import requires
from survey.web.administering_deeds import DEEDS, ROUND_DEEDS, Deed, deeds_for
from survey.web.administering_forms import (
    new_round_of,
    place_in_words,
    read_enrolment,
    role_in_words,
    shipped,
    state_in_words,
)
from survey.web.handing_over import account_asked
from survey.web.journal_words import actions_called, line
from survey.web.sent import whole_number
from survey.web.state import engine, register

blueprint = Blueprint("administering", __name__, url_prefix="/admin")
ACCOUNTS_ON_A_PAGE = 50
ENTRIES_SHOWN = 100


@blueprint.get("/accounts")
@requires(Step.ADMINISTER)
def accounts() -> str:
    """List accounts, by sign-in."""
    search = request.args.get("search", "").strip()[:100]
    page = max(1, whole_number(request.args.get("page", "")) or 1)
    with reading(engine()) as conn:
        found = stored.all_accounts(
            conn, search, ACCOUNTS_ON_A_PAGE + 1, (page - 1) * ACCOUNTS_ON_A_PAGE
        )
    rows = [in_words(account) for account in found[:ACCOUNTS_ON_A_PAGE]]
    more = len(found) > ACCOUNTS_ON_A_PAGE
    return render_template(
        "administering/accounts.html", rows=rows, search=search, page=page, more=more
    )


@blueprint.get("/accounts/new")
@requires(Step.ADMINISTER)
def new_account() -> str:
    """The form for one more account."""
    return account_form(None)


@blueprint.post("/accounts/new")
@requires(Step.ADMINISTER)
def add() -> str | tuple[str, int]:
    """Add an account and show its one-time password, once."""
    try:
        wanted = read_enrolment(request.form, register())
        with writing(engine()) as conn:
            ((_, password),) = enrol(
                conn, [wanted], by=g.account.sign_in, at=g.now, below=secrets.randbelow
            )
    except Refused as refused:
        return account_form(refused.sentence), 400
    return render_template("administering/password.html", account=wanted, password=password)


@blueprint.get("/accounts/<int:account_id>")
@requires(Step.ADMINISTER)
def account(account_id: int) -> str:
    """One account and what can be done with it."""
    with reading(engine()) as conn:
        found = stored.account_by_id(conn, account_id) or abort(404)
        open_sessions = len(sessions.sessions_of(conn, account_id, g.now))
        locked = stored.locked_until(conn, found.sign_in, g.now)
    return render_template(
        "administering/account.html",
        row=in_words(found),
        deeds=deeds_for(found, locked=locked is not None),
        sessions=open_sessions,
        locked=locked,
    )


@blueprint.get("/accounts/<int:account_id>/<deed>")
@requires(Step.ADMINISTER)
def confirm(account_id: int, deed: str) -> str:
    """Ask before anything is done."""
    return confirmation(account_asked(account_id), deed_or_404(deed), None)


@blueprint.post("/accounts/<int:account_id>/<deed>")
@requires(Step.ADMINISTER)
def do(account_id: int, deed: str) -> str | tuple[str, int] | Response:
    """Do it; a new password is shown once."""
    found, wanted = account_asked(account_id), deed_or_404(deed)
    try:
        with writing(engine()) as conn:
            password = wanted.does(conn, found)
            if not wanted.enters_itself:
                entries.enter(conn, g.now, g.account.sign_in, wanted.action, found.sign_in, {})
    except Refused as refused:
        return confirmation(found, wanted, refused.sentence), 400
    if password is None:
        return redirect(url_for(".account", account_id=account_id))
    return render_template("administering/password.html", account=found, password=password)


@blueprint.get("/rounds")
@requires(Step.ADMINISTER)
def rounds() -> str:
    """List rounds, newest first."""
    with reading(engine()) as conn:
        found = sorted(stored_rounds.all_rounds(conn), key=lambda each: -each.id)
    return render_template("administering/rounds.html", rounds=found)


@blueprint.get("/rounds/new")
@requires(Step.ADMINISTER)
def new_round() -> str:
    """The form for a new round."""
    return round_form(())


@blueprint.post("/rounds/new")
@requires(Step.ADMINISTER)
def open_new_round() -> tuple[str, int] | Response:
    """Open a round on the shipped or an uploaded questionnaire, frozen with it."""
    try:
        wanted, text = new_round_of(request.form, request.files.get("questionnaire"))
        with writing(engine()) as conn:
            made = stored_rounds.add_round(conn, wanted, text)
            detail = {"name": made.name}
            entries.enter(
                conn, g.now, g.account.sign_in, "round opened", f"round {made.id}", detail
            )
    except Refused as refused:
        return round_form(getattr(refused, "refusals", None) or (refused.sentence,)), 400
    return redirect(url_for(".rounds"))


@blueprint.get("/rounds/<int:round_id>/<deed>")
@requires(Step.ADMINISTER)
def confirm_round(round_id: int, deed: str) -> str:
    """Ask before a round is closed or reopened."""
    title, question, *_ = ROUND_DEEDS.get(deed) or abort(404)
    with reading(engine()) as conn:
        found = stored_rounds.round_by_id(conn, round_id) or abort(404)
    question, back = question.filled(name=found.name), url_for(".rounds")
    return render_template("administering/confirm.html", title=title, question=question, back=back)


@blueprint.post("/rounds/<int:round_id>/<deed>")
@requires(Step.ADMINISTER)
def do_round(round_id: int, deed: str) -> Response:
    """Close or reopen a round."""
    *_, action, change = ROUND_DEEDS.get(deed) or abort(404)
    with writing(engine()) as conn:
        if stored_rounds.round_by_id(conn, round_id) is None:
            abort(404)
        change(conn, round_id, g.now)
        entries.enter(conn, g.now, g.account.sign_in, action, f"round {round_id}", {})
    return redirect(url_for(".rounds"))


@blueprint.get("/journal")
@requires(Step.ADMINISTER)
def journal() -> str:
    """The entries, newest first, and whether the chain of hashes holds."""
    search = request.args.get("search", "").strip()[:100]
    before = whole_number(request.args.get("before", ""))
    with reading(engine()) as conn:
        called = actions_called(search, g.language)
        found = entries.entries(
            conn, limit=ENTRIES_SHOWN, before=before, search=search, actions=called
        )
        fault = entries.verify(conn)
    older = found[-1].number if len(found) == ENTRIES_SHOWN else None
    lines = [line(entry) for entry in found]
    return render_template(
        "administering/journal.html", lines=lines, fault=fault, search=search, older=older
    )


def in_words(found: Account) -> dict[str, object]:
    """An account with its role, place and state in words."""
    return {
        "account": found,
        "role": role_in_words(found),
        "place": place_in_words(found, register()),
        "state": state_in_words(found, day_of(g.now)),
    }


def deed_or_404(name: str) -> Deed:
    """The deed of this name; 404 where there is none."""
    if name not in DEEDS:
        abort(404)
    return DEEDS[name]


def account_form(refusal: Sentence | None) -> str:
    """The form for one more account, with what was typed."""
    typed, roles = request.form, POST_WORDS.items()
    return render_template(
        "administering/new_account.html", typed=typed, roles=roles, refusal=refusal
    )


def confirmation(found: Account, deed: Deed, refusal: Sentence | None) -> str:
    """The question before a deed."""
    return render_template(
        "administering/confirm.html",
        title=deed.title,
        question=deed.question.filled(sign_in=found.sign_in, name=found.name),
        back=url_for(".account", account_id=found.id),
        refusal=refusal,
        final=deed.final,
    )


def round_form(refusals: Sequence[Sentence]) -> str:
    """The form for a new round, with what was typed."""
    questionnaire, _ = shipped()
    return render_template(
        "administering/new_round.html",
        typed=request.form,
        questionnaire=questionnaire,
        refusals=refusals,
    )
