"""A file of accounts, read whole: whatever is wrong with it is told at once, by row and column."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict

from sqlalchemy import Connection

from forms.answers_table import Sheet, is_filled, text_of
from forms.sentence import Refused, Sentence
from survey.accounts import Role
from survey.communes import Register, plain
from survey.people.enrolling import (
    LONGEST_NAME,
    Enrolment,
    EnrolmentsRefused,
    is_sign_in,
    taken,
)
from survey.people.posts import POST_WORDS, ROLES, Post, post_asked

ADDRESS = re.compile(r"[^@\s<>,;:\"]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63}){1,8}")
EMAIL = "email"
# What columns are called beside their names in programs; case and marks are ignored.
HEADINGS = {
    "sign_in": Sentence("Tên đăng nhập", "Sign-in"),
    "name": Sentence("Họ và tên", "Name"),
    "role": Sentence("Vai trò", "Role"),
    "place": Sentence("Mã địa bàn", "Place code"),
    EMAIL: Sentence("Thư điện tử", "E-mail"),
}
ALSO = {"ho ten": "name", "dia ban": "place", "ma don vi": "place", "e-mail": EMAIL}
CALLED = ALSO | {
    plain(word): name for name, said in HEADINGS.items() for word in (name, said.vi, said.en)
}
# Without what stands in brackets: «Lãnh đạo xã».
ROLE_CALLED = {
    plain(called.partition(" (")[0]): word
    for word, said in POST_WORDS.items()
    for called in (word, said.vi, said.en)
}
Fault = tuple[str, Sentence]
FIRST_ROW = Sentence(
    "dòng đầu phải là tên các cột, ví dụ: Tên đăng nhập, Họ và tên, Vai trò, Mã địa bàn.",
    "the first row must name the columns: sign_in, name, role, place.",
)
MISSING = Sentence(
    "Tệp thiếu cột «{name}». Hãy thêm cột này, kể cả khi có ô để trống.",
    "The file lacks the column «{name}». Add it, even where some of its cells are empty.",
)
NO_COLUMN = Sentence(
    "Cột «{name}» không dùng được hoặc có hai lần. Các cột được nhận: {columns}.",
    "The column «{name}» is unknown or stands twice. Columns taken: {columns}.",
)
NO_ROLE = Sentence(
    "“{text}” không phải là vai trò. Hãy ghi một trong: {roles}.",
    "“{text}” is no role. Enter one of: {roles}.",
)
NO_SIGN_IN = Sentence(
    "tên đăng nhập cần từ 3 đến 80 ký tự, không có khoảng trắng.",
    "a sign-in needs 3 to 80 characters without spaces.",
)
NO_NAME = Sentence("họ và tên trống hoặc quá dài.", "the name is missing or too long.")
NO_ADDRESS = Sentence("“{text}” không phải là địa chỉ thư.", "“{text}” is no e-mail address.")
TOO_MANY = Sentence(
    "có nhiều ô hơn dòng đầu. Hãy kiểm tra dấu phẩy trong ô.",
    "has more cells than the first row. Check commas within cells.",
)


def enrolments_in(
    connection: Connection, sheet: Sheet, register: Register
) -> tuple[Enrolment, ...]:
    """The accounts that a file asks for. Raises :class:`EnrolmentsRefused` with all that is wrong, in the order of rows."""
    names = names_of(sheet.head)
    read, faults = [], list[tuple[int, Sentence]]()
    for number, cells in sheet.rows:
        texts = [text_of(cell) for cell in cells]
        found, wrong = enrolment_of(dict(zip(names, texts, strict=False)), register, number)
        read.append(found)
        for column, sentence in wrong:
            heading = sheet.head[names.index(column)]
            faults.append((number, in_cell(found, heading, sentence)))
        if any(map(is_filled, cells[len(names) :])):
            faults.append((number, in_row(found, TOO_MANY)))
    known = [each for each in read if each.sign_in]
    faults += taken(connection, known)
    if faults:
        raise EnrolmentsRefused([each for _, each in sorted(faults, key=lambda pair: pair[0])])
    return tuple(read)


def names_of(head: Sequence[str]) -> list[str]:
    """What each column holds. Raises :class:`EnrolmentsRefused` with every heading that is unknown, twice or missing."""
    names = [CALLED.get(plain(" ".join(each.split())), "") for each in head]
    columns = ", ".join(f"{said.vi} ({name})" for name, said in HEADINGS.items())
    wrong = [
        NO_COLUMN.filled(name=each[:40], columns=columns)
        for at, each in enumerate(head)
        if not names[at] or names[at] in names[:at]
    ]
    lacking = [
        MISSING.filled(name=said)
        for name, said in HEADINGS.items()
        if name != EMAIL and name not in names
    ]
    if wrong or lacking:
        raise EnrolmentsRefused([*wrong, *lacking])
    return names


def enrolment_of(
    cells: Mapping[str, str], register: Register, row: int = 0
) -> tuple[Enrolment, list[Fault]]:
    """The account that these cells ask for, by column, and what is wrong with them; it is whole where nothing is."""
    faults = list(wrong_texts(cells))
    post = Post(Role.ANALYST)
    word = ROLE_CALLED.get(plain(cells.get("role", "")))
    if word is not None:
        try:
            post = post_asked(word, padded(word, cells.get("place", "")), register)
        except Refused as refused:
            faults.append(("place", refused.sentence))
    named = cells.get("sign_in", ""), cells.get("name", "")
    return Enrolment(*named, **asdict(post), email=cells.get(EMAIL, ""), row=row), faults


def wrong_texts(cells: Mapping[str, str]) -> Iterator[Fault]:
    """What is wrong with the cells that need no register, by column."""
    if not is_sign_in(cells.get("sign_in", "")):
        yield "sign_in", NO_SIGN_IN
    if not 0 < len(cells.get("name", "")) <= LONGEST_NAME:
        yield "name", NO_NAME
    role, email = cells.get("role", ""), cells.get(EMAIL, "")
    if plain(role) not in ROLE_CALLED:
        roles = ", ".join(
            f"{said.vi.partition(' (')[0]} ({word})" for word, said in POST_WORDS.items()
        )
        yield "role", NO_ROLE.filled(text=role[:40], roles=Sentence(roles, ", ".join(POST_WORDS)))
    if email and not ADDRESS.fullmatch(email):
        yield EMAIL, NO_ADDRESS.filled(text=email[:40])


def padded(word: str, place: str) -> str:
    """A place's code with the zeros that spreadsheets drop."""
    digits = {Role.OFFICER: 5, Role.REVIEWER: 2}.get(ROLES[word], 0)
    return place.zfill(digits) if place else place


def in_cell(found: Enrolment, heading: str, sentence: Sentence) -> Sentence:
    """A sentence with the row and the column that it is about."""
    column = Sentence(
        f"cột «{heading[:40]}»: {sentence.vi}", f"column «{heading[:40]}»: {sentence.en}"
    )
    return in_row(found, column, ", ")


def in_row(found: Enrolment, sentence: Sentence, join: str = " ") -> Sentence:
    """A sentence with the row that it is about, and whose that is."""
    whose = f"{found.row} ({found.sign_in[:40]})" if found.sign_in else str(found.row)
    return Sentence(f"Dòng {whose}{join}{sentence.vi}", f"Row {whose}{join}{sentence.en}")
