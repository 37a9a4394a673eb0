"""The two pictures of an edition: readiness by province, and readiness against remoteness."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from forms.numbers import both_ways
from forms.sentence import Sentence
from reports.edition import Edition

# Told apart by people who do not see red and green alike, and in grey (Okabe and Ito, 2008).
BLUE, ORANGE, GREY = "#0072b2", "#d55e00", "#8a8f94"
READINESS = Sentence("Điểm sẵn sàng (0–100)", "Readiness (0–100)")
REMOTENESS = Sentence("Chỉ số khó khăn địa bàn (0–100)", "Remoteness (0–100)")
BY_PROVINCE = Sentence("Điểm sẵn sàng của các xã theo tỉnh", "Readiness of communes by province")
AGAINST = Sentence("Điểm sẵn sàng và chỉ số khó khăn", "Readiness against remoteness")
SIMULATED = Sentence("SỐ LIỆU MÔ PHỎNG", "SIMULATED ANSWERS")
SOURCE = Sentence("Nguồn: ", "Source: ")
GROUPS = (
    (1.0, "D", ORANGE, Sentence("Xã khó khăn", "Remote")),
    (0.0, "o", BLUE, Sentence("Xã khác", "Other")),
    (np.nan, "x", GREY, Sentence("Chưa rõ", "Not known")),
)


def readiness_by_province(
    edition: Edition, places: pd.DataFrame, *, language: str, simulated: bool, source: str
) -> Figure:
    """A box for each province, the least ready on top: middle half, median, 5–95 % whiskers."""
    ranked = edition.table[["readiness"]].join(places["province_name"]).dropna()
    groups = {str(name): rows["readiness"] for name, rows in ranked.groupby("province_name")}
    names = sorted(groups, key=lambda name: (-groups[name].median(), name))
    with plain_style():
        figure = Figure(figsize=(8, 2.2 + 0.26 * max(len(names), 4)), layout="constrained")
        axes = figure.subplots()
        if names:
            labels = [f"{name} ({len(groups[name])})" for name in names]
            drawn = axes.boxplot(
                [groups[name].to_numpy() for name in names],
                orientation="horizontal",
                whis=(5, 95),
                showfliers=False,
                patch_artist=True,
                tick_labels=labels,
            )
            for box in drawn["boxes"]:
                box.set(facecolor="#cfe3f1", edgecolor=BLUE)
            for median in drawn["medians"]:
                median.set(color=ORANGE, linewidth=2)
        axes.set_xlim(0, 100)
        axes.set_xlabel(READINESS.in_language(language))
        finish(figure, axes, BY_PROVINCE, language=language, simulated=simulated, source=source)
    return figure


def readiness_against_remoteness(
    edition: Edition, places: pd.DataFrame, *, language: str, simulated: bool, source: str
) -> Figure:
    """A dot for each ranked commune: remoteness across, readiness up, remote ones as diamonds."""
    table = edition.table.loc[edition.table.index.intersection(places.index)]
    table = table.dropna(subset=["readiness", "remoteness"])
    with plain_style():
        figure = Figure(figsize=(8, 5.6), layout="constrained")
        axes = figure.subplots()
        for value, marker, colour, label in reversed(GROUPS):
            known = table["remote"].isna() if np.isnan(value) else table["remote"] == value
            rows = table[known]
            axes.scatter(
                rows["remoteness"],
                rows["readiness"],
                s=9,
                marker=marker,
                color=colour,
                alpha=0.55,
                linewidths=0.6,
                label=f"{label.in_language(language)} ({both_ways(len(rows)).in_language(language)})",
            )
        axes.set_xlim(-2, 102)
        axes.set_ylim(0, 100)
        axes.set_xlabel(REMOTENESS.in_language(language))
        axes.set_ylabel(READINESS.in_language(language))
        axes.legend(loc="upper right", framealpha=0.9)
        finish(figure, axes, AGAINST, language=language, simulated=simulated, source=source)
    return figure


@contextmanager
def plain_style() -> Iterator[None]:
    """One look for all pictures, the same on every machine; nothing outside is changed."""
    look: Any = {
        "font.family": "DejaVu Sans",
        "font.size": 9,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.grid": True,
        "grid.color": "#e3e6ea",
        "axes.axisbelow": True,
        "svg.hashsalt": "readiness",
        "svg.fonttype": "path",
    }
    with mpl.rc_context(look):
        yield


def finish(
    figure: Figure, axes: Axes, title: Sentence, *, language: str, simulated: bool, source: str
) -> None:
    """Title, source line, and the mark of simulated answers."""
    axes.set_title(title.in_language(language), loc="left", fontweight="bold", fontsize=11)
    if simulated:
        axes.set_title(SIMULATED.in_language(language), loc="right", color=ORANGE, fontsize=9)
    figure.supxlabel(SOURCE.in_language(language) + source, x=0.01, ha="left", fontsize=7.5)


def png(figure: Figure) -> bytes:
    """The picture as PNG, 110 dots an inch; the same picture gives the same bytes."""
    target = io.BytesIO()
    with plain_style():
        figure.savefig(target, format="png", dpi=110, metadata={"Software": None})
    return target.getvalue()


def svg(figure: Figure) -> bytes:
    """The picture as SVG, letters as shapes; the same picture gives the same bytes."""
    target = io.BytesIO()
    with plain_style():
        figure.savefig(target, format="svg", metadata={"Date": None, "Creator": None})
    return target.getvalue()
