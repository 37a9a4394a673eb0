"""What an address may ask: read strictly, since a program's slip should be told and not guessed at."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict

from forms.sentence import Refused, Sentence

MOST_A_PAGE = 500
MOST_PAGES = 1_000_000
LONGEST_SEARCH = 100
UNKNOWN = Sentence(
    "Tham số “{name}” không có ở địa chỉ này. Các tham số dùng được: {known}.",
    "There is no parameter “{name}” here. Those that there are: {known}.",
)
TWICE = Sentence(
    "Tham số “{name}” được nêu nhiều lần. Hãy nêu một lần.",
    "The parameter “{name}” is given more than once. Give it once.",
)
WRONG = Sentence(
    "Tham số “{name}” không đúng: cần {needed}.",
    "The parameter “{name}” is wrong: {needed} is needed.",
)
NONE = Sentence("không có", "none")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request asks for, with what it leaves out filled in."""

    page: int = 1
    per_page: int = 100
    province: str = ""
    search: str = ""


@dataclass(frozen=True, slots=True)
class Argument:
    """One parameter of an address: its schema, what it is, and how its text is read (None: it is wrong)."""

    name: str
    schema: Mapping[str, Any]
    about: Sentence
    needed: Sentence
    read: Callable[[str], int | str | None]


def number_up_to(most: int) -> Callable[[str], int | None]:
    """Reads a number from 1 to ``most``."""

    def read(text: str) -> int | None:
        if not re.fullmatch("[0-9]{1,7}", text) or not 1 <= int(text) <= most:
            return None
        return int(text)

    return read


PAGE = Argument(
    "page",
    {"type": "integer", "minimum": 1, "maximum": MOST_PAGES, "default": 1},
    Sentence("số trang, từ 1; trang sau trang cuối thì rỗng", "page, from 1; empty after the last"),
    Sentence("số từ 1 đến 1000000", "a number from 1 to 1000000"),
    number_up_to(MOST_PAGES),
)
PER_PAGE = Argument(
    "per_page",
    {"type": "integer", "minimum": 1, "maximum": MOST_A_PAGE, "default": 100},
    Sentence("số mục mỗi trang", "items on a page"),
    Sentence("số từ 1 đến 500", "a number from 1 to 500"),
    number_up_to(MOST_A_PAGE),
)
PROVINCE = Argument(
    "province",
    {"type": "string", "pattern": "^[0-9]{2}$"},
    Sentence("chỉ các xã của tỉnh có mã này", "only the communes of the province of this code"),
    Sentence("mã tỉnh 2 chữ số", "a province's code of 2 digits"),
    lambda text: text if re.fullmatch("[0-9]{2}", text) else None,
)
SEARCH = Argument(
    "search",
    {"type": "string", "maxLength": LONGEST_SEARCH},
    Sentence(
        "các từ trong tên hoặc mã, không cần dấu", "words of the name or the code, marks ignored"
    ),
    Sentence("tối đa 100 ký tự", "at most 100 characters"),
    lambda text: text if len(text) <= LONGEST_SEARCH else None,
)
PAGES = (PAGE, PER_PAGE)
COMMUNES = (*PAGES, PROVINCE, SEARCH)


def read_arguments(sent: MultiDict[str, str], known: tuple[Argument, ...]) -> Asked:
    """What the address asks. Raises Refused where a parameter is unknown, given twice or wrong."""
    by_name = {each.name: each for each in known}
    found: dict[str, Any] = {}
    for name, texts in sent.lists():
        if name not in by_name:
            names = ", ".join(by_name)
            told = Sentence(names or NONE.vi, names or NONE.en)
            raise Refused(
                Sentence(
                    UNKNOWN.vi.format(name=name[:40], known=told.vi),
                    UNKNOWN.en.format(name=name[:40], known=told.en),
                )
            )
        if len(texts) > 1:
            raise Refused(TWICE.filled(name=name))
        found[name] = value_of(by_name[name], texts[0])
    return Asked(**found)


def value_of(argument: Argument, text: str) -> int | str:
    """The value of one parameter. Raises Refused where it is wrong."""
    value = argument.read(text)
    if value is None:
        needed = argument.needed
        raise Refused(
            Sentence(
                WRONG.vi.format(name=argument.name, needed=needed.vi),
                WRONG.en.format(name=argument.name, needed=needed.en),
            )
        )
    return value
