"""The talk about questions as stored: added, read, never changed."""

from __future__ import annotations

from dataclasses import asdict, fields

from sqlalchemy import Connection, select

from survey.comments import Remark, RemarkKind, Voice
from survey.store.schema import communes, remarks
from survey.store.texts import storable

REMARK = [remarks.c[field.name] for field in fields(Remark)]


def add_remark(conn: Connection, round_id: int, commune_code: str, made: Remark, key: str) -> None:
    """Store one remark; ``key`` makes a repetition harmless (:func:`is_there`)."""
    words = {"kind": made.kind.value, "voice": made.voice.value, "text": storable(made.text)}
    place = {"round_id": round_id, "commune_code": commune_code, "key": key}
    conn.execute(remarks.insert().values(**asdict(made) | words | place))


def is_there(conn: Connection, round_id: int, commune_code: str, key: str) -> bool:
    """Whether this key has made a remark."""
    columns = remarks.c
    place = columns.round_id == round_id, columns.commune_code == commune_code
    found = select(columns.id).where(*place, columns.key == key)
    return conn.execute(found).first() is not None


def remarks_of(conn: Connection, round_id: int, commune_code: str) -> tuple[Remark, ...]:
    """Everything said about one response, the oldest first."""
    columns = remarks.c
    place = columns.round_id == round_id, columns.commune_code == commune_code
    found = conn.execute(select(*REMARK).where(*place).order_by(columns.id))
    return tuple(_remark(*row) for row in found)


def remarks_of_province(
    conn: Connection, round_id: int, province_code: str
) -> dict[str, tuple[Remark, ...]]:
    """Everything said about a province's responses, by commune code, the oldest first."""
    columns = remarks.c
    found = (
        select(columns.commune_code, *REMARK)
        .join(communes, columns.commune_code == communes.c.code)
        .where(columns.round_id == round_id, communes.c.province_code == province_code)
    )
    made: dict[str, list[Remark]] = {}
    for code, *row in conn.execute(found.order_by(columns.id)):
        made.setdefault(code, []).append(_remark(*row))
    return {code: tuple(each) for code, each in made.items()}


def _remark(question_id: str, kind: str, voice: str, *rest: object) -> Remark:
    return Remark(question_id, RemarkKind(kind), Voice(voice), *rest)  # type: ignore[arg-type]
