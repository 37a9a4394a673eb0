"""What is kept of a person can be taken away and erased; the journal's chain stays whole."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from forms.sentence import Refused
from survey.accounts import Account, Role
from survey.people.persons import ERASED_NAME, erase, record_of
from survey.people.posts import Post
from survey.store import accounts, journal, sessions
from survey.store.database import reading, writing
from survey.web.administering_deeds import DEEDS
from tests.builders import BA_DINH, MONDAY
from tests.survey.commands.running import run
from tests.survey.founded import PASSWORD, app_over, found_in
from tests.survey.web.offices import Offices
from tests.visitor import Visitor


@pytest.fixture
def offices(tmp_path: Path) -> Iterator[Offices]:
    engine = found_in(tmp_path)
    app = app_over(engine)
    yield Offices(app)
    app.config["ENGINE"].dispose()
    engine.dispose()


def account(engine: Engine, name: str) -> Account | None:
    with reading(engine) as conn:
        return accounts.account_by_sign_in(conn, name)


def everything_but_the_record(engine: Engine) -> str:
    """All that is stored, without revisions and the journal."""
    with reading(engine) as conn:
        tables = "SELECT name FROM sqlite_master WHERE type = 'table'"
        names = [
            n for n in conn.execute(text(tables)).scalars() if n not in ("revisions", "journal")
        ]
        return str([conn.execute(text(f"SELECT * FROM {name}")).all() for name in names])


def test_everyone_takes_away_what_is_kept_of_them_and_of_nobody_else(offices: Offices) -> None:
    offices.save({"infra_pc_working": "40"})
    offices.reviewer.open("/account/sessions")
    answer = offices.officer.client.get("/account/personal-data.json")
    assert answer.headers["Content-Disposition"] == "attachment; filename=personal-data.json"
    record = json.loads(answer.text)
    assert record["account"]["sign_in"] == "canbo"
    assert record["account"]["commune"] == BA_DINH
    assert [each["step"] for each in record["steps"]] == ["save"]
    assert record["sessions"][0]["address"] == "127.0.0.1"
    assert {each["by"] for each in record["journal"]} <= {"canbo", "system", "quantri"}
    assert "tinh" not in answer.text.replace("tinh_", "")


def test_erasing_leaves_no_name_and_the_chain_whole(offices: Offices) -> None:
    engine = offices.app.config["ENGINE"]
    offices.save({"infra_pc_working": "40"})
    found = account(engine, "canbo")
    assert found is not None
    with writing(engine) as conn:
        erase(conn, found, by="quantri", at=MONDAY)
    kept = everything_but_the_record(engine)
    assert "canbo" not in kept
    assert "Người canbo" not in kept
    with reading(engine) as conn:
        gone = accounts.account_by_id(conn, found.id)
        assert gone is not None
        assert (gone.name, gone.active) == (ERASED_NAME, False)
        assert journal.verify(conn) is None
        assert journal.entries(conn)[0].action == "personal data erased"
        assert "canbo" not in journal.entries(conn)[0].subject
        assert sessions.sessions_of(conn, found.id) == ()
    assert offices.response.answers["infra_pc_working"].value == 40
    assert "/sign-in" in offices.officer.refused("/survey", 302).location
    Visitor(offices.app).post("/sign-in", {"sign_in": "canbo", "password": PASSWORD}, 403)
    Visitor(offices.app).post("/sign-in", {"sign_in": f"da-xoa-{found.id}", "password": ""}, 403)


def test_the_last_administrator_is_not_erased(offices: Offices) -> None:
    engine = offices.app.config["ENGINE"]
    last = account(engine, "quantri")
    assert last is not None
    with pytest.raises(Refused, match="last active administrator"), writing(engine) as conn:
        erase(conn, last, by="quantri", at=MONDAY)


def test_an_administrator_erases_on_request_after_confirming(offices: Offices) -> None:
    administrator = offices.signed_in("quantri")
    found = account(offices.app.config["ENGINE"], "canbo")
    assert found is not None
    assert "không lấy lại được" in administrator.open(f"/admin/accounts/{found.id}/erase").text
    administrator.post(f"/admin/accounts/{found.id}/erase", {})
    assert account(offices.app.config["ENGINE"], "canbo") is None
    assert "canbo" not in administrator.open("/admin/accounts").html
    assert "xóa dữ liệu cá nhân" in administrator.open("/admin/journal").text


@pytest.fixture
def erased(offices: Offices) -> Account:
    """The officer's account after the erasure."""
    engine = offices.app.config["ENGINE"]
    found = account(engine, "canbo")
    assert found is not None
    with writing(engine) as conn:
        erase(conn, found, by="quantri", at=MONDAY)
        gone = accounts.account_by_id(conn, found.id)
    assert gone is not None
    assert gone.erased
    return gone


def stored_of(engine: Engine, number: int) -> list[tuple[object, ...]]:
    """The account's row."""
    with reading(engine) as conn:
        found = conn.execute(text("SELECT * FROM accounts WHERE id = :id"), {"id": number})
        return [tuple(row) for row in found]


def test_the_page_of_an_erased_account_offers_nothing(offices: Offices, erased: Account) -> None:
    page = offices.signed_in("quantri").open(f"/admin/accounts/{erased.id}")
    assert "đã xóa dữ liệu, đóng hẳn" in page.text
    mine = f"/admin/accounts/{erased.id}/"
    assert [link["href"] for link in page.all("a") if link.get("href").startswith(mine)] == []


@pytest.mark.parametrize("deed", [*DEEDS, "hand-over", "role"])
def test_every_page_refuses_what_would_undo_an_erasure(
    offices: Offices, erased: Account, deed: str
) -> None:
    engine = offices.app.config["ENGINE"]
    administrator, before = offices.signed_in("quantri"), stored_of(engine, erased.id)
    path = f"/admin/accounts/{erased.id}/{deed}"
    sent = {"sign_in": "nguoi.moi", "name": "Mới", "reason": "Quyết định 1", "role": "analyst"}
    assert "đã đóng hẳn" in administrator.open(path, 400).text
    assert "đã đóng hẳn" in administrator.post(path, sent, 400).text
    assert stored_of(engine, erased.id) == before
    assert account(engine, "nguoi.moi") is None


def test_the_store_refuses_what_would_undo_an_erasure(offices: Offices, erased: Account) -> None:
    engine = offices.app.config["ENGINE"]
    for change in (
        lambda conn: accounts.set_active(conn, erased.id, True, MONDAY),
        lambda conn: accounts.set_password(conn, erased.id, "x", False, MONDAY),
        lambda conn: accounts.set_post(conn, erased.id, Post(Role.ANALYST)),
        lambda conn: erase(conn, erased, by="quantri", at=MONDAY),
    ):
        with pytest.raises(Refused, match="closed for good"), writing(engine) as conn:
            change(conn)


def test_the_command_line_refuses_what_would_undo_an_erasure(
    offices: Offices, erased: Account
) -> None:
    engine = offices.app.config["ENGINE"]
    before = stored_of(engine, erased.id)
    for words in (
        ("activate", erased.sign_in),
        ("deactivate", erased.sign_in),
        ("new-password", erased.sign_in),
        ("role", erased.sign_in, "analyst", "--reason", "x"),
        ("erase", erased.sign_in, "--yes"),
    ):
        result = run("accounts", *words, "--database", str(engine.url))
        assert result.exit_code == 2
        assert "đã đóng hẳn" in result.output
    assert stored_of(engine, erased.id) == before
    listed = run("accounts", "list", "--search", erased.sign_in, "--database", str(engine.url))
    assert "đã xóa / erased" in listed.output


def test_a_file_or_a_form_that_names_an_erased_account_is_refused(
    offices: Offices, erased: Account, tmp_path: Path
) -> None:
    engine, file = offices.app.config["ENGINE"], tmp_path / "officers.csv"
    names = (erased.sign_in.upper(), "da-xoa-999")
    rows = "".join(f"{name},Lan,analyst,\n" for name in names)
    file.write_text(f"sign_in,name,role,place\n{rows}", "utf-8")
    slips = tmp_path / "slips"
    result = run("accounts", "import", file, "--slips", slips, "--database", str(engine.url))
    assert result.exit_code == 2
    for number, name in enumerate(names, 2):
        assert f"Dòng {number}: Tên đăng nhập «{name}» không dùng được" in result.output
    sent = {"sign_in": "da-xoa-999", "name": "Lan", "role": "analyst"}
    page = offices.signed_in("quantri").post("/admin/accounts/new", sent, 400)
    assert "tài khoản đã xóa dữ liệu cá nhân" in page.text


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_purpose_is_told_before_anyone_signs_in(offices: Offices, language: str) -> None:
    visitor = Visitor(offices.app, language)
    links = [link.get("href") for link in visitor.open("/sign-in").all("a")]
    assert "/personal-data" in links
    page = visitor.open("/personal-data")
    assert "91/2025/QH15" in page.text


def test_the_command_writes_a_persons_record_and_erases(tmp_path: Path) -> None:
    engine = found_in(tmp_path)
    written = run("accounts", "record", "canbo", "--database", str(engine.url))
    assert json.loads(written.output)["account"]["name"] == "Người canbo"
    assert run("accounts", "erase", "canbo", "--database", str(engine.url)).exit_code == 2
    assert run("accounts", "erase", "canbo", "--yes", "--database", str(engine.url)).exit_code == 0
    assert account(engine, "canbo") is None
    with reading(engine) as conn:
        assert record_of(conn, accounts.all_accounts(conn)[0], MONDAY)["sessions"] == []
    engine.dispose()
