"""Officers with open sessions over a founded database, for whoever measures saving."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice

from flask import Flask, session
from flask_wtf.csrf import generate_csrf
from sqlalchemy import Connection

from forms.loading import load_questionnaire
from survey.accounts import Role
from survey.app import create_app
from survey.benchmarks.load_clients import Client
from survey.benchmarks.served import SECRET
from survey.communes import load_register
from survey.founding import SHIPPED_QUESTIONNAIRE, found
from survey.responses import Step, start
from survey.settings import Settings
from survey.simulated.demonstration import COMMUNES_AT_ONCE, SEED, History
from survey.simulated.simulation import simulate
from survey.store import accounts, responses, sessions
from survey.store.database import engine_for, upgrade, writing
from survey.store.rounds import current_round
from survey.web.access import digest_of
from survey.web.state import questionnaire_of

OFFICERS = 500


def signed_in(url: str, officers: int = OFFICERS) -> list[Client]:
    """A founded database with an officer in each of so many communes, every one with an open session."""
    engine, now = engine_for(url), datetime.now(UTC)
    upgrade(engine)
    found(engine, password=secrets.token_hex(), at=now)
    engine.dispose()
    codes = sorted(load_register().communes)[:officers]
    return with_sessions(url, [(f"xa{code}", Role.OFFICER, code) for code in codes])


def with_sessions(url: str, people: Sequence[tuple[str, Role, str | None]]) -> list[Client]:
    """An account with an open session for each sign-in, role and commune. RuntimeError without a round."""
    engine, app = engine_for(url), create_app(Settings(url, SECRET))
    with writing(engine) as conn:
        asked = current_round(conn)
        opened = [(code or "", *session_of(conn, name, role, code)) for name, role, code in people]
    engine.dispose()
    if asked is None:
        raise RuntimeError("no round")
    with app.app_context():
        version = questionnaire_of(asked).sha256[:12]
    made = [Client(0, code, who, *cookie_of(app, token), version) for code, who, token in opened]
    app.config["ENGINE"].dispose()
    return made


def session_of(conn: Connection, name: str, role: Role, commune: str | None) -> tuple[int, str]:
    """A new account's number and the token of its session, good for four hours."""
    now, token = datetime.now(UTC), secrets.token_urlsafe(32)
    account = accounts.add_account(
        conn,
        sign_in=name,
        name=f"Cán bộ {name}",
        role=role,
        commune_code=commune,
        password_hash="-",  # noqa: S106 - nobody signs in by one
        must_change_password=False,
        at=now,
    )
    sessions.open_session(conn, account.id, digest_of(token), now, now + timedelta(hours=4))
    return account.id, token


def cookie_of(app: Flask, token: str) -> tuple[str, str]:
    """The cookie of a session with this token, and its form's token."""
    with app.test_request_context():
        session["token"] = token
        form_token = generate_csrf()
        signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
        return signer.dumps(dict(session)), form_token


def approve_others(url: str) -> None:
    """Simulated and mostly approved responses of the communes whose officers take no part, for the ministry to see."""
    register, questionnaire = load_register(), load_questionnaire(SHIPPED_QUESTIONNAIRE)
    taking_part = set(sorted(register.communes)[:OFFICERS])
    engine, before = engine_for(url), datetime.now(UTC) - timedelta(days=30)
    others = (each for each in simulate(register, SEED) if each.commune_code not in taking_part)
    while lot := list(islice(others, COMMUNES_AT_ONCE)):
        steps: list[Step] = []
        for each in lot:
            history = History(start(1, each.commune_code), before)
            steps += history.of(each, questionnaire, register.columns(each.commune_code))
        with writing(engine) as conn:
            responses.append_many(conn, steps)
    engine.dispose()
