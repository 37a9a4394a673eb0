"""A whole response judged in the browser, with no line, is judged as the server judges it."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from forms.answers import Answer, Problem, read_answer
from forms.numbers import write_number
from forms.questionnaire import Kind, Question
from forms.section_form import raw_of
from forms.settling import ready_to_submit
from survey.communes import load_register
from survey.responses import start
from survey.web.offline_form import offline_form
from survey.web.work import Work
from tests.builders import BA_DINH, a_round, the_questionnaire

pytestmark = pytest.mark.browser
SCRIPTS = Path(__file__).parents[2] / "survey" / "web" / "scripts"
RESPONSES, AT_ONCE = 10_000, 1000
QUESTIONNAIRE, REGISTER = the_questionnaire(), load_register()
Fields = list[str]
Judged = tuple[list[list[str]], list[list[str]]]
# As text: a value of many parts takes longer on the way to the browser than in it.
JUDGE = """(sent) => {
  const [form, cases] = JSON.parse(sent);
  return JSON.stringify(cases.map(([register, typed]) => {
    const { refused, standing } = Judging.judge(Object.assign({}, form, { register }), typed);
    return [refused, standing];
  }));
}"""
DRAWN_EACH = 60
JUNK = ("nhiều", "=1+1", "1,2,3", "1.23", "12e3", "١٢", "khoảng 5", "1 234", "--1", "a\x00b", ".")


@pytest.fixture(scope="module")
def page(chromium: Browser) -> Iterator[Page]:
    """An empty page that holds the judging scripts and nothing else."""
    page = chromium.new_page()
    for name in ("rules", "numbers", "judging"):
        page.add_script_tag(content=(SCRIPTS / f"{name}.js").read_text("utf-8"))
    yield page
    page.close()


def a_number(question: Question, dice: random.Random) -> str:
    """Mostly within the range and small, so that rules about sums and shares fire and do not fire."""
    low = question.minimum or 0
    high = min(question.maximum if question.maximum is not None else 500, low + 500)
    value = low + (high - low) * dice.choice((0, 0.1, 0.3, 0.7, 1)) * dice.random()
    if dice.random() < 0.05:
        value = (question.maximum or 1000) * 7 + 3
    whole = question.kind is Kind.INTEGER and dice.random() < 0.97
    written = write_number(round(value) if whole else round(value, 2))
    return dice.choice(
        (written, written.replace(".", ""), written.replace(".", " "), f" {written} ")
    )


def a_choice(question: Question, dice: random.Random) -> str:
    """An option by its value or a label."""
    option = dice.choice(question.options)
    return dice.choice((option.value, option.value, option.label.vi, option.label.en.upper()))


def typed(question: Question, dice: random.Random) -> Fields:
    """The four fields as people fill them, and now and then as they should not."""
    luck = dice.random()
    reason = dice.choice(("", "", "Có sổ theo dõi."))
    if luck < 0.04:
        return ["", "", "", reason]
    if luck < 0.1:
        return ["", dice.choice(("unknown", "not_applicable")), "ghi chú", reason]
    if luck < 0.12:
        return [dice.choice(("NA", "?", " na ")), "", "", reason]
    if luck < 0.14:
        return ["5", dice.choice(("unknown", "elsewhere")), "", ""]
    if luck < 0.17:
        return [dice.choice(JUNK), "", "", reason]
    if question.kind is Kind.CHOICE:
        return [a_choice(question, dice), "", "", reason]
    if question.kind is Kind.YES_NO:
        return [dice.choice(("yes", "no", "Có", "KHÔNG", "1", "x")), "", "", reason]
    if question.kind is Kind.TEXT:
        return ["Ghi chú\r\nhai dòng", "", "", reason]
    return [a_number(question, dice), "", "", reason]


@cache
def through_the_gate(
    question_id: str, fields: tuple[str, ...]
) -> tuple[Answer | None, tuple[Problem, ...]]:
    """One question as the server reads it."""
    question = QUESTIONNAIRE.by_id[question_id]
    raw = raw_of(question, *fields)
    if isinstance(raw, Problem):
        return None, (raw,)
    return read_answer(question, raw.value, note=raw.note, reason=raw.reason)


def on_the_server(given: Mapping[str, Fields], columns: Mapping[str, float]) -> Judged:
    """What the gate refuses, and what then stands in the way."""
    answers: dict[str, Answer] = {}
    refused: list[list[str]] = []
    for question_id, fields in given.items():
        answer, problems = through_the_gate(question_id, tuple(fields))
        refused += [[question_id, each.sentence.vi] for each in problems[:1]]
        if answer is not None:
            answers[question_id] = answer
    standing = ready_to_submit(QUESTIONNAIRE, answers, columns)
    return refused, [[p.question_id, p.level.value, p.kind, p.sentence.vi] for p in standing]


def the_form() -> dict[str, object]:
    """What the browser gets of the shipped questionnaire."""
    work = Work(a_round(), QUESTIONNAIRE, REGISTER.communes[BA_DINH], start(1, BA_DINH), {})
    with Flask("form").test_request_context():
        return offline_form(work)


def test_10000_generated_responses_are_judged_alike(page: Page) -> None:
    dice, form = random.Random(2026), the_form()
    codes = dice.sample(sorted(REGISTER.communes), 40)
    drawn = {
        question.id: [typed(question, dice) for _ in range(DRAWN_EACH)]
        for question in QUESTIONNAIRE.questions
    }
    kinds: set[str] = set()
    refusals = 0
    for _ in range(0, RESPONSES, AT_ONCE):
        cases = [
            (
                dict(REGISTER.columns(dice.choice(codes))),
                {question_id: dice.choice(each) for question_id, each in drawn.items()},
            )
            for _ in range(AT_ONCE)
        ]
        found = json.loads(page.evaluate(JUDGE, json.dumps([form, cases])))
        for (columns, given), (refused, standing) in zip(cases, found, strict=True):
            expected = on_the_server(given, columns)
            assert refused == expected[0], given
            assert standing == expected[1], given
            kinds |= {each[2] for each in standing}
            refusals += len(refused)
    assert kinds >= {"rule", "warning", "unanswered"}
    assert refusals > RESPONSES
