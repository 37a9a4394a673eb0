"""What communes were before: merged, re-coded or split, by dated rows with their source.

A commune that goes on under its own code after taking in others stands as its own predecessor. A change of
name needs no row: the code stays. Nothing is carried into a part of a split commune: its share is not known.
"""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from forms.sentence import Refused, Sentence

COLUMNS = ("code", "predecessor", "since", "change", "source")
NOT_A_ROW = Sentence(
    "Dòng {row} của {file} không đúng: {text}. Cần mã xã hiện hành, mã cũ, ngày (năm-tháng-ngày), merged, recoded hoặc split, và nguồn.",
    "Row {row} of {file} is not right: {text}. It needs a current code, an old code, a day (year-month-day), merged, recoded or split, and a source.",
)
STILL_THERE = Sentence(
    "{file}: mã {code} đã được sáp nhập hoặc đổi mã nên không thể còn trong danh mục.",
    "{file}: the code {code} was merged or re-coded, so it cannot still be in the register.",
)


class Change(StrEnum):
    """What became of the predecessor."""

    MERGED = "merged"
    RECODED = "recoded"
    SPLIT = "split"


@dataclass(frozen=True, slots=True)
class Succession:
    """From ``since`` on, ``code`` stands where ``predecessor`` stood before; ``source`` says who decided it."""

    code: str
    predecessor: str
    since: date
    change: Change
    source: str


def load_successions(path: Path, current: Collection[str]) -> tuple[Succession, ...]:
    """The rows of a CSV; none where there is no such file. ``current`` are the codes in force.

    Raises Refused with the row that is not right, or the code that cannot be in force any more.
    """
    if not path.exists():
        return ()
    with path.open(encoding="utf-8", newline="") as file:
        made = tuple(
            succession(row, number, path.name, current)
            for number, row in enumerate(csv.DictReader(file), 2)
        )
    for code in sorted(gone(made) & set(current)):
        raise Refused(STILL_THERE.filled(file=path.name, code=code))
    return made


def succession(
    row: Mapping[str, str | None], number: int, file: str, current: Collection[str]
) -> Succession:
    """One row. Raises Refused."""
    code, old, since, change, source = ((row.get(name) or "").strip() for name in COLUMNS)
    try:
        made = Succession(code, old, date.fromisoformat(since), Change(change), source)
    except ValueError:
        made = None
    if made is None or code not in current or not is_code(old) or not source:
        text = ", ".join((code, old, since, change, source))[:100]
        raise Refused(NOT_A_ROW.filled(row=number, file=file, text=text))
    return made


def is_code(text: str) -> bool:
    """Whether this is written as a commune's code: five digits."""
    return len(text) == 5 and text.isascii() and text.isdigit()


def gone(successions: Iterable[Succession]) -> frozenset[str]:
    """The codes that are no longer in force: merged or re-coded away and not gone on by themselves."""
    listed = [each for each in successions if each.change is not Change.SPLIT]
    own = [each for each in listed if each.code == each.predecessor]
    return frozenset(
        each.predecessor
        for each in listed
        if each not in own
        and not any(on.code == each.predecessor and on.since >= each.since for on in own)
    )


def traced(
    code: str, last: Mapping[str, date], successions: Sequence[Succession]
) -> tuple[str, ...]:
    """The codes under which the commune's own past stands; several where it was merged from them.

    ``last`` is, by code, which day the figures of its newest earlier approved response are of: what the
    commune answered itself since the change is nearer than what its predecessors answered before.
    """
    own = [each for each in successions if each.code == code and each.change is not Change.SPLIT]
    newest = max((each.since for each in own), default=None)
    if newest is None or (code in last and last[code] >= newest):
        return (code,)
    before = [each for each in successions if each.since < newest]
    parts = (traced(each.predecessor, last, before) for each in own if each.since == newest)
    return tuple(dict.fromkeys(name for part in parts for name in part))
