"""One-time passwords on paper: a sheet of slips for each province, to print, cut and hand over.

Each file is one page of HTML with its own print rules: A4, eight slips a page, none cut by a page's end.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup, escape

from survey.accounts import Role
from survey.communes import Register, plain, vietnamese_key
from survey.people.enrolling import Enrolment

ON_A_PAGE = 8
# Of a name with its sign-in, in letters: beyond this they are printed smaller.
LONG = 80
MINISTRY = "Bộ, ngành"
STYLE = """
@page{size:A4;margin:10mm}
*{box-sizing:border-box}
body{margin:0;font:11pt/1.35 "Times New Roman",Times,serif;color:#000}
h1{font-size:12pt;margin:0 0 3mm}
section{break-after:page;width:190mm;height:276mm;overflow:hidden}
section:last-child{break-after:auto}
.slips{display:grid;grid-template-columns:1fr 1fr;grid-auto-rows:64mm}
article{border:1px dashed #666;padding:4mm 5mm;break-inside:avoid;overflow:hidden}
article p{margin:0 0 1mm}
b.code{font:bold 14pt "Courier New",monospace;overflow-wrap:anywhere}
article.long{font-size:8.5pt;padding:3mm 5mm}
article.long b.code{font-size:9pt}
small,article.long small{font-size:8.5pt;line-height:1.25;display:block}
"""


@dataclass(frozen=True, slots=True)
class Slip:
    """What one person is handed; ``place`` in words."""

    wanted: Enrolment
    password: str
    place: str


@dataclass(frozen=True, slots=True)
class Printing:
    """What all slips say: the site's address (may be empty) and the last day of the passwords."""

    site: str
    last_day: date


def by_province(
    made: Iterable[tuple[Enrolment, str]], register: Register
) -> dict[str, tuple[Slip, ...]]:
    """The slips under their province's code, ``00`` for the ministries; by commune and sign-in."""
    found: dict[str, list[Slip]] = {}
    for wanted, password in made:
        code, place = whereabouts(wanted, register)
        found.setdefault(code, []).append(Slip(wanted, password, place))
    return {code: tuple(sorted(found[code], key=_order)) for code in sorted(found)}


def whereabouts(wanted: Enrolment, register: Register) -> tuple[str, str]:
    """The code of the province that hands the slip over, and the person's place in words."""
    if wanted.role is Role.OFFICER and wanted.commune_code:
        commune = register.communes[wanted.commune_code]
        return commune.province_code, f"{commune.name} ({commune.code})"
    if wanted.role is Role.REVIEWER and wanted.province_code:
        return wanted.province_code, register.provinces[wanted.province_code].name
    return "00", MINISTRY


def file_name(code: str, register: Register) -> str:
    """``04-cao-bang.html``: plain letters, whatever system unpacks it."""
    name = register.provinces[code].name if code in register.provinces else MINISTRY
    letters = "".join(each if each.isascii() and each.isalnum() else " " for each in plain(name))
    return "-".join([code, *letters.split()]) + ".html"


def page(code: str, slips: Sequence[Slip], register: Register, printing: Printing) -> str:
    """One province's sheet, whole: eight slips to a page, the province and the page's number above."""
    name = register.provinces[code].name if code in register.provinces else MINISTRY
    head = (
        f'<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>{escape(name)}</title>'
    )
    return f"{head}<style>{STYLE}</style></head><body>{''.join(_pages(name, slips, printing))}</body></html>"


def _pages(name: str, slips: Sequence[Slip], printing: Printing) -> Iterator[str]:
    pages = -(-len(slips) // ON_A_PAGE)
    for number in range(1, pages + 1):
        lot = slips[(number - 1) * ON_A_PAGE : number * ON_A_PAGE]
        title = f"{escape(name)} – phiếu mật khẩu dùng một lần – trang {number}/{pages}"
        inside = "".join(_slip(each, printing) for each in lot)
        yield f'<section><h1>{title}</h1><div class="slips">{inside}</div></section>'


def _slip(slip: Slip, printing: Printing) -> str:
    long = len(slip.wanted.name) + len(slip.wanted.sign_in)
    where = f"Mở {printing.site}, nhập" if printing.site else "Nhập"
    return Markup(
        "<article{size}><p><b>{name}</b><br>{place}</p>"
        '<p>Tên đăng nhập: <b class="code">{sign_in}</b></p>'
        '<p>Mật khẩu dùng một lần:<br><b class="code">{password}</b></p>'
        "<small>{where} tên đăng nhập và mật khẩu trên, rồi đặt mật khẩu của riêng mình. Dùng được một lần, "
        "đến hết ngày {day}. Chỉ giao tận tay người có tên; không chụp ảnh, không gửi qua mạng; đặt mật khẩu "
        "xong thì hủy phiếu này.</small></article>"
    ).format(
        size=Markup(' class="long"') if long > LONG else "",
        name=slip.wanted.name,
        place=slip.place,
        sign_in=slip.wanted.sign_in,
        password=slip.password,
        where=where,
        day=printing.last_day.strftime("%d/%m/%Y"),
    )


def _order(slip: Slip) -> tuple[object, ...]:
    return slip.wanted.commune_code or "", vietnamese_key(slip.wanted.name), slip.wanted.sign_in
