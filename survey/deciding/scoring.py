"""A round's approved answers, scored: the one way from the store to an edition.

Pages, the workbook and the commands all take their numbers from here, so that they are equal.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from threading import Lock

import pandas as pd
from sqlalchemy import Connection

from forms.answers import Answers
from forms.questionnaire import Questionnaire
from forms.sentence import Refused
from reports.authoring.report import AuthoringReport, authoring
from reports.edition import Edition, calculate
from reports.frame import Frame, frame_of
from reports.method import Method
from reports.method_file import load_method
from survey.communes import Register, plain, vietnamese_key
from survey.over_time.earlier import verified_before
from survey.rounds import Round
from survey.store import overview
from survey.store.approvals import approvals_mark
from survey.store.findings import findings_made
from survey.store.measurements import measurements_made
from survey.verification.counting import Counted, count
from survey.verification.evidence import evidence_columns
from survey.verification.findings import Finding, standing
from survey.verification.measuring import Measurement


@dataclass(frozen=True)
class Scored:
    """An edition with what it was made from; ``places`` has one row for every commune.

    ``counted`` are the approved responses by code, as they count; ``claims`` as the communes gave them.
    ``findings`` are those that stand; ``measurements`` of a line are by code. ``mark`` names this
    calculation.
    """

    round: Round
    questionnaire: Questionnaire
    method: Method
    edition: Edition
    places: pd.DataFrame
    counted: Mapping[str, Counted]
    claims: Mapping[str, Answers]
    findings: Mapping[str, Mapping[str, Finding]]
    frame: Frame
    mark: str
    measurements: Mapping[str, Sequence[Measurement]]

    @cached_property
    def answers(self) -> Mapping[str, Answers]:
        """The approved answers by code, as they count."""
        return {code: each.answers for code, each in self.counted.items()}

    @cached_property
    def questions(self) -> AuthoringReport | None:
        """What each question does, by the approved answers; None where there are none yet."""
        try:
            return authoring(self.questionnaire, self.method, self.frame, self.edition.readiness)
        except Refused:
            return None

    @cached_property
    def listing(self) -> pd.DataFrame:
        """Places beside scores, by code, with what a reader sorts and searches by.

        ``name_order`` and ``province_order`` follow the Vietnamese alphabet; ``search_text`` is the
        plain name with the code; ``remote_word`` is yes, no or unknown; ``ranked`` is true or false.
        """
        table = self.places.join(self.edition.table)
        return table.assign(
            name_order=vietnamese_order(table["name"]),
            province_order=vietnamese_order(table["province_name"]),
            search_text=table["name"].map(plain) + " " + table.index,
            remote_word=table["remote"].map(remote_word),
            ranked=table["rank"].notna(),
        )


def remote_word(remote: object) -> str:
    """``yes``, ``no`` or ``unknown`` for true, false or missing."""
    if remote is None or pd.isna(remote):  # type: ignore[call-overload]
        return "unknown"
    return "yes" if remote else "no"


def score_round(
    conn: Connection, of: Round, questionnaire: Questionnaire, register: Register
) -> Scored:
    """Score every commune of the register; one without an approved response counts as silent.

    Silent communes stay in the table, not ranked, so that nobody disappears from the list.
    """
    mark = approvals_mark(conn, of.id)
    approved = overview.approved_answers(conn, of.id)
    # A commune that was merged away since is none of those that are listed today.
    claims = {code: given for code, given in approved.items() if code in register.communes}
    found = findings_made(conn, of.id)
    columns = {code: register.columns(code) for code in register.communes}
    earlier = verified_before(conn, of.id, register, questionnaire)
    line = measurements_made(conn, of.id)
    counted = {
        code: count(
            *(questionnaire, given, columns[code], found.get(code, ()), earlier.get(code)),
            measurements=line.get(code, ()),
        )
        for code, given in claims.items()
    }
    method, places = load_method(), places_of(register)
    frame = frame_of_counted(questionnaire, counted, columns)
    edition = calculate(questionnaire, method, frame, places)
    standing_now = {code: standing(found.get(code, ()), given) for code, given in claims.items()}
    made = (edition, places, counted, claims, standing_now, frame, mark, line)
    return Scored(of, questionnaire, method, *made)


def frame_of_counted(
    questionnaire: Questionnaire,
    counted: Mapping[str, Counted],
    columns: Mapping[str, Mapping[str, float]],
) -> Frame:
    """What counts of each commune, with how well each answer is known; one without is silent."""
    answers = {code: counted[code].answers if code in counted else {} for code in columns}
    frame = frame_of(questionnaire, answers, columns)
    verified = {code: each.verified for code, each in counted.items() if each.verified}
    measured = {code: each.measured for code, each in counted.items() if each.measured}
    return replace(frame, evidence=evidence_columns(questionnaire, frame, verified, measured))


def places_of(register: Register) -> pd.DataFrame:
    """Code → name, kind, province_code, province_name; every commune, by code."""
    rows = {
        commune.code: (
            commune.name,
            commune.kind,
            commune.province_code,
            register.provinces[commune.province_code].name,
        )
        for commune in register.communes.values()
    }
    columns = ["name", "kind", "province_code", "province_name"]
    places = pd.DataFrame.from_dict(rows, orient="index", columns=columns).sort_index()
    places.index.name = "code"
    return places


def vietnamese_order(names: pd.Series) -> pd.Series:
    """The position of each name in Vietnamese order, from 0; equal names share one."""
    position = {name: at for at, name in enumerate(sorted(set(names), key=vietnamese_key))}
    return names.map(position)


@dataclass
class Editions:
    """The newest calculation of each round, kept until an approval of that round changes.

    One calculation at a time: visitors who arrive while it runs wait for it and share it.
    """

    _kept: dict[int, Scored] = field(default_factory=dict)
    _busy: Lock = field(default_factory=Lock)

    def held(self, of: Round, mark: str) -> Scored | None:
        """The round's edition where it is the one with this mark; None where it must be calculated."""
        kept = self._kept.get(of.id)
        return kept if kept is not None and kept.mark == mark else None

    def newest(self, conn: Connection, of: Round, calculation: Callable[[], Scored]) -> Scored:
        """The round's edition; calculated only where approvals changed since the last one."""
        with self._busy:
            kept = self._kept.get(of.id)
            if kept is None or kept.mark != approvals_mark(conn, of.id):
                kept = self._kept[of.id] = calculation()
            return kept
