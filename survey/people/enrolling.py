"""Accounts added, many at once: all or nothing; each gets a one-time password."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection

from forms.sentence import Refused, Sentence
from survey.accounts import Account, Role
from survey.people.persons import ERASED_SIGN_IN
from survey.people.posts import LEADER
from survey.signing_in.passwords import hash_one_time, one_time_password
from survey.store import accounts, emails, journal
from survey.viet_nam_time import day_of

LONGEST_NAME = 120
TAKEN = Sentence(
    "Tên đăng nhập «{sign_in}» đã có người dùng. Hãy chọn tên khác.",
    "The sign-in «{sign_in}» is taken. Choose another.",
)
TWICE = Sentence(
    "Tên đăng nhập «{sign_in}» đã có ở dòng {first}. Mỗi người một tên đăng nhập riêng.",
    "The sign-in «{sign_in}» stands in row {first} already. Each person needs one of their own.",
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
    """Why accounts cannot be added, all of it at once."""

    def __init__(self, refusals: Sequence[Sentence]) -> None:
        super().__init__(refusals[0])
        self.refusals = tuple(refusals)


def is_sign_in(text: str) -> bool:
    """Whether the text can be a sign-in name: 3 to 80 characters, none of them a space."""
    return 3 <= len(text) <= 80 and text.isprintable() and not any(c.isspace() for c in text)


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
        raise EnrolmentsRefused([sentence for _, sentence in refused])
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


def past(wanted: Sequence[Enrolment], day: date) -> Iterator[tuple[int, Sentence]]:
    """A sentence for each deputy whose last day lies before this day, with the row."""
    for each in wanted:
        if each.until is not None and each.until < day:
            yield each.row, in_its_row(each, PAST, day=f"{each.until:%d/%m/%Y}")


def taken(connection: Connection, wanted: Sequence[Enrolment]) -> Iterator[tuple[int, Sentence]]:
    """A sentence, with the row, for each sign-in that is stored already, stands twice here, or is an erased account's."""
    stored = accounts.taken(connection, [each.sign_in for each in wanted])
    seen: dict[str, int] = {}
    for each in wanted:
        key = accounts.folded(each.sign_in)
        if key.startswith(ERASED_SIGN_IN):
            yield each.row, in_its_row(each, RESERVED)
        elif key in stored:
            yield each.row, in_its_row(each, TAKEN)
        elif key in seen:
            yield each.row, in_its_row(each, TWICE, first=seen[key])
        seen.setdefault(key, each.row)


def refuse_over(account: Account, day: date) -> None:
    """Refuse a new password for a deputy's account whose last day has passed: it would open nothing."""
    if account.until is not None and account.over(day):
        raise Refused(OVER.filled(day=f"{account.until:%d/%m/%Y}"))
