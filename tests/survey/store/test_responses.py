"""Responses and revisions: what was stored comes back, in its order, and is never lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, Engine

from forms.answers import Answer, Answers, State
from survey.responses import (
    Response,
    Revision,
    Status,
    Step,
    Via,
    approve,
    reopen,
    return_for_correction,
    save,
    start,
    submit,
)
from survey.rounds import Round
from survey.store import overview, responses, rounds
from survey.store.database import reading, writing
from survey.store.overview import QueueRow
from survey.store.responses import Outdated
from tests.builders import BA_DINH, MONDAY, MUONG_HUM, a_round, answered

HOUR = timedelta(hours=1)
ANSWERS: Answers = {
    "count": Answer(value=7),
    "share": Answer(value=7.0),
    "tenth": Answer(value=0.1),
    "yes": Answer(value=True),
    "choice": Answer(value="fibre"),
    "words": Answer(value="Thôn Sàng Ma Sáo – «đường dốc» 😀 \\ \" '"),
    "not_here": Answer(State.NOT_APPLICABLE, note="không có thôn"),
    "nul": Answer(value="a\0b"),
    "unknown": Answer(State.UNKNOWN, note="hỏi Viettel", reason="chưa có số liệu"),
}


def saved(response: Response, key: str = "", **values: float) -> Step:
    """One more save of the officer."""
    answers = answered(**values) if values else ANSWERS
    done = save(response, answers, None, by="An", at=moment(response), via=Via.PAGE, key=key)
    assert done.revision is not None
    return done.response, done.revision


def moment(response: Response) -> datetime:
    return MONDAY + response.revision * HOUR


def whole_history(round_id: int, commune_code: str = BA_DINH) -> list[Step]:
    """Saved, submitted, returned with words, mended, submitted, approved and reopened."""
    steps = [saved(start(round_id, commune_code), "k1", pcs=1)]

    def then(step: Step) -> Response:
        steps.append(step)
        return step[0]

    now = then(submit(steps[0][0], (), by="An", at=MONDAY + HOUR, via=Via.SYNC, key="k2"))
    words: dict[str | None, str] = {"pcs": "Có đúng không?", None: "Gần xong rồi."}
    now = then(return_for_correction(now, words, by="Bình", at=MONDAY + 2 * HOUR, key="k3"))
    now = then(saved(now, "k4", pcs=2))
    now = then(submit(now, (), by="An", at=MONDAY + 4 * HOUR, via=Via.PAGE, key="k5"))
    now = then(approve(now, by="Bình", at=MONDAY + 5 * HOUR, key="k6"))
    then(reopen(now, "Xã báo sai.", by="Bình", at=MONDAY + 6 * HOUR, key="k7"))
    return steps


def store(engine: Engine, *steps: Step) -> None:
    with writing(engine) as conn:
        for response, revision in steps:
            responses.append(conn, response, revision)


def stored(conn: Connection, of: Round, commune_code: str = BA_DINH) -> Response:
    return responses.response_of(conn, of.id, commune_code)


def test_a_response_that_nobody_began_is_empty(engine: Engine, first_round: Round) -> None:
    with reading(engine) as conn:
        assert stored(conn, first_round) == start(first_round.id, BA_DINH)
        assert responses.revisions_of(conn, first_round.id, BA_DINH) == ()


def test_every_kind_of_answer_comes_back_as_it_was(engine: Engine, first_round: Round) -> None:
    step = saved(start(first_round.id, BA_DINH))
    store(engine, step)
    with reading(engine) as conn:
        found = stored(conn, first_round)
        (revision,) = responses.revisions_of(conn, first_round.id, BA_DINH)
    assert (found, revision) == step
    assert {name: type(each.value) for name, each in found.answers.items()} == {
        name: type(each.value) for name, each in ANSWERS.items()
    }
    assert found.updated_at == MONDAY
    assert found.updated_at is not None
    assert found.updated_at.utcoffset() == timedelta(0)


def test_a_response_stands_as_it_did_after_each_step(engine: Engine, first_round: Round) -> None:
    for step in whole_history(first_round.id):
        store(engine, step)
        with reading(engine) as conn:
            assert stored(conn, first_round) == step[0]


def test_many_steps_at_once_leave_what_they_leave_one_by_one(
    engine: Engine, first_round: Round
) -> None:
    steps = whole_history(first_round.id)
    with writing(engine) as conn:
        responses.append_many(conn, steps[:4])
        responses.append_many(conn, steps[4:])
        responses.append_many(conn, [])
    with reading(engine) as conn:
        assert stored(conn, first_round) == steps[-1][0]
        found = responses.revisions_of(conn, first_round.id, BA_DINH)
    assert found == tuple(revision for _, revision in steps)


def test_one_revision_is_found_by_its_number(engine: Engine, first_round: Round) -> None:
    steps = whole_history(first_round.id)
    store(engine, *steps)
    with reading(engine) as conn:
        place = conn, first_round.id, BA_DINH
        assert responses.revision_of(*place, 3) == steps[2][1]
        assert responses.revision_of(*place, 8) is None


def test_a_revision_is_found_by_the_key_that_made_it(engine: Engine, first_round: Round) -> None:
    steps = whole_history(first_round.id)
    store(engine, *steps)
    with reading(engine) as conn:
        found = {
            key: responses.revisions_made_by(conn, first_round.id, {BA_DINH: key})
            for key in ("k4", "k9", "k4\0", "\ud800", "")
        }
        both = {BA_DINH: "k4", MUONG_HUM: "k4"}
        of_both = responses.revisions_made_by(conn, first_round.id, both)
    assert found == {"k4": {BA_DINH: 4}, "k9": {}, "k4\0": {}, "\ud800": {}, "": {}}
    assert of_both == {BA_DINH: 4}


def test_saves_without_a_key_are_different_saves(engine: Engine, first_round: Round) -> None:
    first = saved(start(first_round.id, BA_DINH), pcs=1)
    store(engine, first, saved(first[0], pcs=2))
    with reading(engine) as conn:
        assert stored(conn, first_round).revision == 2
        assert responses.revisions_made_by(conn, first_round.id, {BA_DINH: ""}) == {}


def test_a_repeated_key_is_refused_by_the_database(engine: Engine, first_round: Round) -> None:
    first = saved(start(first_round.id, BA_DINH), "same", pcs=1)
    with pytest.raises(Outdated):
        store(engine, first, saved(first[0], "same", pcs=2))
    with reading(engine) as conn:
        assert stored(conn, first_round).revision == 0


@pytest.mark.parametrize("ahead", [0, 2])
def test_a_revision_that_is_not_the_next_one_is_refused(
    engine: Engine, first_round: Round, ahead: int
) -> None:
    first = saved(start(first_round.id, BA_DINH), pcs=1)
    store(engine, first)
    response, revision = saved(first[0], pcs=2)
    number = first[0].revision + ahead
    late = replace(response, revision=number), replace(revision, number=number, base=0)
    with pytest.raises(Outdated, match=BA_DINH):
        store(engine, late)
    with reading(engine) as conn:
        assert stored(conn, first_round) == first[0]


def test_where_one_of_many_is_outdated_none_is_stored(engine: Engine, first_round: Round) -> None:
    first = saved(start(first_round.id, BA_DINH), pcs=1)
    store(engine, first)
    other = saved(start(first_round.id, MUONG_HUM), pcs=1)
    with pytest.raises(Outdated), writing(engine) as conn:
        responses.append_many(conn, [other, first])
    with reading(engine) as conn:
        assert stored(conn, first_round, MUONG_HUM).revision == 0


def test_a_submission_is_found_by_its_receipt(engine: Engine, first_round: Round) -> None:
    steps = whole_history(first_round.id)
    store(engine, *steps)
    submitted = [(r.receipt, revision) for r, revision in steps if revision.step == "submit"]
    assert len({receipt for receipt, _ in submitted}) == len(submitted) == 2
    with reading(engine) as conn:
        for receipt, revision in submitted:
            assert receipt is not None
            found = responses.submission_of(conn, receipt)
            assert found is not None
            assert found[:2] == (first_round.id, BA_DINH)
            assert found[2].number == revision.number
        for wrong in ("0000-0000-0000", "", "\0", "\ud800"):
            assert responses.submission_of(conn, wrong) is None


def test_the_queue_holds_every_commune_begun_or_not(engine: Engine, first_round: Round) -> None:
    steps = whole_history(first_round.id, MUONG_HUM)[:2]
    store(engine, *steps)
    done = QueueRow(MUONG_HUM, Status.SUBMITTED, 2, MONDAY + HOUR, MONDAY + HOUR)
    nothing = QueueRow(BA_DINH, None, 0, None, None)
    with reading(engine) as conn:
        assert overview.queue(conn, first_round.id) == (nothing, done)
        assert overview.queue(conn, first_round.id, "01") == (nothing,)
        assert overview.queue(conn, first_round.id, "99") == ()


def test_another_rounds_responses_are_not_in_the_queue(engine: Engine, first_round: Round) -> None:
    with writing(engine) as conn:
        second = rounds.add_round(conn, a_round("Đợt 2"), "b")
    store(engine, saved(start(first_round.id, BA_DINH)))
    with reading(engine) as conn:
        assert [row.status for row in overview.queue(conn, second.id)] == [None, None]
        assert stored(conn, second).revision == 0


def test_communes_are_counted_by_where_they_stand(engine: Engine, first_round: Round) -> None:
    store(engine, *whole_history(first_round.id)[:6])
    none = {None: 0, **dict.fromkeys(Status, 0)}
    with reading(engine) as conn:
        of_all = overview.counts_by_status(conn, first_round.id)
        of_hanoi = overview.counts_by_status(conn, first_round.id, "01")
    assert of_all == {**none, None: 1, Status.APPROVED: 1}
    assert of_hanoi == {**none, Status.APPROVED: 1}


def test_only_what_is_approved_now_counts(engine: Engine, first_round: Round) -> None:
    steps = whole_history(first_round.id)
    store(engine, saved(start(first_round.id, MUONG_HUM)))
    counted = []
    for step in steps:
        store(engine, step)
        with reading(engine) as conn:
            counted.append(overview.approved_answers(conn, first_round.id))
    assert counted == [{}] * 5 + [{BA_DINH: answered(pcs=2)}, {}]


def test_answers_are_read_as_they_stand_by_status(engine: Engine, first_round: Round) -> None:
    store(engine, saved(start(first_round.id, MUONG_HUM)), *whole_history(first_round.id)[:5])
    wanted = [Status.DRAFT, Status.SUBMITTED]
    with reading(engine) as conn:
        found = overview.current_answers(conn, first_round.id, wanted)
        assert overview.current_answers(conn, first_round.id, []) == {}
    assert found == {BA_DINH: answered(pcs=2), MUONG_HUM: ANSWERS}
    assert list(found) == [BA_DINH, MUONG_HUM]


def test_a_commune_outside_the_register_has_no_response(engine: Engine, first_round: Round) -> None:
    with pytest.raises(Exception, match=r"(?i)foreign key"):
        store(engine, saved(start(first_round.id, "99999")))


def test_a_revision_keeps_from_where_it_started(engine: Engine, first_round: Round) -> None:
    first = saved(start(first_round.id, BA_DINH), pcs=1)
    second = saved(first[0], pcs=2)
    base: Revision = first[1]
    third = save(
        second[0], answered(phones=3), base, by="Mai", at=MONDAY, via=Via.WORKBOOK, key="w"
    )
    assert third.revision is not None
    store(engine, first, second, (third.response, third.revision))
    with reading(engine) as conn:
        found = responses.revision_of(conn, first_round.id, BA_DINH, 3)
    assert found == third.revision
    assert found is not None
    assert (found.base, found.via, found.changed) == (1, Via.WORKBOOK, ("phones",))
