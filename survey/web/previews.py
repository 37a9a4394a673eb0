"""A dry run as its page shows it: old → new, cells refused, conflicts to decide, what still stands."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from flask import g, request

from forms.answers import Problem
from forms.questionnaire import Questionnaire
from forms.sentence import Refused, Sentence
from survey.communes import Commune
from survey.responses import Saved
from survey.store.database import reading
from survey.taking import Compared, Handed, accept, compare, merged_on
from survey.web.conflict_row import Row
from survey.web.response_view import Difference, differences
from survey.web.sealed import Sealed, unsealed
from survey.web.state import current_round, engine, questionnaire_of, register, settings
from survey.web.work import stands

MINE, THEIRS = "mine", "theirs"
UNCHOSEN = Sentence(
    "{commune}: hãy chọn câu trả lời đúng cho “{question}”.",
    "{commune}: choose the right answer to “{question}”.",
)
OTHER_ROUND = Sentence(
    "Đợt khảo sát đã đổi sau khi mở bản xem trước nên chưa lưu gì. Hãy tải biểu của đợt mới.",
    "The round changed after the preview was opened, so nothing was stored. Download a form of the new round.",
)


@dataclass(frozen=True, slots=True)
class Unchosen:
    """A conflict that was left open, for the summary on top: ``id`` is where its link leads."""

    id: str
    sentence: Sentence


@dataclass(frozen=True)
class Preview:
    """One form's dry run; ``place`` tells its fields from those of other forms on the page."""

    place: int
    sealed: Sealed
    commune: Commune
    questionnaire: Questionnaire
    compared: Compared
    choices: Mapping[str, str] = field(default_factory=dict)

    @property
    def handed(self) -> Handed:
        """What the form says."""
        return self.sealed.handed

    @cached_property
    def text(self) -> str:
        """The hidden field."""
        return self.sealed.text(settings().secret_key)

    @cached_property
    def changes(self) -> tuple[Difference, ...]:
        """The answers that would become others, old and new, in form order."""
        stored = self.compared.response.answers
        return differences(self.questionnaire, stored, self.compared.answers)

    @cached_property
    def conflicts(self) -> tuple[Row, ...]:
        """The questions answered differently on both sides."""
        known = self.questionnaire.by_id
        return tuple(Row(known[each.question_id], each) for each in self.compared.conflicts)

    @cached_property
    def standing(self) -> tuple[Problem, ...]:
        """What would still have to be mended before submitting."""
        answers = self.compared.answers
        return tuple(each for each in self.compared.problems if stands(each, answers))

    @cached_property
    def unchosen(self) -> tuple[Unchosen, ...]:
        """The conflicts without a choice."""
        words = {"commune": self.commune.name}
        return tuple(
            Unchosen(
                f"c-{self.place}-{row.question.id}",
                Sentence(
                    UNCHOSEN.vi.format(question=row.question.label.vi, **words),
                    UNCHOSEN.en.format(question=row.question.label.en, **words),
                ),
            )
            for row in self.conflicts
            if self.choices.get(row.question.id) not in (MINE, THEIRS)
        )


def preview_of(place: int, file: str, handed: Handed) -> Preview:
    """Compare a form with its response as it stands. Raises Refused where nothing may change."""
    running = current_round()
    if running is None or running.id != handed.round_id:
        raise Refused(OTHER_ROUND)
    questionnaire = questionnaire_of(running)
    columns = register().columns(handed.commune_code)
    with reading(engine()) as connection:
        compared = compare(connection, handed, questionnaire, columns, g.now)
    sealed = Sealed(file, handed, compared.response.revision, g.account.id)
    commune = register().communes[handed.commune_code]
    choices = {name: request.form.get(choice_name(place, name), "") for name in handed.answers}
    return Preview(place, sealed, commune, questionnaire, compared, choices)


def choice_name(place: int, question_id: str) -> str:
    """The field in which a conflict is decided."""
    return f"choice-{place}-{question_id}"


def sealed_posted(place: int) -> Sealed:
    """The dry run that this request accepts. Raises Refused where it is not one of ours."""
    return unsealed(request.form.get(f"form-{place}", ""), g.account, settings().secret_key)


def left_open(place: int, sealed: Sealed) -> bool:
    """Whether a conflict that the dry run showed has no choice."""
    shown = merged_on(engine(), sealed.handed, sealed.shown).conflicts
    given = (request.form.get(choice_name(place, each)) for each in shown)
    return any(choice not in (MINE, THEIRS) for choice in given)


def accepted(place: int, sealed: Sealed) -> Saved:
    """Store what the dry run showed, with the choices made. Raises Refused."""
    names = sealed.handed.answers
    mine = frozenset(name for name in names if request.form.get(choice_name(place, name)) == MINE)
    return accept(
        engine(),
        sealed.handed,
        shown=sealed.shown,
        mine=mine,
        account=g.account,
        at=g.now,
        key=key_of(sealed, mine),
    )


def key_of(sealed: Sealed, mine: frozenset[str]) -> str:
    """The same for the same dry run accepted again with the same choices."""
    whole = f"{sealed.text(settings().secret_key)} {sorted(mine)}"
    return hashlib.sha256(whole.encode()).hexdigest()[:32]
