"""Many accounts from one file, all or nothing; each gets a one-time password."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from forms.answers_table import AnswersTable, Row
from forms.sentence import Refused, Sentence
from survey.accounts import Role
from survey.communes import Register
from survey.passwords import hash_password, one_time_password
from survey.store import accounts, journal

COLUMNS = ("name", "role", "place")


@dataclass(frozen=True, slots=True)
class Enrolment:
    """One account to add; a commune code for an officer, a province code for a reviewer."""

    sign_in: str
    name: str
    role: Role
    commune_code: str | None = None
    province_code: str | None = None


class EnrolmentsRefused(Refused):
    """The file's rows that cannot become accounts, all of them."""

    def __init__(self, refusals: Sequence[Sentence]) -> None:
        super().__init__(refusals[0])
        self.refusals = tuple(refusals)


def enrolments(table: AnswersTable, register: Register) -> tuple[Enrolment, ...]:
    """The rows as enrolments: sign_in, name, role, place. Every faulty row is named at once."""
    if set(table.columns) != set(COLUMNS):
        raise Refused(
            Sentence(
                "Tệp phải có đúng các cột: sign_in, name, role, place.",
                "The file must have exactly the columns: sign_in, name, role, place.",
            )
        )
    read = [enrolment(row, register) for row in table.rows]
    refused = [each for each in read if isinstance(each, Sentence)]
    if refused:
        raise EnrolmentsRefused(refused)
    return tuple(each for each in read if isinstance(each, Enrolment))


def enrolment(row: Row, register: Register) -> Enrolment | Sentence:
    """One row as an enrolment, or the sentence that says what is wrong with it."""
    words = {column: str(row.cells.get(column, "")).strip() for column in COLUMNS}
    if words["role"] not in {role.value for role in Role}:
        roles = ", ".join(role.value for role in Role)
        return of_row(row, f"vai trò phải là một trong: {roles}.", f"role must be one of: {roles}.")
    if not words["name"]:
        return of_row(row, "thiếu tên.", "the name is missing.")
    return scoped(row, Role(words["role"]), words["name"], words["place"], register)


def scoped(row: Row, role: Role, name: str, place: str, register: Register) -> Enrolment | Sentence:
    """An enrolment with the place that its role needs."""
    if role is Role.OFFICER:
        code = place.zfill(5)
        if code not in register.communes:
            return of_row(row, "place phải là mã xã hiện hành.", "place must be a commune code.")
        return Enrolment(row.code, name, role, commune_code=code)
    if role is Role.REVIEWER:
        code = place.zfill(2)
        if code not in register.provinces:
            return of_row(row, "place phải là mã tỉnh hiện hành.", "place must be a province code.")
        return Enrolment(row.code, name, role, province_code=code)
    if place:
        return of_row(row, "vai trò này không có place.", "this role has no place.")
    return Enrolment(row.code, name, role)


def of_row(row: Row, vi: str, en: str) -> Sentence:
    """A sentence that names the row."""
    place = f"{row.number} ({row.code[:40]})"
    return Sentence(f"Dòng {place}: {vi}", f"Row {place}: {en}")


def enrol(
    connection: Connection,
    wanted: Iterable[Enrolment],
    *,
    by: str,
    at: datetime,
    below: Callable[[int], int],
) -> tuple[tuple[Enrolment, str], ...]:
    """Add every account in the caller's transaction; with each its one-time password.

    Hashing takes about 20 ms of one core each, so all cores share it.
    """
    listed = tuple(wanted)
    passwords = tuple(one_time_password(below) for _ in listed)
    with ThreadPoolExecutor() as pool:
        hashes = tuple(pool.map(hash_password, passwords))
    for each, hashed in zip(listed, hashes, strict=True):
        accounts.add_account(
            connection,
            sign_in=each.sign_in,
            name=each.name,
            role=each.role,
            commune_code=each.commune_code,
            province_code=each.province_code,
            password_hash=hashed,
            must_change_password=True,
            at=at,
        )
        journal.enter(connection, at, by, "account added", each.sign_in, {"role": each.role.value})
    return tuple(zip(listed, passwords, strict=True))
