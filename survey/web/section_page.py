"""A section's questions as its page shows them: the fields with every word beside them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from flask import g
from werkzeug.datastructures import MultiDict

from forms.answers import Problem
from forms.condition_words import condition_in_words
from forms.fields import NOTE, REASON, STATE
from forms.questionnaire import Level, Question, Section
from forms.section_form import SectionForm, section_form
from forms.sentence import Sentence
from survey.comments import Thread
from survey.verification.measuring import measured
from survey.web.finding_view import ShownFinding, kept_words, shown_finding
from survey.web.hints import Hint, hints
from survey.web.posted import Posted
from survey.web.work import Work, stands

IN_SUMMARY = Sentence("Câu {n}: {said}", "Question {n}: {said}")


@dataclass(frozen=True, slots=True)
class QuestionView:
    """One question on the page; ``rule`` is its ``ask_if`` as JSON, empty where it is always asked."""

    number: int
    question: Question
    value: Any
    state: Any
    note: Any
    reason: Any
    errors: tuple[Sentence, ...]
    warnings: tuple[Sentence, ...]
    needs_reason: bool
    thread: Thread | None
    condition: Sentence | None
    rule: str
    finding: ShownFinding | None
    kept: Sentence | None
    measured: Sentence | None
    hints: tuple[Hint, ...]

    @property
    def sentence(self) -> Sentence:
        """The first thing to mend, for the summary on top, with the question's number."""
        return IN_SUMMARY.filled(n=self.number, said=(*self.errors, *self.warnings)[0])

    @property
    def id(self) -> str:
        """Where the summary's link leads."""
        return f"q-{self.question.id}"

    def usable(self, work: Work) -> bool:
        """Whether a hint could be taken over here."""
        stored = work.response.answers.get(self.question.id)
        return work.open and any(each.differs(stored) for each in self.hints)

    @property
    def stands(self) -> bool:
        """Whether anything here still needs the officer."""
        return bool(self.errors) or self.needs_reason


def question_views(work: Work, section: Section, posted: Posted) -> tuple[QuestionView, ...]:
    """The section's questions in form order, numbered through the whole questionnaire.

    What was posted and refused is shown as it was typed.
    """
    typed = MultiDict(posted.typed) if posted.problems else None
    form = section_form(work.questionnaire, section.id, work.response.answers, g.language, typed)
    return tuple(
        question_view(work, number, question, form, posted.problems)
        for number, question in enumerate(work.questionnaire.questions, 1)
        if question.section == section.id
    )


def question_view(
    work: Work, number: int, question: Question, form: SectionForm, problems: tuple[Problem, ...]
) -> QuestionView:
    """One question: its fields, what is wrong or doubted, what the reviewer and the register say."""
    refused = tuple(each for each in problems if each.question_id == question.id)
    found = {each.question_id: each for each in work.response.findings}.get(question.id)
    fired = tuple(p for p in work.problems if p.question_id == question.id and not refused)
    return QuestionView(
        number,
        question,
        form[question.id],
        form.optional(question.id + STATE),
        form[question.id + NOTE],
        form[question.id + REASON],
        errors=sentences((*refused, *fired), Level.ERROR),
        warnings=sentences((*refused, *fired), Level.WARN),
        needs_reason=any(p.level is Level.WARN and stands(p, work.response.answers) for p in fired),
        thread=work.threads.get(question.id),
        condition=condition_in_words(work.questionnaire, question),
        rule=json.dumps(question.ask_if.as_json(), separators=(",", ":"))
        if question.ask_if
        else "",
        finding=shown_finding(question, found, work.response.answers) if found else None,
        kept=kept_words(question, work.kept),
        measured=measured_of(work, question),
        hints=tuple(hints(work, question)),
    )


def sentences(problems: tuple[Problem, ...], level: Level) -> tuple[Sentence, ...]:
    """What the problems of one level say."""
    return tuple(problem.sentence for problem in problems if problem.level is level)


def measured_of(work: Work, question: Question) -> Sentence | None:
    """What was measured on the commune's machines, beside its answer."""
    found = measured(question, work.measurements)
    return None if found is None else found.beside(work.response.answers.get(question.id))


def rest_of_form(work: Work, section: Section) -> str:
    """As JSON, what the page's conditions read beyond its own questions."""
    questions = work.questionnaire.questions_in(section.id)
    own = {question.id for question in questions}
    names = {name for q in questions if q.ask_if for name in q.ask_if.names} - own
    return json.dumps({name: work.values.get(name) for name in sorted(names)})
