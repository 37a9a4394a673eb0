"""The plane of both indices: its quarters by hand, its picture with words, units, source and mark."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from reports.charts import png, svg
from reports.plane import Plane, draw_plane, plane_of


def table(*, budget: bool = True) -> pd.DataFrame:
    """Five communes; medians are 50 and 30, the last one is not scored."""
    figures: dict[str, object] = {
        "readiness": [10.0, 40.0, 50.0, 60.0, 90.0, math.nan],
        "remoteness": [90.0, 10.0, 30.0, 80.0, 5.0, 50.0],
    }
    if budget:
        figures |= {"funded": [True, True, False, True, False, False]}
        figures |= {"funded_vnd": [5e9, 1e9, 0.0, 2e9, 0.0, 0.0]}
    return pd.DataFrame(figures, index=[f"0000{at}" for at in range(6)])


def drawn(plane: Plane, **changes: object) -> str:
    """The words of the picture."""
    look = {"language": "vi", "simulated": True, "source": "phiếu đã duyệt"} | changes
    figure = draw_plane(plane, **look)  # type: ignore[arg-type]
    axes = figure.axes[0]
    legend = axes.get_legend()
    assert legend is not None
    texts = [axes.get_title(loc="left"), axes.get_title(loc="right"), axes.get_xlabel()]
    texts += [axes.get_ylabel(), figure.get_supxlabel()]
    return " | ".join([*texts, *(each.get_text() for each in legend.get_texts())])


def test_quarters_are_cut_at_the_medians_and_add_up() -> None:
    plane = plane_of(table())
    assert (plane.readiness, plane.remoteness) == (50.0, 30.0)
    found = [(each.communes, each.funded, each.vnd) for each in plane.quarters()]
    assert found == [(1, 1, 5e9), (1, 1, 1e9), (1, 1, 2e9), (2, 0, 0.0)]


def test_a_quarter_is_named_by_the_medians_and_not_as_remote_communes_are() -> None:
    for each in plane_of(table()).quarters():
        assert each.name.vi.endswith(("khó khăn hơn trung vị", "thuận lợi hơn trung vị"))
        assert each.name.en.endswith("than the median")


def test_without_a_budget_nobody_is_funded_and_no_money_is_told() -> None:
    quarters = list(plane_of(table(budget=False)).quarters())
    assert [each.funded for each in quarters] == [0, 0, 0, 0]
    assert all(np.isnan(each.vnd) for each in quarters)


def test_the_picture_says_units_source_counts_and_that_answers_are_simulated() -> None:
    said = drawn(plane_of(table()))
    for words in (
        "SỐ LIỆU MÔ PHỎNG",
        "Chỉ số khó khăn địa bàn (0–100)",
        "Điểm sẵn sàng (0–100)",
        "Nguồn: phiếu đã duyệt",
        "Được cấp kinh phí (3)",
        "Không được cấp (2)",
    ):
        assert words in said
    assert "MÔ PHỎNG" not in drawn(plane_of(table()), simulated=False)
    assert "Funded (3)" in drawn(plane_of(table()), language="en")
    assert "Chưa có ngân sách (5)" in drawn(plane_of(table(budget=False)))


@pytest.mark.parametrize("write", [png, svg])
def test_the_same_figures_give_the_same_picture_to_the_byte(write) -> None:
    plane = plane_of(table())
    first, second = (
        write(draw_plane(plane, language="vi", simulated=True, source="x")) for _ in range(2)
    )
    assert first == second
