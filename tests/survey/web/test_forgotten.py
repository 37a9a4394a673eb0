"""A forgotten password: a letter to the official address, and one answer to whoever asks."""

from __future__ import annotations

import re
import smtplib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from survey.app import create_app
from survey.people.mailing import Letter, is_mail_server, send
from survey.settings import SettingsRefused, read_settings
from survey.store import accounts, emails, journal
from survey.store.database import reading, writing
from tests.survey.founded import PASSWORD, found_in, settings_of
from tests.survey.letter_box import LetterBox
from tests.survey.web.test_second_step import Clock
from tests.visitor import Visitor

NEW = "xe đạp tím nhai bánh"
SITE = "https://khaosat.example.gov.vn"


@pytest.fixture
def box() -> Iterator[LetterBox]:
    with LetterBox() as box:
        yield box


@pytest.fixture
def app(tmp_path: Path, box: LetterBox) -> Iterator[Flask]:
    engine = found_in(tmp_path)
    with writing(engine) as conn:
        emails.add_emails(conn, {"canbo": "canbo@example.gov.vn"})
    known = replace(
        settings_of(engine), smtp=box.url, smtp_from="khaosat@example.gov.vn", site=SITE
    )
    app = create_app(known)
    app.config["CLOCK"] = Clock()
    yield app
    app.config["ENGINE"].dispose()
    engine.dispose()


def asked(app: Flask, name: str) -> str:
    return Visitor(app).post("/sign-in/forgotten", {"sign_in": name}).text


def path_in(box: LetterBox) -> str:
    assert box.came.wait(10)
    box.came.clear()
    said = box.letters[-1].get_content()
    return re.search(rf"{SITE}(/reset/\S+)", said)[1]  # type: ignore[index]


def test_a_letter_leads_to_a_new_password(app: Flask, box: LetterBox) -> None:
    officer = Visitor(app)
    officer.sign_in("canbo", PASSWORD)
    assert "/sign-in/forgotten" in [
        link.get("href") for link in Visitor(app).open("/sign-in").all("a")
    ]
    asked(app, " CanBo ")
    path = path_in(box)
    letter = box.letters[0]
    assert letter["To"] == "canbo@example.gov.vn"
    assert "Người canbo" in letter.get_content()
    visitor = Visitor(app)
    assert visitor.open(path).by_id("username").get("value") == "canbo"
    visitor.post(path, {"new": "matkhau123456", "again": "matkhau123456"}, 422)
    assert visitor.post(path, {"new": NEW, "again": NEW}).title == "Đăng nhập"
    assert "/sign-in" in officer.refused("/survey", 302).location
    visitor.sign_in("canbo", NEW)
    visitor.open("/survey")
    with reading(app.config["ENGINE"]) as conn:
        since = [each.action for each in reversed(journal.entries(conn, limit=2))]
        assert since == ["password chosen by letter", "signed in"]


def test_a_letter_is_good_once_and_for_half_an_hour(app: Flask, box: LetterBox) -> None:
    asked(app, "canbo")
    first = path_in(box)
    asked(app, "canbo")
    second = path_in(box)
    visitor = Visitor(app)
    visitor.open(first, 404)
    visitor.post(second, {"new": NEW, "again": NEW})
    visitor.open(second, 404)
    asked(app, "canbo")
    third = path_in(box)
    app.config["CLOCK"].goes_on(minutes=31)
    visitor.open(third, 404)
    visitor.open("/reset/guessed", 404)


def test_whoever_asks_gets_the_same_answer(app: Flask, box: LetterBox) -> None:
    answers = {asked(app, name) for name in ("canbo", "tinh", "nobody", "", "x" * 300)}
    assert len(answers) == 1
    assert "vừa được gửi" in answers.pop()
    path_in(box)
    assert len(box.letters) == 1


def test_nobody_is_flooded_with_letters(app: Flask, box: LetterBox) -> None:
    for _ in range(3):
        asked(app, "canbo")
        path_in(box)
    assert "vừa được gửi" in asked(app, "canbo")
    assert not box.came.wait(0.3)
    assert len(box.letters) == 3


def test_a_letter_does_not_go_around_the_second_step(app: Flask, box: LetterBox) -> None:
    with writing(app.config["ENGINE"]) as conn:
        conn.execute(
            text(
                "UPDATE accounts SET second_factor = 'ab', second_factor_at = '2026-01-01 00:00:00'"
            )
        )
    asked(app, "canbo")
    visitor = Visitor(app)
    visitor.post(path_in(box), {"new": NEW, "again": NEW})
    assert visitor.sign_in("canbo", NEW).title == "Nhập mã xác thực"


def test_the_letters_word_is_stored_as_a_hash_alone(app: Flask, box: LetterBox) -> None:
    asked(app, "canbo")
    token = path_in(box).rsplit("/", 1)[1]
    with reading(app.config["ENGINE"]) as conn:
        assert token not in str(conn.execute(text("SELECT * FROM password_resets")).all())


def test_without_a_mail_server_there_is_no_such_page(tmp_path: Path) -> None:
    engine = found_in(tmp_path)
    app = create_app(settings_of(engine))
    for path in ("/sign-in/forgotten", "/reset/x"):
        Visitor(app).open(path, 404)
    assert "/sign-in/forgotten" not in Visitor(app).open("/sign-in").html
    app.config["ENGINE"].dispose()
    engine.dispose()


def test_a_server_that_does_not_take_it_fails_nobodys_page(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    with LetterBox(refuses=True) as refusing:
        app.config["SETTINGS"] = replace(app.config["SETTINGS"], smtp=refusing.url)
        assert "vừa được gửi" in asked(app, "canbo")
        with pytest.raises(smtplib.SMTPException):
            send(refusing.url, "a@example.gov.vn", Letter("b@example.gov.vn", "x", "y"))
    assert "canbo@" not in caplog.text


def test_a_password_never_goes_to_a_mail_server_in_clear(box: LetterBox) -> None:
    named = box.url.replace("smtp://", "smtp://an:secret@")
    with pytest.raises(smtplib.SMTPNotSupportedError):
        send(named, "a@example.gov.vn", Letter("b@example.gov.vn", "x", "y"))
    assert box.letters == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"SMTP_URL": "mail.example", "SMTP_FROM": "a@b", "SITE_URL": SITE},
        {"SMTP_URL": "smtp://mail.example", "SITE_URL": SITE},
        {"SMTP_URL": "smtp://mail.example", "SMTP_FROM": "a@b", "SITE_URL": "http://evil"},
    ],
)
def test_wrong_mail_settings_are_named(tmp_path: Path, wrong: dict[str, str]) -> None:
    with pytest.raises(SettingsRefused, match=r"SMTP|SITE"):
        read_settings(wrong, tmp_path)
    assert is_mail_server("smtps://an:pw@mail.example:465")


def test_addresses_come_with_the_workbook_and_never_go_out(app: Flask, tmp_path: Path) -> None:
    from tests.survey.commands.running import run

    url = str(app.config["ENGINE"].url)
    file, slips = tmp_path / "a.csv", tmp_path / "slips.csv"
    head = "sign_in,name,role,place,email\n"
    file.write_text(head + "xa.8,A,officer,8,xa8@example.gov.vn\nxa.25,B,leader,25,\n", "utf-8")
    assert run("accounts", "import", file, "--slips", slips, "--database", url).exit_code == 0
    with reading(app.config["ENGINE"]) as conn:
        found = accounts.account_by_sign_in(conn, "xa.8")
        leader = accounts.account_by_sign_in(conn, "xa.25")
        assert found is not None
        assert leader is not None
        assert emails.email_of(conn, found.id) == "xa8@example.gov.vn"
        assert leader.leader
    assert "@" not in slips.read_text("utf-8-sig")
    file.write_text(head + "xa.9,A,officer,8,not an address\n", "utf-8")
    refused = run("accounts", "import", file, "--slips", tmp_path / "s.csv", "--database", url)
    assert refused.exit_code == 2
    assert "Row 2" in refused.output
