"""What is said of a refused cell in a file that programs write too: the gate's words, and the codes."""

from __future__ import annotations

from forms.answers import Problem
from forms.messages import VALUES_TOO
from forms.questionnaire import Question
from forms.sentence import Sentence


def said_in_file(question: Question, problem: Problem) -> Sentence:
    """The problem's sentence; where a choice's cell is no option, also by which codes one is named."""
    said = problem.sentence
    if not question.options or problem.kind != "format":
        return said
    codes = VALUES_TOO.filled(values=", ".join(option.value for option in question.options))
    return Sentence(f"{said.vi} {codes.vi}", f"{said.en} {codes.en}")
