"""``rounds``: list, add, extend, close and open survey rounds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

import click
from sqlalchemy import Connection

from forms.loading import load_questionnaire
from forms.sentence import Refused, Sentence
from survey.commands.database import database_option, opened_engine, round_asked
from survey.commands.refusals import tells_refusals
from survey.deadlines import TOO_EARLY, written
from survey.founding import SHIPPED_QUESTIONNAIRE
from survey.rounds import Round, RoundState
from survey.store import journal
from survey.store import rounds as stored
from survey.store.database import reading, writing

WRONG_DATES = Sentence(
    "Ngày kết thúc phải sau ngày bắt đầu.", "The closing date must come after the opening date."
)
NO_NAME = Sentence("Hãy đặt tên đợt, tối đa 120 ký tự.", "Give a name of at most 120 characters.")
DAY = click.DateTime(["%Y-%m-%d", "%d/%m/%Y"])


@click.group(epilog="Example: python3 run.py rounds list")
def rounds() -> None:
    """List, add, extend, close and open survey rounds."""


@rounds.command("list", epilog="Example: python3 run.py rounds list")
@database_option
@tells_refusals
def list_rounds(database: str | None) -> None:
    """List every round: id, name, questionnaire, dates, state."""
    with reading(opened_engine(database)) as connection:
        for each in stored.all_rounds(connection):
            click.echo(
                f"{each.id}\t{each.name}\t{each.questionnaire_id} {each.questionnaire_version}\t"
                f"{each.opens:%d/%m/%Y}-{each.closes:%d/%m/%Y}\t{each.state}"
                + ("\tmô phỏng / simulated" if each.simulated else "")
            )


@rounds.command(
    "add", epilog='Example: python3 run.py rounds add "Đợt 2 năm 2026" --closes 31/12/2026'
)
@click.argument("name")
@click.option("--closes", type=DAY, required=True, help="Last day, e.g. 31/12/2026.")
@click.option("--opens", type=DAY, default=None, help="First day; today if not given.")
@click.option("--cutoff", type=DAY, default=None, help="Figures as of; the first day if not given.")
@click.option("--questionnaire", type=click.Path(path_type=Path), default=SHIPPED_QUESTIONNAIRE)
@database_option
@tells_refusals
def add_round(  # noqa: PLR0917 - one for each option
    name: str,
    closes: datetime,
    opens: datetime | None,
    cutoff: datetime | None,
    questionnaire: Path,
    database: str | None,
) -> None:
    """Add a round called NAME, open at once; its questionnaire is stored with it and never changes."""
    at = datetime.now(UTC)
    asked, text = load_questionnaire(questionnaire), questionnaire.read_text("utf-8")
    first = opens.date() if opens else at.date()
    new = Round(
        id=0,
        name=named(name),
        questionnaire_id=asked.id,
        questionnaire_version=asked.version,
        cutoff=cutoff.date() if cutoff else first,
        opens=first,
        closes=after(first, closes.date()),
        state=RoundState.OPEN,
        simulated=False,
    )
    with writing(opened_engine(database)) as connection:
        made = stored.add_round(connection, new, text)
        journal.enter(
            connection, at, "command line", "round opened", f"round {made.id}", {"name": name}
        )
    click.echo(f"{made.id}\t{made.name}")


def named(name: str) -> str:
    """The round's name, refused where it is empty or too long."""
    if not name.strip() or len(name) > 120:
        raise Refused(NO_NAME)
    return name.strip()


def after(first: date, last: date) -> date:
    """``last``, refused where it does not come after ``first``."""
    if last <= first:
        raise Refused(WRONG_DATES)
    return last


Change = Callable[[Connection, int, datetime], None]


def change_state(database: str | None, round_id: int | None, change: Change, action: str) -> None:
    """Close or reopen a round and enter it in the journal."""
    at = datetime.now(UTC)
    with writing(opened_engine(database)) as connection:
        found = round_asked(connection, round_id)
        change(connection, found.id, at)
        journal.enter(connection, at, "command line", action, f"round {found.id}", {})
    click.echo(f"{found.id}\t{found.name}\t{action}")


@rounds.command("close", epilog="Example: python3 run.py rounds close 1")
@click.argument("round_id", type=int)
@database_option
@tells_refusals
def close_round(round_id: int, database: str | None) -> None:
    """Close a round: its responses can no longer be filled in."""
    change_state(database, round_id, stored.close_round, "round closed")


@rounds.command("open", epilog="Example: python3 run.py rounds open 1")
@click.argument("round_id", type=int)
@database_option
@tells_refusals
def open_round(round_id: int, database: str | None) -> None:
    """Open a closed round again."""
    change_state(database, round_id, stored.open_round, "round reopened")


@rounds.command("sign-off", epilog="Example: python3 run.py rounds sign-off 1 on")
@click.argument("round_id", type=int)
@click.argument("asked", type=click.Choice(["on", "off"]))
@database_option
@tells_refusals
def sign_off(round_id: int, asked: str, database: str | None) -> None:
    """Say whether communes submit only what a leader of theirs has signed off."""
    change = partial(stored.ask_sign_off, asked=asked == "on")
    action = "sign-off asked for" if asked == "on" else "sign-off no longer asked for"
    change_state(database, round_id, lambda conn, of, _at: change(conn, of), action)


@rounds.command("extend", epilog="Example: python3 run.py rounds extend 1 --closes 31/01/2027")
@click.argument("round_id", type=int)
@click.option("--closes", type=DAY, required=True, help="The new last day, e.g. 31/01/2027.")
@database_option
@tells_refusals
def extend_round(round_id: int, closes: datetime, database: str | None) -> None:
    """Give all communes of a round until the end of a later last day, by Viet Nam's clock."""
    at, day = datetime.now(UTC), closes.date()
    with writing(opened_engine(database)) as connection:
        found = round_asked(connection, round_id)
        if day <= found.closes:
            raise Refused(TOO_EARLY.filled(day=written(found.closes)))
        stored.set_last_day(connection, found.id, day)
        detail = {"until": written(day)}
        subject = f"round {found.id}"
        journal.enter(connection, at, "command line", "round extended", subject, detail)
    click.echo(f"{found.id}\t{found.name}\t{written(day)}")
