"""``rounds`` and ``journal verify``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import Result
from sqlalchemy import Engine, text

from survey.communes import SHIPPED as SHIPPED_REGISTER
from survey.rounds import RoundState
from survey.store import rounds
from survey.store.database import reading, writing
from tests.builders import SHIPPED
from tests.survey.commands.running import run
from tests.survey.founded import found_in


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = found_in(tmp_path)
    yield engine
    engine.dispose()


def doing(engine: Engine, *arguments: str | Path) -> Result:
    return run("rounds", *arguments, "--database", str(engine.url))


def states(engine: Engine) -> dict[str, RoundState]:
    with reading(engine) as conn:
        return {each.name: each.state for each in rounds.all_rounds(conn)}


def test_a_round_is_added_closed_and_opened_again(engine: Engine) -> None:
    added = doing(engine, "add", "Đợt 2", "--opens", "01/01/2027", "--closes", "2027-02-28")
    assert added.exit_code == 0
    number = added.output.split("\t")[0]
    assert "01/01/2027-28/02/2027\topen" in doing(engine, "list").output
    doing(engine, "close", number)
    assert states(engine)["Đợt 2"] is RoundState.CLOSED
    doing(engine, "open", number)
    assert states(engine)["Đợt 2"] is RoundState.OPEN
    assert run("journal", "verify", "--database", str(engine.url)).exit_code == 0


def test_a_wrong_round_is_refused_and_nothing_is_added(engine: Engine, tmp_path: Path) -> None:
    before = states(engine)
    broken = tmp_path / "broken.yaml"
    words = SHIPPED.read_text("utf-8").replace(
        "infra_pc_working / skill_staff_total", "infra_pc / staff"
    )
    broken.write_text(words, "utf-8")
    for arguments in (
        ("add", "X", "--opens", "01/02/2027", "--closes", "01/01/2027"),
        ("add", "X", "--closes", "soon"),
        ("add", "", "--closes", "01/01/2030"),
        ("add", "X", "--closes", "01/01/2030", "--questionnaire", broken),
        ("add", "X", "--closes", "01/01/2030", "--questionnaire", tmp_path / "none.yaml"),
        ("close", "99"),
    ):
        assert doing(engine, *arguments).exit_code == 2, arguments
    assert states(engine) == before


def test_an_altered_journal_is_told(engine: Engine) -> None:
    doing(engine, "close", "1")
    with writing(engine) as conn:
        found = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'journal'"
        for trigger in conn.execute(text(found)).scalars().all():
            conn.execute(text(f"DROP TRIGGER {trigger}"))
        conn.execute(text("UPDATE journal SET action = 'x'"))
    result = run("journal", "verify", "--database", str(engine.url))
    assert result.exit_code == 1


def test_a_round_is_extended_for_all_communes_and_never_shortened(engine: Engine) -> None:
    number = doing(engine, "add", "Đợt 2", "--closes", "28/02/2027").output.split("\t")[0]
    assert doing(engine, "extend", number, "--closes", "31/03/2027").exit_code == 0
    assert doing(engine, "extend", number, "--closes", "31/03/2027").exit_code == 2
    with reading(engine) as conn:
        found = rounds.round_by_id(conn, int(number))
    assert found is not None
    assert f"{found.closes:%d/%m/%Y}" == "31/03/2027"
    assert run("journal", "verify", "--database", str(engine.url)).exit_code == 0


def test_the_register_is_brought_up_to_date_with_its_changes(
    engine: Engine, tmp_path: Path
) -> None:
    for name in ("communes.csv", "provinces.csv"):
        lines = (SHIPPED_REGISTER / name).read_text("utf-8").splitlines(keepends=True)
        (tmp_path / name).write_text(
            "".join(x for x in lines if not x.startswith("00008")), "utf-8"
        )
    row = "00004,00008,2027-07-01,merged,made up"
    (tmp_path / "predecessors.csv").write_text(f"code,predecessor,since,change,source\n{row}\n")
    updated = run("register", "update", tmp_path, "--database", str(engine.url))
    assert "3320 · 1" in updated.output
    listed = run("register", "changes", "--database", str(engine.url))
    assert listed.output == "00004\t00008\t01/07/2027\tmerged\tmade up\n"
    (tmp_path / "predecessors.csv").write_text("code,predecessor,since,change,source\n00004\n")
    assert run("register", "update", tmp_path, "--database", str(engine.url)).exit_code == 2
