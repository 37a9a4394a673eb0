"""A ruling about communes' time from start to stored: all that are named, in one transaction, or none."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlalchemy import Connection, Engine

from survey.accounts import Account
from survey.deadlines import Ruling, RulingKind, Term, term_of, written
from survey.rounds import Round
from survey.saving import open_round
from survey.store import deadlines, journal
from survey.store.database import writing

ACTIONS = {
    RulingKind.EXTEND: "deadline extended",
    RulingKind.LOCK: "response locked",
    RulingKind.UNLOCK: "response unlocked",
}
Made = Callable[[Round, Term], Ruling]


def rule(
    engine: Engine, account: Account, round_id: int, communes: Sequence[str], made: Made
) -> None:
    """Store what ``made`` rules for each commune, and enter it in the journal. Raises Refused."""
    with writing(engine) as connection:
        asked = open_round(connection, round_id)
        before = deadlines.rulings_made(connection, round_id)
        for code in communes:
            ruling = made(asked, term_of(asked, before.get(code, ())))
            deadlines.add_ruling(connection, round_id, code, ruling)
            enter(connection, account, round_id, code, ruling)


def enter(
    connection: Connection, account: Account, round_id: int, commune_code: str, made: Ruling
) -> None:
    """Enter a ruling in the journal."""
    detail: dict[str, object] = {"round": round_id, "reason": made.reason}
    if made.until is not None:
        detail["until"] = written(made.until)
    journal.enter(connection, made.at, account.sign_in, ACTIONS[made.kind], commune_code, detail)
