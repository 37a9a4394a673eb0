"""On which other questions it depends whether a question is asked, in words: on pages, on paper, in workbooks."""

from __future__ import annotations

from forms.questionnaire import Question, Questionnaire
from forms.sentence import Sentence

CONDITION = Sentence(
    "Có phải trả lời hay không tùy theo câu {numbers}; nếu không phải trả lời thì để trống.",
    "Whether this is asked depends on question {numbers}; leave it empty where it is not.",
)


def condition_in_words(questionnaire: Questionnaire, question: Question) -> Sentence | None:
    """The numbers of the questions that the condition reads; None where the question is always asked."""
    if question.ask_if is None:
        return None
    numbered = enumerate(questionnaire.questions, 1)
    read = [str(number) for number, each in numbered if each.id in question.ask_if.names]
    return CONDITION.filled(numbers=", ".join(read))
