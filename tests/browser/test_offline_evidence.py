"""Evidence with no line: kept on the device, said in words beside its question, arrived exactly once."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Playwright, Route, expect

from survey.evidence_files.attachments import Attachment
from survey.store import attachments
from survey.store.database import reading
from survey.store.files import Files
from survey.store.incoming import Incoming
from tests.browser.conftest import CHROMIUM, Served
from tests.browser.test_offline import Machine
from tests.builders import BA_DINH
from tests.forms.evidence_files import EXE
from tests.survey.founded import found_in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed"),
]
QUESTION = "infra_lan"
SCAN = b"%PDF-1.4\n" + random.Random(4).randbytes(400_000) + b"\n%%EOF\n"
SMALL_SCAN = b"%PDF-1.4\n%%EOF\n"
PIECES = "**/survey/sync/evidence/**"


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    found_in(tmp_path).dispose()
    with Served(tmp_path / "survey.db", tmp_path) as running:
        yield running


@pytest.fixture
def machine(playwright: Playwright, served: Served, tmp_path: Path) -> Iterator[Machine]:
    used = Machine(playwright, served, tmp_path / "profile")
    used.sign_in()
    used.ready()
    yield used
    used.close()
    assert used.faults == []


def place(machine: Machine) -> Locator:
    return machine.page.locator(f"#q-{QUESTION}")


def choose(machine: Machine, content: bytes = SCAN, name: str = "Sơ đồ mạng.pdf") -> None:
    if not place(machine).locator("input[type=file]").count():
        place(machine).locator("summary").click()
    file = {"name": name, "mimeType": "application/pdf", "buffer": content}
    machine.page.set_input_files(f"#{QUESTION}--file", files=[file])


def stored(served: Served) -> tuple[Attachment, ...]:
    with reading(served.app.config["ENGINE"]) as connection:
        return attachments.attached(connection, 1, BA_DINH)


def arrived_once(served: Served, content: bytes = SCAN) -> None:
    [one] = stored(served)
    assert (one.question_id, one.sha256) == (QUESTION, hashlib.sha256(content).hexdigest())
    assert Files(served.app.config["SETTINGS"].evidence_folder).read(one.sha256) == content


def test_what_is_refused_is_said_and_what_is_chosen_with_no_line_arrives_exactly_once(
    machine: Machine, served: Served
) -> None:
    choose(machine, SMALL_SCAN[:-6])
    expect(place(machine).locator(".files .error")).to_contain_text("bị hỏng")
    machine.says("1 tệp minh chứng chưa được máy chủ nhận")
    assert machine.page.get_by_role("link", name="Xem tệp").count() == 1
    machine.is_accessible()
    place(machine).get_by_role("button", name="Bỏ tệp này").click()
    expect(place(machine).locator(".files li")).to_have_count(0)

    machine.context.set_offline(True)
    choose(machine, EXE, "chung tu.pdf")
    expect(place(machine).get_by_role("alert")).to_contain_text("không phải PDF")
    choose(machine)
    machine.says("Đang giữ trên máy này: 1 tệp minh chứng")
    machine.is_accessible()
    machine.page.reload()
    kept = place(machine).locator(".files li")
    expect(kept).to_contain_text("Sơ đồ mạng.pdf (391 KB): Đang giữ trên máy này, chờ gửi.")
    choose(machine)
    machine.answer("infra_pc_working", "40")
    assert stored(served) == ()
    machine.context.set_offline(False)
    expect(kept).to_contain_text("Đã gửi. Máy chủ nhận lúc", timeout=15_000)
    expect(kept).to_have_count(1)
    expect(place(machine)).to_contain_text("Tệp minh chứng (1)")
    machine.says("Đã lưu trên máy chủ lúc")
    arrived_once(served)
    machine.go(f"/survey/evidence/{QUESTION}")
    expect(machine.page.locator("main a[download]")).to_have_count(1)
    expect(machine.page.locator(".files li")).to_have_count(0)


def test_a_cut_in_the_middle_costs_one_piece_and_not_the_file(
    machine: Machine, served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    begins: list[int] = []
    add = Incoming.add

    def noted(incoming: Incoming, account: int, key: str, at: int, piece: bytes) -> int:
        begins.append(at)
        return add(incoming, account, key, at, piece)

    monkeypatch.setattr(Incoming, "add", noted)

    def cut_the_third(route: Route) -> None:
        """The third piece reaches the server, its answer is lost; then there is no line."""
        if len(begins) < 2:
            route.continue_()
            return
        if len(begins) == 2:
            route.fetch()
        route.abort()

    machine.context.route(PIECES, cut_the_third)
    choose(machine)
    expect(place(machine)).to_contain_text("Đã gửi 24%; còn giữ trên máy này")
    machine.says("Chờ gửi")
    machine.page.reload()
    machine.says("Chờ gửi")
    assert begins == [0, 32768, 98304]
    # From elsewhere, so that the page does not go on by itself while it is being left.
    here = machine.page.url
    machine.page.goto("about:blank")
    machine.context.unroute(PIECES)
    machine.page.goto(here)
    expect(place(machine)).to_contain_text("Đã gửi. Máy chủ nhận", timeout=15_000)
    arrived_once(served)
    assert begins[3:5] == [98304, 229376]


def test_a_full_device_says_so_and_sends_from_memory(machine: Machine, served: Served) -> None:
    machine.context.set_offline(True)
    machine.page.evaluate(
        """() => { IDBObjectStore.prototype.put = () => {
          throw new DOMException("full", "QuotaExceededError"); }; }"""
    )
    choose(machine)
    machine.says("KHÔNG giữ được 1 tệp minh chứng trên máy này")
    expect(place(machine)).to_contain_text("Đừng đóng trang này")
    machine.context.set_offline(False)
    expect(place(machine)).to_contain_text("Đã gửi. Máy chủ nhận", timeout=15_000)
    arrived_once(served)


def test_the_page_of_evidence_keeps_what_it_could_not_send_and_signing_out_warns_of_it(
    machine: Machine, served: Served
) -> None:
    machine.go(f"/survey/evidence/{QUESTION}")
    machine.context.set_offline(True)
    file = {"name": "sơ đồ.pdf", "mimeType": "application/pdf", "buffer": SMALL_SCAN}
    machine.page.set_input_files("#file", files=[file])
    machine.page.click("#attach button")
    expect(machine.page.locator(".files")).to_contain_text("Đang giữ trên máy này, chờ gửi")
    machine.page.click("form[action='/sign-out'] button")
    box = machine.page.locator("#leaving")
    machine.is_accessible()
    expect(box).to_contain_text("Còn 1 tệp minh chứng chưa gửi")
    box.get_by_role("button", name="Gửi rồi đăng xuất").click()
    expect(box).to_contain_text("không có mạng")
    machine.context.set_offline(False)
    box.get_by_role("button", name="Gửi rồi đăng xuất").click()
    expect(machine.page.locator("form[action='/sign-out']")).to_have_count(0)
    arrived_once(served, SMALL_SCAN)
    names = machine.page.evaluate(
        "async () => (await indexedDB.databases()).map((each) => each.name)"
    )
    assert [name for name in names if name.startswith("evidence")] == []
