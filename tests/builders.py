"""Values that tests are about, made with as few words as possible."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

from forms.answers import Answer, State, Value
from forms.loading import load_questionnaire
from forms.questionnaire import Questionnaire
from forms.settling import ready_to_submit
from survey.accounts import Account, Role
from survey.communes import Commune
from survey.responses import Response, Status, Via, approve, save, start, submit
from survey.rounds import Round, RoundState

SHIPPED = Path(__file__).parents[1] / "forms" / "data" / "vn-commune-2026.yaml"
MONDAY = datetime(2026, 9, 7, 8, 0, tzinfo=UTC)
BA_DINH, MUONG_HUM = "00004", "02728"


def the_questionnaire() -> Questionnaire:
    """The shipped questionnaire."""
    return load_questionnaire(SHIPPED)


def a_round(name: str = "Đợt 1", *, closed: bool = False, simulated: bool = False) -> Round:
    """A round on the shipped questionnaire, not yet stored."""
    opens = date(2026, 9, 1)
    state = RoundState.CLOSED if closed else RoundState.OPEN
    closes = date(2126, 8, 8)
    return Round(0, name, "vn-commune-2026", "1", opens, opens, closes, state, simulated)


def a_commune(code: str = BA_DINH, province_code: str = "01") -> Commune:
    """A commune somewhere."""
    return Commune(code, f"Xã {code}", "xa", province_code, 21.0, 105.8)


def an_account(
    role: Role, commune_code: str | None = None, province_code: str | None = None
) -> Account:
    """An account that may sign in."""
    name = f"{role.value} {commune_code or province_code or ''}".strip()
    return Account(1, name.replace(" ", "-"), name, role, commune_code, province_code)


def answered(**values: Value) -> dict[str, Answer]:
    """Answers with these values."""
    return {question_id: Answer(value=value) for question_id, value in values.items()}


def a_response(
    status: Status = Status.DRAFT, answers: Mapping[str, Answer] | None = None, round_id: int = 1
) -> Response:
    """A response of Ba Đình in this status; its answers are not judged."""
    response = start(round_id, BA_DINH)
    given = answers or answered(infra_pc_working=40)
    saved = save(response, given, None, by="An", at=MONDAY, via=Via.PAGE, key="1")
    response = saved.response
    if status is not Status.DRAFT:
        response, _ = submit(response, (), by="An", at=MONDAY, via=Via.PAGE, key="2")
    if status is Status.APPROVED:
        response, _ = approve(response, by="Bình", at=MONDAY, key="3")
    return response


def complete_answers(**values: Value) -> dict[str, Answer]:
    """All sixty questions answered so that they can be submitted: unknown unless given here."""
    given = answered(**values)
    questionnaire = the_questionnaire()
    everything = {q.id: given.get(q.id, Answer(State.UNKNOWN)) for q in questionnaire.questions}
    assert not [p for p in ready_to_submit(questionnaire, everything, {}) if p.question_id in given]
    return everything
