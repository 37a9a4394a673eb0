"""What an empty database needs before anyone can work: tables, register, a round, an administrator."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, Engine

from forms.loading import load_text
from survey.accounts import Role
from survey.communes import load_register
from survey.rounds import Round, RoundState
from survey.signing_in.passwords import hash_password
from survey.store import accounts, communes, journal, rounds
from survey.store.database import upgrade, writing

SHIPPED_QUESTIONNAIRE = (
    Path(__file__).resolve().parents[1] / "forms" / "data" / "vn-commune-2026.yaml"
)
ADMINISTRATOR = "quantri"


def found(engine: Engine, *, password: str, at: datetime) -> bool:
    """Bring the database up to date; what it lacks of register, round and administrator is added.

    Returns whether the administrator was created now, with ``password`` good for one sign-in.
    """
    upgrade(engine)
    with writing(engine) as connection:
        if not communes.load_register(connection).communes:
            communes.store_register(connection, load_register())
        if not rounds.all_rounds(connection):
            add_first_round(connection, at.date(), simulated=False)
        if accounts.all_accounts(connection, limit=1):
            return False
        add_administrator(connection, password, at)
    return True


def add_first_round(
    connection: Connection, today: date, *, simulated: bool, days: int = 60
) -> Round:
    """A round on the shipped questionnaire, open for so many days."""
    text = SHIPPED_QUESTIONNAIRE.read_text("utf-8")
    questionnaire = load_text(text, SHIPPED_QUESTIONNAIRE.name)
    first = Round(
        id=0,
        name=f"Đợt khảo sát {today.year}",
        questionnaire_id=questionnaire.id,
        questionnaire_version=questionnaire.version,
        cutoff=today,
        opens=today,
        closes=today + timedelta(days=days),
        state=RoundState.OPEN,
        simulated=simulated,
    )
    return rounds.add_round(connection, first, text)


def add_administrator(connection: Connection, password: str, at: datetime) -> None:
    """The first administrator, who must choose an own password at the first sign-in."""
    accounts.add_account(
        connection,
        sign_in=ADMINISTRATOR,
        name="Quản trị hệ thống",
        role=Role.ADMINISTRATOR,
        password_hash=hash_password(password),
        must_change_password=True,
        at=at,
    )
    journal.enter(
        connection, at, "system", "account added", ADMINISTRATOR, {"role": "administrator"}
    )
