"""Many accounts from one file, all or nothing; each gets a one-time password."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Connection

from forms.answers_table import AnswersTable, Row
from forms.sentence import Refused, Sentence
from survey.accounts import Account, Role
from survey.communes import Register
from survey.people.persons import ERASED_SIGN_IN
from survey.people.posts import LEADER, ROLES
from survey.signing_in.passwords import hash_one_time, one_time_password
from survey.store import accounts, emails, journal
from survey.viet_nam_time import day_of

COLUMNS = ("name", "role", "place")
EMAIL = "email"
ADDRESS = re.compile(r"[^@\s<>,;:\"]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63}){1,8}")
LONGEST_NAME = 120
TAKEN = Sentence(
    "Tên đăng nhập «{sign_in}» đã có người dùng. Hãy chọn tên khác.",
    "The sign-in «{sign_in}» is taken. Choose another.",
)
RESERVED = Sentence(
    "Tên đăng nhập «{sign_in}» không dùng được: tên bắt đầu bằng «da-xoa-» chỉ dành cho tài khoản đã xóa dữ liệu cá nhân, đã đóng hẳn. Hãy chọn tên khác.",
    "The sign-in «{sign_in}» cannot be used: names that begin with «da-xoa-» are those of accounts whose personal data were erased, closed for good. Choose another.",
)
PAST = Sentence(
    "Ngày cuối của «{sign_in}» là {day}, đã qua: tài khoản này không đăng nhập được. Hãy nhập một ngày từ hôm nay trở đi.",
    "The last day of «{sign_in}» is {day}, which has passed: such an account could not sign in. Enter today or a later day.",
)
OVER = Sentence(
    "Thời hạn của tài khoản này đã hết ngày {day}: mật khẩu mới cũng không đăng nhập được. Hãy thêm tài khoản mới.",
    "This account ended on {day}: it could not sign in with a new password either. Add a new account.",
)


@dataclass(frozen=True, slots=True)
class Enrolment:
    """One account to add; a commune code for an officer, a province code for a reviewer.

    ``row`` is where it stands in a file; 0 where it comes from elsewhere.
    """

    sign_in: str
    name: str
    role: Role
    commune_code: str | None = None
    province_code: str | None = None
    leader: bool = False
    until: date | None = None
    email: str = ""
    row: int = 0

    @property
    def word(self) -> str:
        """Its role as files and the journal name it: a leader is no mere officer."""
        return LEADER if self.leader else self.role.value

    @property
    def place(self) -> str:
        """The code of its commune or province; empty for the ministries."""
        return self.commune_code or self.province_code or ""

    @property
    def detail(self) -> dict[str, object]:
        """What the journal keeps of its making: for what, where and, of a deputy, until when."""
        until = {"until": self.until.isoformat()} if self.until else {}
        return {"role": self.word, **({"place": self.place} if self.place else {}), **until}


class EnrolmentsRefused(Refused):
    """The file's rows that cannot become accounts, all of them."""

    def __init__(self, refusals: Sequence[Sentence]) -> None:
        super().__init__(refusals[0])
        self.refusals = tuple(refusals)


def enrolments(table: AnswersTable, register: Register) -> tuple[Enrolment, ...]:
    """The rows as enrolments: sign_in, name, role, place. Every faulty row is named at once."""
    if set(table.columns) - {EMAIL} != set(COLUMNS):
        raise Refused(
            Sentence(
                "Tệp phải có đúng các cột: sign_in, name, role, place và, nếu có, email.",
                "The file must have exactly the columns: sign_in, name, role, place and, if any, email.",
            )
        )
    read = [enrolment(row, register) for row in table.rows]
    refused = [each for each in read if isinstance(each, Sentence)]
    if refused:
        raise EnrolmentsRefused(refused)
    return tuple(each for each in read if isinstance(each, Enrolment))


def enrolment(row: Row, register: Register) -> Enrolment | Sentence:
    """One row as an enrolment, or the sentence that says what is wrong with it."""
    words = {column: str(row.cells.get(column) or "").strip() for column in (*COLUMNS, EMAIL)}
    if words[EMAIL] and not ADDRESS.fullmatch(words[EMAIL]):
        return of_row(row, "email không phải là địa chỉ thư.", "email is not an e-mail address.")
    if words["role"] not in ROLES:
        roles = ", ".join(ROLES)
        return of_row(row, f"vai trò phải là một trong: {roles}.", f"role must be one of: {roles}.")
    if not is_sign_in(row.code):
        return of_row(
            row,
            "tên đăng nhập cần từ 3 đến 80 ký tự, không có khoảng trắng.",
            "a sign-in needs 3 to 80 characters without spaces.",
        )
    if not words["name"] or len(words["name"]) > LONGEST_NAME:
        return of_row(row, "tên trống hoặc quá dài.", "the name is missing or too long.")
    found = scoped(row, ROLES[words["role"]], words["name"], words["place"], register)
    if isinstance(found, Sentence):
        return found
    return replace(found, leader=words["role"] == LEADER, email=words[EMAIL], row=row.number)


def is_sign_in(text: str) -> bool:
    """Whether the text can be a sign-in name: 3 to 80 characters, none of them a space."""
    return 3 <= len(text) <= 80 and text.isprintable() and not any(c.isspace() for c in text)


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

    Raises :class:`EnrolmentsRefused` with every sign-in that is taken, whatever its letter case, and every last day
    that has passed.
    """
    listed = tuple(wanted)
    refused = [*past(listed, day_of(at)), *taken(connection, listed)]
    if refused:
        raise EnrolmentsRefused(refused)
    passwords = tuple(one_time_password(below) for _ in listed)
    made = zip(listed, passwords, strict=True)
    accounts.add_accounts(connection, [new_account(*each) for each in made], at)
    emails.add_emails(connection, {each.sign_in: each.email for each in listed if each.email})
    added = (at, by, "account added")
    deeds = [journal.Deed(*added, each.sign_in, each.detail) for each in listed]
    journal.enter_all(connection, deeds)
    return tuple(zip(listed, passwords, strict=True))


def new_account(wanted: Enrolment, password: str) -> accounts.NewAccount:
    """The account as it is stored: its password is good for one sign-in."""
    return accounts.NewAccount(
        wanted.sign_in,
        wanted.name,
        wanted.role,
        wanted.commune_code,
        wanted.province_code,
        hash_one_time(password),
        must_change_password=True,
        leader=wanted.leader,
        until=wanted.until,
    )


def in_its_row(wanted: Enrolment, sentence: Sentence, **values: object) -> Sentence:
    """A sentence about an account to add, with its sign-in and, where it comes from a file, the row."""
    said = sentence.filled(sign_in=wanted.sign_in, **values)
    if not wanted.row:
        return said
    return Sentence(f"Dòng {wanted.row}: {said.vi}", f"Row {wanted.row}: {said.en}")


def past(wanted: Sequence[Enrolment], day: date) -> Iterator[Sentence]:
    """A sentence for each deputy whose last day lies before this day."""
    for each in wanted:
        if each.until is not None and each.until < day:
            yield in_its_row(each, PAST, day=f"{each.until:%d/%m/%Y}")


def taken(connection: Connection, wanted: Sequence[Enrolment]) -> Iterator[Sentence]:
    """A sentence for each sign-in that is stored already, stands twice among those wanted, or is an erased account's."""
    seen = accounts.taken(connection, [each.sign_in for each in wanted])
    for each in wanted:
        key = accounts.folded(each.sign_in)
        if key.startswith(ERASED_SIGN_IN):
            yield in_its_row(each, RESERVED)
        elif key in seen:
            yield in_its_row(each, TAKEN)
        seen.add(key)


def refuse_over(account: Account, day: date) -> None:
    """Refuse a new password for a deputy's account whose last day has passed: it would open nothing."""
    if account.until is not None and account.over(day):
        raise Refused(OVER.filled(day=f"{account.until:%d/%m/%Y}"))
