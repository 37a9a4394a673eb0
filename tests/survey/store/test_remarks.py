"""The talk about questions, on both databases: added, read back, never changed."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, Executable, delete, update
from sqlalchemy.exc import DBAPIError

from survey.comments import Remark, RemarkKind, Voice
from survey.rounds import Round
from survey.store import remarks
from survey.store.database import reading, writing
from survey.store.schema import remarks as table
from tests.builders import BA_DINH, MONDAY, MUONG_HUM

SAID = Remark("skill_ok", RemarkKind.SAY, Voice.OFFICER, "Theo sổ «nhân sự» 😀", "An", MONDAY)
SETTLED = Remark("skill_ok", RemarkKind.RESOLVE, Voice.REVIEWER, "", "Bình", MONDAY)


def test_remarks_come_back_in_order_and_by_province(engine: Engine, first_round: Round) -> None:
    of = first_round.id
    with writing(engine) as conn:
        remarks.add_remark(conn, of, BA_DINH, SAID, "a")
        remarks.add_remark(conn, of, MUONG_HUM, SAID, "a")
        remarks.add_remark(conn, of, BA_DINH, SETTLED, "b")
    with reading(engine) as conn:
        assert remarks.remarks_of(conn, of, BA_DINH) == (SAID, SETTLED)
        assert remarks.remarks_of_province(conn, of, "01") == {BA_DINH: (SAID, SETTLED)}
        assert remarks.is_there(conn, of, BA_DINH, "b")
        assert not remarks.is_there(conn, of, MUONG_HUM, "b")


@pytest.mark.parametrize("change", [update(table).values(by="x"), delete(table)])
def test_what_was_said_is_never_changed(
    engine: Engine, first_round: Round, change: Executable
) -> None:
    with writing(engine) as conn:
        remarks.add_remark(conn, first_round.id, BA_DINH, SAID, "a")
    with pytest.raises(DBAPIError, match="never changed"), writing(engine) as conn:
        conn.execute(change)
    with pytest.raises(DBAPIError, match=r"(?i)unique|never changed"), writing(engine) as conn:
        remarks.add_remark(conn, first_round.id, BA_DINH, SETTLED, "a")
