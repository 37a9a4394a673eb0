"""The two pictures: of any number of communes, and the same every time."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from matplotlib.figure import Figure

from forms.answers import Answers
from reports import charts
from tests.reports.small_frames import given
from tests.reports.test_priority_list import an_edition, places

DRAWN = [charts.readiness_by_province, charts.readiness_against_remoteness]
SLOWEST = 3.0


def drawn(
    draw: Callable[..., Figure], units: tuple[Answers, ...], *, simulated: bool = True
) -> Figure:
    edition = an_edition(*units)
    where = places(edition)
    return draw(edition, where, language="vi", simulated=simulated, source="Đợt 1")


@pytest.mark.parametrize("draw", DRAWN)
@pytest.mark.parametrize(
    "units", [(given(a=None),), (given(),), tuple(given(a=n) for n in range(90))]
)
def test_a_picture_can_be_drawn_of_none_one_or_many(
    draw: Callable[..., Figure], units: tuple[Answers, ...]
) -> None:
    began = time.perf_counter()
    assert charts.png(drawn(draw, units)).startswith(b"\x89PNG")
    assert time.perf_counter() - began < SLOWEST


@pytest.mark.parametrize("draw", DRAWN)
@pytest.mark.parametrize("form", [charts.png, charts.svg])
def test_the_same_figures_give_the_same_bytes(
    draw: Callable[..., Figure], form: Callable[[Figure], bytes]
) -> None:
    units = (given(a=10), given(a=90, region="hard"))
    assert form(drawn(draw, units)) == form(drawn(draw, units))


@pytest.mark.parametrize("draw", DRAWN)
def test_a_picture_says_its_unit_its_source_and_whether_it_is_simulated(
    draw: Callable[..., Figure],
) -> None:
    figure = drawn(draw, (given(),))
    axes = figure.axes[0]
    labels = axes.get_xlabel() + axes.get_ylabel()
    assert "0–100" in labels
    assert axes.get_title(loc="right") == "SỐ LIỆU MÔ PHỎNG"
    assert drawn(draw, (given(),), simulated=False).axes[0].get_title(loc="right") == ""
    assert figure.get_supxlabel() == "Nguồn: Đợt 1"
