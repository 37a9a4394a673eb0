"""The officer with no line: everything can be answered, checked and queued, and arrives exactly once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, Playwright, expect

from forms.answers import Answers
from forms.questionnaire import Questionnaire
from forms.settling import ready_to_submit, settle
from survey.accounts import Role
from survey.communes import load_register
from survey.responses import Response, Revision, Status, Via
from survey.signing_in.passwords import hash_password
from survey.store import accounts, responses
from survey.store.database import reading, writing
from tests.browser.conftest import CHROMIUM, QUIET, Served
from tests.browser.person import STATES
from tests.browser.test_accessible import RULES
from tests.builders import BA_DINH, MONDAY, answered, the_questionnaire
from tests.survey.founded import PASSWORD, found_in
from tests.visitor import Visitor

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed"),
]
SECTIONS = ("infra", "conn", "skill", "svc", "dig", "cond")
INFRA = "/survey/section/infra"


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    found_in(tmp_path).dispose()
    with Served(tmp_path / "survey.db", tmp_path) as running:
        yield running


# Whether the browser was asked to keep what it stores, whatever else runs short of space.
PERSISTING = """
if (navigator.storage) navigator.storage.persist = async () => (localStorage.persisting = "asked", true);
"""


class Machine:
    """A computer at the commune: its browser can be closed and opened, its line cut and restored."""

    def __init__(self, playwright: Playwright, served: Served, profile: Path) -> None:
        self.playwright, self.served, self.profile = playwright, served, profile
        self.faults: list[str] = []
        self.context = self.open()

    def open(self) -> BrowserContext:
        self.context = self.playwright.chromium.launch_persistent_context(
            str(self.profile),
            executable_path=CHROMIUM,
            args=QUIET,
            viewport={"width": 360, "height": 740},
        )
        self.context.add_init_script(PERSISTING)
        self.page: Page = self.context.pages[0]
        self.page.on("pageerror", lambda fault: self.faults.append(str(fault)))
        return self.context

    def close(self) -> None:
        self.context.close()

    def go(self, path: str) -> None:
        self.page.goto(self.served.address + path)

    def sign_in(self, who: str = "canbo") -> None:
        self.go("/sign-in?next=" + INFRA)
        self.page.fill('[name="sign_in"]', who)
        self.page.fill('[name="password"]', PASSWORD)
        self.page.click("main form button")

    def ready(self) -> None:
        """One visit is over: pages and rules are kept."""
        self.page.wait_for_selector("#kept", state="attached")

    def says(self, words: str) -> None:
        expect(self.page.locator(".line [role=status]")).to_contain_text(words, timeout=15_000)

    def is_accessible(self) -> None:
        """Also what the scripts put on the page meets WCAG and the best practices."""
        for width in (320, 1280):
            self.page.set_viewport_size({"width": width, "height": 740})
            found = Axe().run(self.page, options=RULES)
            assert found.violations_count == 0, found.generate_report()

    def answer(self, question_id: str, raw: str) -> None:
        state = self.page.locator(f'select[name="{question_id}--state"]')
        if not state.count():
            self.page.locator(f'input[name="{question_id}"][value="{raw}"]').check()
            return
        self.page.fill(f'[name="{question_id}"]', "" if raw in STATES else raw)
        state.select_option(STATES.get(raw, ""))


@pytest.fixture
def machine(playwright: Playwright, served: Served, tmp_path: Path) -> Iterator[Machine]:
    used = Machine(playwright, served, tmp_path / "profile")
    used.sign_in()
    used.ready()
    yield used
    used.close()
    assert used.faults == []


def stored(served: Served) -> Response:
    with reading(served.app.config["ENGINE"]) as connection:
        return responses.response_of(connection, 1, BA_DINH)


def history(served: Served) -> tuple[Revision, ...]:
    with reading(served.app.config["ENGINE"]) as connection:
        return tuple(responses.revisions_of(connection, 1, BA_DINH))


def all_sixty(questionnaire: Questionnaire) -> dict[str, str]:
    """A plausible figure where the rules allow it, else “no figure yet”."""
    figures = {
        "infra_pc_working": "40",
        "infra_pc_qualified": "30",
        "infra_lan": "wifi",
        "skill_staff_total": "41",
        "conn_tslcd": "stable",
    }
    return {question.id: figures.get(question.id, "?") for question in questionnaire.questions}


def fill_section(machine: Machine, section: str, raws: Mapping[str, str]) -> None:
    machine.go(f"/survey/section/{section}")
    for place in machine.page.locator("fieldset.q").all():
        if place.is_visible():
            question_id = (place.get_attribute("id") or "").removeprefix("q-")
            machine.answer(question_id, raws[question_id])


def counted(questionnaire: Questionnaire, answers: Answers) -> int:
    """How many questions count as answered, those that are not asked included."""
    return len(settle(questionnaire, answers, load_register().columns(BA_DINH)))


def test_sixty_questions_filled_with_no_line_arrive_exactly_once(
    machine: Machine, served: Served
) -> None:
    questionnaire = the_questionnaire()
    raws = all_sixty(questionnaire)
    assert machine.page.evaluate("localStorage.persisting") == "asked"
    served.cut()
    for section in SECTIONS[:3]:
        fill_section(machine, section, raws)
    machine.says("Chờ gửi")
    machine.page.reload()
    machine.says("Chờ gửi")
    machine.close()
    machine.open()
    for section in SECTIONS[3:]:
        fill_section(machine, section, raws)
    machine.go(INFRA)
    # The page's script puts in what the device keeps, once it has read it.
    expect(machine.page.locator('[name="infra_pc_working"]')).to_have_value("40")
    assert stored(served).revision == 0

    machine.go("/survey/check")
    expect(machine.page.locator("#judged")).to_contain_text("không còn lỗi")
    machine.is_accessible()
    machine.page.click("#judged form button")
    machine.says("đang chờ gửi")
    # What is queued is not offered to be submitted again.
    expect(machine.page.locator("#judged")).to_be_hidden()
    machine.is_accessible()
    machine.page.reload()
    machine.says("đang chờ gửi")
    expect(machine.page.locator("#judged")).to_be_hidden()

    # Closing the browser has ended the session, as on a shared computer it must.
    served.restore()
    machine.sign_in()
    machine.says("Mã biên nhận")
    machine.go("/survey/receipt")
    machine.is_accessible()
    response = stored(served)
    assert response.status is Status.SUBMITTED
    columns = load_register().columns(BA_DINH)
    assert ready_to_submit(questionnaire, response.answers, columns) == ()
    assert counted(questionnaire, response.answers) == 60
    revisions = history(served)
    assert {each.via for each in revisions} == {Via.SYNC}
    assert [each.step for each in revisions].count("submit") == 1
    changed = [name for each in revisions for name in each.changed]
    assert len(changed) == len(set(changed))


def test_with_no_line_a_page_that_is_not_kept_says_so_and_leads_back(
    machine: Machine, served: Served
) -> None:
    machine.answer("infra_scanners", "2")
    machine.says("Đã lưu trên máy chủ lúc")
    machine.go("/account")
    machine.go("/survey")
    served.cut()
    for link in ("In phiếu giấy", "Tải, nộp biểu Excel", "Tài khoản của tôi", "English"):
        machine.page.get_by_role("link", name=link).click()
        expect(machine.page.locator("main")).to_contain_text("Trang này cần có mạng")
        expect(machine.page.locator("main")).to_contain_text("This page needs a connection")
        machine.page.get_by_role("link", name="Về phiếu").click()
        expect(machine.page.locator("h1")).to_contain_text("Phiếu của")
    machine.page.locator("a.product").click()
    machine.is_accessible()
    served.restore()
    machine.go("/account")
    expect(machine.page.locator("main")).not_to_contain_text("cần có mạng")
    kept = machine.page.evaluate(KEPT)
    assert [path for path in kept if not path.startswith(("/survey", "/static", "/scripts"))] == []


# The path of everything that the worker and the pages keep.
KEPT = """async () => {
  const paths = [];
  for (const name of await caches.keys())
    for (const { url } of await (await caches.open(name)).keys()) paths.push(new URL(url).pathname);
  return paths;
}"""


def test_the_rules_say_beside_a_question_what_is_wrong_with_no_line(machine: Machine) -> None:
    machine.context.set_offline(True)
    machine.answer("infra_pc_working", "40")
    machine.answer("infra_pc_qualified", "50")
    machine.says("Chờ gửi")
    wrong = machine.page.locator("#q-infra_pc_qualified .error")
    expect(wrong).to_contain_text("không thể lớn hơn")
    machine.answer("infra_pc_qualified", "nhiều")
    expect(wrong).to_contain_text("không phải là số")
    machine.answer("infra_outage_h", "60")
    expect(machine.page.locator('[name="infra_outage_h--reason"]')).to_be_visible()
    machine.is_accessible()
    machine.page.fill('[name="infra_outage_h--reason"]', "Mưa lũ kéo dài.")
    machine.answer("infra_pc_qualified", "30")
    machine.go("/survey/check")
    expect(machine.page.locator("#judged .problems")).to_have_count(0)
    expect(machine.page.locator("#judged .warning")).to_have_count(0)


def test_what_the_server_refuses_is_said_beside_its_field_and_goes_once_mended(
    machine: Machine, served: Served
) -> None:
    machine.answer("infra_scanners", "nhiều")
    machine.answer("infra_counters", "4")
    machine.says("ghi chưa đúng")
    wrong = machine.page.locator("#q-infra_scanners .error")
    expect(wrong).to_contain_text("không phải là số")
    machine.page.get_by_role("link", name="Xem ô cần sửa").click()
    assert machine.page.url.endswith("#q-infra_scanners")
    machine.answer("infra_scanners", "2")
    machine.says("Đã lưu trên máy chủ lúc")
    expect(wrong).to_have_count(0)
    assert stored(served).answers == answered(infra_scanners=2, infra_counters=4)


def test_what_the_server_said_is_said_again_in_the_readers_language(machine: Machine) -> None:
    machine.answer("infra_scanners", "nhiều")
    machine.answer("infra_counters", "4")
    machine.says("ghi chưa đúng")
    machine.page.get_by_role("link", name="English").click()
    wrong = machine.page.locator("#q-infra_scanners .error")
    expect(wrong).to_have_count(1)
    expect(wrong).to_contain_text("is not a number")
    machine.answer("infra_scanners", "2")
    machine.says("Saved on the server")
    expect(machine.page.locator(".line")).not_to_contain_text("ngày")
    machine.page.get_by_role("link", name="Tiếng Việt").click()
    machine.says("Đã lưu trên máy chủ lúc")
    expect(machine.page.locator(".line")).to_contain_text("ngày")


# As under a certificate that the browser does not know.
NO_WORKER = """
navigator.serviceWorker.register = () => Promise.reject(new DOMException("refused", "SecurityError"));
"""


def test_the_line_never_says_an_older_moment_than_the_page(
    machine: Machine, served: Served
) -> None:
    machine.context.add_init_script(NO_WORKER)
    machine.answer("infra_scanners", "2")
    machine.says("Đã lưu trên máy chủ lúc")
    before = machine.page.locator(".line").inner_text()
    served.app.config["CLOCK"] = lambda: datetime.now(UTC) + timedelta(minutes=2)
    save_as_another(served, infra_counters="4")
    machine.go(INFRA)
    machine.says("Đã lưu trên máy chủ lúc")
    expect(machine.page.locator(".line")).not_to_have_text(before)


def test_what_two_people_answered_differently_is_shown_to_choose(
    machine: Machine, served: Served
) -> None:
    machine.context.set_offline(True)
    machine.answer("infra_pc_working", "38")
    machine.answer("infra_scanners", "2")
    machine.says("Chờ gửi")
    save_as_another(served, infra_pc_working="40")
    machine.context.set_offline(False)
    machine.says("Cần anh/chị chọn: 1 câu")
    choices = machine.page.locator("#choices")
    for words in (
        "Chưa trả lời",
        "40\N{NO-BREAK SPACE}máy",
        "38\N{NO-BREAK SPACE}máy",
        "Người canbo2",
    ):
        expect(choices).to_contain_text(words)
    assert stored(served).answers["infra_scanners"].value == 2
    machine.is_accessible()
    choices.get_by_role("button", name="Lấy câu trả lời của tôi").click()
    machine.says("Đã lưu trên máy chủ lúc")
    expect(choices).to_have_count(0)
    assert stored(served).answers["infra_pc_working"].value == 38


def test_keeping_what_is_stored_gives_up_ones_own_answer(machine: Machine, served: Served) -> None:
    machine.context.set_offline(True)
    machine.answer("infra_pc_working", "38")
    machine.says("Chờ gửi")
    save_as_another(served, infra_pc_working="40")
    machine.context.set_offline(False)
    machine.page.get_by_role("button", name="Giữ câu đang lưu").click()
    machine.says("Đã lưu trên máy chủ lúc")
    # The page's script puts in what the device keeps, once it has read it.
    expect(machine.page.locator('[name="infra_pc_working"]')).to_have_value("40")
    assert stored(served).answers["infra_pc_working"].value == 40
    assert len(history(served)) == 1


def save_as_another(served: Served, **raws: str) -> None:
    """A second officer of the commune saves on a computer of their own."""
    with writing(served.app.config["ENGINE"]) as connection:
        accounts.add_account(
            connection,
            sign_in="canbo2",
            name="Người canbo2",
            role=Role.OFFICER,
            commune_code=BA_DINH,
            province_code=None,
            password_hash=hash_password(PASSWORD),
            must_change_password=False,
            at=MONDAY,
        )
    visitor = Visitor(served.app)
    visitor.sign_in("canbo2", PASSWORD)
    visitor.post(INFRA, {"base": "0", "key": "k", "then": "stay", **raws})


def test_a_session_that_ended_keeps_the_answers_and_sends_them_after_signing_in(
    machine: Machine, served: Served
) -> None:
    machine.context.clear_cookies(name="session")
    machine.answer("infra_pc_working", "40")
    machine.says("Phiên làm việc đã hết")
    machine.page.get_by_role("link", name="Đăng nhập lại").click()
    machine.sign_in()
    machine.says("Đã lưu trên máy chủ lúc")
    assert stored(served).answers["infra_pc_working"].value == 40


def test_signing_out_warns_of_what_is_unsent_and_then_clears_the_device(machine: Machine) -> None:
    machine.context.set_offline(True)
    machine.answer("infra_pc_working", "40")
    machine.says("Chờ gửi")
    machine.page.click("form[action='/sign-out'] button")
    box = machine.page.locator("#leaving")
    expect(box).to_contain_text("Còn 1 câu chưa gửi")
    machine.is_accessible()
    with machine.page.expect_download() as taken:
        box.get_by_role("button", name="Tải câu trả lời về máy").click()
    text = Path(taken.value.path()).read_text("utf-8-sig")
    assert text.splitlines() == ["code,infra_pc_working", f"{BA_DINH},40"]
    box.get_by_role("button", name="Đăng xuất và xóa").click()
    expect(box).to_contain_text("không có mạng")
    machine.context.set_offline(False)
    box.get_by_role("button", name="Gửi rồi đăng xuất").click()
    expect(machine.page.locator("form[action='/sign-out']")).to_have_count(0)
    assert left_behind(machine) == {"pages": [], "drafts": 0}


def test_a_hint_is_taken_over_with_no_line(machine: Machine, served: Served) -> None:
    machine.go("/survey/section/cond")
    machine.says("sẵn sàng")
    machine.context.set_offline(True)
    machine.page.reload()
    machine.says("sẵn sàng")
    machine.page.locator("#q-cond_border").get_by_role("button", name="Xác nhận").click()
    expect(machine.page.locator('[name="cond_border"][value="no"]')).to_be_checked()
    machine.says("Đang giữ trên máy này: 1 câu")
    machine.context.set_offline(False)
    machine.says("Đã lưu trên máy chủ lúc")
    assert stored(served).answers["cond_border"].value is False


LEFT = """async () => {
  const pages = (await caches.keys()).filter((name) => name.startsWith("pages-"));
  const database = await new Promise((done) => {
    const asked = indexedDB.open("survey", 1);
    asked.onsuccess = () => done(asked.result);
  });
  const drafts = await new Promise((done) => {
    const asked = database.transaction("drafts").objectStore("drafts").count();
    asked.onsuccess = () => done(asked.result);
  });
  return { pages, drafts };
}"""


def left_behind(machine: Machine) -> object:
    """What the device still holds of anybody."""
    return machine.page.evaluate(LEFT)


def test_a_full_device_says_so_and_offers_the_answers_as_a_file(
    machine: Machine, served: Served
) -> None:
    machine.context.set_offline(True)
    machine.page.evaluate(
        """() => { IDBObjectStore.prototype.put = () => {
          throw new DOMException("full", "QuotaExceededError"); }; }"""
    )
    machine.answer("infra_pc_working", "40")
    machine.says("KHÔNG giữ được câu trả lời trên máy này")
    with machine.page.expect_download() as taken:
        machine.page.get_by_role("button", name="Tải câu trả lời về máy").click()
    assert f"{BA_DINH},40" in Path(taken.value.path()).read_text("utf-8-sig")
    machine.context.set_offline(False)
    machine.says("Đã lưu trên máy chủ lúc")
    assert stored(served).answers["infra_pc_working"].value == 40


def test_a_server_in_trouble_is_waited_for(machine: Machine, served: Served) -> None:
    machine.context.route("**/survey/sync", lambda route: route.fulfill(status=503, body="busy"))
    machine.answer("infra_pc_working", "40")
    machine.says("Chờ gửi")
    machine.context.unroute("**/survey/sync")
    machine.says("Đã lưu trên máy chủ lúc")
    assert len(history(served)) == 1


def test_a_page_older_than_the_server_keeps_its_answers_and_the_next_page_sends_them(
    machine: Machine, served: Served
) -> None:
    machine.page.evaluate("document.body.dataset.version = '0123456789ab'")
    machine.answer("infra_pc_working", "40")
    machine.says("Bộ câu hỏi đã thay đổi")
    expect(machine.page.get_by_role("button", name="Tải câu trả lời về máy")).to_be_visible()
    assert history(served) == ()
    machine.page.reload()
    machine.says("Đã lưu trên máy chủ lúc")
    assert stored(served).answers["infra_pc_working"].value == 40
    assert len(history(served)) == 1


def test_a_page_left_open_under_another_account_sends_nothing_as_that_account(
    machine: Machine, served: Served
) -> None:
    save_as_another(served)
    machine.context.clear_cookies(name="session")
    left, machine.page = machine.page, machine.context.new_page()
    machine.sign_in("canbo2")
    machine.page, other = left, machine.page
    other.close()
    machine.answer("infra_pc_working", "40")
    machine.says("của tài khoản khác")
    assert stored(served).answers == {}
    machine.context.clear_cookies(name="session")
    machine.sign_in()
    machine.says("Đã lưu trên máy chủ lúc")
    assert [each.by for each in history(served)] == ["Người canbo"]


def test_another_account_on_the_same_machine_sees_nothing_of_the_first(
    machine: Machine, served: Served
) -> None:
    machine.context.set_offline(True)
    machine.answer("infra_pc_working", "40")
    machine.says("Chờ gửi")
    save_as_another(served, infra_scanners="1")
    machine.context.clear_cookies(name="session")
    machine.context.set_offline(False)
    machine.sign_in("canbo2")
    machine.ready()
    expect(machine.page.locator('[name="infra_pc_working"]')).to_have_value("")
    machine.page.click("form[action='/sign-out'] button")
    expect(machine.page.locator("form[action='/sign-out']")).to_have_count(0)
    machine.sign_in()
    machine.says("Đã lưu trên máy chủ lúc")
    assert stored(served).answers["infra_pc_working"].value == 40
