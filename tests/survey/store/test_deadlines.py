"""Rulings about a commune's time, on both databases: added, read back, never changed."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import Engine, delete, update
from sqlalchemy.exc import DBAPIError

from survey.deadlines import Ruling, RulingKind
from survey.rounds import Round
from survey.store import deadlines
from survey.store.database import reading, writing
from survey.store.schema import deadline_rulings
from tests.builders import BA_DINH, MONDAY, MUONG_HUM

EXTENDED = Ruling(RulingKind.EXTEND, "Mất điện.", "Bình", MONDAY, date(2026, 9, 20))
LOCKED = Ruling(RulingKind.LOCK, "Đang thanh tra.", "Bình", MONDAY)


def test_rulings_come_back_by_commune_the_oldest_first(engine: Engine, first_round: Round) -> None:
    with writing(engine) as conn:
        deadlines.add_ruling(conn, first_round.id, BA_DINH, EXTENDED)
        deadlines.add_ruling(conn, first_round.id, BA_DINH, LOCKED)
        deadlines.add_ruling(conn, first_round.id, MUONG_HUM, LOCKED)
    with reading(engine) as conn:
        assert deadlines.rulings_of(conn, first_round.id, BA_DINH) == (EXTENDED, LOCKED)
        assert deadlines.rulings_made(conn, first_round.id)[MUONG_HUM] == (LOCKED,)
        assert deadlines.rulings_of(conn, first_round.id + 1, BA_DINH) == ()


@pytest.mark.parametrize("change", [update(deadline_rulings).values(by="x"), None])
def test_what_was_ruled_is_never_changed(
    engine: Engine, first_round: Round, change: object
) -> None:
    with writing(engine) as conn:
        deadlines.add_ruling(conn, first_round.id, BA_DINH, LOCKED)
    with pytest.raises(DBAPIError, match="never changed"), writing(engine) as conn:
        conn.execute(delete(deadline_rulings) if change is None else change)  # type: ignore[call-overload]
