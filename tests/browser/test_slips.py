"""Slips for one-time passwords on A4: as many pages as said, each slip whole on one of them."""

from __future__ import annotations

import re
import secrets
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from survey.accounts import Role
from survey.communes import load_register
from survey.people.enrolling import Enrolment
from survey.people.slips import Printing, by_province, page
from survey.signing_in.passwords import one_time_password

pytestmark = pytest.mark.browser
LONG = "Nguyễn Hoàng Phương Thảo Nguyên " * 4


def test_slips_print_on_whole_a4_pages(chromium: Browser, tmp_path: Path) -> None:
    register = load_register()
    made = [
        (
            Enrolment(f"xa.{code}", f"Cán bộ {code}", Role.OFFICER, commune_code=code),
            one_time_password(secrets.randbelow),
        )
        for code in sorted(c.code for c in register.of_province("01"))[:17]
    ]
    first = made[0][0]
    made[0] = (Enrolment("x" * 80, LONG[:120], first.role, first.commune_code), made[0][1])
    slips = by_province(made, register)["01"]
    printing = Printing("https://khaosat.example.gov.vn", date(2026, 12, 31))
    sheet = tmp_path / "01.html"
    sheet.write_text(page("01", slips, register, printing), "utf-8")
    tab = chromium.new_page()
    tab.goto(sheet.as_uri())
    overflowing = "[...document.querySelectorAll('article,section')].filter(e => e.scrollHeight > e.clientHeight + 1 || e.scrollWidth > e.clientWidth + 1).length"
    assert tab.evaluate(overflowing) == 0
    printed = tab.pdf(prefer_css_page_size=True)
    tab.close()
    # Seventeen slips, eight to a page.
    assert max(int(each) for each in re.findall(rb"/Count (\d+)", printed)) == 3
