"""An account gets another role or place: what it could do ends at once, what it may do now begins at the next sign-in."""

from __future__ import annotations

import pytest

from survey.accounts import Account, Role
from survey.settings import Settings
from survey.store import accounts, journal
from survey.store.database import reading
from tests.builders import BA_DINH
from tests.survey.founded import PASSWORD
from tests.survey.published import Program, token_for
from tests.survey.web.offices import Offices
from tests.visitor import Visitor

OFFICER, REVIEWER, ANALYST, ADMINISTRATOR = (f"/admin/accounts/{n}/role" for n in range(1, 5))
NEIGHBOUR = "00008"
REASON = "Điều động theo Quyết định 12"


def asked(role: str, place: str = "", reason: str = REASON) -> dict[str, str]:
    return {"role": role, "place": place, "reason": reason}


def account(offices: Offices, sign_in: str) -> Account:
    with reading(offices.app.config["ENGINE"]) as conn:
        found = accounts.account_by_sign_in(conn, sign_in)
    assert found is not None
    return found


def test_a_reviewer_of_another_province_sees_that_one_and_no_more_the_old_one(
    offices: Offices,
) -> None:
    offices.reviewer.open(f"/review/{BA_DINH}")
    page = offices.signed_in("quantri").post(REVIEWER, asked("reviewer", "15"))
    assert "Cán bộ thẩm định tỉnh" in page.text
    assert "(15)" in page.text
    assert "/sign-in" in offices.reviewer.refused(f"/review/{BA_DINH}", 302).location
    again = offices.signed_in("tinh")
    again.refused(f"/review/{BA_DINH}", 403)
    again.open("/review")


def test_sessions_and_tokens_end_in_the_same_moment(offices: Offices) -> None:
    analyst, other = offices.signed_in("bo"), offices.signed_in("bo")
    program = Program(offices.app, token_for(offices.app, "bo"))
    assert program.get("/rounds").status_code == 200
    offices.signed_in("quantri").post(ANALYST, asked("reviewer", "01"))
    for visitor in (analyst, other):
        assert "/sign-in" in visitor.refused("/ministry", 302).location
    assert program.get("/rounds").status_code == 401
    again = offices.signed_in("bo")
    again.open("/review")
    again.refused("/ministry", 403)


def test_the_journal_says_what_it_was_what_it_is_and_why(offices: Offices) -> None:
    administrator = offices.signed_in("quantri")
    administrator.post(REVIEWER, asked("leader", BA_DINH))
    administrator.post(REVIEWER, asked("analyst"))
    with reading(offices.app.config["ENGINE"]) as conn:
        last, first = journal.entries(conn)[:2]
        assert journal.verify(conn) is None
    assert {(each.by, each.action, each.subject) for each in (first, last)} == {
        ("quantri", "role changed", "tinh")
    }
    assert first.detail == {"from": "reviewer 01", "to": f"leader {BA_DINH}", "reason": REASON}
    assert last.detail == {"from": f"leader {BA_DINH}", "to": "analyst", "reason": REASON}
    shown = administrator.open("/admin/journal").text
    for words in ("đổi vai trò", "Cán bộ thẩm định tỉnh 01", "Lãnh đạo xã", REASON):
        assert words in shown
    assert account(offices, "tinh").role is Role.ANALYST
    assert not account(offices, "tinh").leader


@pytest.mark.parametrize(
    ("path", "change", "says"),
    [
        (REVIEWER, asked("officer"), "mã xã hiện hành"),
        (REVIEWER, asked("officer", "01"), "mã xã hiện hành"),
        (OFFICER, asked("reviewer"), "mã tỉnh hiện hành"),
        (OFFICER, asked("reviewer", BA_DINH), "mã tỉnh hiện hành"),
        (OFFICER, asked("analyst", "01"), "để trống mã địa bàn"),
        (OFFICER, asked(""), "chọn một vai trò"),
        (OFFICER, asked("king"), "chọn một vai trò"),
        (OFFICER, asked("officer", BA_DINH), "không có gì thay đổi"),
        (OFFICER, asked("analyst", reason=" "), "lý do"),
        (OFFICER, asked("analyst", reason="x" * 501), "lý do"),
        (OFFICER, asked("officer", NEIGHBOUR), "Hãy bàn giao tài khoản này"),
        (ADMINISTRATOR, asked("analyst"), "tự đổi vai trò"),
    ],
)
def test_what_breaks_a_rule_is_told_and_nothing_changes(
    offices: Offices, path: str, change: dict[str, str], says: str
) -> None:
    before = [account(offices, each) for each in ("canbo", "tinh", "bo", "quantri")]
    offices.officer.open("/survey")
    page = offices.signed_in("quantri").post(path, change, 400)
    assert says in page.text
    assert [account(offices, each.sign_in) for each in before] == before
    offices.officer.open("/survey")


def test_a_device_that_still_holds_answers_of_one_commune_never_sends_them_to_another(
    offices: Offices,
) -> None:
    """Devices know an account by its number: no way round leads to an officer of another commune."""
    administrator = offices.signed_in("quantri")
    administrator.post(OFFICER, asked("reviewer", "01"))
    assert BA_DINH in administrator.post(OFFICER, asked("officer", NEIGHBOUR), 400).text
    administrator.post(OFFICER, asked("officer", BA_DINH))
    offices.signed_in("canbo").open("/survey")


def test_a_closed_account_keeps_its_role(offices: Offices) -> None:
    administrator = offices.signed_in("quantri")
    administrator.post("/admin/accounts/1/deactivate", {})
    assert OFFICER not in administrator.open("/admin/accounts/1").html
    assert "Hãy mở khóa trước" in administrator.post(OFFICER, asked("analyst"), 400).text


def test_administrators_who_demote_each_other_leave_one(offices: Offices) -> None:
    offices.add("quantri2", Role.ADMINISTRATOR, None, None)
    one, other = offices.signed_in("quantri"), offices.signed_in("quantri2")
    path = f"/admin/accounts/{account(offices, 'quantri2').id}/role"
    one.post(path, asked("analyst"))
    assert "/sign-in" in other.refused(ADMINISTRATOR, 302).location
    assert account(offices, "quantri").role is Role.ADMINISTRATOR


def test_a_role_that_needs_a_second_step_asks_for_it_at_the_next_sign_in(offices: Offices) -> None:
    settings: Settings = offices.app.config["SETTINGS"]
    administrator = offices.signed_in("quantri")
    administrator.post(OFFICER, asked("analyst"))
    required = Settings(settings.database_url, settings.secret_key, second_factor=True)
    offices.app.config["SETTINGS"] = required
    visitor = Visitor(offices.app)
    visitor.sign_in("canbo", PASSWORD)
    assert visitor.refused("/ministry", 302).location.endswith("/account/second-factor")


def test_only_administrators_have_the_page_and_only_for_accounts_that_there_are(
    offices: Offices,
) -> None:
    for who in ("canbo", "tinh", "bo"):
        offices.signed_in(who).refused(OFFICER, 403)
        offices.signed_in(who).post(OFFICER, asked("administrator"), 403)
    administrator = offices.signed_in("quantri")
    assert administrator.open("/admin/accounts/1").all("a", href=OFFICER)
    administrator.open("/admin/accounts/99/role", 404)
    administrator.post("/admin/accounts/99/role", asked("analyst"), 404)
    administrator.post(OFFICER, asked("analyst"), 400, token=False)
    assert account(offices, "canbo").role is Role.OFFICER
    offices.signed_in("quantri", "en").open(OFFICER)
