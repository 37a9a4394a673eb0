"""One question as rows of an XLSForm's survey sheet: value, state, warnings, reason and note."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from forms import xlsform_words as words
from forms.answers import LONGEST_TEXT
from forms.numbers import write_number
from forms.questionnaire import Check, Kind, Level, Question, Questionnaire
from forms.sentence import Sentence
from forms.xpath import truth_of
from forms.xpath_parts import FALSE, TRUE, Inexpressible, all_of, any_of, figure, negated

TYPES = {
    Kind.INTEGER: "integer",
    Kind.DECIMAL: "decimal",
    Kind.PERCENT: "decimal",
    Kind.YES_NO: f"select_one {words.YES_NO}",
    Kind.TEXT: "text",
}
NOTHING = Sentence("", "")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the survey sheet; empty where it says nothing."""

    type: str
    name: str
    label: Sentence = NOTHING
    hint: Sentence = NOTHING
    relevant: str = ""
    constraint: str = ""
    message: Sentence = NOTHING
    required: Sentence | None = None
    appearance: str = ""
    calculation: str = ""


@dataclass(frozen=True)
class QuestionRows:
    """What one question becomes; ``number`` is its running number, from 1."""

    questionnaire: Questionnaire
    question: Question
    number: int

    def rows(self) -> Iterator[Row]:
        """The value, its state where there is none, doubts with their reason, and the evidence's note."""
        asked, own = self.asked(), self.question.id
        yield self.value(asked)
        nothing = all_of([asked, f"${{{own}}} = ''"])
        state = self.said(words.STATE_LABEL)
        one_of = f"select_one {words.STATES}"
        yield Row(one_of, own + words.STATE, state, words.STATE_HINT, nothing)
        yield from self.doubts()
        if self.question.evidence_need != "none":
            some = any_of([f"${{{own}}} != ''", f"${{{own}{words.STATE}}} != ''"])
            what = Sentence(self.question.evidence_what, self.question.evidence_what)
            yield Row("text", own + words.NOTE, self.said(words.NOTE_LABEL), what, some)

    def value(self, asked: str) -> Row:
        """The question itself."""
        question = self.question
        limits = [*self.limits(), *self.rules()]
        return Row(
            TYPES.get(question.kind, f"select_one {question.id}"),
            question.id,
            self.label(),
            question.help,
            "" if asked == TRUE else asked,
            " and ".join(constraint for constraint, _ in limits),
            together([said for _, said in limits]),
        )

    def label(self) -> Sentence:
        """The running number, the question and its unit."""
        unit = self.question.unit or NOTHING
        vi, en = (f" ({each})" if each else "" for each in (unit.vi, unit.en))
        label = self.question.label
        return Sentence(f"{self.number}. {label.vi}{vi}", f"{self.number}. {label.en}{en}")

    def said(self, sentence: Sentence, said: Sentence = NOTHING) -> Sentence:
        """A sentence with the question's number and perhaps another within."""
        return Sentence(
            sentence.vi.format(number=self.number, said=said.vi),
            sentence.en.format(number=self.number, said=said.en),
        )

    def asked(self) -> str:
        """Where the question is asked: unless its condition is known to be false."""
        condition = self.question.ask_if
        if condition is None:
            return TRUE
        try:
            return negated(truth_of(self.questionnaire, condition).fails)
        except Inexpressible:
            return TRUE

    def limits(self) -> Iterator[tuple[str, Sentence]]:
        """The range as constraints, with the sentence that says it."""
        question = self.question
        if question.kind is Kind.TEXT:
            most = int(question.maximum or LONGEST_TEXT)
            yield f"string-length(.) <= {most}", words.TOO_LONG.filled(most=most)
        elif question.kind.is_number and range_of(question):
            yield range_of(question), range_words(question)

    def rules(self) -> Iterator[tuple[str, Sentence]]:
        """The rules that refuse, each as what must not hold."""
        for check in self.question.checks:
            fires = self.fires(check, self.question.id)
            if check.level is Level.ERROR and fires not in (None, FALSE):
                yield negated(str(fires)), check.sentence

    def fires(self, check: Check, own: str = "") -> str | None:
        """Where a rule fires; None where a form cannot say."""
        try:
            return truth_of(self.questionnaire, check.condition, own).holds
        except Inexpressible:
            return None

    def doubts(self) -> Iterator[Row]:
        """A note for each warning, shown where it fires, and a place for the reason."""
        own, shown = self.question.id, []
        warnings = [check for check in self.question.checks if check.level is Level.WARN]
        for number, check in enumerate(warnings, 1):
            fires = self.fires(check)
            if fires not in (None, FALSE):
                shown.append(str(fires))
                label = self.said(words.WARNING_LABEL, check.sentence)
                yield Row("note", f"{own}{words.WARNING}{number}", label, relevant=shown[-1])
        if shown:
            label = self.said(words.REASON_LABEL)
            yield Row("text", own + words.REASON, label, relevant=any_of(shown))

    def left(self) -> Iterator[Sentence]:
        """What the form cannot check: a condition as it is written, a rule by what it says."""
        condition = self.question.ask_if
        if condition is not None and self.asked() == TRUE:
            yield Sentence(condition.text, condition.text)
        yield from (check.sentence for check in self.question.checks if self.fires(check) is None)


def range_of(question: Question) -> str:
    """The range as a constraint; empty where there is none."""
    ends = [(">=", question.minimum), ("<=", question.maximum)]
    return " and ".join(f". {sign} {figure(end)}" for sign, end in ends if end is not None)


def range_words(question: Question) -> Sentence:
    """The range in words."""
    least, most, unit = question.minimum, question.maximum, question.unit or NOTHING
    said = words.AT_MOST if least is None else words.AT_LEAST if most is None else words.BETWEEN
    ends = {"least": written(least), "most": written(most)}
    vi, en = (f" {each}" if each else "" for each in (unit.vi, unit.en))
    return Sentence(said.vi.format(unit=vi, **ends), said.en.format(unit=en, **ends))


def written(end: float | None) -> str:
    """One end of a range, as people write it."""
    return "" if end is None else write_number(end)


def together(sentences: list[Sentence]) -> Sentence:
    """Several sentences as the one message that a form may show."""
    if not sentences:
        return NOTHING
    vi = " ".join(dict.fromkeys(each.vi for each in sentences))
    en = " ".join(dict.fromkeys(each.en for each in sentences))
    return Sentence(words.NOT_ONE.vi.format(said=vi), words.NOT_ONE.en.format(said=en))
