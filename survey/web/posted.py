"""A section as posted: what the gate took, what it refused, and everything as it was typed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import request

from forms.answers import Answer, Problem, read_answer
from forms.questionnaire import Section
from forms.section_form import foreign_fields, raws_of
from forms.sentence import Refused, Sentence
from survey.web.hints import USES, with_used
from survey.web.work import Work

# Fields of every section's form beside those of its questions.
FRAME = frozenset({"csrf_token", "base", "key", "then", "at"}) | USES
FOREIGN = Sentence(
    "Nội dung gửi lên có ô “{name}” không thuộc phần này nên không được nhận; chưa có gì thay đổi. Hãy mở lại trang và gửi lại.",
    "What was sent has a field “{name}” that is not of this section, so it was not taken; nothing has changed. Open the page again and resend.",
)
ELSEWHERE = Sentence(
    "Trang vừa gửi là của xã khác hoặc đợt khảo sát khác nên không được nhận; chưa có gì thay đổi. Hãy mở lại phiếu rồi nhập.",
    "The page that was sent is of another commune or another round, so it was not taken; nothing has changed. Open the form again and fill it in.",
)
NO_BASE = Sentence(
    "Nội dung gửi lên không cho biết sửa từ bản nào nên không được nhận; chưa có gì thay đổi. Hãy mở lại trang và gửi lại.",
    "What was sent does not say which revision it started from, so it was not taken; nothing has changed. Open the page again and resend.",
)


@dataclass(frozen=True, slots=True)
class Posted:
    """``changes`` are for saving (None clears an answer); ``typed`` is by field name, as sent."""

    base: int = 0
    changes: Mapping[str, Answer | None] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    typed: Mapping[str, str] = field(default_factory=dict)

    @staticmethod
    def nothing() -> Posted:
        """Of a page that is only opened."""
        return Posted()


def posted_section(work: Work, section: Section, only: frozenset[str] | None = None) -> Posted:
    """Read this request's form through the gate; a question with no field sent is not touched.

    ``only`` limits it to some questions. Refused where a field belongs to no question of the
    section: what a page did not ask for is never taken.
    """
    refuse_elsewhere(work)
    refuse_foreign(work, section)
    form = with_used(work, section, request.form)
    typed = {name: text for name, text in form.items() if name not in FRAME}
    raws, problems = raws_of(work.questionnaire, section.id, form)
    found = list(problems)
    changes: dict[str, Answer | None] = {}
    for question_id, raw in raws.items():
        if only is not None and question_id not in only:
            continue
        question = work.questionnaire.by_id[question_id]
        answer, refused = read_answer(question, raw.value, note=raw.note, reason=raw.reason)
        found += refused
        if not refused:
            changes[question_id] = answer
    return Posted(base_revision(), changes, tuple(found), typed)


def refuse_elsewhere(work: Work) -> None:
    """Refuse a page that was opened for another commune or round than the account works on now."""
    if request.form.get("at", work.at) != work.at:
        raise Refused(ELSEWHERE)


def refuse_foreign(work: Work, section: Section) -> None:
    """Refuse a post with a field that this section's page does not have."""
    for name in foreign_fields(work.questionnaire, section.id, request.form, FRAME):
        raise Refused(FOREIGN.filled(name=name[:40]))


def base_revision() -> int:
    """The revision that the page was filled from."""
    text = request.form.get("base", "")
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise Refused(NO_BASE)
    return int(text)


def repeatable_key() -> str:
    """The same for the same post sent again; another as soon as anything typed differs.

    The page's own key would not do alone: going back, changing an answer and saving again sends
    the key of a save already made, and the change would be answered like a repetition.
    """
    digest = hashlib.sha256()
    for name, text in sorted(request.form.items(multi=True)):
        if name != "csrf_token":
            digest.update(f"{len(name)}:{name}{len(text)}:{text}".encode())
    return digest.hexdigest()[:32]
