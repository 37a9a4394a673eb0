"""Simulated findings: few, seeded, and such as a reviewer could have entered."""

from __future__ import annotations

from survey.responses import Status
from survey.simulated.findings import FEWEST, MOST, simulated_findings
from survey.verification.findings import Outcome
from survey.verification.verifying import FindingsRefused, verify_typed
from tests.builders import MONDAY, a_response, the_questionnaire
from tests.survey.founded import diced

QUESTIONNAIRE = the_questionnaire()
CODES = [f"{n:05}" for n in range(400)]


def test_the_same_seed_finds_the_same_in_about_one_response_of_four() -> None:
    answers = {code: diced(QUESTIONNAIRE, code) for code in CODES}
    found = {c: simulated_findings(QUESTIONNAIRE, answers[c], 7, c) for c in CODES}
    assert found == {c: simulated_findings(QUESTIONNAIRE, answers[c], 7, c) for c in CODES}
    checked = [each for each in found.values() if each]
    assert 70 <= len(checked) <= 130
    assert all(FEWEST <= len(each) <= MOST for each in checked)
    outcomes = [typed.outcome for each in checked for typed in each.values()]
    assert set(outcomes) == {Outcome.VERIFIED, Outcome.AUDITED}
    assert outcomes.count(Outcome.VERIFIED) > 2 * outcomes.count(Outcome.AUDITED)


def test_every_finding_is_one_that_the_gate_takes_unless_a_rule_of_the_questionnaire_is_broken() -> (
    None
):
    kinds = {kind for code in CODES[:100] for kind in refused_kinds(code)}
    assert kinds <= {"rule"}


def refused_kinds(code: str) -> set[str]:
    """Why the findings of one response would be refused; nothing where they are taken."""
    answers = diced(QUESTIONNAIRE, code)
    response = a_response(Status.SUBMITTED, answers)
    typed = simulated_findings(QUESTIONNAIRE, answers, 7, code)
    try:
        if typed:
            verify_typed(QUESTIONNAIRE, response, typed, {}, by="B", at=MONDAY, key="v")
    except FindingsRefused as refused:
        return {each.kind for each in refused.problems}
    return set()
