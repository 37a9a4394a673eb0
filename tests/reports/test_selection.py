"""Which packages a budget funds, by hand; what floors cost; what is refused; the three lists."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from forms.sentence import Refused
from reports.funding.budget import read_budget
from reports.funding.exact_selection import MOST_COMMUNES, solve_exactly
from reports.funding.lists import marginal, three_lists
from reports.selection import select
from tests.reports.small_packages import a_method, packages, selected

NAN = math.nan
# Ratios 5, 4, 3, 2, 1; the last two communes are remote.
FIVE = packages([10, 10, 10, 10, 10], [50, 40, 30, 20, 10], ["a", "a", "b", "b", "b"])
REMOTE = [0, 0, 0, 1, 1]


def codes(selection: object) -> list[str]:
    """The communes that get something."""
    taken = selection.chosen.any(axis=1)  # type: ignore[attr-defined]
    return [c for c, yes in zip(selection.packages.codes, taken, strict=True) if yes]  # type: ignore[attr-defined]


def test_the_best_value_for_money_is_funded_first() -> None:
    found = selected(FIVE, 30)
    assert codes(found) == ["c00001", "c00002", "c00003"]
    assert (found.spent, found.benefit, found.bound, found.gap) == (30, 120, 120, 0)
    assert found.floors == ()


def test_what_does_not_fit_is_passed_over_for_what_does() -> None:
    found = selected(packages([10, 30, 5], [50, 90, 5]), 20)
    assert codes(found) == ["c00001", "c00003"]
    assert found.bound == 50 + 90 / 3
    assert found.gap == pytest.approx(1 - 55 / 80)


def test_packages_are_whole_but_a_commune_may_get_one_column_alone() -> None:
    found = selected(packages([[10, 10], [10, 10]], [[9, 1], [8, 2]]), 20)
    assert found.chosen.tolist() == [[True, False], [True, False]]


def test_remote_communes_get_their_share_and_its_price_is_what_others_lose() -> None:
    found = selected(FIVE, 30, REMOTE, a_method(remote=0.5))
    assert codes(found) == ["c00001", "c00004", "c00005"]
    (floor,) = found.floors
    assert (floor.group, floor.amount, floor.spent, floor.reached) == ("remote", 15, 20, True)
    assert floor.price == 120 - 80
    assert floor.price_share == pytest.approx(40 / 120)


def test_who_may_be_remote_does_not_count_as_remote() -> None:
    found = selected(FIVE, 30, [0, 0, 0, NAN, 1], a_method(remote=0.5))
    (floor,) = found.floors
    assert (floor.amount, floor.spent) == (10, 10)


def test_a_floor_asks_for_no_more_than_the_groups_packages_cost() -> None:
    found = selected(FIVE, 40, REMOTE, a_method(remote=0.9))
    (floor,) = found.floors
    assert (floor.asked, floor.amount, floor.spent) == (36, 20, 20)
    assert "cost 20 VND: the floor is that" in floor.said.en


def test_what_whole_packages_cannot_use_stays_set_aside() -> None:
    found = selected(FIVE, 15, REMOTE, a_method(remote=1.0))
    (floor,) = found.floors
    assert codes(found) == ["c00004"]
    assert (floor.amount, floor.spent, floor.reached) == (15, 10, False)
    assert floor.said.en.startswith("5 VND of the floor stay set aside")


def test_provinces_get_a_share_of_what_need_would_give_them() -> None:
    found = selected(FIVE, 30, REMOTE, a_method(province=0.6))
    assert codes(found) == ["c00001", "c00003", "c00004"]
    assert [each.group for each in found.floors] == ["a", "b"]
    amounts = [each.amount for each in found.floors]
    assert amounts == pytest.approx([0.6 * 30 * 2 / 5, 0.6 * 30 * 3 / 5])
    assert [each.price for each in found.floors] == [0, 20]


def test_money_set_aside_for_one_province_is_not_given_to_another() -> None:
    found = selected(FIVE, 30, REMOTE, a_method(province=0.9))
    assert codes(found) == ["c00001", "c00003"]
    assert [each.reached for each in found.floors] == [False, False]


def test_floors_of_provinces_may_be_given_in_vnd() -> None:
    found = selected(FIVE, 30, floors={"b": 20})
    assert codes(found) == ["c00001", "c00003", "c00004"]
    (floor,) = found.floors
    assert (floor.group, floor.amount, floor.price) == ("b", 20, 20)


def test_a_floor_of_the_whole_budget_is_kept_to_the_last_vnd() -> None:
    uneven = packages([1_234_567, 2_345_678], [1, 9], ["a", "b"])
    found = selected(uneven, 1_234_567, floors={"a": 1_234_567})
    assert codes(found) == ["c00001"]


def test_a_remote_commune_fills_its_provinces_floor_and_the_remote_one_at_once() -> None:
    both = packages([10, 10, 10], [5, 1, 5], ["a", "b", "b"])
    found = selected(both, 20, [0, 1, 0], a_method(remote=0.5), floors={"a": 10, "b": 10})
    assert codes(found) == ["c00001", "c00002"]
    assert all(each.reached for each in found.floors)


def test_equal_value_is_told_apart_by_code_whatever_the_order_of_rows() -> None:
    equal = packages([10, 10, 10], [1, 1, 1], codes=["00003", "00001", "00002"])
    assert sorted(codes(selected(equal, 20))) == ["00001", "00002"]


def test_a_budget_for_everything_funds_everything() -> None:
    found = selected(FIVE, 50, REMOTE, a_method(remote=0.5))
    assert found.chosen.all()
    assert found.gap == 0


def test_unknown_costs_and_unranked_communes_are_no_candidates() -> None:
    found = selected(packages([NAN, 10, 10, 0], [5, NAN, 7, 8]), 100)
    assert codes(found) == ["c00003"]


def test_nothing_to_fund_is_an_empty_selection() -> None:
    found = selected(packages([NAN, 10], [1, 0]), 100, [1, 0], a_method(0.4, 0.5))
    assert (found.benefit, found.spent, found.bound, found.gap) == (0, 0, 0, 0)
    assert three_lists(found, np.array([1.0, 2.0])).attainable == 0
    assert solve_exactly(found).benefit == 0


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (0, "The budget must be above 0 VND, not 0. Enter it again."),
        ("-5", "The budget must be above 0 VND, not -5. Enter it again."),
        ("nhiều", "The budget “nhiều” is no sum of money."),
        ("", "The budget “” is no sum of money."),
        (None, "The budget “None” is no sum of money."),
        (True, "The budget “True” is no sum of money."),
        (NAN, "The budget “nan” is no sum of money."),
        (math.inf, "The budget “inf” is no sum of money."),
    ],
)
def test_a_budget_of_nothing_or_of_words_is_refused(raw: object, said: str) -> None:
    with pytest.raises(Refused) as refused:
        read_budget(raw)
    assert refused.value.sentence.en.startswith(said)
    with pytest.raises(Refused):
        select(FIVE, raw, np.zeros(5), FIVE.provinces, a_method())  # type: ignore[arg-type]


def test_a_budget_is_read_as_people_write_it() -> None:
    assert read_budget("1.500.000.000") == 1.5e9
    assert read_budget(2e12) == 2e12


def test_a_negative_cost_is_refused_by_commune() -> None:
    with pytest.raises(Refused) as refused:
        selected(packages([10, -5_000], [1, 1]), 10)
    assert "unit c00002 has a negative cost (-5,000 VND)" in refused.value.sentence.en
    assert "-5.000 đồng" in refused.value.sentence.vi


@pytest.mark.parametrize(
    ("floors", "said"),
    [
        ({"a": 20, "b": 20}, "come to 40 VND, more than the budget of 30 VND"),
        ({"c": 1}, "There is no province c in the list"),
        ({"a": -1}, "The floor of province a must be VND from 0 up"),
        ({"a": NAN}, "The floor of province a must be VND from 0 up"),
    ],
)
def test_floors_that_cannot_be_are_refused(floors: dict[str, float], said: str) -> None:
    with pytest.raises(Refused) as refused:
        selected(FIVE, 30, floors=floors)
    assert said in refused.value.sentence.en


def test_floors_that_cannot_be_kept_together_are_refused() -> None:
    with pytest.raises(Refused) as refused:
        selected(FIVE, 30, REMOTE, a_method(remote=0.6), floors={"a": 20})
    assert "cannot both be kept within 30 VND" in refused.value.sentence.en


def test_the_three_lists_stand_side_by_side() -> None:
    found = selected(FIVE, 25, REMOTE, a_method(remote=0.4))
    lists = three_lists(found, np.array([5.0, 4.0, 2.0, 1.0, 2.0]))
    assert lists.need.rows.tolist() == [3, 2, 4, 1, 0]
    assert lists.need.funded.tolist() == [True, True, False, False, False]
    assert lists.value.rows.tolist() == [0, 1, 2, 3, 4]
    assert lists.value.funded.tolist() == [True, True, False, False, False]
    assert lists.selected.rows.tolist() == [0, 3, 1, 2, 4]
    assert lists.attainable == 50 + 40 + 15
    assert (lists.need.share, lists.value.share) == (50 / 105, 90 / 105)
    assert lists.selected.share == 70 / 105
    assert lists.selected.chosen.sum() == 2


def test_the_need_list_ends_at_the_first_package_that_does_not_fit() -> None:
    found = selected(packages([10, 30, 5], [1, 90, 5]), 20)
    lists = three_lists(found, np.array([1.0, 2.0, 3.0]))
    assert lists.need.funded.tolist() == [True, False, False]


def test_one_more_sum_buys_the_next_packages_and_what_was_left_over() -> None:
    found = selected(FIVE, 25)
    more = marginal(found, extra=15)
    assert (more.rows.tolist(), more.cost.tolist()) == ([2, 3], [10, 10])
    assert more.benefit.tolist() == [30, 20]
    assert marginal(found, extra=1).rows.tolist() == []


def test_one_more_sum_leaves_to_remote_communes_what_is_theirs() -> None:
    found = selected(FIVE, 20, REMOTE, a_method(remote=0.5))
    more = marginal(found, extra=10)
    assert more.rows.tolist() == [4]


def test_the_exact_check_finds_the_same_and_takes_few_communes_only() -> None:
    found = selected(FIVE, 30, REMOTE, a_method(remote=0.5))
    exact = solve_exactly(found)
    assert (exact.benefit, exact.chosen.tolist()) == (80, found.chosen.tolist())
    size = MOST_COMMUNES + 1
    with pytest.raises(Refused) as refused:
        solve_exactly(selected(packages([1] * size, [1] * size), 10))
    assert "at most 5,000 communes, not 5,001" in refused.value.sentence.en


def test_the_exact_check_says_where_no_whole_packages_reach_the_floors() -> None:
    with pytest.raises(Refused):
        solve_exactly(selected(FIVE, 15, REMOTE, a_method(remote=1.0)))


def test_provinces_may_come_from_outside() -> None:
    elsewhere = np.array(["x", "x", "x", "y", "y"])
    found = select(FIVE, 30, np.zeros(5), elsewhere, a_method(), floors={"y": 20})
    assert codes(found) == ["c00001", "c00004", "c00005"]
    with pytest.raises(ValueError, match="every unit"):
        select(FIVE, 30, np.zeros(5), elsewhere[:2], a_method())


def test_a_selection_does_not_change_the_packages() -> None:
    before = replace(FIVE, cost=FIVE.cost.copy())
    selected(FIVE, 30, REMOTE, a_method(0.5, 0.5))
    assert (before.cost == FIVE.cost).all()
