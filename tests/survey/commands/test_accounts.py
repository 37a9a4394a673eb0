"""``accounts``: what an administrator does without a page."""

from __future__ import annotations

import csv
import stat
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import Result
from sqlalchemy import Engine, text

from survey.accounts import Account, Role
from survey.people.enrolling import Enrolment, EnrolmentsRefused, enrol
from survey.signing_in.passwords import verify_password
from survey.store import accounts, journal
from survey.store.database import engine_for, reading, writing
from tests.builders import MONDAY
from tests.survey.commands.running import run
from tests.survey.founded import PASSWORD, found_in


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = found_in(tmp_path)
    yield engine
    engine.dispose()


def doing(engine: Engine, *arguments: str | Path) -> Result:
    return run("accounts", *arguments, "--database", str(engine.url))


def account(engine: Engine, sign_in: str) -> Account | None:
    with reading(engine) as conn:
        return accounts.account_by_sign_in(conn, sign_in)


def signs_in_with(engine: Engine, sign_in: str, password: str) -> bool:
    found = account(engine, sign_in)
    assert found is not None
    with reading(engine) as conn:
        return verify_password(accounts.password_hash_of(conn, found.id), password)


def test_an_account_is_added_with_a_one_time_password(engine: Engine) -> None:
    result = doing(engine, "add", "lan.nt", "Nguyễn Thị Lan", "officer", "00004")
    assert result.exit_code == 0
    assert signs_in_with(engine, "lan.nt", result.output.split()[-1])
    made = account(engine, "lan.nt")
    assert made is not None
    assert made.must_change_password


@pytest.mark.parametrize(
    "arguments",
    [
        ("lan.nt", "Lan", "officer", "99999"),
        ("lan.nt", "Lan", "officer"),
        ("lan.nt", "Lan", "reviewer", "99"),
        ("lan.nt", "Lan", "analyst", "01"),
        ("lan.nt", "Lan", "king"),
        ("CanBo", "Lan", "analyst"),
        ("", "Lan", "analyst"),
        ("a b", "Lan", "analyst"),
    ],
)
def test_a_wrong_account_is_refused(engine: Engine, arguments: tuple[str, ...]) -> None:
    assert doing(engine, "add", *arguments).exit_code == 2
    assert account(engine, "lan.nt") is None


def test_accounts_are_listed_and_searched(engine: Engine) -> None:
    listed = doing(engine, "list").output
    assert "canbo\tofficer\t00004" in listed
    assert "quantri" not in doing(engine, "list", "--search", "canbo").output


def test_deactivating_activating_and_a_new_password(engine: Engine) -> None:
    doing(engine, "deactivate", "canbo")
    found = account(engine, "canbo")
    assert found is not None
    assert not found.active
    assert "khóa / inactive" in doing(engine, "list", "--search", "canbo").output
    doing(engine, "activate", "canbo")
    password = doing(engine, "new-password", "canbo").output.split()[-1]
    assert signs_in_with(engine, "canbo", password)
    assert not signs_in_with(engine, "canbo", PASSWORD)
    with reading(engine) as conn:
        actions = {entry.action for entry in journal.entries(conn)}
    assert {"account deactivated", "account activated", "one-time password issued"} <= actions
    assert doing(engine, "deactivate", "nobody").exit_code == 2


def test_a_deputys_account_that_is_over_gets_no_new_password(engine: Engine) -> None:
    with writing(engine) as conn:
        conn.execute(text("UPDATE accounts SET until = '2020-01-01' WHERE sign_in = 'canbo'"))
    result = doing(engine, "new-password", "canbo")
    assert result.exit_code == 2
    assert "đã hết ngày 01/01/2020" in result.output
    assert "hết hạn / over" in doing(engine, "list", "--search", "canbo").output


def test_whoever_enrols_a_deputy_for_a_day_that_has_passed_is_refused(engine: Engine) -> None:
    day = MONDAY.date() - timedelta(days=1)
    wanted = Enrolment("thay.the", "Lan", Role.ANALYST, until=day, row=7)
    with pytest.raises(EnrolmentsRefused, match="Dòng 7: Ngày cuối"), writing(engine) as conn:
        enrol(conn, [wanted], by="x", at=MONDAY, below=lambda _: 0)
    with writing(engine) as conn:
        today = replace(wanted, until=MONDAY.date())
        assert enrol(conn, [today], by="x", at=MONDAY, below=lambda _: 0)


FILE = "sign_in,name,role,place\nxa.00008,Cán bộ A,officer,8\ntinh.04,Thẩm định,reviewer,04\n"


def test_many_accounts_come_from_a_file_with_slips_for_their_owner_only(
    engine: Engine, tmp_path: Path
) -> None:
    (tmp_path / "a.csv").write_text(FILE, "utf-8")
    slips = tmp_path / "slips.csv"
    result = doing(engine, "import", tmp_path / "a.csv", "--slips", slips)
    assert result.exit_code == 0, result.output
    with slips.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    places = [(row["sign_in"], row["place"]) for row in rows]
    assert places == [("xa.00008", "00008"), ("tinh.04", "04")]
    assert signs_in_with(engine, "xa.00008", rows[0]["one_time_password"])
    assert stat.S_IMODE(slips.stat().st_mode) == 0o600


def test_the_journal_and_the_list_name_a_leader_as_one_and_where(
    engine: Engine, tmp_path: Path
) -> None:
    (tmp_path / "a.csv").write_text(f"{FILE}lanhdao.00008,Lãnh đạo,leader,8\n", "utf-8")
    slips = tmp_path / "slips.csv"
    assert doing(engine, "import", tmp_path / "a.csv", "--slips", slips).exit_code == 0
    with reading(engine) as conn:
        entered = {each.subject: each.detail for each in journal.entries(conn, limit=3)}
    assert entered == {
        "xa.00008": {"role": "officer", "place": "00008"},
        "tinh.04": {"role": "reviewer", "place": "04"},
        "lanhdao.00008": {"role": "leader", "place": "00008"},
    }
    assert "lanhdao.00008\tleader\t00008" in doing(engine, "list").output
    assert "lanhdao.00008,Lãnh đạo,leader,00008" in slips.read_text("utf-8-sig")


@pytest.mark.parametrize(
    "wrong",
    [
        "b,Tên,officer,99999\n",
        "b,Tên,king,\n",
        "b,,officer,00004\n",
        "canbo,Tên,analyst,\n",
        "XA.00008,Tên,analyst,\n",
    ],
)
def test_a_file_with_one_wrong_row_adds_nobody(engine: Engine, tmp_path: Path, wrong: str) -> None:
    (tmp_path / "a.csv").write_text(FILE + wrong, "utf-8")
    slips = tmp_path / "slips.csv"
    result = doing(engine, "import", tmp_path / "a.csv", "--slips", slips)
    assert result.exit_code == 2
    assert account(engine, "xa.00008") is None
    assert not slips.exists()


def test_slips_are_not_written_over_a_file_and_nobody_is_added(
    engine: Engine, tmp_path: Path
) -> None:
    (tmp_path / "a.csv").write_text(FILE, "utf-8")
    (tmp_path / "slips.csv").write_text("old", "utf-8")
    result = doing(engine, "import", tmp_path / "a.csv", "--slips", tmp_path / "slips.csv")
    assert result.exit_code == 2
    assert (tmp_path / "slips.csv").read_text("utf-8") == "old"
    assert account(engine, "xa.00008") is None


def test_a_database_that_was_never_set_up_is_refused(tmp_path: Path) -> None:
    engine = engine_for(f"sqlite:///{tmp_path / 'new.db'}")
    result = doing(engine, "list")
    assert result.exit_code == 2
    assert "serve" in result.output
    engine.dispose()


def test_a_role_is_changed_and_the_journal_says_from_what_to_what(engine: Engine) -> None:
    result = doing(engine, "role", "tinh", "reviewer", "15", "--reason", "Quyết định 12")
    assert result.exit_code == 0
    assert "reviewer 01 → reviewer 15" in result.output
    changed = account(engine, "tinh")
    assert changed is not None
    assert changed.province_code == "15"
    with reading(engine) as conn:
        entry = journal.entries(conn)[0]
    assert (entry.by, entry.action, entry.subject) == ("command line", "role changed", "tinh")
    assert entry.detail == {"from": "reviewer 01", "to": "reviewer 15", "reason": "Quyết định 12"}


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("quantri", "analyst"), "last active administrator"),
        (("tinh", "officer"), "five-digit"),
        (("tinh", "reviewer", "99"), "two-digit"),
        (("bo", "administrator", "01"), "has no place"),
        (("ai-do", "analyst"), "There is no account"),
    ],
)
def test_a_role_that_breaks_a_rule_is_refused(
    engine: Engine, arguments: tuple[str, ...], says: str
) -> None:
    before = [account(engine, each) for each in ("tinh", "bo", "quantri")]
    result = doing(engine, "role", *arguments, "--reason", "x")
    assert result.exit_code == 2
    assert says in result.output
    assert [account(engine, each) for each in ("tinh", "bo", "quantri")] == before
