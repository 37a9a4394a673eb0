"""One's own sessions: seen, ended, over when left alone; nobody else's are within reach."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from survey.web.devices import device_words
from tests.survey.founded import PASSWORD, app_over, found_in
from tests.survey.web.offices import Offices
from tests.survey.web.test_second_step import Clock
from tests.visitor import Visitor

PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Mobile Safari/537.36"
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0"
SAFARI = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605 Version/17 Safari/604"
)


@pytest.fixture
def offices(tmp_path: Path) -> Iterator[Offices]:
    engine = found_in(tmp_path)
    app = app_over(engine)
    app.config["CLOCK"] = Clock()
    yield Offices(app)
    app.config["ENGINE"].dispose()
    engine.dispose()


def signed_in(offices: Offices, who: str, agent: str, address: str = "203.0.113.7") -> Visitor:
    visitor = Visitor(offices.app)
    visitor.client.environ_base |= {"HTTP_USER_AGENT": agent, "REMOTE_ADDR": address}
    visitor.sign_in(who, PASSWORD)
    return visitor


def goes_on(offices: Offices, **parts: float) -> None:
    offices.app.config["CLOCK"].goes_on(**parts)


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (PHONE, "Chrome · Android"),
        (EDGE, "Edge · Windows"),
        (SAFARI, "Safari · iPhone"),
        ("curl/8.0", ""),
        ("<script>alert(1)</script>", ""),
        ("", ""),
    ],
)
def test_a_device_is_named_in_two_words_and_nothing_sent_is_repeated(
    agent: str, words: str
) -> None:
    assert device_words(agent) == words


def test_everyone_sees_where_they_are_signed_in_and_ends_it(offices: Offices) -> None:
    here, phone = signed_in(offices, "canbo", EDGE), signed_in(offices, "canbo", PHONE, "10.1.2.3")
    page = here.open("/account/sessions")
    for words in ("Edge · Windows", "Chrome · Android", "10.1.2.3", "Phiên đang dùng"):
        assert words in page.text
    chosen = page.all("input", name="session")[0]["value"]
    here.post("/account/sessions/end", {"session": chosen})
    assert "/sign-in" in phone.refused("/survey", 302).location
    here.open("/survey")


def test_all_other_sessions_end_at_once_and_this_one_stays(offices: Offices) -> None:
    here = signed_in(offices, "canbo", EDGE)
    others = [signed_in(offices, "canbo", PHONE) for _ in range(3)]
    here.post("/account/sessions/end", {"session": "others"})
    assert all("/sign-in" in each.refused("/survey", 302).location for each in others)
    here.open("/survey")


def test_nobody_ends_a_session_of_another(offices: Offices) -> None:
    officer, reviewer = signed_in(offices, "canbo", EDGE), signed_in(offices, "tinh", PHONE)
    signed_in(offices, "canbo", PHONE)
    chosen = officer.open("/account/sessions").all("input", name="session")[0]["value"]
    assert chosen not in reviewer.open("/account/sessions").html
    reviewer.post("/account/sessions/end", {"session": chosen})
    assert len(officer.open("/account/sessions").all("input", name="session")) == 2


def test_no_token_and_no_whole_digest_stands_on_the_page(offices: Offices) -> None:
    here = signed_in(offices, "canbo", EDGE)
    signed_in(offices, "canbo", PHONE)
    with here.client.session_transaction() as kept:
        token = kept["token"]
    page = here.open("/account/sessions")
    assert token not in page.html
    assert all(len(each["value"]) <= 16 for each in page.all("input", name="session"))


@pytest.mark.parametrize(
    ("who", "desk", "hours"),
    [("canbo", "/survey", 4), ("tinh", "/review", 4), ("bo", "/account", 1)],
)
def test_a_session_left_alone_is_over(offices: Offices, who: str, desk: str, hours: int) -> None:
    visitor = offices.signed_in(who)
    goes_on(offices, hours=hours, minutes=-1)
    visitor.open(desk)
    goes_on(offices, hours=hours, minutes=-1)
    visitor.open(desk)
    goes_on(offices, hours=hours)
    assert "/sign-in" in visitor.refused(desk, 302).location


@pytest.mark.parametrize(
    ("who", "desk", "hours"), [("canbo", "/survey", 18), ("bo", "/account", 12)]
)
def test_a_session_ends_after_its_day_however_much_it_is_used(
    offices: Offices, who: str, desk: str, hours: int
) -> None:
    visitor = offices.signed_in(who)
    for _ in range(2 * hours - 1):
        goes_on(offices, minutes=30)
        visitor.open(desk)
    goes_on(offices, minutes=30)
    assert "/sign-in" in visitor.refused(desk, 302).location


def test_a_form_in_work_is_not_lost_by_a_session_that_was_left_alone(offices: Offices) -> None:
    visitor = offices.signed_in("canbo")
    goes_on(offices, hours=5)
    sent = {"base": "0", "key": "k", "infra_pc_working": "37"}
    page = visitor.post("/survey/section/infra", sent, 401, token=False)
    fields = page.fields("/sign-in") | {"sign_in": "canbo", "password": PASSWORD}
    offered = visitor.post("/sign-in", fields)
    visitor.post("/survey/section/infra", offered.fields("/survey/section/infra"))
    assert offices.response.answers["infra_pc_working"].value == 37


def test_a_new_password_ends_the_other_sessions(offices: Offices) -> None:
    here, phone = signed_in(offices, "canbo", EDGE), signed_in(offices, "canbo", PHONE)
    new = "xe đạp tím nhai bánh"
    here.post("/account/password", {"old": PASSWORD, "new": new, "again": new})
    assert "/sign-in" in phone.refused("/survey", 302).location
    here.open("/survey")


def test_half_an_hour_of_work_writes_the_session_once_in_five_minutes(offices: Offices) -> None:
    visitor = offices.signed_in("canbo")
    seen = set()
    for _ in range(30):
        goes_on(offices, minutes=1)
        page = visitor.open("/account/sessions")
        seen.add(page.all("p", class_="soft")[0].text.split("dùng gần nhất")[1])
    assert len(seen) == 7
