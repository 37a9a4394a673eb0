"""What the ministry takes away: the Excel annex, the scores as CSV, two charts."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date
from threading import Lock

from matplotlib.figure import Figure

from forms.sentence import Sentence
from reports import charts
from reports.annex.priority_list import write_priority_list
from reports.scoring.csv_file import COLUMNS, exact, rows
from reports.scoring.table import score_table
from survey.deciding.scoring import Scored

SOURCE = Sentence("phiếu đã duyệt, {round}", "approved responses, {round}")
MOST_KEPT = 16
# Of the file of scores: before what ``score`` writes, and in the place of its rank.
WHOSE = ("code", "name", "province")
RANKS = ("readiness_rank", "priority", "priority_rank")


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of the country page: its name in the address, what it shows, how it is drawn."""

    name: str
    title: Sentence
    alt: Sentence
    draw: Callable[..., Figure]


CHARTS = {
    chart.name: chart
    for chart in (
        Chart(
            "readiness-by-province",
            Sentence("Mức độ sẵn sàng theo tỉnh, thành phố", "Readiness by province"),
            Sentence(
                "Biểu đồ: phân bố điểm sẵn sàng của các xã trong mỗi tỉnh, thành phố. Số liệu ở bảng dưới.",
                "Chart: how the communes of each province spread in readiness. Figures in the table below.",
            ),
            charts.readiness_by_province,
        ),
        Chart(
            "readiness-against-remoteness",
            Sentence("Mức độ sẵn sàng so với chỉ số khó khăn", "Readiness against remoteness"),
            Sentence(
                "Biểu đồ: mỗi điểm là một xã, ngang là chỉ số khó khăn, dọc là điểm sẵn sàng. Số liệu ở bảng dưới.",
                "Chart: a dot for each commune, remoteness across, readiness up. Figures in the table below.",
            ),
            charts.readiness_against_remoteness,
        ),
    )
}
# One picture at a time in a process, of whichever kind, since a font cache is shared.
DRAWING = Lock()
FORMS = {"png": (charts.png, "image/png"), "svg": (charts.svg, "image/svg+xml")}


@dataclass
class Drawings:
    """Charts drawn already, by edition, name, form and language; the oldest is forgotten first."""

    _kept: dict[tuple[object, ...], bytes] = field(default_factory=dict)

    def drawn(self, scored: Scored, chart: Chart, form: str, language: str) -> bytes:
        """The chart's file; drawn one at a time."""
        key = (scored.round.id, scored.mark, chart.name, form, language)
        if (kept := self._kept.get(key)) is not None:
            return kept
        with DRAWING:
            if key not in self._kept:
                self._kept[key] = draw(scored, chart, form, language)
                while len(self._kept) > MOST_KEPT:
                    del self._kept[next(iter(self._kept))]
            return self._kept[key]


def draw(scored: Scored, chart: Chart, form: str, language: str) -> bytes:
    """One chart as a PNG or SVG file."""
    figure = chart.draw(
        scored.edition,
        scored.places,
        language=language,
        simulated=scored.round.simulated,
        source=SOURCE.filled(round=scored.round.name).in_language(language),
    )
    return FORMS[form][0](figure)


def workbook(scored: Scored, made_on: date, language: str) -> bytes:
    """The priority list as an Excel annex; the same bytes as the command writes on that day."""
    target = io.BytesIO()
    write_priority_list(
        target,
        scored.edition,
        scored.places,
        round_name=scored.round.name,
        questionnaire=scored.questionnaire,
        method=scored.method,
        made_on=made_on,
        simulated=scored.round.simulated,
        language=language,
        questions=scored.questions,
    )
    return target.getvalue()


def scores_csv(scored: Scored, only: Collection[str] | None) -> bytes:
    """The scores as ``score`` writes them, of some communes or (None) of all, and whose they are; UTF-8 with a mark.

    Both ranks are among all communes of the country, whichever are written: by readiness, the least ready first,
    as ``score`` ranks; and by priority, as the table and the workbook do. ``simulated`` is 1 or 0.
    """
    figures = score_table(scored.questionnaire, scored.edition.readiness)
    whose = scored.listing.loc[list(figures.codes), ["name", "province_name", "priority", "rank"]]
    whole = io.StringIO(newline="")
    writer = csv.writer(whole)
    writer.writerow([*WHOSE, *COLUMNS[1:-1], *RANKS, *figures.sections, "reason", "simulated"])
    for cells, (name, province, priority, rank) in zip(
        rows(figures, scored.edition.readiness.rank), whose.itertuples(index=False), strict=True
    ):
        if only is None or cells[0] in only:
            code, *scores = cells[: len(COLUMNS)]
            place = "" if math.isnan(rank) else str(int(rank))
            rest = cells[len(COLUMNS) :]
            mark = int(scored.round.simulated)
            writer.writerow([code, name, province, *scores, exact(priority), place, *rest, mark])
    return whole.getvalue().encode("utf-8-sig")
