"""A round's scores: from the store to an edition, kept until an approval changes."""

from __future__ import annotations

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine

from forms.answers import Answer
from forms.questionnaire import Questionnaire
from survey.communes import load_register
from survey.deciding.scoring import (
    Editions,
    Scored,
    places_of,
    remote_word,
    score_round,
    vietnamese_order,
)
from survey.responses import Via, reopen, save, start
from survey.rounds import Round
from survey.store import responses, rounds
from survey.store.database import reading, writing
from survey.verification.verifying import TypedFinding, verify_typed
from tests.builders import BA_DINH, MONDAY, MUONG_HUM, answered, the_questionnaire
from tests.survey.founded import approved, diced, found_in, value_of


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = found_in(tmp_path)
    yield engine
    engine.dispose()


def current(engine: Engine) -> Round:
    with reading(engine) as conn:
        found = rounds.current_round(conn)
    assert found is not None
    return found


class Counting:
    """A calculation that counts how often it is done."""

    def __init__(self, engine: Engine) -> None:
        self.engine, self.times, self.kept = engine, 0, Editions()
        self.questionnaire, self.register = the_questionnaire(), load_register()

    def newest(self) -> Scored:
        asked = current(self.engine)
        with reading(self.engine) as conn:

            def calculation() -> Scored:
                self.times += 1
                return score_round(conn, asked, self.questionnaire, self.register)

            return self.kept.newest(conn, asked, calculation)


def approve_one(engine: Engine, code: str) -> None:
    with writing(engine) as conn:
        responses.append_many(conn, [approved(code, diced(the_questionnaire(), code))])


def test_an_edition_is_kept_while_only_drafts_change(engine: Engine) -> None:
    scores = Counting(engine)
    first = scores.newest()
    draft = save(
        start(1, MUONG_HUM),
        answered(infra_pc_working=3),
        None,
        by="An",
        at=MONDAY,
        via=Via.PAGE,
        key="1",
    )
    assert draft.revision is not None
    with writing(engine) as conn:
        responses.append(conn, draft.response, draft.revision)
    assert scores.newest() is first
    assert scores.times == 1


def test_an_approval_and_a_reopening_make_a_new_edition(engine: Engine) -> None:
    scores = Counting(engine)
    scores.newest()
    approve_one(engine, BA_DINH)
    assert set(scores.newest().answers) == {BA_DINH}
    with writing(engine) as conn:
        response = responses.response_of(conn, 1, BA_DINH)
        responses.append(conn, *reopen(response, "Sai", by="Bộ", at=MONDAY, key="r"))
    assert scores.newest().answers == {}
    assert scores.times == 3


def test_visitors_who_come_together_share_one_calculation(engine: Engine) -> None:
    scores = Counting(engine)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: scores.newest(), range(8)))
    assert scores.times == 1
    assert all(each is found[0] for each in found)


def test_a_commune_that_did_not_answer_stays_in_the_table_without_a_rank(engine: Engine) -> None:
    approve_one(engine, BA_DINH)
    table = Counting(engine).newest().listing
    assert len(table) == 3321
    silent = table.drop(index=BA_DINH)
    assert silent["rank"].isna().all()
    assert silent["readiness"].isna().all()
    assert (silent["priority"].isna() | (silent["priority"] == 0)).all()


def test_places_and_names_are_in_vietnamese_order() -> None:
    places = places_of(load_register())
    order = vietnamese_order(places["name"])
    by_name = dict(zip(places["name"], order, strict=True))
    assert by_name["Xã Mường Hum"] > by_name["Xã Mường Bú"]
    assert by_name["Phường Ba Đình"] < by_name["Phường Đống Đa"]
    assert list(places.index) == sorted(places.index)


def test_remote_is_yes_no_or_not_known() -> None:
    assert [remote_word(each) for each in (True, False, None, float("nan"), 1.0, 0.0)] == [
        "yes",
        "no",
        "unknown",
        "unknown",
        "yes",
        "no",
    ]


class Found:
    """Ba Đình approved with a weak network, and what is found out about it."""

    def __init__(self, engine: Engine) -> None:
        self.engine, self.scores = engine, Counting(engine)
        answers = {**complete(the_questionnaire()), **answered(infra_lan="none")}
        with writing(engine) as conn:
            responses.append_many(conn, [approved(BA_DINH, answers)])

    def find(self, typed: TypedFinding, question: str = "infra_lan") -> None:
        with writing(self.engine) as conn:
            now = responses.response_of(conn, 1, BA_DINH)
            step = verify_typed(
                the_questionnaire(),
                now,
                {question: typed},
                load_register().columns(BA_DINH),
                by="Bình",
                at=MONDAY,
                key=f"v{now.revision}",
            )
            responses.append(conn, *step)

    def points(self, question: str = "infra_lan") -> float:
        scored = self.scores.newest()
        return float(scored.edition.priority.points[question][scored.frame.codes.index(BA_DINH)])

    def table(self, column: str) -> float:
        return float(self.scores.newest().edition.table.loc[BA_DINH, column])


def complete(questionnaire: Questionnaire) -> dict[str, Answer]:
    """Every question answered with half of what is possible."""
    dice = random.Random(1)
    return {q.id: Answer(value=value_of(q, dice)) for q in questionnaire.questions}


VERIFIED = TypedFinding("verified", "visit", "", "Đoàn kiểm tra ngày 10/9.")


def test_a_verified_low_answer_raises_priority_and_a_claim_alone_does_not(engine: Engine) -> None:
    found = Found(engine)
    weights = found.scores.newest().method.evidence
    before, points = found.table("priority"), found.points()
    assert points > 0
    found.find(VERIFIED)
    assert found.points() == pytest.approx(points * weights["verified"] / weights["approved"])
    assert found.table("priority") - before == pytest.approx(found.points() - points)
    assert weights["claimed"] == 0
    assert weights["missing"] == 0
    with writing(engine) as conn:
        response = responses.response_of(conn, 1, BA_DINH)
        responses.append(conn, *reopen(response, "Sai", by="Bộ", at=MONDAY, key="r"))
    assert found.points() == 0, "what is only claimed earns nothing"


def test_an_audited_value_is_what_counts_and_the_claim_is_kept(engine: Engine) -> None:
    found = Found(engine)
    before = found.table("need_total")
    found.find(TypedFinding("audited", "document", "secure", "Hồ sơ hoàn công."))
    scored = found.scores.newest()
    assert scored.claims[BA_DINH]["infra_lan"].value == "none"
    assert scored.answers[BA_DINH]["infra_lan"].value == "secure"
    assert scored.findings[BA_DINH]["infra_lan"].claim == Answer(value="none")
    assert found.points() == 0
    cost = scored.questionnaire.unit_costs
    assert cost is not None
    assert before - found.table("need_total") == cost["lan_upgrade"].vnd


def test_a_finding_on_an_approved_response_makes_a_new_edition_and_its_withdrawal_another(
    engine: Engine,
) -> None:
    found = Found(engine)
    points = found.points()
    found.find(VERIFIED)
    assert found.points() > points
    found.find(TypedFinding("withdrawn", words="Nhầm xã."))
    assert found.points() == pytest.approx(points)
    assert found.scores.times == 3


def test_the_answers_of_a_commune_without_findings_are_approved_or_missing(engine: Engine) -> None:
    approve_one(engine, BA_DINH)
    frame = Counting(engine).newest().frame
    row = frame.codes.index(BA_DINH)
    assert {str(words[row]) for words in frame.evidence.values()} == {"approved", "missing"}
    assert {str(words[row - 1]) for words in frame.evidence.values()} == {"missing"}


def next_round(engine: Engine) -> Round:
    with writing(engine) as conn:
        first = rounds.current_round(conn)
        assert first is not None
        text = rounds.questionnaire_text(conn, first)
        rounds.close_round(conn, first.id, MONDAY)
        return rounds.add_round(conn, replace(first, name="Đợt 2"), text)


@pytest.mark.parametrize(
    ("before", "now", "reason", "counts", "verify"),
    [
        ("full", "wifi", "", "full", True),
        ("full", "wifi", "Cháy phòng máy.", "wifi", True),
        ("full", "wifi", "", "wifi", False),
        ("full", "secure", "", "secure", True),
    ],
)
def test_verified_equipment_that_vanished_without_a_reason_counts_as_still_there(
    engine: Engine, before: str, now: str, reason: str, counts: str, verify: bool
) -> None:
    everything = complete(the_questionnaire())
    with writing(engine) as conn:
        first = {**everything, **answered(infra_lan=before)}
        responses.append_many(conn, [approved(BA_DINH, first)])
    found = Found.__new__(Found)
    found.engine, found.scores = engine, Counting(engine)
    if verify:
        found.find(VERIFIED)
    second = next_round(engine)
    answers = {**everything, "infra_lan": Answer(value=now, reason=reason)}
    response, revision = approved(BA_DINH, answers)
    with writing(engine) as conn:
        responses.append_many(conn, [(replace(response, round_id=second.id), revision)])
    scored = found.scores.newest()
    assert scored.round.id == second.id
    assert scored.answers[BA_DINH]["infra_lan"].value == counts
    assert scored.claims[BA_DINH]["infra_lan"].value == now
    assert set(scored.counted[BA_DINH].kept) == ({"infra_lan"} if counts == before else set())
    row = scored.frame.codes.index(BA_DINH)
    assert scored.frame.evidence["infra_lan"][row] == "approved"
