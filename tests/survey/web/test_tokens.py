"""The page of one's own tokens: made, shown once, revoked, and only one's own."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from survey.store import journal
from survey.store.database import reading
from tests.survey.published import Program
from tests.survey.web.offices import Offices
from tests.visitor import Page, Visitor

PAGE = "/account/tokens"
FORM = {"name": "Bảng điều hành", "scope": "progress", "days": "90"}


def made(visitor: Visitor) -> str:
    """The text of a token that this person makes."""
    return visitor.post(PAGE, FORM).one("code").text


def test_a_token_is_shown_once_and_works_until_it_is_revoked(offices: Offices) -> None:
    analyst = offices.signed_in("bo")
    token = made(analyst)
    program = Program(offices.app, token)
    program.read("/rounds/1/progress")
    page = analyst.open(PAGE)
    assert token not in page.html
    assert "Bảng điều hành" in page.text
    assert "còn hiệu lực" in page.text
    analyst.post(f"{PAGE}/1/revoke", {})
    program.refused("/rounds/1/progress", 401)
    assert "đã thu hồi" in analyst.open(PAGE).text


def test_the_database_never_holds_the_token(offices: Offices) -> None:
    token = made(offices.signed_in("bo"))
    with reading(offices.app.config["ENGINE"]) as conn:
        rows = conn.execute(text("SELECT * FROM api_tokens")).all()
        entries = journal.entries(conn)
    assert rows
    assert token not in repr(rows)
    assert token not in repr(entries)


def test_making_and_revoking_stand_in_the_journal_in_words(offices: Offices) -> None:
    analyst = offices.signed_in("bo")
    made(analyst)
    analyst.post(f"{PAGE}/1/revoke", {})
    with reading(offices.app.config["ENGINE"]) as conn:
        found = journal.entries(conn, limit=2)
        assert journal.verify(conn) is None
    assert [each.action for each in found] == ["token revoked", "token made"]
    assert found[1].detail["scopes"] == "progress"
    words = offices.signed_in("quantri", "en").open("/admin/journal").text
    assert "API token made" in words
    assert "may read: how far each commune's response is" in words
    year, month, day = str(found[1].detail["until"]).split("-")
    assert f"until: {day}/{month}/{year}" in words


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": " "}, "Name the token"),
        ({"name": "x" * 121}, "Name the token"),
        ({"scope": ""}, "no group of figures"),
        ({"scope": "all"}, "no group of figures “all”"),
        ({"days": "3650"}, "how long the token lives"),
    ],
)
def test_what_cannot_be_made_is_refused_in_words_and_what_was_typed_stays(
    offices: Offices, changes: dict[str, str], said: str
) -> None:
    page: Page = offices.signed_in("bo", "en").post(PAGE, {**FORM, **changes}, 422)
    assert said in page.text
    assert page.by_id("name").get("value") == changes.get("name", FORM["name"])
    with reading(offices.app.config["ENGINE"]) as conn:
        assert conn.execute(text("SELECT count(*) FROM api_tokens")).scalar() == 0


def test_a_token_without_a_scope_is_refused(offices: Offices) -> None:
    page = offices.signed_in("bo", "en").post(PAGE, {"name": "a", "days": "30"}, 422)
    assert "at least one group" in page.text


def test_an_account_has_ten_tokens_in_force_at_most(offices: Offices) -> None:
    analyst = offices.signed_in("bo", "en")
    for _ in range(10):
        made(analyst)
    assert "already has 10 tokens" in analyst.post(PAGE, FORM, 422).text
    analyst.post(f"{PAGE}/1/revoke", {})
    made(analyst)


def test_nobody_revokes_another_accounts_token(offices: Offices) -> None:
    token = made(offices.signed_in("bo"))
    offices.reviewer.post(f"{PAGE}/1/revoke", {}, 404)
    Program(offices.app, token).read("/rounds")


def test_the_page_is_for_provinces_and_the_ministry(offices: Offices) -> None:
    assert "/sign-in" in Visitor(offices.app).refused(PAGE, 302).location
    for who in ("canbo", "quantri"):
        visitor = offices.signed_in(who)
        visitor.refused(PAGE, 403)
        assert PAGE not in visitor.open("/account").html
    for who in ("tinh", "bo"):
        visitor = offices.signed_in(who)
        assert PAGE in visitor.open("/account").html
        visitor.open(PAGE)
    offices.signed_in("bo", "en").open(PAGE)


def test_an_administrator_ends_all_sessions_and_tokens_at_once(offices: Offices) -> None:
    program = Program(offices.app, made(offices.signed_in("bo")))
    program.read("/rounds")
    offices.signed_in("quantri").post("/admin/accounts/3/revoke-sessions", {})
    program.refused("/rounds", 401)
