"""What the ministry takes away: the Excel annex, the scores as CSV, two charts."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date
from threading import Lock

from matplotlib.figure import Figure

from forms.sentence import Sentence
from reports import charts
from reports.annex.priority_list import write_priority_list
from reports.scoring.csv_file import write_scores
from survey.deciding.scoring import Scored

SOURCE = Sentence("phiếu đã duyệt, {round}", "approved responses, {round}")
MOST_KEPT = 16


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
FORMS = {"png": (charts.png, "image/png"), "svg": (charts.svg, "image/svg+xml")}


@dataclass
class Drawings:
    """Charts drawn already, by edition, name, form and language; the oldest is forgotten first."""

    _kept: dict[tuple[object, ...], bytes] = field(default_factory=dict)
    _busy: Lock = field(default_factory=Lock)

    def drawn(self, scored: Scored, chart: Chart, form: str, language: str) -> bytes:
        """The chart's file; drawn by one visitor at a time, since a font cache is shared."""
        key = (scored.round.id, scored.mark, chart.name, form, language)
        with self._busy:
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
    """The scores as ``score`` writes them, of some communes or (None) of all; UTF-8 with a mark.

    Ranks are among all communes of the country, whichever are written.
    """
    whole = io.StringIO(newline="")
    write_scores(whole, scored.questionnaire, scored.edition.readiness)
    if only is not None:
        whole = kept_rows(whole.getvalue(), frozenset(only))
    return whole.getvalue().encode("utf-8-sig")


def kept_rows(text: str, only: frozenset[str]) -> io.StringIO:
    """The head and the rows whose first cell is among ``only``."""
    head, *rows = csv.reader(io.StringIO(text, newline=""))
    kept = io.StringIO(newline="")
    csv.writer(kept).writerows([head, *(row for row in rows if row[0] in only)])
    return kept
