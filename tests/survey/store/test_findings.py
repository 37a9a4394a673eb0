"""Findings in the store, and what earlier approvals of a commune leave behind."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, Engine

from forms.answers import Answer, State
from survey.responses import Response, Step, Via, approve, reopen, save, start, submit, verify
from survey.rounds import Round
from survey.store import responses, rounds
from survey.store.approvals import approvals_mark
from survey.store.database import reading, writing
from survey.store.findings import earlier_verified, findings_made, previous_of
from survey.verification.findings import Basis, Finding, Outcome
from tests.builders import BA_DINH, MONDAY, MUONG_HUM, a_round, answered

HERE = {"by": "Bình", "at": MONDAY}


class Work:
    """One commune's response in one round, every step stored at once."""

    def __init__(self, conn: Connection, round_id: int, commune_code: str = BA_DINH) -> None:
        self.conn, self.now, self.steps = conn, start(round_id, commune_code), 0

    def took(self, step: Step) -> Response:
        responses.append(self.conn, *step)
        self.now = step[0]
        return self.now

    def key(self) -> str:
        self.steps += 1
        return str(self.steps)

    def answer(self, **values: float) -> None:
        done = save(
            self.now, answered(**values), None, by="An", at=MONDAY, via=Via.PAGE, key=self.key()
        )
        assert done.revision is not None
        self.took((done.response, done.revision))

    def submit(self) -> None:
        self.took(submit(self.now, (), by="An", at=MONDAY, via=Via.PAGE, key=self.key()))

    def approve(self) -> None:
        self.took(approve(self.now, **HERE, key=self.key()))  # type: ignore[arg-type]

    def reopen(self) -> None:
        self.took(reopen(self.now, "Xem lại.", **HERE, key=self.key()))  # type: ignore[arg-type]

    def find(self, question: str, audited: float | None = None) -> None:
        self.took(verify(self.now, [self.finding(question, audited)], **HERE, key=self.key()))  # type: ignore[arg-type]

    def withdraw(self, question: str) -> None:
        taken_back = self.finding(question, None, Outcome.WITHDRAWN)
        self.took(verify(self.now, [taken_back], **HERE, key=self.key()))  # type: ignore[arg-type]

    def finding(
        self, question: str, audited: float | None, outcome: Outcome | None = None
    ) -> Finding:
        other = None if audited is None else Answer(value=audited)
        kind = outcome or (Outcome.VERIFIED if other is None else Outcome.AUDITED)
        basis = None if kind is Outcome.WITHDRAWN else Basis.DOCUMENT
        claim = self.now.answers.get(question)
        number = self.now.revision + 1
        return Finding(
            question, kind, basis, "Sổ «tài sản» 😀", claim, other, "Bình", MONDAY, number
        )


@pytest.fixture
def second_round(engine: Engine, first_round: Round) -> Round:
    with writing(engine) as conn:
        return rounds.add_round(conn, a_round("Đợt 2"), "id: a\n")


def earlier(engine: Engine, of: Round, code: str | None = None) -> dict[str, dict[str, Answer]]:
    with reading(engine) as conn:
        return earlier_verified(conn, of.id, code)


def test_findings_come_back_as_they_were_made(engine: Engine, first_round: Round) -> None:
    with writing(engine) as conn:
        work = Work(conn, first_round.id)
        work.answer(pcs=7, lan=1)
        work.submit()
        work.find("pcs", 5)
        work.find("lan")
        work.find("unanswered", 3)
        work.withdraw("lan")
    with reading(engine) as conn:
        found = responses.response_of(conn, first_round.id, BA_DINH)
        made = findings_made(conn, first_round.id)
        history = responses.revisions_of(conn, first_round.id, BA_DINH)
        assert findings_made(conn, first_round.id, MUONG_HUM) == {}
    assert found == work.now
    assert [each.question_id for each in found.findings] == ["pcs", "unanswered"]
    assert [each.outcome for each in made[BA_DINH]] == [
        "audited",
        "verified",
        "audited",
        "withdrawn",
    ]
    assert [each for r in history for each in r.findings] == list(made[BA_DINH])
    assert made[BA_DINH][2].claim is None


def test_nothing_is_earlier_than_the_first_response(engine: Engine, first_round: Round) -> None:
    with writing(engine) as conn:
        work = Work(conn, first_round.id)
        work.answer(pcs=7)
        work.submit()
        work.find("pcs")
        work.approve()
    assert earlier(engine, first_round) == {}
    with reading(engine) as conn:
        assert previous_of(conn, first_round.id) == {}


def test_what_an_earlier_round_verified_and_approved_is_earlier(
    engine: Engine, first_round: Round, second_round: Round
) -> None:
    with writing(engine) as conn:
        work = Work(conn, first_round.id)
        work.answer(pcs=7, lan=1, fax=2)
        work.submit()
        work.find("pcs", 5)
        work.find("lan")
        work.withdraw("lan")
    assert earlier(engine, second_round) == {}, "not approved yet"
    with writing(engine) as conn:
        work.conn = conn
        work.approve()
    assert earlier(engine, second_round) == {BA_DINH: answered(pcs=5)}
    assert earlier(engine, second_round, BA_DINH) == {BA_DINH: answered(pcs=5)}
    assert earlier(engine, second_round, MUONG_HUM) == {}
    with reading(engine) as conn:
        before = previous_of(conn, second_round.id, BA_DINH)
    assert before == {BA_DINH: answered(pcs=7, lan=1, fax=2)}


def test_only_the_newest_approved_round_before_this_one_counts(
    engine: Engine, first_round: Round, second_round: Round
) -> None:
    with writing(engine) as conn:
        third = rounds.add_round(conn, a_round("Đợt 3"), "id: a\n")
        for of, value in ((first_round, 9), (second_round, 4)):
            work = Work(conn, of.id)
            work.answer(pcs=value)
            work.submit()
            if of is first_round:
                work.find("pcs")
            work.approve()
    assert earlier(engine, third) == {}
    assert earlier(engine, second_round) == {BA_DINH: answered(pcs=9)}


def test_what_was_verified_before_a_reopening_is_earlier(
    engine: Engine, first_round: Round, second_round: Round
) -> None:
    with writing(engine) as conn:
        old = Work(conn, first_round.id)
        old.answer(pcs=3, lan=8)
        old.submit()
        old.find("lan")
        old.find("pcs")
        old.approve()
        work = Work(conn, second_round.id)
        work.answer(pcs=7)
        work.submit()
        work.approve()
        work.find("pcs")
        work.reopen()
        work.answer(pcs=2)
    assert earlier(engine, second_round) == {BA_DINH: answered(pcs=7, lan=8)}
    with reading(engine) as conn:
        assert previous_of(conn, second_round.id, BA_DINH) == {BA_DINH: answered(pcs=7)}


def test_an_unknown_answer_verified_by_nobody_is_not_earlier(
    engine: Engine, first_round: Round, second_round: Round
) -> None:
    with writing(engine) as conn:
        work = Work(conn, first_round.id)
        work.answer(pcs=7)
        done = save(
            work.now,
            {"lan": Answer(State.UNKNOWN)},
            None,
            by="An",
            at=MONDAY,
            via=Via.PAGE,
            key="u",
        )
        assert done.revision is not None
        work.took((done.response, done.revision))
        work.submit()
        work.approve()
    assert earlier(engine, second_round) == {}


def test_a_finding_on_an_approved_response_changes_the_mark(
    engine: Engine, first_round: Round, second_round: Round
) -> None:
    def marks() -> tuple[str, str]:
        with reading(engine) as conn:
            return approvals_mark(conn, first_round.id), approvals_mark(conn, second_round.id)

    with writing(engine) as conn:
        work = Work(conn, first_round.id)
        work.answer(pcs=7)
        work.submit()
    nothing = marks()
    with writing(engine) as conn:
        work.conn = conn
        work.find("pcs")
    assert marks() == nothing, "a submitted response is not part of the calculation"
    seen = {nothing}
    for step in (work.approve, lambda: work.find("pcs", 5), lambda: work.withdraw("pcs")):
        with writing(engine) as conn:
            work.conn = conn
            step()
        assert marks() not in seen
        assert not {mark for pair in seen for mark in pair} & set(marks())
        seen.add(marks())
