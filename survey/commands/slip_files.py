"""Where one-time passwords are written: new files that only their owner may read."""

from __future__ import annotations

import contextlib
import csv
import os
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TextIO

from forms.sentence import Refused, Sentence
from survey.communes import Register
from survey.people.enrolling import Enrolment
from survey.people.posts import POST_WORDS
from survey.people.slips import Printing, by_province, file_name, page

EXISTS = Sentence(
    "Đã có {path}. Hãy chọn tên khác để không ghi đè mật khẩu cũ.",
    "{path} exists. Choose another name, so that no passwords are overwritten.",
)
ADDED = Sentence("Đã thêm {n} tài khoản: {roles}.", "{n} accounts were added: {roles}.")
WHERE = Sentence(
    "Phiếu mật khẩu ở {path}: hãy in, giao tận tay từng người rồi xóa. Mật khẩu dùng được đến hết ngày {day}.",
    "The slips with the passwords are in {path}: print them, hand them over and delete them. They are good until {day}.",
)
Made = Sequence[tuple[Enrolment, str]]


@contextlib.contextmanager
def new_place(path: Path) -> Iterator[None]:
    """A new file where the name ends in ``.csv``, else a new folder; gone again where the block fails."""
    try:
        new_file(path).close() if is_list(path) else path.mkdir(mode=0o700)
    except FileExistsError:
        raise Refused(EXISTS.filled(path=path)) from None
    try:
        yield
    except BaseException:
        path.unlink() if is_list(path) else shutil.rmtree(path)
        raise


def added_in_words(added: Sequence[Enrolment], path: Path, last_day: date) -> tuple[Sentence, ...]:
    """Who was added, by role, and where the slips are."""
    counts = Counter(each.word for each in added)
    roles = [(counts[word], said) for word, said in POST_WORDS.items() if counts[word]]
    told = Sentence(
        ", ".join(f"{n} {within(said.vi)}" for n, said in roles),
        ", ".join(f"{n} × {within(said.en)}" for n, said in roles),
    )
    day = f"{last_day:%d/%m/%Y}"
    return ADDED.filled(n=len(added), roles=told), WHERE.filled(path=path, day=day)


def within(role: str) -> str:
    """A role's words within a sentence, without what is explained in brackets."""
    return role[:1].lower() + role[1:].partition(" (")[0]


def is_list(path: Path) -> bool:
    """Whether one list is asked for, not sheets to print."""
    return path.suffix.lower() == ".csv"


def new_file(path: Path, encoding: str = "utf-8") -> TextIO:
    """A file that nobody had, for its owner's eyes alone."""
    made = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    return os.fdopen(made, "w", encoding=encoding, newline="")


def write_list(path: Path, made: Made) -> None:
    """All of them as CSV, with a mark by which spreadsheets know UTF-8."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["sign_in", "name", "role", "place", "one_time_password"])
        for each, password in made:
            writer.writerow([each.sign_in, each.name, each.word, each.place, password])


def write_sheets(folder: Path, made: Made, register: Register, printing: Printing) -> None:
    """A sheet of slips for each province."""
    for code, slips in by_province(made, register).items():
        with new_file(folder / file_name(code, register)) as file:
            file.write(page(code, slips, register, printing))
