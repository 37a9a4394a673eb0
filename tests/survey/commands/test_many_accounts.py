"""Ten thousand officers from one workbook within a minute, all or nothing, with slips to print."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import xlsxwriter
from click.testing import Result
from sqlalchemy import Engine

from survey.accounts import Role
from survey.communes import load_register
from survey.signing_in.passwords import verify_password
from survey.store import accounts, journal
from survey.store.database import reading
from tests.survey.commands.running import run
from tests.survey.founded import found_in

HEADINGS = ("sign_in", "name", "role", "place")
PASSWORDS = re.compile(r"[a-z2-9]{4}(?:-[a-z2-9]{4}){3}")


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = found_in(tmp_path)
    yield engine
    engine.dispose()


def officers(count: int) -> list[tuple[str, str, str, str]]:
    """So many officers, commune after commune."""
    codes = sorted(load_register().communes)
    return [
        (f"xa.{codes[n % len(codes)]}.{n}", f"Cán bộ số {n}", "officer", codes[n % len(codes)])
        for n in range(count)
    ]


def workbook(path: Path, rows: list[tuple[str, str, str, str]]) -> Path:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([HEADINGS, *rows]):
            sheet.write_row(number, 0, row)
    return path


def count(engine: Engine) -> int:
    with reading(engine) as conn:
        return len(accounts.all_accounts(conn))


@pytest.mark.benchmark
def test_ten_thousand_accounts_are_added_within_a_minute(engine: Engine, tmp_path: Path) -> None:
    file, slips = workbook(tmp_path / "officers.xlsx", officers(10_000)), tmp_path / "slips"
    begun = time.perf_counter()
    result = run("accounts", "import", file, "--slips", slips, "--database", str(engine.url))
    assert result.exit_code == 0, result.output
    assert time.perf_counter() - begun < 60
    assert count(engine) == 10_004
    sheets = sorted(slips.glob("*.html"))
    assert len(sheets) == 34
    assert sum(len(PASSWORDS.findall(each.read_text("utf-8"))) for each in sheets) == 10_000
    with reading(engine) as conn:
        assert journal.verify(conn) is None
        last = accounts.account_by_sign_in(conn, officers(10_000)[-1][0])
        assert last is not None
        sheet = next(
            each.read_text("utf-8") for each in sheets if last.sign_in in each.read_text("utf-8")
        )
        password = PASSWORDS.findall(sheet[sheet.index(last.sign_in) :])[0]
        assert verify_password(accounts.password_hash_of(conn, last.id), password)


def test_one_wrong_row_of_many_adds_nobody_and_every_wrong_row_is_named(
    engine: Engine, tmp_path: Path
) -> None:
    rows = officers(300)
    rows[7] = (rows[7][0], "", "officer", "00004")
    rows[101] = (rows[101][0], "Lan", "officer", "99999")
    rows[250] = ("có dấu cách", "Lan", "officer", "00004")
    file, slips = workbook(tmp_path / "officers.xlsx", rows), tmp_path / "slips"
    result = run("accounts", "import", file, "--slips", slips, "--database", str(engine.url))
    assert result.exit_code == 2
    for number in (9, 103, 252):
        assert f"Dòng {number} " in result.output
        assert f"Row {number} " in result.output
    assert count(engine) == 4
    assert not slips.exists()


def imported(engine: Engine, tmp_path: Path, text: str) -> Result:
    """What the command answers to a file of these lines."""
    (tmp_path / "tai-khoan.csv").write_text(text, "utf-8")
    where = ("--slips", tmp_path / "phieu", "--database", str(engine.url))
    return run("accounts", "import", tmp_path / "tai-khoan.csv", *where)


def test_all_faults_of_a_file_are_told_at_once_by_row_and_column(
    engine: Engine, tmp_path: Path
) -> None:
    result = imported(
        engine,
        tmp_path,
        "Tên đăng nhập;Họ và tên;Vai trò;Mã địa bàn;Thư điện tử\n"
        "xa.a;Lan;Cán bộ xã;00004;\n"
        "xa.b;;Trưởng phòng;00004;\n"
        "XA.A;Mai;Cán bộ xã;00004;\n"
        "xa.c;An;Lãnh đạo xã;99999;an-tai-xa\n"
        ";Bình;Cán bộ thẩm định tỉnh;01;\n"
        "canbo;Hà;Chuyên viên Bộ;;\n"
        "xa.d;Hà;Chuyên viên Bộ;;;thừa\n",
    )
    assert result.exit_code == 2
    told = [line for line in result.output.splitlines() if line.startswith("Dòng")]
    for number, (start, words) in enumerate(
        [
            ("Dòng 3 (xa.b), cột «Họ và tên»:", "trống"),
            ("Dòng 3 (xa.b), cột «Vai trò»:", "“Trưởng phòng” không phải là vai trò"),
            ("Dòng 4: Tên đăng nhập «XA.A»", "đã có ở dòng 2"),
            ("Dòng 5 (xa.c), cột «Thư điện tử»:", "“an-tai-xa” không phải là địa chỉ thư"),
            ("Dòng 5 (xa.c), cột «Mã địa bàn»:", "mã xã hiện hành"),
            ("Dòng 6, cột «Tên đăng nhập»:", "từ 3 đến 80 ký tự"),
            ("Dòng 7: Tên đăng nhập «canbo»", "đã có người dùng"),
            ("Dòng 8 (xa.d) có nhiều ô hơn", "dấu phẩy"),
        ]
    ):
        assert told[number].startswith(start), told[number]
        assert words in told[number]
    assert len(told) == 8
    assert "đơn vị" not in result.output
    assert count(engine) == 4
    assert not (tmp_path / "phieu").exists()


def test_headings_and_roles_are_taken_in_vietnamese_and_success_is_told_in_words(
    engine: Engine, tmp_path: Path
) -> None:
    result = imported(
        engine,
        tmp_path,
        "HỌ VÀ TÊN,Vai trò,Mã địa bàn,Tên đăng nhập\n"
        "Lan,Cán bộ xã,4,xa.a\n"
        "Mai,cán bộ xã,00008,xa.b\n"
        "An,Lãnh đạo xã,00004,xa.c\n"
        "Hà,Chuyên viên Bộ,,bo.a\n",
    )
    assert result.exit_code == 0, result.output
    assert "Đã thêm 4 tài khoản: 2 cán bộ xã, 1 chuyên viên Bộ, 1 lãnh đạo xã." in result.output
    assert f"Phiếu mật khẩu ở {tmp_path / 'phieu'}" in result.output
    assert "4 accounts were added" in result.output
    with reading(engine) as conn:
        found = {each.sign_in: each for each in accounts.all_accounts(conn)}
    assert (found["xa.a"].commune_code, found["xa.a"].name) == ("00004", "Lan")
    assert found["xa.c"].leader
    assert found["bo.a"].role is Role.ANALYST


def test_columns_that_are_missing_or_unknown_are_all_named(engine: Engine, tmp_path: Path) -> None:
    result = imported(engine, tmp_path, "Tên đăng nhập,Chức vụ,name\nxa.a,Cán bộ,Lan\n")
    assert result.exit_code == 2
    for words in ("Cột «Chức vụ»", "thiếu cột «Vai trò»", "thiếu cột «Mã địa bàn»"):
        assert words in result.output
    assert "phải là tên các cột" in imported(engine, tmp_path, "").output


def test_every_sign_in_that_is_taken_or_stands_twice_is_named(
    engine: Engine, tmp_path: Path
) -> None:
    rows = officers(50)
    rows[3], rows[40] = ("CanBo", *rows[3][1:]), (rows[10][0].upper(), *rows[40][1:])
    file = workbook(tmp_path / "officers.xlsx", rows)
    result = run(
        "accounts", "import", file, "--slips", tmp_path / "s", "--database", str(engine.url)
    )
    assert result.exit_code == 2
    assert "Dòng 5: Tên đăng nhập «CanBo»" in result.output
    assert "Row 42: The sign-in" in result.output
    assert f"«{rows[40][0]}»" in result.output
    assert count(engine) == 4
