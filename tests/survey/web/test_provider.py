"""Signing in by an identity provider: what its word opens, and whatever must open nothing."""

from __future__ import annotations

import http.client
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest
from flask import Flask
from sqlalchemy import text
from werkzeug.test import TestResponse

from survey.app import create_app
from survey.signing_in.provider import signing_in_by
from survey.signing_in.second_factor import secret_of
from survey.store import accounts, emails, journal
from survey.store.database import reading, writing
from survey.store.journal import Entry
from tests.survey.founded import PASSWORD, found_in, settings_of
from tests.survey.identity_provider import SITE, IdentityProvider
from tests.survey.web.test_second_step import Clock
from tests.visitor import Page, Visitor

PERSON = {"sign_in": "canbo", "password": PASSWORD}


@pytest.fixture
def idp() -> Iterator[IdentityProvider]:
    with IdentityProvider() as idp:
        yield idp


@pytest.fixture
def app(tmp_path: Path, idp: IdentityProvider) -> Iterator[Flask]:
    engine = found_in(tmp_path)
    app = create_app(replace(settings_of(engine), provider=idp.named(), second_factor=True))
    clock = app.config["CLOCK"] = Clock()
    idp.clock = lambda: clock().timestamp()
    yield app
    app.config["ENGINE"].dispose()
    engine.dispose()


def believes(app: Flask, **changed: object) -> None:
    """The settings name the provider otherwise."""
    known = app.config["SETTINGS"]
    provider = replace(known.provider, **changed)
    app.config["SETTINGS"] = replace(known, provider=provider)
    app.config["PROVIDER"] = signing_in_by(provider)


def at_provider(visitor: Visitor, wanted: str = "") -> str:
    """Leave for the provider and sign in there; the address that it sends the browser back to."""
    way = visitor.client.get("/sign-in/provider", query_string={"next": wanted} if wanted else None)
    assert way.status_code == 302, way.text[:2000]
    return sent_back(way.location)


def sent_back(address: str) -> str:
    """Where the provider sends the browser, without following."""
    parts = urlsplit(address)
    line = http.client.HTTPConnection(parts.netloc, timeout=5)
    line.request("GET", f"{parts.path}?{parts.query}")
    back = line.getresponse().headers["Location"]
    line.close()
    assert back.startswith(SITE + "/sign-in/provider/back?")
    return back.removeprefix(SITE)


def signed_in(visitor: Visitor, wanted: str = "") -> TestResponse:
    """There and back again; the answer to coming back."""
    return visitor.client.get(at_provider(visitor, wanted))


def refused(app: Flask, status: int = 403) -> Page:
    """Coming back opens nothing: one page with one sentence."""
    visitor = Visitor(app)
    page = visitor.checked(signed_in(visitor), status)
    assert "/sign-in" in visitor.refused("/survey", 302).location
    return page


def entries(app: Flask) -> list[Entry]:
    with reading(app.config["ENGINE"]) as conn:
        assert journal.verify(conn) is None
        return [each for each in journal.entries(conn) if "sign" in each.action]


def change(app: Flask, sql: str, **values: object) -> None:
    with writing(app.config["ENGINE"]) as conn:
        conn.execute(text(sql), values)


def test_who_signs_in_at_the_provider_goes_on_to_the_page_wanted(
    app: Flask, idp: IdentityProvider
) -> None:
    visitor = Visitor(app)
    link = visitor.open("/sign-in?next=/survey").one("a", class_="button secondary")
    assert link.text == "Đăng nhập qua Cổng tỉnh"
    way = visitor.client.get(link["href"])
    asked = parse_qs(urlsplit(way.location).query)
    assert asked["scope"] == ["openid profile"]
    assert asked["ui_locales"] == ["vi"]
    assert asked["redirect_uri"] == [SITE + "/sign-in/provider/back"]
    assert not re.search("code_verifier|secret", way.location)
    back = visitor.client.get(sent_back(way.location))
    assert (back.status_code, back.location) == (302, "/survey")
    assert "Người canbo" in visitor.open("/survey").text
    entry = entries(app)[0]
    assert (entry.by, entry.action, entry.subject) == ("canbo", "signed in", "canbo")
    assert entry.detail == {"how": "identity provider"}
    # Its description and keys are kept: a second person costs one question.
    before = len(idp.asked)
    signed_in(Visitor(app))
    assert idp.paths[before:] == ["authorize", "token"]


def test_a_session_by_the_provider_is_one_like_any_other(app: Flask) -> None:
    visitor = Visitor(app, "en")
    signed_in(visitor)
    assert visitor.open("/account").title
    assert "This session" in visitor.open("/account/sessions").text
    with visitor.client.session_transaction() as kept:
        assert set(kept) <= {"token", "by_provider", "csrf_token"}
    page = visitor.post("/sign-out", {})
    assert page.title == "Signed out of the survey"
    assert "may still be open" in page.text
    leads = page.one("a", class_="button")["href"]
    assert leads.startswith(app.config["SETTINGS"].provider.issuer + "/leave?client_id=khao-sat&")
    assert "/sign-in" in visitor.refused("/survey", 302).location


def test_signing_out_after_a_password_is_as_it_was(app: Flask) -> None:
    visitor = Visitor(app)
    visitor.sign_in("canbo", PASSWORD)
    sent = {"csrf_token": visitor.open("/account").fields("/sign-out")["csrf_token"]}
    assert visitor.client.post("/sign-out", data=sent).location == "/"


def test_coming_back_is_good_once_in_the_same_browser_and_in_time(
    app: Flask, idp: IdentityProvider
) -> None:
    visitor, stranger = Visitor(app), Visitor(app)
    back = at_provider(visitor)
    assert "Hãy bấm đăng nhập lại" in stranger.checked(stranger.client.get(back), 400).text
    for wrong in ("", "x", "%00", "đ"):
        other = Visitor(app)
        bent = re.sub("state=[^&]*", f"state={wrong}", at_provider(other))
        assert other.client.get(bent).status_code == 400
    asked = idp.paths.count("token")
    assert visitor.client.get(back).status_code == 302
    assert idp.paths.count("token") == asked + 1
    # Opened once more, as by going back: who is signed in already goes on, and the provider is not asked.
    assert visitor.client.get(back).location == "/survey"
    assert idp.paths.count("token") == asked + 1
    late = Visitor(app)
    back = at_provider(late)
    app.config["CLOCK"].goes_on(minutes=16)
    assert late.client.get(back).status_code == 400


def test_a_code_that_was_used_already_opens_nothing(app: Flask, idp: IdentityProvider) -> None:
    first, thief = Visitor(app), Visitor(app)
    code = re.search("code=([^&]*)", at_provider(first))[1]  # type: ignore[index]
    stolen = re.sub("code=[^&]*", f"code={code}", at_provider(thief))
    # Bound to the first one's browser by PKCE, it is worth nothing in another.
    thief.checked(thief.client.get(stolen), 403)
    own = Visitor(app)
    back = at_provider(own)
    idp.codes[re.search("code=([^&]*)", back)[1]].used = True  # type: ignore[index]
    own.checked(own.client.get(back), 403)
    assert entries(app) == []


def test_who_did_not_finish_at_the_provider_is_told_so(app: Flask, idp: IdentityProvider) -> None:
    idp.error, visitor = "access_denied", Visitor(app)
    back = at_provider(visitor)
    assert "chưa hoàn tất" in visitor.checked(visitor.client.get(back), 403).text
    # Nor does the same way back open anything later.
    assert visitor.client.get(back).status_code == 400


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE accounts SET active = false WHERE sign_in = 'canbo'",
        "UPDATE accounts SET until = '2020-01-01' WHERE sign_in = 'canbo'",
        "UPDATE accounts SET sign_in = 'x', sign_in_folded = 'x' WHERE sign_in = 'canbo'",
    ],
    ids=["deactivated", "its term is over", "unknown"],
)
def test_the_provider_opens_no_account_that_a_password_would_not(app: Flask, sql: str) -> None:
    change(app, sql)
    pages = {refused(app).text for _ in range(5)}
    assert len(pages) == 1
    said = pages.pop()
    assert "Theo Cổng tỉnh, anh/chị là “canbo”" in said
    assert "không có tài khoản nào" in said
    noted = entries(app)
    # Three an hour, however often somebody tries.
    assert [each.action for each in noted] == ["sign-in refused"] * 3
    assert noted[0].subject == ("unknown" if "'x'" in sql else "canbo")
    with reading(app.config["ENGINE"]) as conn:
        assert conn.execute(text("SELECT count(*) FROM accounts")).scalar() == 4


@pytest.mark.parametrize(
    ("limits", "open_to"),
    [
        ({}, {"canbo", "tinh", "bo", "quantri"}),
        ({"provinces": frozenset({"01", "15"})}, {"canbo", "tinh"}),
        ({"provinces": frozenset({"15"})}, set()),
        ({"roles": frozenset({"officer", "analyst"})}, {"canbo", "bo"}),
        ({"roles": frozenset({"officer"}), "provinces": frozenset({"01"})}, {"canbo"}),
    ],
    ids=[
        "no limit",
        "two provinces",
        "a province of nobody here",
        "two roles",
        "a role and a province",
    ],
)
def test_a_provinces_provider_opens_no_more_than_the_settings_leave_to_it(
    app: Flask, idp: IdentityProvider, limits: dict[str, frozenset[str]], open_to: set[str]
) -> None:
    believes(app, **limits)
    for name in ("canbo", "tinh", "bo", "quantri"):
        idp.claims = {"preferred_username": name, "amr": ["mfa"]}
        if name in open_to:
            assert signed_in(Visitor(app)).status_code == 302, name
        else:
            assert "không có tài khoản nào" in refused(app).text
            assert entries(app)[0].subject == name


def test_an_unknown_name_is_kept_nowhere(app: Flask, idp: IdentityProvider) -> None:
    idp.claims["preferred_username"] = "001099012345"
    assert "001099012345" in refused(app).text
    with reading(app.config["ENGINE"]) as conn:
        assert "001099012345" not in str(conn.execute(text("SELECT * FROM journal")).all())


@pytest.mark.parametrize(
    ("mine", "theirs", "same"),
    [
        ("xa.00091.1", "XA.00091.1", True),
        ("gross", "groß", False),
        ("kien", "\u212aien", False),
        ("canbo", " canbo", False),
        ("canbo", "ｃａｎｂｏ", False),
        ("canbo", "саnbо", False),
        ("bình", "BÌNH", False),
        ("bình", "bình", True),
    ],
    ids=ascii,
)
def test_two_people_of_the_provider_are_never_one_account(
    app: Flask, idp: IdentityProvider, mine: str, theirs: str, same: bool
) -> None:
    idp.claims["preferred_username"] = theirs
    change(app, "UPDATE accounts SET sign_in = :m, sign_in_folded = :m WHERE id = 1", m=mine)
    assert signed_in(Visitor(app)).status_code == (302 if same else 403)


def test_hostile_names_are_only_words_on_the_page(app: Flask, idp: IdentityProvider) -> None:
    for name in ("<script>alert(1)</script>", "{0}{}{1x}", "' OR 1=1 --", "%_", "Đặng" * 50):
        idp.claims["preferred_username"] = name
        html = refused(app).html
        assert "<script>alert" not in html


def test_an_official_address_names_the_account_only_where_it_is_verified(
    app: Flask, idp: IdentityProvider
) -> None:
    with writing(app.config["ENGINE"]) as conn:
        emails.add_emails(conn, {"canbo": "Van.Phong@xa.gov.vn"})
    believes(app, claim="email")
    idp.claims |= {"email": "van.phong@xa.gov.vn", "preferred_username": "quantri"}
    for unverified in (None, False, "true", 1):
        idp.claims["email_verified"] = unverified
        refused(app)
    idp.claims["email_verified"] = True
    visitor = Visitor(app)
    signed_in(visitor)
    assert "Người canbo" in visitor.open("/account").text
    with writing(app.config["ENGINE"]) as conn:
        emails.add_emails(conn, {"tinh": "van.phong@xa.gov.vn"})
    assert "không có tài khoản nào" in refused(app).text


def test_a_second_step_that_the_provider_did_not_prove_is_asked_for_here(
    app: Flask, idp: IdentityProvider
) -> None:
    change(
        app,
        "UPDATE accounts SET second_factor = 'ab', second_factor_at = '2026-01-01 00:00:00.000000'",
    )
    idp.claims["preferred_username"] = "bo"
    for ways in (
        {},
        {"amr": ["pwd"]},
        {"acr": "1"},
        {"acr": ["gold"]},
        {"amr": [["mfa"], 1, None]},
        {"amr": ["MFA"]},
    ):
        idp.claims = {"preferred_username": "bo", **ways}
        visitor = Visitor(app)
        page = visitor.checked(signed_in(visitor, "/ministry/communes"), 200)
        assert page.title == "Nhập mã xác thực"
        assert "/sign-in" in visitor.refused("/ministry", 302).location
    secret = secret_of("ab", app.config["SETTINGS"].secret_key)
    fields = page.fields("/sign-in/code")
    visitor.checked(visitor.client.post("/sign-in/code", data={**fields, "code": "000000"}), 403)
    code = pyotp.TOTP(secret).at(app.config["CLOCK"].now)
    answer = visitor.client.post("/sign-in/code", data={**fields, "code": code})
    assert answer.location == "/ministry/communes"
    assert entries(app)[0].detail == {"how": "identity provider and code"}
    visitor.open("/account/tokens")


@pytest.mark.parametrize("ways", [{"amr": ["pwd", "mfa"]}, {"acr": "gold"}], ids=str)
@pytest.mark.parametrize("has_own", [True, False], ids=["with a code here", "with none"])
def test_who_proved_it_twice_at_the_provider_needs_no_code_here(
    app: Flask, idp: IdentityProvider, ways: dict[str, object], has_own: bool
) -> None:
    if has_own:
        change(
            app,
            "UPDATE accounts SET second_factor = 'ab', second_factor_at = '2026-01-01 00:00:00.000000'",
        )
    idp.claims = {"preferred_username": "bo", **ways}
    visitor = Visitor(app)
    assert signed_in(visitor, "/account/tokens").location == "/account/tokens"
    visitor.open("/account/tokens")


def test_an_analyst_without_any_second_step_does_nothing_before_it_is_set_up(
    app: Flask, idp: IdentityProvider
) -> None:
    idp.claims["preferred_username"] = "bo"
    visitor = Visitor(app)
    signed_in(visitor)
    assert visitor.refused("/ministry", 302).location == "/account/second-factor"


def test_proof_of_one_session_is_not_that_of_the_next(app: Flask, idp: IdentityProvider) -> None:
    idp.claims = {"preferred_username": "bo", "amr": ["mfa"]}
    visitor = Visitor(app)
    signed_in(visitor)
    visitor.open("/account/tokens")
    # The same browser, signed in anew by password alone.
    visitor.client.delete_cookie("session")
    visitor.sign_in("bo", PASSWORD)
    assert visitor.refused("/account/tokens", 302).location == "/account/second-factor"


def test_a_one_time_password_need_not_be_replaced_by_who_did_not_use_it(
    app: Flask, idp: IdentityProvider
) -> None:
    change(app, "UPDATE accounts SET must_change_password = true")
    visitor = Visitor(app)
    assert signed_in(visitor, "/survey").location == "/survey"
    visitor.open("/survey")
    with reading(app.config["ENGINE"]) as conn:
        account = accounts.account_by_sign_in(conn, "canbo")
    assert account is not None
    assert account.must_change_password
    by_password = Visitor(app)
    assert by_password.sign_in("canbo", PASSWORD).title == "Đổi mật khẩu"
    assert by_password.refused("/survey", 302).location == "/account/password"


def test_a_stranger_who_locks_the_name_keeps_nobody_from_the_provider(app: Flask) -> None:
    stranger = Visitor(app)
    for _ in range(5):
        stranger.post("/sign-in", {"sign_in": "canbo", "password": "sai"}, 403)
    stranger.post("/sign-in", {"sign_in": "canbo", "password": PASSWORD}, 429)
    assert signed_in(Visitor(app)).status_code == 302


@pytest.mark.parametrize("language", ["vi", "en"])
def test_where_the_provider_is_down_passwords_go_on(
    app: Flask, idp: IdentityProvider, language: str
) -> None:
    on_the_way = Visitor(app, language)
    back = at_provider(on_the_way, "/survey")
    idp.__exit__()
    try:
        failed = on_the_way.checked(on_the_way.client.get(back), 503)
        assert failed.fields("/sign-in")["next"] == "/survey"
        says = {"vi": "Hiện Cổng tỉnh không trả lời", "en": "no answer from Province ID"}
        assert says[language] in failed.text
        # Its address is known, so that the next is sent there all the same; and once it is not:
        believes(app)
        assert says[language] in Visitor(app, language).open("/sign-in/provider", 503).text
        on_the_way.post("/sign-in", failed.fields("/sign-in") | PERSON)
        on_the_way.open("/survey")
        # Signing out of a session by the provider says what it can.
        page = Visitor(app, language).open("/sign-in/provider/left")
        assert len(page.one("main").text.split()) > 10
        assert page.all("a", class_="button") == []
    finally:
        idp.__enter__()


def test_what_was_typed_is_kept_over_a_sign_in_by_the_provider(app: Flask) -> None:
    visitor = Visitor(app)
    sent = {"base": "0", "key": "k", "infra_pc_working": "37"}
    page = visitor.post("/survey/section/infra", sent, 401, token=False)
    kept = visitor.post("/sign-in/provider", page.fields("/sign-in/provider"))
    assert kept.title == "Nội dung đã được giữ"
    link = kept.one("a", class_="button")["href"]
    way = visitor.client.get(link)
    offered = visitor.checked(visitor.client.get(sent_back(way.location)), 200)
    assert "37" in offered.html
    visitor.post("/survey/section/infra", offered.fields("/survey/section/infra"))
    assert "37" in visitor.open("/survey/section/infra").by_id("infra_pc_working").get("value")
    with reading(app.config["ENGINE"]) as conn:
        assert conn.execute(text("SELECT count(*) FROM kept_posts")).scalar() == 0


def test_what_was_typed_is_kept_over_the_second_step_too(app: Flask, idp: IdentityProvider) -> None:
    change(
        app,
        "UPDATE accounts SET second_factor = 'ab', second_factor_at = '2026-01-01 00:00:00.000000'",
    )
    visitor = Visitor(app)
    sent = {"base": "0", "key": "k", "infra_pc_working": "37"}
    page = visitor.post("/survey/section/infra", sent, 401, token=False)
    visitor.post("/sign-in/provider", page.fields("/sign-in/provider"))
    code = visitor.checked(signed_in(visitor), 200)
    assert code.title == "Nhập mã xác thực"
    assert "37" in code.fields("/sign-in/code")["kept"]


def test_what_was_typed_is_back_on_the_page_where_the_provider_fails(
    app: Flask, idp: IdentityProvider
) -> None:
    visitor = Visitor(app)
    sent = {"base": "0", "key": "k", "infra_pc_working": "37"}
    page = visitor.post("/survey/section/infra", sent, 401, token=False)
    visitor.post("/sign-in/provider", page.fields("/sign-in/provider"))
    idp.error = "server_error"
    failed = visitor.checked(signed_in(visitor, "/survey/section/infra"), 403)
    fields = failed.fields("/sign-in") | PERSON
    assert "37" in visitor.post("/sign-in", fields).html


def test_too_much_to_keep_is_said_and_stays_on_the_page(app: Flask) -> None:
    visitor = Visitor(app)
    sent = {"base": "0", "infra_pc_working--reason": "ư" * 70_000}
    page = visitor.post("/survey/section/infra", sent, 401, token=False)
    fields = page.fields("/sign-in/provider")
    refused = visitor.post("/sign-in/provider", fields, 413)
    assert "quá dài" in refused.text
    assert refused.fields("/sign-in")["kept"] == fields["kept"]
    for hostile in ("no JSON", "[" * 50_000, "[1, 2]", '["/survey", [["a"]]]', ""):
        visitor.post("/sign-in/provider", {"kept": hostile}, 413)
    typed = {"sign_in": "x", "password": "y", "kept": "[" * 50_000}
    visitor.post("/sign-in", typed, 403)


@pytest.mark.parametrize(
    "wanted", ["//evil.example", "https://evil.example", "/\\evil.example", "/x" * 400, "/\r\nX: y"]
)
def test_signing_in_by_the_provider_leads_nowhere_else(app: Flask, wanted: str) -> None:
    assert signed_in(Visitor(app), wanted).location == "/survey"


def test_who_is_signed_in_already_is_not_sent_away(app: Flask, idp: IdentityProvider) -> None:
    visitor = Visitor(app)
    visitor.sign_in("canbo", PASSWORD)
    assert visitor.client.get("/sign-in/provider?next=/survey").location == "/survey"
    assert idp.asked == []


def test_codes_by_the_dozen_are_slowed_and_the_provider_is_spared(
    app: Flask, idp: IdentityProvider
) -> None:
    client, statuses = app.test_client(), []
    way = client.get("/sign-in/provider")
    state = parse_qs(urlsplit(way.location).query)["state"][0]
    kept = client.get_cookie("session")
    assert kept is not None
    for _ in range(62):
        # Whoever means harm sends the same cookie again.
        client.set_cookie("session", kept.value)
        bogus = f"/sign-in/provider/back?state={state}&code=guessed"
        statuses.append(client.get(bogus).status_code)
    assert statuses == [403] * 60 + [429] * 2
    assert idp.paths.count("token") == 60


def test_the_way_to_the_provider_weighs_next_to_nothing(app: Flask) -> None:
    by_brotli = {"Accept-Encoding": "br"}
    client, known = app.test_client(), app.config["SETTINGS"]
    heavier = len(client.get("/sign-in", headers=by_brotli).data)
    app.config["SETTINGS"] = replace(known, provider=None)
    lighter = len(client.get("/sign-in", headers=by_brotli).data)
    assert heavier - lighter < 100
    assert heavier < 2048


def test_without_a_provider_there_are_no_such_pages(tmp_path: Path) -> None:
    engine = found_in(tmp_path)
    app = create_app(settings_of(engine))
    visitor = Visitor(app)
    for path in ("/sign-in/provider", "/sign-in/provider/back?state=x", "/sign-in/provider/left"):
        visitor.open(path, 404)
    visitor.post("/sign-in/provider", {}, 404)
    assert "/sign-in/provider" not in visitor.open("/sign-in").html
    app.config["ENGINE"].dispose()
    engine.dispose()
