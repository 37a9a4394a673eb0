"""The administrator's pages: accounts, rounds, the journal."""

from __future__ import annotations

import ast
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from survey.accounts import Role
from survey.rounds import RoundState
from survey.store import accounts, journal, rounds, sessions
from survey.store.database import reading, writing
from survey.web.administering_deeds import DEEDS, ROUND_DEEDS
from survey.web.journal_words import ACTION_WORDS
from tests.builders import SHIPPED
from tests.survey.founded import PASSWORD, app_over, found_in
from tests.visitor import Page, Visitor

PAGES = (
    "/admin/accounts",
    "/admin/accounts?search=canbo",
    "/admin/accounts/new",
    "/admin/accounts/1",
    "/admin/accounts/1/deactivate",
    "/admin/accounts/1/activate",
    "/admin/accounts/1/password",
    "/admin/accounts/1/revoke-sessions",
    "/admin/rounds",
    "/admin/rounds/new",
    "/admin/rounds/1/close",
    "/admin/rounds/1/open",
    "/admin/journal",
)
NEW_ROUND = {
    "name": "Đợt 2",
    "cutoff": "31/12/2026",
    "opens": "01/01/2027",
    "closes": "28/02/2027",
}
SURVEY = Path(__file__).resolve().parents[3] / "survey"
ONE_TIME = re.compile(r"[a-z2-9]{4}(?:-[a-z2-9]{4}){3}")


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    engine = found_in(tmp_path)
    yield app_over(engine)
    engine.dispose()


def signed_in(app: Flask, who: str, language: str = "vi") -> Visitor:
    visitor = Visitor(app, language)
    visitor.sign_in(who, PASSWORD)
    return visitor


@pytest.fixture
def administrator(app: Flask) -> Visitor:
    return signed_in(app, "quantri")


def contents(app: Flask) -> dict[str, list[tuple[object, ...]]]:
    """Everything stored, save when a session was last seen."""
    with reading(app.config["ENGINE"]) as conn:
        names = conn.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'")).scalars()
        return {
            name: [tuple(row) for row in conn.execute(text(f"SELECT * FROM {name}"))]
            for name in names.all()
            if "session" not in name
        }


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_every_page_opens_in_both_languages_and_changes_nothing(
    app: Flask, path: str, language: str
) -> None:
    administrator = signed_in(app, "quantri", language)
    before = contents(app)
    administrator.open(path)
    assert contents(app) == before


@pytest.mark.parametrize("path", PAGES)
def test_every_page_needs_a_signed_in_administrator(app: Flask, path: str) -> None:
    assert "/sign-in" in Visitor(app).refused(path, 302).location
    for who in ("canbo", "tinh", "bo"):
        signed_in(app, who).refused(path, 403)


@pytest.mark.parametrize(
    "path",
    [
        "/admin/accounts/999",
        "/admin/accounts/999/password",
        "/admin/accounts/1/marry",
        "/admin/accounts/x",
        "/admin/rounds/999/close",
        "/admin/rounds/1/marry",
    ],
)
def test_what_does_not_exist_is_not_found(administrator: Visitor, path: str) -> None:
    administrator.open(path, 404)
    if not path.endswith("/x"):
        assert administrator.client.post(
            path, data={"csrf_token": administrator.token()}
        ).status_code in (404, 405)


def test_a_post_without_the_token_does_nothing(app: Flask, administrator: Visitor) -> None:
    before = contents(app)
    for path in ("/admin/accounts/1/deactivate", "/admin/rounds/1/close", "/admin/rounds/new"):
        administrator.post(path, NEW_ROUND, 400, token=False)
    assert contents(app) == before


def test_accounts_are_found_by_sign_in_name_and_place(administrator: Visitor) -> None:
    page = administrator.open("/admin/accounts?search=canbo")
    assert "canbo" in page.text
    assert "tinh" not in [link.text for link in page.all("a")]
    assert "Không có tài khoản nào khớp" in administrator.open("/admin/accounts?search=zzz").text


def one_time_password(page: Page) -> str:
    found = ONE_TIME.findall(page.text)
    assert len(found) == 1
    return str(found[0])


def test_a_new_account_signs_in_with_the_password_shown_once(
    app: Flask, administrator: Visitor
) -> None:
    wanted = {"sign_in": "lan.nt", "name": "Nguyễn Thị Lan", "role": "officer", "place": "00008"}
    password = one_time_password(administrator.post("/admin/accounts/new", wanted))
    with reading(app.config["ENGINE"]) as conn:
        made = accounts.account_by_sign_in(conn, "lan.nt")
    assert made is not None
    assert (made.role, made.commune_code, made.must_change_password) == (
        Role.OFFICER,
        "00008",
        True,
    )
    newcomer = Visitor(app)
    newcomer.sign_in("lan.nt", password)
    assert newcomer.refused("/survey", 302).location.endswith("/account/password")
    assert not ONE_TIME.search(administrator.open(f"/admin/accounts/{made.id}").text)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"sign_in": "a b c"}, "không có khoảng trắng"),
        ({"sign_in": "ab"}, "từ 3 đến 80"),
        ({"name": ""}, "họ và tên"),
        ({"role": "king"}, "vai trò"),
        ({"place": "99999"}, "mã xã"),
        ({"place": "", "role": "reviewer"}, "mã tỉnh"),
        ({"role": "analyst"}, "để trống"),
        ({"sign_in": "CANBO"}, "canbo|CANBO|đã có"),
        ({"until": "01/01/2020"}, "Ngày cuối của «lan.nt» là 01/01/2020, đã qua"),
        ({"until": "2030-01-01"}, "không phải là ngày"),
    ],
)
def test_a_wrong_account_is_refused_with_what_to_mend(
    app: Flask, administrator: Visitor, change: dict[str, str], says: str
) -> None:
    before = contents(app)
    wanted = {"sign_in": "lan.nt", "name": "Lan", "role": "officer", "place": "00008", **change}
    page = administrator.post("/admin/accounts/new", wanted, 400)
    assert re.search(says, page.text)
    assert page.by_id("name").get("value") == wanted["name"]
    assert contents(app) == before


def test_a_deputy_whose_last_day_has_passed_is_told_as_over_and_gets_no_password(
    app: Flask, administrator: Visitor
) -> None:
    with writing(app.config["ENGINE"]) as conn:
        conn.execute(text("UPDATE accounts SET until = '2020-01-01' WHERE id = 1"))
    assert "hết hạn" in administrator.open("/admin/accounts?search=canbo").text
    page = administrator.open("/admin/accounts/1")
    assert "hết hạn" in page.text
    assert "/admin/accounts/1/password" not in [link.get("href") for link in page.all("a")]
    refused = administrator.post("/admin/accounts/1/password", {}, 400)
    assert "đã hết ngày 01/01/2020" in refused.text
    assert not ONE_TIME.search(refused.text)


def test_deactivating_ends_sessions_and_activating_lets_in_again(
    app: Flask, administrator: Visitor
) -> None:
    officer = signed_in(app, "canbo")
    officer.open("/account/password")
    administrator.post("/admin/accounts/1/deactivate", {})
    assert "/sign-in" in officer.refused("/account/password", 302).location
    assert Visitor(app).client.get("/survey").status_code == 302
    with reading(app.config["ENGINE"]) as conn:
        account = accounts.account_by_id(conn, 1)
        assert account is not None
        assert not account.active
        assert sessions.sessions_of(conn, 1) == ()
    administrator.post("/admin/accounts/1/activate", {})
    signed_in(app, "canbo").open("/account/password")


def test_a_new_password_ends_sessions_and_the_old_password(
    app: Flask, administrator: Visitor
) -> None:
    officer = signed_in(app, "canbo")
    password = one_time_password(administrator.post("/admin/accounts/1/password", {}))
    assert officer.refused("/account/password", 302)
    again = Visitor(app)
    again.post("/sign-in", {"sign_in": "canbo", "password": PASSWORD}, 403)
    again.sign_in("canbo", password)
    again.open("/account/password")


def test_nobody_deactivates_the_account_in_use(app: Flask, administrator: Visitor) -> None:
    before = contents(app)
    with reading(app.config["ENGINE"]) as conn:
        own = accounts.account_by_sign_in(conn, "quantri")
    assert own is not None
    page = administrator.post(f"/admin/accounts/{own.id}/deactivate", {}, 400)
    assert "Không thể tự khóa" in page.text
    assert contents(app) == before


def test_every_deed_is_entered_in_the_journal(app: Flask, administrator: Visitor) -> None:
    for deed in ("revoke-sessions", "password", "deactivate", "activate"):
        administrator.post(f"/admin/accounts/1/{deed}", {})
    administrator.post("/admin/rounds/1/close", {})
    administrator.post("/admin/rounds/1/open", {})
    page = administrator.open("/admin/journal")
    for action in (
        "đóng các phiên đăng nhập",
        "cấp mật khẩu dùng một lần",
        "khóa tài khoản",
        "đóng đợt",
        "mở lại đợt",
    ):
        assert action in page.text
    assert "nguyên vẹn" in page.text
    with reading(app.config["ENGINE"]) as conn:
        assert journal.verify(conn) is None


def test_every_action_that_the_program_enters_has_words_in_both_languages() -> None:
    """No page names a deed in one language only, whichever part of the program entered it."""
    entered = {
        node.args[3].value
        for file in SURVEY.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "enter"
        if len(node.args) > 3 and isinstance(node.args[3], ast.Constant)
    }
    assert {"account added", "import", "round opened"} <= entered
    by_hand = {deed.action for deed in DEEDS.values()} | {each[2] for each in ROUND_DEEDS.values()}
    assert entered | by_hand <= ACTION_WORDS.keys()


def test_the_journal_is_read_and_searched_in_the_readers_language(
    app: Flask, administrator: Visitor
) -> None:
    administrator.post("/admin/accounts/1/revoke-sessions", {})
    administrator.post("/admin/rounds/1/close", {})
    found = administrator.open("/admin/journal?search=dong+dot").text
    assert "đóng đợt" in found
    assert "đợt 1" in found
    assert "đóng các phiên" not in found
    english = signed_in(app, "quantri", "en")
    assert "round closed" in english.open("/admin/journal?search=closed").text


def test_the_journal_says_that_a_leader_was_added_where_and_until_when(
    app: Flask, administrator: Visitor
) -> None:
    wanted = {"sign_in": "lanhdao", "name": "An", "role": "leader", "place": "00008"}
    administrator.post("/admin/accounts/new", {**wanted, "until": "31/12/2999"})
    with reading(app.config["ENGINE"]) as conn:
        (entry,) = journal.entries_about(conn, "lanhdao")
    assert entry.detail == {"role": "leader", "place": "00008", "until": "2999-12-31"}
    text_of = administrator.open("/admin/journal?search=lanhdao").text
    assert "địa bàn: 00008; vai trò: Lãnh đạo xã" in text_of
    assert "đến ngày: 31/12/2999" in text_of


def test_an_altered_journal_is_told(app: Flask, administrator: Visitor) -> None:
    administrator.post("/admin/accounts/1/revoke-sessions", {})
    with writing(app.config["ENGINE"]) as conn:
        found = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'journal'"
        for trigger in conn.execute(text(found)).scalars().all():
            conn.execute(text(f"DROP TRIGGER {trigger}"))
        conn.execute(
            text("UPDATE journal SET \"by\" = 'x' WHERE number = (SELECT max(number) FROM journal)")
        )
    page = administrator.open("/admin/journal")
    assert "Nhật ký đã bị sửa" in page.text


def all_rounds(app: Flask) -> list[tuple[str, RoundState]]:
    with reading(app.config["ENGINE"]) as conn:
        return [(each.name, each.state) for each in rounds.all_rounds(conn)]


def test_a_round_is_opened_on_the_shipped_questionnaire(app: Flask, administrator: Visitor) -> None:
    page = administrator.post("/admin/rounds/new", NEW_ROUND)
    assert "Đợt 2" in page.text
    assert "31/12/2026" in page.text
    assert ("Đợt 2", RoundState.OPEN) in all_rounds(app)


def upload(visitor: Visitor, content: bytes, name: str = "bộ câu hỏi.yaml") -> Page:
    fields = {
        **NEW_ROUND,
        "csrf_token": visitor.token(),
        "questionnaire": (io.BytesIO(content), name),
    }
    return Page(visitor.client.post("/admin/rounds/new", data=fields, follow_redirects=True))


def test_a_round_is_opened_on_an_uploaded_questionnaire(app: Flask, administrator: Visitor) -> None:
    text_of = SHIPPED.read_text("utf-8").replace("id: vn-commune-2026", "id: vn-commune-2027", 1)
    page = upload(administrator, text_of.encode())
    assert page.status == 200
    assert "vn-commune-2027" in page.text


def test_all_faults_of_an_uploaded_questionnaire_are_named(
    app: Flask, administrator: Visitor
) -> None:
    before = contents(app)
    broken = SHIPPED.read_text("utf-8").replace(
        "infra_pc_working / skill_staff_total", "infra_pc / staff", 1
    )
    broken = broken.replace('"6 - infra_oss_kit"', '"__import__(1)"', 1)
    page = upload(administrator, broken.encode())
    assert page.status == 400
    assert (
        len([item for item in page.all("li") if "main" in item.within and "div" in item.within])
        >= 2
    )
    assert upload(administrator, "mã".encode("utf-16")).status == 400
    assert upload(administrator, b"- [}").status == 400
    assert contents(app) == before


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"name": " "}, "tên đợt"),
        ({"opens": "2027-01-01"}, "không phải là ngày"),
        ({"closes": "01/01/2027"}, "sau ngày bắt đầu"),
        ({"cutoff": "31/02/2027"}, "không phải là ngày"),
    ],
)
def test_a_wrong_round_is_refused(
    app: Flask, administrator: Visitor, change: dict[str, str], says: str
) -> None:
    before = contents(app)
    assert says in administrator.post("/admin/rounds/new", {**NEW_ROUND, **change}, 400).text
    assert contents(app) == before


def test_a_closed_round_is_opened_again(app: Flask, administrator: Visitor) -> None:
    administrator.post("/admin/rounds/1/close", {})
    assert all_rounds(app)[0][1] is RoundState.CLOSED
    administrator.post("/admin/rounds/1/open", {})
    assert all_rounds(app)[0][1] is RoundState.OPEN
