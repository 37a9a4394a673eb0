"""What is kept of a person can be taken away and erased; the journal's chain stays whole."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from forms.sentence import Refused
from survey.accounts import Account
from survey.people.persons import ERASED_NAME, erase, record_of
from survey.store import accounts, journal, sessions
from survey.store.database import reading, writing
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
