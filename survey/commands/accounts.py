"""``accounts``: add one, import many, list."""

from __future__ import annotations

import csv
import secrets
from datetime import UTC, datetime
from pathlib import Path

import click

from forms.answers_table import AnswersTable, Row, read_table
from survey.accounts import Role
from survey.commands.database import opened_engine
from survey.commands.refusals import tells_refusals
from survey.enrolling import COLUMNS, Enrolment, enrol, enrolments
from survey.store import accounts as stored
from survey.store import communes
from survey.store.database import reading, writing

database_option = click.option("--database", default=None, help="DATABASE_URL if not given.")


@click.group()
def accounts() -> None:
    """Add, import and list accounts."""


@accounts.command("list", epilog="Example: python3 run.py accounts list --search mường")
@click.option("--search", default="", help="Part of the sign-in name or of the name.")
@database_option
@tells_refusals
def list_accounts(search: str, database: str | None) -> None:
    """List accounts: sign-in name, role, place, name, whether active."""
    with reading(opened_engine(database)) as connection:
        for each in stored.all_accounts(connection, search=search, limit=100_000):
            place = each.commune_code or each.province_code or ""
            active = "" if each.active else "\tkhóa / inactive"
            click.echo(f"{each.sign_in}\t{each.role}\t{place}\t{each.name}{active}")


@accounts.command(
    "add", epilog='Example: python3 run.py accounts add lan.nt "Nguyễn Thị Lan" officer 00091'
)
@click.argument("sign_in")
@click.argument("name")
@click.argument("role", type=click.Choice([role.value for role in Role]))
@click.argument("place", default="")
@database_option
@tells_refusals
def add(sign_in: str, name: str, role: str, place: str, database: str | None) -> None:
    """Add one account. PLACE: a commune code for an officer, a province code for a reviewer."""
    row = Row(1, sign_in, {"name": name, "role": role, "place": place})
    for each, password in enrolled(AnswersTable(COLUMNS, (row,)), database):
        click.echo(f"{each.sign_in}\tmật khẩu dùng một lần / one-time password: {password}")


@accounts.command(
    "import", epilog="Example: python3 run.py accounts import officers.xlsx --slips slips.csv"
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--slips", type=click.Path(path_type=Path), required=True, help="CSV of one-time passwords."
)
@database_option
@tells_refusals
def import_accounts(file: Path, slips: Path, database: str | None) -> None:
    """Import accounts from FILE (CSV or xlsx): sign_in, name, role, place. All or nothing.

    The one-time passwords are written to SLIPS, readable by you only; hand them over and delete it.
    """
    made = enrolled(read_table(file), database)
    slips.touch(mode=0o600)
    with slips.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["sign_in", "name", "role", "place", "one_time_password"])
        for each, password in made:
            place = each.commune_code or each.province_code or ""
            writer.writerow([each.sign_in, each.name, each.role.value, place, password])
    click.echo(f"{len(made)} → {slips}")


def enrolled(table: AnswersTable, database: str | None) -> tuple[tuple[Enrolment, str], ...]:
    """The table's accounts, added in one transaction."""
    engine = opened_engine(database)
    with writing(engine) as connection:
        wanted = enrolments(table, communes.load_register(connection))
        return enrol(
            connection, wanted, by="command line", at=datetime.now(UTC), below=secrets.randbelow
        )
