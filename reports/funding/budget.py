"""The budget, and the floors that it must keep: what they come to, and what cannot be kept is refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from forms.numbers import both_ways, read_number
from forms.sentence import Refused, Sentence

Floats = NDArray[np.float64]
NO_BUDGET = Sentence(
    "Ngân sách “{text}” không phải là số tiền. Hãy nhập số đồng lớn hơn 0, ví dụ 500.000.000.000.",
    "The budget “{text}” is no sum of money. Enter VND above 0, such as 500.000.000.000.",
)
NOT_ABOVE_0 = Sentence(
    "Ngân sách phải lớn hơn 0 đồng, không phải {value}. Hãy nhập lại.",
    "The budget must be above 0 VND, not {value}. Enter it again.",
)
NEGATIVE = Sentence(
    "Gói của đơn vị {code} có chi phí âm ({cost} đồng). Hãy sửa đơn giá hoặc số lượng.",
    "The package of unit {code} has a negative cost ({cost} VND). Correct its unit cost or quantity.",
)
WRONG_FLOOR = Sentence(
    "Sàn của tỉnh {code} phải là số đồng từ 0 trở lên. Hãy sửa lại.",
    "The floor of province {code} must be VND from 0 up. Correct it.",
)
UNKNOWN_PROVINCE = Sentence(
    "Không có tỉnh {code} trong danh sách. Hãy bỏ sàn này hoặc sửa mã tỉnh.",
    "There is no province {code} in the list. Leave its floor out or correct the code.",
)
ABOVE_BUDGET = Sentence(
    "Tổng sàn của các tỉnh là {floors} {unit}, vượt ngân sách {budget} {unit}. Hãy hạ sàn hoặc tăng ngân sách.",
    "The provinces' floors come to {floors} {unit}, more than the budget of {budget} {unit}."
    " Lower them or raise the budget.",
)
NOT_TOGETHER = Sentence(
    "Không thể vừa giữ sàn cho xã khó khăn vừa giữ sàn của các tỉnh trong ngân sách {budget} {unit}."
    " Hãy hạ một trong các sàn hoặc tăng ngân sách.",
    "The floors for remote communes and for provinces cannot both be kept within {budget} {unit}."
    " Lower one of them or raise the budget.",
)


@dataclass(frozen=True, slots=True)
class MoneyUnit:
    """In what sums are told: ``vnd`` of them to one."""

    name: Sentence
    vnd: int


DONG = MoneyUnit(Sentence("đồng", "VND"), 1)
MILLION_DONG = MoneyUnit(Sentence("triệu đồng", "million VND"), 1_000_000)


class FloorsRefused(Refused):
    """Floors that cannot be kept. ``code``: the one province whose floor is at fault, empty where it is all of them."""

    def __init__(self, said: Sentence, code: str = "", **sums: float) -> None:
        self.said, self.code, self.sums = said, code, sums
        super().__init__(self.told_in(DONG))

    def told_in(self, unit: MoneyUnit) -> Sentence:
        """The refusal with its sums in this unit."""
        return with_money(self.said, unit, code=self.code, **self.sums)


def read_budget(raw: object) -> float:
    """A budget in VND, > 0, as typed (``1.000.000.000``) or as a number. Raises Refused."""
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        budget = float(raw)
    else:
        try:
            budget = float(read_number(str(raw)))
        except Refused as refused:
            raise Refused(NO_BUDGET.filled(text=str(raw)[:60])) from refused
    if not np.isfinite(budget):
        raise Refused(NO_BUDGET.filled(text=str(raw)[:60]))
    if budget <= 0:
        raise Refused(with_money(NOT_ABOVE_0, value=budget))
    return budget


@dataclass(frozen=True)
class Asked:
    """Which floors are asked for.

    ``remote_share`` 0–1 of the budget; of each of k provinces either ``shares`` of the budget (adding up to
    1 at most) or ``fixed`` VND, the other one being zeros. ``remote_most`` and ``most`` (k) are what the groups' packages cost in total, VND.
    """

    remote_share: float
    shares: Floats
    fixed: Floats
    remote_most: float
    most: Floats

    @property
    def none(self) -> bool:
        """Whether no floor is asked for."""
        return not (self.remote_share or self.shares.any() or self.fixed.any())

    def of_budget(self, budget: float) -> tuple[float, Floats]:
        """VND for remote communes and for each province, before what their packages cost limits it."""
        return self.remote_share * budget, self.shares * budget + self.fixed

    def at(self, budget: float) -> tuple[float, Floats]:
        """The same, never more than the groups' packages cost in total."""
        remote, provinces = self.of_budget(budget)
        return min(remote, self.remote_most), np.minimum(provinces, self.most)


def fixed_floors(given: Mapping[str, float], provinces: tuple[str, ...]) -> Floats:
    """Floors in VND by province code as an array in the order of ``provinces``. Raises Refused."""
    fixed = np.zeros(len(provinces))
    for code, floor in given.items():
        if code not in provinces:
            raise FloorsRefused(UNKNOWN_PROVINCE, code)
        if isinstance(floor, bool) or not isinstance(floor, int | float) or not 0 <= floor < np.inf:
            raise FloorsRefused(WRONG_FLOOR, code)
        fixed[provinces.index(code)] = floor
    return fixed


def refuse_above(budget: float, asked: Asked) -> None:
    """Refuse provinces' floors that come to more than the budget."""
    together = float(asked.of_budget(budget)[1].sum())
    if together > budget * (1 + 1e-12):
        raise FloorsRefused(ABOVE_BUDGET, floors=together, budget=budget)


def with_money(said: Sentence, unit: MoneyUnit = DONG, **given: float | str) -> Sentence:
    """A sentence with its blanks filled: sums in VND as each language writes them, to the whole dong; texts as they are."""
    sums = {
        name: each if isinstance(each, str) else both_ways(round(each) / unit.vnd)
        for name, each in given.items()
    }
    return said.filled(unit=unit.name, **sums)
