"""Why a unit stands where it does: parts that add up, neighbours, and gaps in words."""

from __future__ import annotations

import math

import pytest
from hypothesis import given as over

from forms.answers import Answers
from forms.sentence import Refused
from reports.editions.explanation import explained
from tests.reports.small_frames import edition_of, given
from tests.reports.units import UNITS


@over(UNITS)
def test_the_parts_of_a_priority_add_up_to_it(unit: Answers) -> None:
    edition = edition_of(unit, given(a=0))
    if math.isnan(edition.priority.score[0]):
        return
    found = explained(edition, "u1")
    assert sum(each.points for each in found.contributions) == pytest.approx(found.score, abs=1e-9)
    for each in found.contributions:
        if not math.isnan(each.score):
            by_hand = 100 * found.lift * each.weight * each.evidence * (1 - each.score / 100)
            assert each.points == pytest.approx(by_hand, abs=1e-9)


def test_the_three_largest_gaps_are_named_with_their_figures() -> None:
    found = explained(edition_of(given(a=0, b=20, c=50, d="high", e=True)), "u1")
    assert [each.question.id for each in found.largest] == ["a", "b", "c"]
    said = found.largest[0].in_words()
    assert (
        said.en
        == "A: scores 0 of 100, its gap counts 50% by its evidence and adds 10.38 points of priority."
    )
    assert said.vi.startswith("A: đạt 0/100")


def test_a_unit_without_a_gap_has_no_largest_one() -> None:
    full = given(a=100, b=100, c=0, d="high", e=True)
    assert explained(edition_of(full), "u1").largest == ()


def test_the_neighbours_are_the_two_before_and_the_two_after_in_the_list() -> None:
    edition = edition_of(*(given(a=level) for level in (0, 20, 40, 60, 80, 100)))
    found = explained(edition, "u3")
    assert [(each.code, each.rank) for each in found.neighbours] == [
        ("u1", 1),
        ("u2", 2),
        ("u4", 4),
        ("u5", 5),
    ]
    assert [each.ahead > 0 for each in found.neighbours] == [True, True, False, False]
    assert len(explained(edition, "u1").neighbours) == 2


def test_equal_units_are_neighbours_by_code() -> None:
    found = explained(edition_of(given(), given(), given()), "u2")
    assert [(each.code, each.rank, each.ahead) for each in found.neighbours] == [
        ("u1", 1, 0),
        ("u3", 1, 0),
    ]


def test_an_unknown_or_unranked_unit_is_refused_in_words() -> None:
    edition = edition_of(given(), given(a=None))
    with pytest.raises(Refused) as unknown:
        explained(edition, "u9")
    assert "no unit u9" in unknown.value.sentence.en
    with pytest.raises(Refused) as silent:
        explained(edition, "u2")
    assert "Data insufficient in Tools" in silent.value.sentence.en
