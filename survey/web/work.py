"""What an officer works on: the round, its questionnaire, the commune and its response, read together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from flask import g

from forms.answers import Answer, Answers, Problem, State
from forms.progress import questions_asked
from forms.questionnaire import Question, Questionnaire, Section
from forms.sentence import Refused, Sentence
from forms.settling import check, ready_to_submit, settle
from survey.comments import Comment, Remark, Thread, threads
from survey.communes import Commune
from survey.deadlines import Ruling, Term, hindrance, term_of
from survey.evidence_files.attachments import Attachment
from survey.over_time.earlier import previous, verified_before
from survey.responses import Response, Status
from survey.review import lacks_evidence
from survey.rounds import Round, RoundState
from survey.store import attachments, deadlines, remarks, responses
from survey.store.database import reading
from survey.store.measurements import measurements_made
from survey.verification.counting import count
from survey.verification.measuring import Measurement
from survey.web.access import commune_or_404
from survey.web.state import current_round, engine, questionnaire_of, register
from survey.web.time_left import time_left

NO_ROUND = Sentence(
    "Chưa có đợt khảo sát nào được mở. Khi Bộ mở đợt, phiếu sẽ hiện ở trang này.",
    "No round has been opened yet. When the ministry opens one, the questions appear here.",
)
CLOSED = Sentence(
    "Đợt khảo sát đã đóng nên không nhập thêm được. Cần bổ sung, hãy liên hệ cấp tỉnh.",
    "The round is closed, so nothing more can be entered. Ask your province if something is missing.",
)


@dataclass(frozen=True, slots=True)
class SectionProgress:
    """How far a section is: questions asked, of them answered, and problems to mend."""

    section: Section
    asked: int
    answered: int
    problems: int


@dataclass(frozen=True)
class Work:
    """One commune's response in the current round, with all that its pages need."""

    round: Round
    questionnaire: Questionnaire
    commune: Commune
    response: Response
    columns: Mapping[str, float]
    earlier: Answers = field(default_factory=dict)
    measurements: Sequence[Measurement] = ()
    previous: Answers | None = None
    attached: Mapping[str, tuple[Attachment, ...]] = field(default_factory=dict)
    rulings: Sequence[Ruling] = ()
    remarks: Sequence[Remark] = ()

    @property
    def at(self) -> str:
        """Round and commune in one word, by which pages and devices say what they are of."""
        return f"{self.round.id}.{self.commune.code}"

    @property
    def open(self) -> bool:
        """Whether the officer may change answers now."""
        return self.late is None and self.response.status in (Status.DRAFT, Status.RETURNED)

    @cached_property
    def late(self) -> Refused | None:
        """Why nothing may be written at this moment, whatever the status; None where it may."""
        return hindrance(self.round, self.rulings, g.now)

    @cached_property
    def term(self) -> Term:
        """Until when the commune may write."""
        return term_of(self.round, self.rulings)

    @property
    def why_not(self) -> Sentence | None:
        """Why nothing may be written, in words for the page; None where it may."""
        if self.late is None:
            return None
        return CLOSED if self.round.state is not RoundState.OPEN else self.late.sentence

    @cached_property
    def threads(self) -> Mapping[str, Thread]:
        """By question, the talk about it with the province."""
        return threads(self.response.comments, self.remarks)

    @property
    def talks(self) -> tuple[tuple[Question, Thread], ...]:
        """The talks that are not settled, in form order; what a returned response was returned for is a comment."""
        returned = self.response.status is Status.RETURNED
        named = {each.question_id for each in self.comments} if returned else ()
        asked = ((each, self.threads.get(each.id)) for each in self.questionnaire.questions)
        return tuple(
            (each, found) for each, found in asked if found and found.open and each.id not in named
        )

    @cached_property
    def kept(self) -> Answers:
        """By question, what was verified earlier and still counts, as less is claimed with no reason."""
        given = self.questionnaire, self.response.answers, self.columns
        return count(*given, self.response.findings, self.earlier).kept

    @cached_property
    def settled(self) -> Answers:
        """The answers with ``ask_if`` applied."""
        return settle(self.questionnaire, self.response.answers, self.columns)

    @cached_property
    def values(self) -> dict[str, float | int | bool | str | None]:
        """What expressions may read: answered values and the register's columns."""
        answered = {
            name: answer.value
            for name, answer in self.settled.items()
            if answer.state is State.ANSWERED
        }
        return {**answered, **self.columns}

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """The rules that fire on what is stored, warnings with a reason included."""
        return check(self.questionnaire, self.response.answers, self.columns)

    @cached_property
    def in_the_way(self) -> tuple[Problem, ...]:
        """What must be mended before submitting."""
        return ready_to_submit(self.questionnaire, self.response.answers, self.columns)

    @property
    def pages(self) -> tuple[Section, ...]:
        """The sections that have questions of their own, in form order: a page each."""
        own = {question.section for question in self.questionnaire.questions}
        return tuple(section for section in self.questionnaire.sections if section.id in own)

    @cached_property
    def asked(self) -> frozenset[str]:
        """The questions that are asked, as far as is known."""
        given = questions_asked(self.questionnaire, self.settled, self.columns)
        return frozenset(question.id for question in given)

    def progress(self, section: Section) -> SectionProgress:
        """How far this section is."""
        ids = self.asked & {q.id for q in self.questionnaire.questions_in(section.id)}
        return SectionProgress(
            section,
            asked=len(ids),
            answered=len(ids & self.response.answers.keys()),
            problems=sum(1 for problem in self.standing if problem.question_id in ids),
        )

    def faults(self, level: str) -> tuple[Problem, ...]:
        """What stands, of one level."""
        return tuple(problem for problem in self.standing if problem.level == level)

    def unanswered_in(self, section: Section) -> tuple[Question, ...]:
        """The questions of a section that are asked and have no answer."""
        return tuple(
            question
            for question in self.questionnaire.questions_in(section.id)
            if question.id in self.asked and question.id not in self.response.answers
        )

    @property
    def unanswered(self) -> tuple[Question, ...]:
        """All questions that are asked and have no answer, in form order."""
        return tuple(question for section in self.pages for question in self.unanswered_in(section))

    @property
    def without_evidence(self) -> tuple[Question, ...]:
        """The questions answered without the evidence that they require, in form order."""
        answers = self.response.answers
        given = [q for q in self.questionnaire.questions if q.id in answers and q.id in self.asked]
        return tuple(q for q in given if lacks_evidence(q, answers[q.id], self.attached))

    @property
    def time_left(self) -> Sentence:
        """About how long the unanswered questions will take."""
        return time_left(len(self.unanswered))

    @property
    def comments(self) -> tuple[Comment, ...]:
        """What the reviewer wrote when returning the response last."""
        newest = max((comment.revision for comment in self.response.comments), default=0)
        return tuple(c for c in self.response.comments if c.revision == newest)

    @cached_property
    def standing(self) -> tuple[Problem, ...]:
        """Errors, and warnings that have no reason yet; unanswered questions are not among them."""
        return tuple(problem for problem in self.problems if stands(problem, self.response.answers))


def stands(problem: Problem, answers: Mapping[str, Answer]) -> bool:
    """Whether a rule's problem still needs something: an error always, a warning until its reason."""
    answer = answers.get(problem.question_id)
    return problem.level == "error" or answer is None or not answer.reason


def current_work() -> Work:
    """The signed-in officer's own response; refused where no round was ever opened."""
    running = current_round()
    if running is None:
        raise Refused(NO_ROUND)
    commune = commune_or_404(g.account.commune_code)
    questionnaire = questionnaire_of(running)
    with reading(engine()) as conn:
        response = responses.response_of(conn, running.id, commune.code)
        past = conn, running.id, register(), questionnaire, [commune.code]
        earlier = verified_before(*past).get(commune.code, {})
        line = measurements_made(conn, running.id, commune.code).get(commune.code, ())
        before = previous(*past).get(commune.code)
        attached = attachments.standing(conn, running.id, commune.code)
        rulings = deadlines.rulings_of(conn, running.id, commune.code)
        spoken = remarks.remarks_of(conn, running.id, commune.code)
    place = running, questionnaire, commune, response
    columns = register().columns(commune.code)
    return Work(*place, columns, earlier, line, before, attached, rulings, spoken)
