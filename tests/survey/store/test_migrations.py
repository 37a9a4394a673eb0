"""A database in use is brought to a newer version with everything that was stored in it."""

from __future__ import annotations

import json
from dataclasses import asdict

import pytest
from alembic import command, op
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from forms.sentence import Refused
from survey.communes import Register
from survey.responses import Via, verify
from survey.store import accounts, journal, responses
from survey.store.database import reading, upgrade, writing
from survey.store.schema import communes, provinces
from survey.store.upgrading import configuration
from survey.verification.findings import Basis, Finding, Outcome
from tests.builders import BA_DINH, MONDAY, MUONG_HUM

COLUMNS = "round_id, commune_code, number, base, at, by, via, step, answers, changed, comments, key, receipt"
ANSWERS = {
    "pcs": {"s": "answered", "v": 7, "n": "theo sổ «tài sản» 😀"},
    "share": {"s": "answered", "v": 0.1},
    "none": {"s": "unknown"},
}
ADD_ACCOUNT = text(
    "INSERT INTO accounts (id, sign_in, sign_in_folded, name, searchable, role, active, active_changed_at,"
    " password_hash, password_changed_at, must_change_password)"
    " VALUES (:id, :name, :name, :name, :name, 'analyst', true, :at, 'x', :at, false)"
)
STEPS = ("save", "submit", "return", "save", "submit", "approve", "reopen", "save", "submit")


def upgrade_to(engine: Engine, version: str) -> None:
    with writing(engine) as conn:
        config = configuration()
        config.attributes["connection"] = conn
        command.upgrade(config, version)


def rows(conn: Connection) -> list[tuple[object, ...]]:
    found = conn.execute(
        text(f"SELECT {COLUMNS} FROM revisions ORDER BY round_id, commune_code, number")
    )
    return [tuple(row) for row in found]


@pytest.fixture
def used(empty_engine: Engine, two_communes: Register) -> Engine:
    """A database of the first version in which two communes have worked."""
    upgrade_to(empty_engine, "0001")
    with writing(empty_engine) as conn:
        conn.execute(provinces.insert(), [asdict(x) for x in two_communes.provinces.values()])
        conn.execute(communes.insert(), [asdict(x) for x in two_communes.communes.values()])
        conn.execute(text("INSERT INTO questionnaires VALUES ('a', 'id: a')"))
        conn.execute(
            text(
                "INSERT INTO rounds VALUES (1, 'Đợt 1', 'a', '1', 'a', '2026-09-01', '2026-09-01',"
                " '2026-10-31', 'open', NULL, false)"
            )
        )
        for code in (BA_DINH, MUONG_HUM):
            add_history(conn, code)
        journal.enter(conn, MONDAY, "an", "save", BA_DINH, {})
    return empty_engine


def add_history(conn: Connection, code: str) -> None:
    """Nine revisions, one with words and two with receipts."""
    at = "2026-09-07 08:00:00.000000"
    conn.execute(
        text("INSERT INTO responses VALUES (1, :code, 9, 'submitted', 3, NULL, :at, NULL)"),
        {"code": code, "at": at},
    )
    for number, step in enumerate(STEPS, 1):
        conn.execute(
            text(
                f"INSERT INTO revisions ({COLUMNS}) VALUES (1, :code, :n, :base, :at, 'An', 'page',"
                " :step, :answers, '[\"pcs\"]', :comments, :key, :receipt)"
            ),
            {
                "code": code,
                "n": number,
                "base": number - 1,
                "at": at,
                "step": step,
                "answers": json.dumps(ANSWERS),
                "comments": '[["pcs", "Kiểm tra lại."]]' if step == "return" else None,
                "key": f"k{number}" if number % 2 else None,
                "receipt": f"{code}-{number}" if step == "submit" else None,
            },
        )


def test_every_answer_of_the_first_version_is_kept_as_it_was_written(used: Engine) -> None:
    with reading(used) as conn:
        before = [tuple(map(str, row)) for row in rows(conn)]
    upgrade(used)
    with reading(used) as conn:
        assert [tuple(map(str, row)) for row in rows(conn)] == before
        response = responses.response_of(conn, 1, BA_DINH)
        history = responses.revisions_of(conn, 1, BA_DINH)
        assert journal.verify(conn) is None
    assert len(before) == 18
    assert response.answers["pcs"].note == "theo sổ «tài sản» 😀"
    assert [each.step for each in history] == list(STEPS)
    assert history[2].comments[0].text == "Kiểm tra lại."
    assert all(each.findings == () for each in history)


def released() -> list[str]:
    """Every version of the tables, the first one first."""
    scripts = ScriptDirectory.from_config(configuration())
    return [each.revision for each in scripts.walk_revisions()][::-1]


@pytest.mark.parametrize("version", released()[1:-1])
def test_a_database_of_each_version_keeps_every_answer(used: Engine, version: str) -> None:
    with reading(used) as conn:
        before = [tuple(map(str, row)) for row in rows(conn)]
    upgrade_to(used, version)
    with writing(used) as conn:
        journal.enter(conn, MONDAY, "an", "save", BA_DINH, {"version": version})
    upgrade(used)
    with reading(used) as conn:
        assert [tuple(map(str, row)) for row in rows(conn)] == before
        assert journal.verify(conn) is None
        assert responses.response_of(conn, 1, BA_DINH).answers["pcs"].value == 7


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE revisions SET by = 'mai'",
        "DELETE FROM revisions",
        "INSERT INTO revisions SELECT * FROM revisions WHERE number = 1",
        "DELETE FROM responses",
        "UPDATE journal SET by = 'mai'",
    ],
)
def test_what_was_written_is_still_never_changed_after_upgrading(used: Engine, change: str) -> None:
    upgrade(used)
    with (
        pytest.raises(DBAPIError, match=r"(?i)never changed|foreign key|unique"),
        writing(used) as conn,
    ):
        conn.execute(text(change))


def test_a_replacing_insert_is_refused_on_sqlite_after_upgrading(used: Engine) -> None:
    upgrade(used)
    if used.dialect.name != "sqlite":
        return
    change = f"INSERT OR REPLACE INTO revisions ({COLUMNS}) SELECT {COLUMNS} FROM revisions"
    with pytest.raises(DBAPIError, match="never changed"), writing(used) as conn:
        conn.execute(text(change))


def test_the_same_triggers_stand_after_upgrading(used: Engine) -> None:
    asked = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        " AND tbl_name IN ('revisions', 'journal', 'journal_head') ORDER BY name",
        "postgresql": "SELECT tgname || tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal"
        " AND tgrelid IN ('revisions'::regclass, 'journal'::regclass, 'journal_head'::regclass)"
        " ORDER BY 1",
    }[used.dialect.name]
    with reading(used) as conn:
        before = conn.execute(text(asked)).scalars().all()
    upgrade(used)
    with reading(used) as conn:
        assert conn.execute(text(asked)).scalars().all() == before
    assert before


def test_a_step_that_does_not_exist_is_refused_before_and_after(used: Engine) -> None:
    add = text(
        f"INSERT INTO revisions ({COLUMNS}) VALUES (1, '{BA_DINH}', 10, 9,"
        " '2026-09-07 08:00:00', 'An', 'page', :step, '{}', '[]', NULL, NULL, NULL)"
    )
    for step in ("verify", "guess"):
        with pytest.raises(DBAPIError, match=r"(?i)check"), writing(used) as conn:
            conn.execute(add, {"step": step})
    upgrade(used)
    with pytest.raises(DBAPIError, match=r"(?i)check"), writing(used) as conn:
        conn.execute(add, {"step": "guess"})
    with writing(used) as conn:
        conn.execute(add, {"step": "verify"})


def test_who_was_erased_before_the_column_is_closed_for_good_even_where_let_in_again(
    used: Engine,
) -> None:
    upgrade_to(used, "0021")
    with writing(used) as conn:
        for number, name in enumerate(("da-xoa-1", "lan", "da-xoa-3"), 1):
            conn.execute(ADD_ACCOUNT, {"id": number, "name": name, "at": "2026-09-07 08:00:00"})
        journal.enter(conn, MONDAY, "an", "personal data erased", "da-xoa-1", {})
    upgrade(used)
    with reading(used) as conn:
        found = [accounts.account_by_id(conn, number) for number in (1, 2, 3)]
        hashes = [accounts.password_hash_of(conn, number) for number in (1, 2, 3)]
    assert [(each.erased, each.active) for each in found if each] == [
        (True, False),
        (False, True),
        (False, True),
    ]
    assert hashes == ["", "x", "x"]
    with writing(used) as conn, pytest.raises(Refused, match="closed for good"):
        accounts.set_active(conn, 1, True, MONDAY)


def test_a_migration_that_would_lose_a_row_changes_nothing(
    used: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    if used.dialect.name != "sqlite":
        return  # PostgreSQL copies nothing.
    real = op.execute

    def losing(statement: object, **options: object) -> None:
        words = str(statement)
        if words.startswith("INSERT INTO revisions"):
            words = words.replace(" ORDER BY", " WHERE number < 9 ORDER BY")
        real(words, **options)  # type: ignore[arg-type]

    monkeypatch.setattr("alembic.op.execute", losing)
    with reading(used) as conn:
        before = rows(conn)
    with pytest.raises(RuntimeError, match="nothing is changed"):
        upgrade(used)
    with reading(used) as conn:
        assert rows(conn) == before
    monkeypatch.undo()
    upgrade(used)
    with reading(used) as conn:
        assert rows(conn) == before


def test_a_commune_works_on_after_upgrading(used: Engine) -> None:
    upgrade(used)
    with writing(used) as conn:
        now = responses.response_of(conn, 1, BA_DINH)
        finding = Finding(
            "pcs",
            Outcome.VERIFIED,
            Basis.VISIT,
            "Đoàn 12.",
            now.answers["pcs"],
            None,
            "Bình",
            MONDAY,
            now.revision + 1,
        )
        responses.append(conn, *verify(now, [finding], by="Bình", at=MONDAY, key="v"))
    with reading(used) as conn:
        after = responses.response_of(conn, 1, BA_DINH)
        last = responses.revisions_of(conn, 1, BA_DINH)[-1]
    assert after.findings == last.findings == (finding,)
    assert last.via is Via.PAGE
