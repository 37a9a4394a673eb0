"""The whole calculation on one page: a frame of approved answers in, scores, needs and ranks out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from forms.questionnaire import Questionnaire
from forms.sentence import Sentence
from reports.frame import Frame
from reports.gaps import Needs, effective_weights, evidenced_gaps, needs
from reports.method import Method
from reports.priority import Priority, priority
from reports.readiness import Readiness, readiness
from reports.remoteness import Remoteness, remoteness

NOTHING_APPROVED = Sentence("Chưa có số liệu được duyệt", "No approved figures yet")


@dataclass(frozen=True)
class Edition:
    """One calculation of all units, step by step."""

    questionnaire: Questionnaire
    readiness: Readiness
    remoteness: Remoteness
    needs: Needs
    priority: Priority

    @property
    def reasons(self) -> tuple[Sentence | None, ...]:
        """Why each unit is not ranked; None where it is.

        Its answers may be written but not approved: where nothing counts, no section is to blame.
        """
        found = zip(self.readiness.reasons, self.readiness.whole.coverage, strict=True)
        return tuple(
            why if why is None or coverage else NOTHING_APPROVED for why, coverage in found
        )

    @cached_property
    def table(self) -> pd.DataFrame:
        """A row for each unit, by code.

        readiness, low, high, remoteness, priority, gap and section_… are 0–100; coverage is 0–1; remote
        is 1, 0 or NaN; need_… are VND, the sum of what is known; unknown_needs counts what is not;
        reason and reason_en say why a unit is not ranked. NaN is missing, and never 0.
        """
        whole = self.readiness.whole
        reasons = self.reasons
        table = pd.DataFrame(
            {
                "readiness": self.readiness.index,
                "low": whole.low,
                "high": whole.high,
                "coverage": whole.coverage,
                "remoteness": self.remoteness.score,
                "remote": self.remoteness.remote,
                "priority": self.priority.score,
                "rank": self.priority.rank,
                "gap": self.priority.gap,
                "reason": ["" if each is None else each.vi for each in reasons],
                "reason_en": ["" if each is None else each.en for each in reasons],
                **{f"need_{name}": each for name, each in self.needs.columns.items()},
                "need_total": self.needs.total,
                "unknown_needs": self.needs.unknown,
            },
            index=pd.Index(self.readiness.codes, name="code"),
        )
        for name, node in self.readiness.sections.items():
            table[f"section_{name}"] = pd.Series(node.observed, table.index).where(node.published)
        return table


def calculate(
    questionnaire: Questionnaire, method: Method, frame: Frame, places: pd.DataFrame | None = None
) -> Edition:
    """Every step of the method over a frame. ``places``, where given, must name every unit."""
    if places is not None and not set(frame.codes) <= set(places.index):
        raise ValueError("places must have a row for every unit of the frame")
    scores = readiness(questionnaire, method, frame)
    remote = remoteness(questionnaire, frame)
    weights = effective_weights(questionnaire, scores)
    gaps = evidenced_gaps(scores, method, frame)
    order = priority(method, weights, gaps, remote.score, scores.whole.published)
    money = needs(questionnaire, method, frame, remote.remote)
    return Edition(questionnaire, scores, remote, money, order)
