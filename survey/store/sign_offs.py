"""Which revision a commune's leader signed off."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from survey.store.schema import sign_offs


@dataclass(frozen=True, slots=True)
class SignOff:
    """A leader (``by``, the name borne then) approved this revision for submission."""

    round_id: int
    commune_code: str
    revision: int
    by: str
    at: datetime


def sign_off_of(
    conn: Connection, round_id: int, commune_code: str, revision: int
) -> SignOff | None:
    """The sign-off of exactly this revision; None where there is none."""
    columns = [sign_offs.c[name] for name in SignOff.__slots__]
    mine = (
        sign_offs.c.round_id == round_id,
        sign_offs.c.commune_code == commune_code,
        sign_offs.c.revision == revision,
    )
    row = conn.execute(select(*columns).where(*mine)).first()
    return None if row is None else SignOff(*row)


def add_sign_off(conn: Connection, made: SignOff) -> None:
    """Store it; it is never changed."""
    conn.execute(sign_offs.insert().values(**asdict(made)))
