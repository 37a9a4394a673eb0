"""The ministerial picture: every commune between readiness and remoteness, and who of them is funded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from forms.numbers import both_ways
from forms.sentence import Sentence
from reports.charts import BLUE, GREY, ORANGE, READINESS, REMOTENESS, finish, plain_style

TITLE = Sentence(
    "Sẵn sàng, khó khăn, và xã được cấp kinh phí",
    "Readiness, remoteness, and who is funded",
)
FUNDED, OTHERS = Sentence("Được cấp kinh phí", "Funded"), Sentence("Không được cấp", "Not funded")
UNDECIDED = Sentence("Chưa có ngân sách", "No budget")
MEDIANS = Sentence("Trung vị cả nước", "The country's medians")
# The quarters of the plane: less ready than the median or not, harder to reach than the median or not. “Khó khăn” alone
# is what the register calls communes, another set of them.
QUARTERS = {
    (True, True): Sentence(
        "Ít sẵn sàng hơn, khó khăn hơn trung vị", "Less ready, harder to reach than the median"
    ),
    (True, False): Sentence(
        "Ít sẵn sàng hơn, thuận lợi hơn trung vị", "Less ready, easier to reach than the median"
    ),
    (False, True): Sentence(
        "Sẵn sàng hơn, khó khăn hơn trung vị", "Readier, harder to reach than the median"
    ),
    (False, False): Sentence(
        "Sẵn sàng hơn, thuận lợi hơn trung vị", "Readier, easier to reach than the median"
    ),
}


@dataclass(frozen=True, slots=True)
class Quarter:
    """A quarter of the plane: its communes, how many are funded, what they get together in VND (NaN: no budget)."""

    name: Sentence
    communes: int
    funded: int
    vnd: float


@dataclass(frozen=True)
class Plane:
    """The communes that have both indices, 0–100, by code; ``readiness`` and ``remoteness`` are their medians."""

    shown: pd.DataFrame
    readiness: float
    remoteness: float

    def quarters(self) -> Iterator[Quarter]:
        """The picture's numbers. A commune on a median counts as readier, and as easier to reach."""
        less = self.shown["readiness"] < self.readiness
        harder = self.shown["remoteness"] > self.remoteness
        for (is_less, is_harder), name in QUARTERS.items():
            rows = self.shown[(less == is_less) & (harder == is_harder)]
            budget = "funded" in rows
            funded = int(rows["funded"].astype(bool).sum()) if budget else 0
            yield Quarter(
                name, len(rows), funded, float(rows["funded_vnd"].sum()) if budget else np.nan
            )


def plane_of(table: pd.DataFrame) -> Plane:
    """``table``: an edition's figures by code."""
    shown = table.dropna(subset=["readiness", "remoteness"])
    return Plane(shown, float(shown["readiness"].median()), float(shown["remoteness"].median()))


def draw_plane(plane: Plane, *, language: str, simulated: bool, source: str) -> Figure:
    """Remoteness across, readiness up; the funded as diamonds, the others as rings, medians as lines."""
    with plain_style():
        figure = Figure(figsize=(8, 5.8), layout="constrained")
        axes = figure.subplots()
        for rows, label, marker, look in groups(plane.shown):
            axes.scatter(
                rows["remoteness"],
                rows["readiness"],
                marker=marker,
                label=f"{label.in_language(language)} ({both_ways(len(rows)).in_language(language)})",
                **look,
            )
        for line, at in ((axes.axhline, plane.readiness), (axes.axvline, plane.remoteness)):
            line(at, color="#16202b", linewidth=0.9, linestyle="--")
        axes.plot([], [], color="#16202b", ls="--", label=MEDIANS.in_language(language))
        axes.set_xlim(-2, 102)
        axes.set_ylim(0, 100)
        axes.set_xlabel(REMOTENESS.in_language(language))
        axes.set_ylabel(READINESS.in_language(language))
        axes.legend(loc="upper right", framealpha=0.9)
        finish(figure, axes, TITLE, language=language, simulated=simulated, source=source)
    return figure


def groups(
    shown: pd.DataFrame,
) -> Iterator[tuple[pd.DataFrame, Sentence, str, dict[str, Any]]]:
    """The communes by whether they are funded, those that are drawn first first."""
    if "funded" not in shown:
        yield shown, UNDECIDED, "o", {"s": 9, "color": GREY, "linewidths": 0}
        return
    funded = shown["funded"].astype(bool)
    yield (
        shown[funded],
        FUNDED,
        "D",
        {"s": 8, "color": ORANGE, "alpha": 0.5, "linewidths": 0},
    )
    yield (
        shown[~funded],
        OTHERS,
        "o",
        {"s": 14, "facecolors": "none", "edgecolors": BLUE, "linewidths": 0.8},
    )
