"""The line's speed as measured from officers' machines: what the measurements of a round say together.

Nothing here reads a clock or a line; :mod:`survey.verification.speed_tickets` judges one measurement as it runs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from statistics import fmean

from forms.answers import Answer, Answers, State
from forms.numbers import as_typed
from forms.questionnaire import Kind, Measure, Question, Questionnaire
from forms.sentence import Sentence
from survey.viet_nam_time import day_of

# The question asks for the mean of three measurements on different days.
DAYS = 3
DECIMALS = 1
SAID = Sentence(
    "Đo trên máy: {value}, {days} trong {all} ngày.",
    "Measured on a machine: {value}, {days} of {all} days.",
)
TAKEN = Sentence("Câu trả lời là số đo.", "The answer is what was measured.")
NOT_TAKEN = Sentence("Câu trả lời khác số đo.", "The answer differs from what was measured.")


@dataclass(frozen=True, slots=True)
class Measurement:
    """One measurement of the line of a commune: speeds in Mbit/s, latency in ms, all above 0.

    ``server_down`` and ``server_up`` are the same speeds by the server's own clock; ``sent`` counts
    the bytes of both directions.
    """

    at: datetime
    latency_ms: float
    download_mbps: float
    upload_mbps: float
    server_down: float
    server_up: float
    sent: int

    def of(self, measure: Measure) -> float:
        """The figure of this kind."""
        return {
            Measure.DOWNLOAD: self.download_mbps,
            Measure.UPLOAD: self.upload_mbps,
            Measure.LATENCY: self.latency_ms,
        }[measure]


@dataclass(frozen=True, slots=True)
class Measured:
    """What measurements say of one question: the rounded mean over ``days`` days, 1 to 3."""

    question: Question
    value: float
    days: int

    def equals(self, answer: Answer | None) -> bool:
        """Whether the answer is this mean."""
        if answer is None or answer.state is not State.ANSWERED:
            return False
        return not isinstance(answer.value, str | bool) and answer.value == self.value

    @property
    def words(self) -> Sentence:
        """The mean with its unit, and on how many of the days."""
        unit = self.question.unit or Sentence("", "")
        figure = as_typed(self.value)
        value = Sentence(f"{figure.vi} {unit.vi}".strip(), f"{figure.en} {unit.en}".strip())
        return SAID.filled(value=value, days=self.days, all=DAYS)

    def beside(self, answer: Answer | None) -> Sentence:
        """The words, with whether the answer is the measured one where there is an answer."""
        if answer is None or answer.state is not State.ANSWERED:
            return self.words
        said = TAKEN if self.equals(answer) else NOT_TAKEN
        return Sentence(f"{self.words.vi} {said.vi}", f"{self.words.en} {said.en}")


def measured(question: Question, measurements: Iterable[Measurement]) -> Measured | None:
    """The mean over the newest three days, each day's mean counting once; None where there is none."""
    if question.measure is None:
        return None
    days: dict[date, list[float]] = defaultdict(list)
    for each in measurements:
        days[day_of(each.at)].append(each.of(question.measure))
    newest = sorted(days)[-DAYS:]
    if not newest:
        return None
    mean = fmean(fmean(days[day]) for day in newest)
    decimals = 0 if question.kind is Kind.INTEGER else DECIMALS
    return Measured(question, round(mean, decimals), len(newest))


def all_measured(
    questionnaire: Questionnaire, measurements: Sequence[Measurement]
) -> dict[str, Measured]:
    """By question, what was measured; a question that is not measured is not there."""
    found = (measured(question, measurements) for question in questionnaire.questions)
    return {each.question.id: each for each in found if each is not None}


def measured_answers(
    questionnaire: Questionnaire, answers: Answers, measurements: Sequence[Measurement]
) -> frozenset[str]:
    """The questions whose answer is the measured one."""
    if not measurements:
        return frozenset()
    found = all_measured(questionnaire, measurements)
    return frozenset(name for name, each in found.items() if each.equals(answers.get(name)))
