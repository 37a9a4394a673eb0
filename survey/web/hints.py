"""What stands beside a question to compare with, and to take over with one press: it never counts by itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from forms.answers import Answer, State
from forms.fields import STATE, has_options
from forms.numbers import as_typed
from forms.questionnaire import Kind, Question, Section
from forms.section_form import written
from forms.sentence import Sentence
from survey.answer_words import answer_in_words
from survey.web.work import Work

PREVIOUS, REGISTER = "use-previous", "use-register"
# The names of the buttons; the value of each is the question's id.
USES = frozenset({PREVIOUS, REGISTER})
APPROVED = Sentence("Lần duyệt trước: {answer}.", "Last approved: {answer}.")
FIGURE = Sentence(
    "Số tham khảo: {figure}. Đề nghị xác nhận hoặc sửa.",
    "For reference: {figure}. Please confirm or correct.",
)
ONE_OF_THESE = Sentence(
    "Theo bản đồ, xã có thể thuộc trường hợp này. Đề nghị xác nhận.",
    "By the map, the commune may be one of these. Please confirm.",
)
NONE_OF_THESE = Sentence(
    "Theo bản đồ, xã không thuộc trường hợp này. Đề nghị xác nhận.",
    "By the map, the commune is none of these. Please confirm.",
)


@dataclass(frozen=True, slots=True)
class Hint:
    """A sentence beside a question; ``answer`` is what the button named ``use`` takes over, if anything."""

    use: str
    sentence: Sentence
    question: Question
    answer: Answer | None

    @property
    def value(self) -> str:
        """What the question's field shows of the answer."""
        return written(self.question, self.answer)[self.question.id]

    @property
    def state(self) -> str:
        """What its field of states shows; empty where it has none."""
        shown = written(self.question, self.answer)[self.question.id + STATE]
        return "" if has_options(self.question) else shown

    def differs(self, stored: Answer | None) -> bool:
        """Whether there is something to take over that does not stand already."""
        if self.answer is None:
            return False
        return stored is None or (stored.state, stored.value) != (
            self.answer.state,
            self.answer.value,
        )


def hints(work: Work, question: Question) -> Iterator[Hint]:
    """The commune's last approved answer, then what the register knows."""
    previous = (work.previous or {}).get(question.id)
    if previous is not None and previous.state is not State.UNKNOWN:
        said = answer_in_words(question, previous)
        sentence = Sentence(APPROVED.vi.format(answer=said.vi), APPROVED.en.format(answer=said.en))
        yield Hint(PREVIOUS, sentence, question, previous)
    known = work.columns.get(f"register_{question.prefill}") if question.prefill else None
    if known is not None:
        yield from_register(question, known)


def from_register(question: Question, known: float) -> Hint:
    """What the register knows, to be confirmed; a choice among more than yes and no is left to people."""
    if question.kind.is_number:
        said = FIGURE.filled(figure=as_typed(known))
        return Hint(REGISTER, said, question, Answer(value=known))
    said = ONE_OF_THESE if known else NONE_OF_THESE
    answer = Answer(value=bool(known)) if question.kind is Kind.YES_NO else None
    return Hint(REGISTER, said, question, answer)


def with_used(work: Work, section: Section, posted: Mapping[str, str]) -> dict[str, str]:
    """The posted fields, with the answer that a button asked to take over in place of what was typed."""
    fields = dict(posted.items())
    for question in work.questionnaire.questions_in(section.id):
        for hint in hints(work, question):
            if hint.answer is None or posted.get(hint.use) != question.id:
                continue
            fields[question.id] = hint.value
            if not has_options(question):
                fields[question.id + STATE] = hint.state
    return fields


def used(posted: Mapping[str, str]) -> str:
    """The question whose button was pressed; empty where none was."""
    return next((posted[name] for name in sorted(USES) if name in posted), "")
