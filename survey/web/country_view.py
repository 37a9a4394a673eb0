"""The country at a glance: how many responses stand where, mean scores, the charts' figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from forms.sentence import Sentence
from survey.communes import Province, Register, vietnamese_key
from survey.deciding.scoring import Scored
from survey.store.overview import QueueRow

ALL = "all"
NOT_STARTED = "none"
STATUSES = {
    "approved": Sentence("Đã duyệt", "Approved"),
    "submitted": Sentence("Đã gửi", "Submitted"),
    "returned": Sentence("Đã trả lại", "Returned"),
    "draft": Sentence("Đang nhập", "Draft"),
    NOT_STARTED: Sentence("Chưa bắt đầu", "Not started"),
}
READINESS = Sentence("Mức độ sẵn sàng", "Readiness")


@dataclass(frozen=True, slots=True)
class Rate:
    """A province and how many of its communes have a response of each status."""

    province: Province
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Mean:
    """A plain mean over the communes that have the score; NaN where none has."""

    label: Sentence
    value: float
    count: int


@dataclass(frozen=True, slots=True)
class ProvinceRow:
    """What the charts draw of a province: readiness of its communes, and their remoteness."""

    name: str
    count: int
    least: float
    lower: float
    median: float
    upper: float
    greatest: float
    remoteness: float


def rates(rows: Iterable[QueueRow], register: Register) -> tuple[Rate, ...]:
    """Every province in Vietnamese order, with its communes by status; ``all`` counts them all."""
    counts = {code: Counter({ALL: 0}) for code in register.provinces}
    for row in rows:
        commune = register.communes.get(row.commune_code)
        if commune is not None:
            status = NOT_STARTED if row.status is None else row.status.value
            counts[commune.province_code].update((ALL, status))
    in_order = sorted(register.provinces.values(), key=lambda each: vietnamese_key(each.name))
    return tuple(Rate(each, counts[each.code]) for each in in_order)


def whole(each: Iterable[Rate]) -> Mapping[str, int]:
    """All provinces together."""
    sums: Counter[str] = Counter({ALL: 0})
    for rate in each:
        sums.update(rate.counts)
    return sums


def means(scored: Scored) -> tuple[Mean, ...]:
    """The index and each weighted top section."""
    table = scored.edition.table
    columns = {"readiness": READINESS} | {
        f"section_{section.id}": Sentence(
            f"{section.no}. {section.title.vi}", f"{section.no}. {section.title.en}"
        )
        for section in scored.questionnaire.children(None)
        if section.weight
    }
    return tuple(
        Mean(label, float(table[name].mean()), int(table[name].count()))
        for name, label in columns.items()
    )


def by_province(scored: Scored) -> tuple[ProvinceRow, ...]:
    """The figures behind both charts, by province in Vietnamese order; NaN where none is scored."""
    return tuple(
        _province_row(name, rows)
        for name, rows in sorted(
            scored.listing.groupby("province_name"), key=lambda pair: vietnamese_key(str(pair[0]))
        )
    )


def _province_row(name: object, rows: pd.DataFrame) -> ProvinceRow:
    readiness = rows["readiness"]
    return ProvinceRow(
        str(name),
        int(readiness.count()),
        float(readiness.min()),
        float(readiness.quantile(0.25)),
        float(readiness.median()),
        float(readiness.quantile(0.75)),
        float(readiness.max()),
        float(rows["remoteness"].median()),
    )
