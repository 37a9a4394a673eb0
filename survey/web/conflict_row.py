"""One question that two people answered differently: what it was, theirs, mine, to choose from."""

from __future__ import annotations

from dataclasses import dataclass

from forms.answers import Answer
from forms.fields import NOTE, REASON, STATE
from forms.questionnaire import Question
from forms.section_form import written
from forms.sentence import Sentence
from survey.answer_words import answer_in_words
from survey.responses import Conflict


@dataclass(frozen=True, slots=True)
class Row:
    """A conflict in words. Choosing mine posts ``fields``; keeping theirs posts nothing."""

    question: Question
    conflict: Conflict

    @property
    def base(self) -> Sentence:
        """What it was when both began."""
        return self.words(self.conflict.base)

    @property
    def theirs(self) -> Sentence:
        """What is stored now."""
        return self.words(self.conflict.theirs)

    @property
    def mine(self) -> Sentence:
        """What was just sent."""
        return self.words(self.conflict.mine)

    @property
    def fields(self) -> tuple[tuple[str, str], ...]:
        """My answer as the section's page would post it."""
        shown = written(self.question, self.conflict.mine)
        names = [self.question.id, *(self.question.id + part for part in (STATE, NOTE, REASON))]
        return tuple((name, shown.get(name, "")) for name in names if name in shown)

    def words(self, answer: Answer | None) -> Sentence:
        """An answer with its note."""
        said = answer_in_words(self.question, answer)
        note = f" ({answer.note})" if answer and answer.note else ""
        return Sentence(said.vi + note, said.en + note)
