"""An Excel form handed in: proved and judged, compared with what stands, then taken whole or not at all.

Between the dry run and the acceptance nothing is stored: :class:`Handed` travels in the page, signed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine

from forms.answers import Answer, Answers, Problem
from forms.questionnaire import Questionnaire
from forms.sentence import Refused, Sentence
from forms.settling import check
from forms.workbook_answers import judge
from forms.workbook_identity import Identity
from forms.workbook_returned import CellRefusal, read_form, shown_name
from forms.workbook_safety import refused_file
from survey.accounts import Account
from survey.merging import Merged, merge
from survey.refused_steps import refuse_unless
from survey.responses import Conflict, Response, Revision, Saved, Via, save
from survey.rounds import Round
from survey.saving import Save, base_of, save_answers, signed, writable_round
from survey.store import responses
from survey.store.database import reading

OTHER_ROUND = Sentence(
    "là biểu của một đợt khảo sát khác. Hãy tải biểu của đợt “{round}” và chép số liệu sang.",
    "is a form of another round. Download the form of the round “{round}” and copy the figures over.",
)
OTHER_QUESTIONNAIRE = Sentence(
    "là biểu của bộ câu hỏi khác (bản {theirs}; đợt này dùng bản {ours}). Hãy tải biểu mới và chép số liệu sang.",
    "is a form of another questionnaire (version {theirs}; this round asks version {ours}). Download a new form and copy the figures over.",
)
UNKNOWN_REVISION = Sentence(
    "Biểu của xã {code} lập từ bản lưu số {revision} mà hệ thống không có. Hãy tải biểu mới và chép số liệu sang.",
    "The form of commune {code} was made from revision {revision}, which is not known here. Download a new form and copy the figures over.",
)


@dataclass(frozen=True, slots=True)
class Handed:
    """What a proved form says: answers by question (None: emptied) made from revision ``base``.

    ``refusals`` are the cells not taken; ``absent`` counts questions whose row is gone.
    """

    round_id: int
    commune_code: str
    base: int
    answers: Mapping[str, Answer | None]
    refusals: tuple[CellRefusal, ...] = ()
    absent: int = 0


@dataclass(frozen=True, slots=True)
class Compared:
    """What accepting would do to the response as it stands (``response``): nothing is stored yet."""

    response: Response
    answers: Answers
    changed: tuple[str, ...]
    conflicts: tuple[Conflict, ...]
    problems: tuple[Problem, ...]


def hand_in(
    name: str, content: bytes, asked: Round, questionnaire: Questionnaire, secret: str
) -> Handed:
    """Read a form of this round. Raises Refused for any other file; cells refused are inside."""
    returned = read_form(name, content, secret)
    refuse_other(shown_name(name), returned.identity, asked, questionnaire)
    judged = judge(questionnaire, returned.rows)
    identity = returned.identity
    spoken = {row.question.text for row in returned.rows}
    return Handed(
        asked.id,
        identity.commune_code,
        identity.revision,
        judged.answers,
        judged.refusals,
        absent=len(questionnaire.by_id.keys() - spoken),
    )


def refuse_other(name: str, identity: Identity, asked: Round, questionnaire: Questionnaire) -> None:
    """Refuse a form of another round or of another questionnaire."""
    if identity.round_id != asked.id:
        raise refused_file(name, OTHER_ROUND.filled(round=asked.name))
    if identity.questionnaire_sha256 != questionnaire.sha256:
        versions = {"theirs": identity.questionnaire_version, "ours": questionnaire.version}
        raise refused_file(name, OTHER_QUESTIONNAIRE.filled(**versions))


def compare(
    connection: Connection,
    handed: Handed,
    questionnaire: Questionnaire,
    columns: Mapping[str, float],
    at: datetime,
) -> Compared:
    """The dry run, by the same merge as a save. Raises Refused where nothing may change now."""
    writable_round(connection, handed.round_id, handed.commune_code, at)
    response = responses.response_of(connection, handed.round_id, handed.commune_code)
    refuse_unless("save", response.commune_code, response.status)
    base = known_base(connection, handed, response)
    tried = save(response, handed.answers, base, by="", at=at, via=Via.WORKBOOK, key="")
    answers = tried.response.answers
    changed = tried.revision.changed if tried.revision else ()
    problems = check(questionnaire, answers, columns)
    conflicts = signed(connection, response, tried.conflicts)
    return Compared(response, answers, changed, conflicts, problems)


def known_base(connection: Connection, handed: Handed, response: Response) -> Revision | None:
    """The revision that the form was filled with; refused where it was never stored here."""
    known = 0 <= handed.base <= response.revision
    if not known:
        raise Refused(UNKNOWN_REVISION.filled(code=handed.commune_code, revision=handed.base))
    return base_of(connection, response, handed.base)


def accept(
    engine: Engine,
    handed: Handed,
    *,
    shown: int,
    mine: frozenset[str],
    account: Account,
    at: datetime,
    key: str,
) -> Saved:
    """Store what the dry run showed of revision ``shown``, with the form's answer where chosen.

    ``mine`` are the conflicts in which the form's answer was chosen. One transaction: where another
    change came since and a question is in conflict again, nothing is stored and it is named.
    """
    merged = merged_on(engine, handed, shown)
    chosen = set(merged.changed) | (mine & set(merged.conflicts))
    return save_answers(
        engine,
        Save(
            round_id=handed.round_id,
            commune_code=handed.commune_code,
            changes={name: handed.answers[name] for name in sorted(chosen)},
            base=shown,
            account=account,
            at=at,
            key=key,
            via=Via.WORKBOOK,
            whole=True,
        ),
    )


def merged_on(engine: Engine, handed: Handed, shown: int) -> Merged:
    """The form joined into the revision that was shown, whatever stands by now."""
    with reading(engine) as connection:
        now = responses.response_of(connection, handed.round_id, handed.commune_code)
        base = known_base(connection, handed, now)
        stood = base_of(connection, now, shown)
    before = now.answers if base is None else base.answers
    theirs = now.answers if stood is None else stood.answers
    return merge(before, theirs, handed.answers)
