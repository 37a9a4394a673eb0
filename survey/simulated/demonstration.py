"""The demonstration: a database of its own with simulated answers of every real commune.

Everything goes the way of real use: typed answers, the rules, save, submit, return, approve. The
round is marked as simulated, and so is every page and file made from it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import Engine

from forms.answers import Answer, Answers, State, read_answers
from forms.loading import load_questionnaire
from forms.questionnaire import Level, Questionnaire
from forms.settling import ready_to_submit
from reports.method import changed
from reports.method_file import load_method
from reports.scenario import Scenario
from survey.communes import Register, load_register
from survey.deciding.edition_making import make_edition, publish_edition
from survey.deciding.scenario_saving import save_scenario
from survey.deciding.scenarios import SavedScenario
from survey.founding import SHIPPED_QUESTIONNAIRE, add_first_round
from survey.responses import (
    Response,
    Step,
    Via,
    approve,
    return_for_correction,
    save,
    start,
    submit,
)
from survey.rounds import Round
from survey.simulated.demonstration_accounts import add_accounts
from survey.simulated.findings import simulated_findings
from survey.simulated.measurements import simulated_measurements
from survey.simulated.simulation import Simulated, simulate
from survey.store import communes, journal, measurements, responses
from survey.store.database import upgrade, writing
from survey.verification.measuring import Measurement
from survey.verification.verifying import FindingsRefused, verify_typed

SEED = 2026
PASSWORD = "thu-nghiem-2026"  # noqa: S105 - a demonstration on one's own machine, printed on purpose
COMMUNES_AT_ONCE = 250
# Mường Hum, Lào Cai: 140 km from the province's seat, named in the press for its weak lines.
OFFICERS_COMMUNE = "02728"
OFFICER, REVIEWER = "Cán bộ xã (mô phỏng)", "Thẩm định tỉnh (mô phỏng)"
REASON = "Đã kiểm tra lại với sổ theo dõi, số liệu đúng (mô phỏng)."
DOCUMENT = "Văn bản số 45/QĐ-UBND (mô phỏng)."
ANALYST = "bo"
EDITION = "Ấn bản minh họa, ngân sách giả định 50 tỷ đồng (mô phỏng)"
# Invented: no decision names it. About 15 million dong a commune, it pays for a package of some half of the ranked
# communes, so that the list, the map and scenarios show who is left out; 2,000 billion would leave out nobody.
BUDGET = 5e10
SCENARIO = "Nếu thêm 30 tỷ đồng (mô phỏng)"
# As the scenario page writes it, in million dong.
ASKED = "from={edition}&budget=80000"
DRAWS = 200
WORDS = "Đề nghị kiểm tra lại số liệu này và ghi rõ nguồn (mô phỏng)."


def demonstrate(engine: Engine, at: datetime) -> Iterator[int]:
    """Fill an empty database; yields how many communes are done after each lot of them.

    Each lot is one transaction. ``at`` is the moment of the last step; earlier ones lie before it.
    """
    upgrade(engine)
    register = load_register()
    questionnaire = load_questionnaire(SHIPPED_QUESTIONNAIRE)
    with writing(engine) as connection:
        communes.store_register(connection, register)
        asked = add_first_round(connection, at.date() - timedelta(days=40), simulated=True)
        officer = add_accounts(connection, register, OFFICERS_COMMUNE, PASSWORD, at)
        journal.enter(connection, at, "system", "demonstration made", f"round {asked.id}", {})
    lot: list[Step] = []
    lines: list[tuple[str, Measurement]] = []
    for done, simulated in enumerate(simulate(register, SEED), 1):
        history = History(start(asked.id, simulated.commune_code), at - timedelta(days=30))
        lot += history.of(simulated, questionnaire, register.columns(simulated.commune_code))
        lines += measured(questionnaire, history.response, at - timedelta(days=30))
        if done % COMMUNES_AT_ONCE == 0 or done == len(register.communes):
            with writing(engine) as connection:
                responses.append_many(connection, lot)
                measurements.add_many(connection, officer, asked.id, lines)
            lot, lines = [], []
            yield done
    publish_an_edition(engine, asked, register, at)


def measured(
    questionnaire: Questionnaire, response: Response, before: datetime
) -> list[tuple[str, Measurement]]:
    """The commune's simulated measurements, with its code."""
    code = response.commune_code
    made = simulated_measurements(questionnaire, response.answers, SEED, code, before)
    return [(code, each) for each in made]


def publish_an_edition(engine: Engine, of: Round, register: Register, at: datetime) -> None:
    """An edition with a budget, so that ranks say how sure they are, and a scenario saved beside it.

    Fewer draws than usual, to be quick.
    """
    method = changed(load_method(), {"draws": DRAWS})
    scenario = Scenario(method, budget=BUDGET)
    made = make_edition(
        engine, of, register, scenario, name=EDITION, by=ANALYST, at=at + timedelta(seconds=1)
    )
    publish_edition(engine, made.id, None, by=ANALYST, at=at + timedelta(seconds=2))
    later, asked = at + timedelta(seconds=3), ASKED.format(edition=made.id)
    with writing(engine) as connection:
        save_scenario(connection, SavedScenario(0, of.id, SCENARIO, asked, later, ANALYST))


@dataclass(slots=True)
class History:
    """The steps of one response, taken one after another in simulated time."""

    response: Response
    at: datetime

    def of(
        self, simulated: Simulated, questionnaire: Questionnaire, columns: Mapping[str, float]
    ) -> list[Step]:
        """All steps from the first save to where the simulation says that the response ends."""
        if simulated.end == "none" or simulated.commune_code == OFFICERS_COMMUNE:
            return []
        read, _ = read_answers(questionnaire, simulated.raws)
        answers = documented(questionnaire, read, int(simulated.commune_code))
        if simulated.end == "draft":
            known = list(answers.items())
            part = int(simulated.commune_code) % (len(known) - 1) + 1
            return [self.saved(dict(known[:part]))]
        steps = [self.saved(mended(questionnaire, answers, columns)), self.submitted()]
        if simulated.returned_once or simulated.end == "returned":
            question = questionnaire.questions[int(simulated.commune_code) % 11]
            steps.append(self.returned(question.id))
            if simulated.end == "returned":
                return steps
            answer = replace(
                self.response.answers[question.id], note="Theo sổ theo dõi (mô phỏng)."
            )
            steps += [self.saved({question.id: answer}), self.submitted()]
        if simulated.end == "approved":
            steps += [*self.verified(questionnaire, columns), self.approved()]
        return steps

    def saved(self, answers: Answers) -> Step:
        """The officer saves."""
        made = save(
            self.response, answers, None, by=OFFICER, at=self.later(), via=Via.PAGE, key=self.key()
        )
        assert made.revision is not None
        return self.took((made.response, made.revision))

    def submitted(self) -> Step:
        """The officer submits."""
        return self.took(
            submit(self.response, (), by=OFFICER, at=self.later(), via=Via.PAGE, key=self.key())
        )

    def returned(self, question_id: str) -> Step:
        """The reviewer returns one question with words."""
        words: dict[str | None, str] = {question_id: WORDS}
        return self.took(
            return_for_correction(
                self.response, words, by=REVIEWER, at=self.later(), key=self.key()
            )
        )

    def verified(self, questionnaire: Questionnaire, columns: Mapping[str, float]) -> list[Step]:
        """The reviewer verifies some answers; other values only where no rule is broken by them."""
        response = self.response
        typed = simulated_findings(questionnaire, response.answers, SEED, response.commune_code)
        if not typed:
            return []
        enter = partial(verify_typed, by=REVIEWER, at=self.later(), key=self.key())
        try:
            return [self.took(enter(questionnaire, response, typed, columns))]
        except FindingsRefused:
            right = {name: each for name, each in typed.items() if each.outcome == "verified"}
            return [self.took(enter(questionnaire, response, right, columns))] if right else []

    def approved(self) -> Step:
        """The reviewer approves."""
        return self.took(approve(self.response, by=REVIEWER, at=self.later(), key=self.key()))

    def later(self) -> datetime:
        """Some days on, spread over the communes, so that not all happens in one moment."""
        self.at += timedelta(days=2, minutes=int(self.response.commune_code) % 997)
        return self.at

    def key(self) -> str:
        """A key of each step."""
        return f"demo-{self.response.commune_code}-{self.response.revision + 1}"

    def took(self, step: Step) -> Step:
        """Go on from the step."""
        self.response = step[0]
        return step


def documented(questionnaire: Questionnaire, answers: Answers, number: int) -> Answers:
    """The answers with the document named where one is required; a third of the communes forget it."""
    asked = {each.id for each in questionnaire.questions if each.evidence_need == "required"}
    if number % 3 == 0:
        return answers
    named = {name: replace(answers[name], note=DOCUMENT) for name in asked & answers.keys()}
    return {**answers, **named}


def mended(
    questionnaire: Questionnaire, answers: Answers, columns: Mapping[str, float]
) -> dict[str, Answer]:
    """The answers as they can be submitted: warnings get a reason, what contradicts is unknown."""
    ready = dict(answers)
    for _ in questionnaire.questions:
        problems = ready_to_submit(questionnaire, ready, columns)
        if not problems:
            break
        for problem in problems:
            answer = ready.get(problem.question_id)
            if problem.level is Level.WARN and answer is not None:
                ready[problem.question_id] = replace(answer, reason=REASON)
            else:
                ready[problem.question_id] = Answer(State.UNKNOWN)
    return ready
