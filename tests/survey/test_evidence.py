"""How well an answer is known, for one response and for all of them alike."""

from __future__ import annotations

import random

from forms.answers import Answer, State
from survey.deciding.scoring import frame_of_counted
from survey.verification.counting import Counted
from survey.verification.evidence import EVIDENCE_WORDS, Evidence, evidence_of
from tests.builders import answered, complete_answers, the_questionnaire
from tests.survey.founded import diced

QUESTIONNAIRE = the_questionnaire()


def of(
    answers: dict[str, Answer], verified: tuple[str, ...] = (), *, approved: bool = True
) -> dict[str, Evidence]:
    return evidence_of(QUESTIONNAIRE, answers, {}, verified, approved)


def test_approval_lifts_a_claim_and_a_finding_lifts_it_further() -> None:
    answers = complete_answers(skill_staff_total=41)
    assert of(answers, approved=False)["skill_staff_total"] is Evidence.CLAIMED
    assert of(answers)["skill_staff_total"] is Evidence.APPROVED
    assert of(answers, ("skill_staff_total",))["skill_staff_total"] is Evidence.VERIFIED


def test_what_is_unanswered_or_unknown_is_missing() -> None:
    assert of({})["skill_ok"] is Evidence.MISSING
    assert of({"skill_ok": Answer(State.UNKNOWN)})["skill_ok"] is Evidence.MISSING


def test_an_implied_answer_is_known_as_well_as_what_implies_it() -> None:
    condition = next(q for q in QUESTIONNAIRE.questions if q.implied is not None)
    assert condition.ask_if is not None
    answers = answered(conn_tslcd="none")
    assert condition.ask_if.names == {"conn_tslcd"}
    assert of(answers)[condition.id] is Evidence.APPROVED
    assert of(answers, ("conn_tslcd",))[condition.id] is Evidence.VERIFIED
    # A finding on an answer that is not asked for says nothing.
    assert of(answers, (condition.id,))[condition.id] is Evidence.APPROVED


def test_a_frame_of_all_says_the_same_as_each_response_by_itself() -> None:
    dice = random.Random(7)
    ids = list(QUESTIONNAIRE.by_id)
    counted = {
        f"{n:05}": Counted(diced(QUESTIONNAIRE, f"{n:05}"), frozenset(dice.sample(ids, 20)))
        for n in range(40)
    }
    frame = frame_of_counted(QUESTIONNAIRE, counted, {code: {} for code in counted})
    for row, code in enumerate(counted):
        alone = of(dict(counted[code].answers), tuple(counted[code].verified))
        assert {name: words[row] for name, words in frame.evidence.items()} == alone


def test_every_class_has_words() -> None:
    assert set(EVIDENCE_WORDS) == set(Evidence)
