"""What one commune's Excel form is made from: the questionnaire, whose it is, the answers so far."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from forms.answers import Answers
from forms.questionnaire import Questionnaire, Section
from forms.sentence import Sentence
from forms.workbook_identity import Identity


@dataclass(frozen=True, slots=True)
class Asked:
    """Of whom and when, in words for the first sheet; ``simulated`` answers are marked as such."""

    commune: str
    province: str
    round_name: str
    cutoff: date
    closes: date
    simulated: bool = False


@dataclass(frozen=True)
class Form:
    """One form; ``answers`` are those of the identity's revision, ``made_on`` is printed on it."""

    questionnaire: Questionnaire
    identity: Identity
    asked: Asked
    answers: Answers
    made_on: date
    language: str = "vi"

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The sections with questions of their own, in form order: a sheet each."""
        own = {question.section for question in self.questionnaire.questions}
        return tuple(section for section in self.questionnaire.sections if section.id in own)

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Question id → its running number in the questionnaire, from 1."""
        return {question.id: at for at, question in enumerate(self.questionnaire.questions, 1)}

    def say(self, sentence: Sentence) -> str:
        """A sentence in the form's language."""
        return sentence.in_language(self.language)

    def heading_of(self, section: Section) -> str:
        """The section's number and title."""
        title = self.say(section.title)
        return f"{section.no}. {title}" if section.no else title
