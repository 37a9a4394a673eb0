"""What changed between a commune's previous approved response and this one, question by question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median

from forms.answers import Answer, Answers, State
from forms.numbers import as_typed
from forms.questionnaire import Kind, Question, Questionnaire
from forms.sentence import Sentence
from survey.answer_words import answer_in_words

Number = float | int


class Move(StrEnum):
    """How an answer moved; ``other`` is a change that is neither up nor down, or from or to no value."""

    UP = "up"
    DOWN = "down"
    SAME = "same"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Moved:
    """One question of one commune: both answers in words; ``by`` is now − before where both are numbers."""

    question: Question
    move: Move
    before: Sentence
    now: Sentence
    by: Number | None = None

    @property
    def difference(self) -> Sentence | None:
        """``+3`` or ``−1,5``, in English ``−1.5``; None where there is no number."""
        if self.by is None:
            return None
        sign, size = "+" if self.by >= 0 else "−", as_typed(round(abs(self.by), 6))
        return Sentence(f"{sign}{size.vi}", f"{sign}{size.en}")


@dataclass(frozen=True, slots=True)
class Tally:
    """One question over many communes: how many moved which way of the ``compared`` that had both answers.

    ``before`` and ``now`` are medians of numbers, or per cent of yes; None for the other kinds.
    """

    question: Question
    compared: int
    moves: Mapping[Move, int]
    before: float | None
    now: float | None


def moved(question: Question, before: Answer | None, now: Answer | None) -> Moved:
    """How one answer moved; notes and reasons are no change."""
    words = answer_in_words(question, before), answer_in_words(question, now)
    return Moved(question, move_of(question, before, now), *words, difference(before, now))


def changes(questionnaire: Questionnaire, before: Answers, now: Answers) -> tuple[Moved, ...]:
    """The questions that are answered otherwise than before, in form order."""
    found = (moved(q, before.get(q.id), now.get(q.id)) for q in questionnaire.questions)
    return tuple(each for each in found if each.move is not Move.SAME)


def tallies(
    questionnaire: Questionnaire, before: Mapping[str, Answers], now: Mapping[str, Answers]
) -> tuple[Tally, ...]:
    """Every question over the communes that have both responses, by code, in form order; texts left out."""
    both = [code for code in now if code in before]
    return tuple(
        tally(question, [(before[c].get(question.id), now[c].get(question.id)) for c in both])
        for question in questionnaire.questions
        if question.kind is not Kind.TEXT
    )


def tally(question: Question, pairs: Sequence[tuple[Answer | None, Answer | None]]) -> Tally:
    """One question over pairs of answers, of which those with two values count."""
    given = [(old, new) for old, new in pairs if is_value(old) and is_value(new)]
    found = [move_of(question, *pair) for pair in given]
    moves = {move: found.count(move) for move in Move}
    sides = (middle(question, [pair[n] for pair in given]) for n in (0, 1))
    return Tally(question, len(given), moves, *sides)


def move_of(question: Question, before: Answer | None, now: Answer | None) -> Move:
    """Which way an answer moved: numbers by size, yes above no, options by their score where both have one."""
    if state_and_value(before) == state_and_value(now):
        return Move.SAME
    old, new = rank(question, before), rank(question, now)
    if old is None or new is None or old == new:
        return Move.OTHER
    return Move.UP if new > old else Move.DOWN


def rank(question: Question, answer: Answer | None) -> Number | None:
    """What an answer is ordered by; None where it cannot be."""
    if answer is None or answer.value is None:
        return None
    if question.kind is Kind.CHOICE:
        return question.option(str(answer.value)).score
    return None if isinstance(answer.value, str) else answer.value


def middle(question: Question, answers: Sequence[Answer | None]) -> float | None:
    """The median of numbers or the per cent of yes; None where there is neither."""
    values = [each.value for each in answers if each is not None]
    numbers = [each for each in values if isinstance(each, int | float)]
    if not numbers or question.kind is Kind.CHOICE:
        return None
    share = question.kind is Kind.YES_NO
    return 100 * sum(numbers) / len(numbers) if share else float(median(numbers))


def is_value(answer: Answer | None) -> bool:
    """Whether the question was answered with a value."""
    return answer is not None and answer.state is State.ANSWERED


def state_and_value(answer: Answer | None) -> tuple[object, object]:
    """What makes two answers the same."""
    return (None, None) if answer is None else (answer.state, answer.value)


def difference(before: Answer | None, now: Answer | None) -> Number | None:
    """Now less before; None unless both are numbers."""
    old, new = (None if each is None else each.value for each in (before, now))
    numbers = [each for each in (old, new) if isinstance(each, int | float)]
    if len(numbers) < 2 or isinstance(old, bool) or isinstance(new, bool):
        return None
    return numbers[1] - numbers[0]
