"""``accounts``: list, add one, import many, activate, deactivate, give a new password."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path

import click
from sqlalchemy import Connection

from forms.answers_table import read_sheet
from forms.sentence import Refused, Sentence
from survey.accounts import Account
from survey.commands.database import database_option, opened_engine
from survey.commands.refusals import tells_refusals
from survey.commands.slip_files import added_in_words, is_list, new_place, write_list, write_sheets
from survey.people.enrolling import Enrolment, EnrolmentsRefused, enrol, refuse_over
from survey.people.enrolment_file import FIRST_ROW, enrolment_of, enrolments_in
from survey.people.persons import erase, record_of
from survey.people.posts import LEADER, ROLES, post_asked, post_of
from survey.people.reassigning import change_role
from survey.people.slips import Printing
from survey.signing_in.passwords import ONE_TIME_LASTS, hash_one_time, one_time_password
from survey.store import accounts as stored
from survey.store import communes, journal, sessions
from survey.store.database import reading, writing
from survey.viet_nam_time import day_of

NO_ACCOUNT = Sentence(
    "Không có tài khoản «{sign_in}». Hãy xem «accounts list».",
    "There is no account «{sign_in}». See «accounts list».",
)


@click.group(epilog="Example: python3 run.py accounts list --search mường")
def accounts() -> None:
    """List, add, import, activate and deactivate accounts; give new passwords."""


@accounts.command("list", epilog="Example: python3 run.py accounts list --search mường")
@click.option("--search", default="", help="Part of the sign-in name or of the name.")
@database_option
@tells_refusals
def list_accounts(search: str, database: str | None) -> None:
    """List accounts: sign-in name, role, place, name, and why where one may not sign in."""
    today = day_of(datetime.now(UTC))
    with reading(opened_engine(database)) as connection:
        for each in stored.all_accounts(connection, search=search, limit=100_000):
            place = each.commune_code or each.province_code or ""
            word = LEADER if each.leader else each.role.value
            state = state_of(each, today)
            click.echo(f"{each.sign_in}\t{word}\t{place}\t{each.name}{state}")


def state_of(account: Account, day: date) -> str:
    """What stands after an account that may not sign in on this day; nothing where it may."""
    if account.erased:
        return "\tđã xóa / erased"
    if not account.active:
        return "\tkhóa / inactive"
    return "\thết hạn / over" if account.over(day) else ""


@accounts.command(
    "add", epilog='Example: python3 run.py accounts add lan.nt "Nguyễn Thị Lan" officer 00091'
)
@click.argument("sign_in")
@click.argument("name")
@click.argument("role", type=click.Choice(list(ROLES)))
@click.argument("place", default="")
@database_option
@tells_refusals
def add(sign_in: str, name: str, role: str, place: str, database: str | None) -> None:
    """Add one account. PLACE: a commune code for an officer, a province code for a reviewer."""
    cells = {"sign_in": sign_in, "name": name, "role": role, "place": place}
    with writing(opened_engine(database)) as connection:
        wanted, faults = enrolment_of(cells, communes.load_register(connection))
        if faults:
            raise EnrolmentsRefused([sentence for _, sentence in faults])
        made = enrolled(connection, [wanted])
    for each, password in made:
        click.echo(f"{each.sign_in}\tmật khẩu dùng một lần / one-time password: {password}")


@accounts.command(
    "import", epilog="Example: python3 run.py accounts import officers.xlsx --slips slips"
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--slips",
    type=click.Path(path_type=Path),
    required=True,
    help="A new folder for slips to print, a sheet for each province; or a new .csv file.",
)
@click.option("--site", default="", help="The address of the survey, to stand on the slips.")
@database_option
@tells_refusals
def import_accounts(file: Path, slips: Path, site: str, database: str | None) -> None:
    """Import accounts from FILE (CSV or xlsx): sign_in, name, role, place and, if any, email. All or nothing.

    Headings and roles may be in Vietnamese: Tên đăng nhập, Họ và tên, Vai trò, Mã địa bàn; Cán bộ xã, Lãnh đạo xã, …

    The one-time passwords are written to SLIPS, readable by you only: print them, hand them over and
    delete them. They are good for 60 days.
    """
    sheet = read_sheet(file, FIRST_ROW)
    last_day = day_of(datetime.now(UTC) + ONE_TIME_LASTS)
    with new_place(slips), writing(opened_engine(database)) as connection:
        # Before the commit: no account is made whose password was not written down.
        known = communes.load_register(connection)
        made = enrolled(connection, enrolments_in(connection, sheet, known))
        if is_list(slips):
            write_list(slips, made)
        else:
            write_sheets(slips, made, known, Printing(site, last_day))
    for said in added_in_words([each for each, _ in made], slips, last_day):
        click.echo(f"{said.vi}\n  {said.en}")


def enrolled(
    connection: Connection, wanted: Iterable[Enrolment]
) -> tuple[tuple[Enrolment, str], ...]:
    """The accounts, added in the caller's transaction."""
    at = datetime.now(UTC)
    return enrol(connection, wanted, by="command line", at=at, below=secrets.randbelow)


@accounts.command("deactivate", epilog="Example: python3 run.py accounts deactivate lan.nt")
@click.argument("sign_in")
@database_option
@tells_refusals
def deactivate(sign_in: str, database: str | None) -> None:
    """Deactivate an account: its sessions end, it can no longer sign in; what it saved stays."""
    set_active(sign_in, database, active=False, action="account deactivated")


@accounts.command("activate", epilog="Example: python3 run.py accounts activate lan.nt")
@click.argument("sign_in")
@database_option
@tells_refusals
def activate(sign_in: str, database: str | None) -> None:
    """Let a deactivated account sign in again."""
    set_active(sign_in, database, active=True, action="account activated")


@accounts.command("new-password", epilog="Example: python3 run.py accounts new-password quantri")
@click.argument("sign_in")
@database_option
@tells_refusals
def new_password(sign_in: str, database: str | None) -> None:
    """Give an account a one-time password, printed once; the old one and all sessions end."""
    at, password = datetime.now(UTC), one_time_password(secrets.randbelow)
    with writing(opened_engine(database)) as connection:
        found = account_asked(connection, sign_in)
        refuse_over(found, day_of(at))
        stored.set_password(connection, found.id, hash_one_time(password), True, at)
        stored.clear_failures(connection, found.id)
        sessions.revoke_all(connection, found.id, at)
        action = "one-time password issued"
        journal.enter(connection, at, "command line", action, found.sign_in, {})
    click.echo(f"{found.sign_in}\tmật khẩu dùng một lần / one-time password: {password}")


@accounts.command(
    "role",
    epilog='Example: python3 run.py accounts role lan.nt reviewer 01 --reason "Decision 12/QĐ"',
)
@click.argument("sign_in")
@click.argument("role", type=click.Choice(list(ROLES)))
@click.argument("place", default="")
@click.option("--reason", required=True, help="Entered in the journal.")
@database_option
@tells_refusals
def role(sign_in: str, role: str, place: str, reason: str, database: str | None) -> None:
    """Give an account another role or place; its sessions and API tokens end at once.

    PLACE: a commune code for an officer, a province code for a reviewer.
    """
    with writing(opened_engine(database)) as connection:
        found = account_asked(connection, sign_in)
        wanted = post_asked(role, place, communes.load_register(connection))
        by, at = "command line", datetime.now(UTC)
        change_role(connection, found, wanted, reason=reason.strip(), by=by, at=at)
    click.echo(f"{found.sign_in}\t{post_of(found).text} → {wanted.text}")


@accounts.command("record", epilog="Example: python3 run.py accounts record lan.nt > lan.json")
@click.argument("sign_in")
@database_option
@tells_refusals
def record(sign_in: str, database: str | None) -> None:
    """Print everything that is kept of an account's person, as JSON, to hand over on request."""
    with reading(opened_engine(database)) as connection:
        kept = record_of(connection, account_asked(connection, sign_in), datetime.now(UTC))
    click.echo(json.dumps(kept, ensure_ascii=False, indent=1, default=str))


@accounts.command("erase", epilog="Example: python3 run.py accounts erase lan.nt --yes")
@click.argument("sign_in")
@click.option("--yes", is_flag=True, required=True, help="It cannot be brought back: say so.")
@database_option
@tells_refusals
def erase_person(sign_in: str, yes: bool, database: str | None) -> None:
    """Erase a person from an account: name, sign-in, passwords, devices. The official record stays."""
    del yes
    with writing(opened_engine(database)) as connection:
        found = account_asked(connection, sign_in)
        erase(connection, found, by="command line", at=datetime.now(UTC))
    click.echo(f"{sign_in}\tđã xóa dữ liệu cá nhân / personal data erased")


def set_active(sign_in: str, database: str | None, *, active: bool, action: str) -> None:
    """Activate or deactivate an account and enter it in the journal."""
    at = datetime.now(UTC)
    with writing(opened_engine(database)) as connection:
        found = account_asked(connection, sign_in)
        stored.set_active(connection, found.id, active, at)
        if not active:
            sessions.revoke_all(connection, found.id, at)
        journal.enter(connection, at, "command line", action, found.sign_in, {})
    click.echo(f"{found.sign_in}\t{action}")


def account_asked(connection: Connection, sign_in: str) -> Account:
    """The account with this sign-in name; refused where there is none."""
    found = stored.account_by_sign_in(connection, sign_in)
    if found is None:
        raise Refused(NO_ACCOUNT.filled(sign_in=sign_in[:80]))
    return found
