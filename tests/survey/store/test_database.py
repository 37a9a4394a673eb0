"""Engines, transactions and migrations, on both databases."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import CheckConstraint, Engine, inspect, text
from sqlalchemy.exc import DBAPIError

from forms.sentence import Refused
from survey.store import upgrading
from survey.store.database import engine_for, looking, reading, upgrade, writing
from survey.store.schema import metadata
from tests.databases import TRIED, WITHOUT_SERVER

ADD = text("INSERT INTO provinces VALUES ('01', 'Hà Nội', 'thanh_pho', '00004')")
COUNT = text("SELECT count(*) FROM provinces")
UPGRADE = "import sys; from survey.store.database import *; upgrade(engine_for(sys.argv[1]))"


@pytest.mark.skipif(WITHOUT_SERVER, reason="PostgreSQL left out: TEST_POSTGRESQL_URL is not set")
def test_the_store_is_tried_on_postgresql_too() -> None:
    assert TRIED == ("sqlite", "postgresql")


def test_the_migrations_make_exactly_the_tables_of_the_schema(engine: Engine) -> None:
    with reading(engine) as conn:
        context = MigrationContext.configure(conn, opts={"compare_server_default": True})
        assert compare_metadata(context, metadata) == []


def test_migrations_name_constraints_as_the_schema_does(engine: Engine) -> None:
    with reading(engine) as conn:
        for table in metadata.sorted_tables:
            found = {each["name"] for each in inspect(conn).get_check_constraints(table.name)}
            wanted = {c.name for c in table.constraints if isinstance(c, CheckConstraint)}
            assert found == wanted, table.name


def test_a_look_takes_one_statement_and_nobodys_turn(tmp_path: Path) -> None:
    engine = engine_for(f"sqlite:///{tmp_path / 'survey.db'}")
    upgrade(engine)
    with looking(engine) as first:
        asked: list[str] = []
        first.connection.driver_connection.set_trace_callback(asked.append)  # type: ignore[union-attr]
        with writing(engine) as conn:
            conn.execute(ADD)
            assert first.execute(COUNT).scalar_one() == 0
    assert asked == [str(COUNT)]
    with writing(engine) as conn:
        conn.execute(text("DELETE FROM provinces"))
    engine.dispose()


def test_upgrading_twice_changes_nothing(engine: Engine) -> None:
    with writing(engine) as conn:
        conn.execute(ADD)
    upgrade(engine)
    with reading(engine) as conn:
        assert conn.execute(COUNT).scalar_one() == 1


def test_four_processes_may_start_on_an_empty_database_at_once(
    database_url: str, tmp_path: Path
) -> None:
    root = Path(__file__).parents[3]
    command = [sys.executable, "-c", UPGRADE, database_url]
    started = [
        subprocess.Popen(command, cwd=tmp_path, env={"PYTHONPATH": str(root)}, stderr=-1)
        for _ in range(4)
    ]
    ends = [each.communicate()[1].decode() for each in started]
    assert [each.returncode for each in started] == [0] * 4, ends
    engine = engine_for(database_url)
    with reading(engine) as conn:
        assert conn.execute(text("SELECT number FROM journal_head")).scalars().all() == [0]
    engine.dispose()


def test_a_database_of_a_newer_program_is_refused(engine: Engine) -> None:
    with writing(engine) as conn:
        conn.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(Refused, match="newer"):
        upgrade(engine)


def test_a_failed_migration_leaves_nothing_behind(
    empty_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("the power went off")

    monkeypatch.setattr("alembic.op.bulk_insert", fail)
    with pytest.raises(RuntimeError, match="power"):
        upgrade(empty_engine)
    with reading(empty_engine) as conn:
        assert inspect(conn).get_table_names() == []


def test_what_is_written_is_kept(engine: Engine) -> None:
    with writing(engine) as conn:
        conn.execute(ADD)
    with reading(engine) as conn:
        assert conn.execute(COUNT).scalar_one() == 1


def test_a_failure_undoes_the_whole_transaction(engine: Engine) -> None:
    def fail_after_adding() -> None:
        with writing(engine) as conn:
            conn.execute(ADD)
            raise RuntimeError("the power went off")

    with pytest.raises(RuntimeError, match="power"):
        fail_after_adding()
    with reading(engine) as conn:
        assert conn.execute(COUNT).scalar_one() == 0


def test_a_reader_cannot_write(engine: Engine) -> None:
    with pytest.raises(DBAPIError, match=r"read-?only"), reading(engine) as conn:
        conn.execute(ADD)
    with writing(engine) as conn:
        conn.execute(ADD)


def test_a_reader_sees_one_moment_and_holds_nobody_up(engine: Engine) -> None:
    with reading(engine) as reader:
        assert reader.execute(COUNT).scalar_one() == 0
        with writing(engine) as writer:
            writer.execute(ADD)
        assert reader.execute(COUNT).scalar_one() == 0
    with reading(engine) as reader:
        assert reader.execute(COUNT).scalar_one() == 1


def test_sqlite_survives_a_power_cut_and_checks_keys(tmp_path: Path) -> None:
    engine = engine_for(f"sqlite:///{tmp_path / 'a.db'}")
    with reading(engine) as conn:
        pragmas = {
            name: conn.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    engine.dispose()
    assert pragmas == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 30_000,
    }


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("sqlite://", "memory"),
        ("sqlite:///:memory:", "memory"),
        ("sqlite:///file:x?mode=memory&uri=true", "memory"),
        ("sqlite:////no/such/folder/x.db", "/no/such/folder"),
        ("mysql://somewhere/x", "sqlite:///"),
        ("not an address", "sqlite:///"),
    ],
)
def test_an_address_that_cannot_be_used_is_refused_with_what_to_do(url: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        engine_for(url)


def test_migrations_run_from_wherever_the_program_is_installed(
    empty_engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "a folder, 100% ở đâu đó"
    shutil.copytree(upgrading.MIGRATIONS, elsewhere)
    monkeypatch.setattr(upgrading, "MIGRATIONS", elsewhere)
    monkeypatch.chdir(tmp_path)
    upgrade(empty_engine)
    with reading(empty_engine) as conn:
        assert set(inspect(conn).get_table_names()) == {*metadata.tables, "alembic_version"}


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "letter.docx"
    file.write_bytes(b"Dear Sir or Madam " * 100)
    with pytest.raises(Refused, match="could not be opened"):
        upgrade(engine_for(f"sqlite:///{file}"))
    assert file.read_bytes() == b"Dear Sir or Madam " * 100


def test_a_server_that_is_not_there_is_refused_without_its_password() -> None:
    address = "postgresql+psycopg://me:secret-word@127.0.0.1:1/none"
    with pytest.raises(Refused, match="could not be opened") as refused:
        upgrade(engine_for(address))
    assert "secret-word" not in str(refused.value)


def test_a_server_may_be_named_without_its_driver() -> None:
    assert engine_for("postgresql://127.0.0.1/none").driver == "psycopg"
