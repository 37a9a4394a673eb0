"""Words that guessers of Vietnamese passwords try first: stems of common passwords, names, places.

All without marks, since passwords are mostly typed so; in the order in which they would be tried.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from survey.communes import load_register, plain

# A judgement of what is common at offices, not a measured list.
STEMS = """
mat khau|mat khau moi|password|admin|quan tri|anh yeu em|em yeu anh|yeu em|yeu anh|tinh yeu|viet nam|ha noi|sai gon
bac ho|ho chi minh|to quoc|que huong|gia dinh|con yeu|me yeu|bo me|ban than|hanh phuc|may man|thanh cong|xin chao
khao sat|phieu khao sat|chuyen doi so|san sang|can bo|cong chuc|xa phuong|dac khu|uy ban|ubnd|uy ban nhan dan
nhan dan|dang vien|dang uy|van phong|cong an|bo truong|chu tich|bi thu|mot cua|dich vu cong|ha tang|tai khoan
dang nhap|may tinh|dien thoai|internet|zalo|facebook|bong da|thang long|rong vang|con rong|hoa hong|hoa sen|ca phe
mot hai ba|mot hai ba bon|khong biet|khong quen|bi mat|so mot|nam moi|chuc mung|mua xuan|mua thu|ha long|phu quoc
nguyen|tran|pham|hoang|huynh|phan|dang|duong|truong|trinh|dinh|thi|van|minh|tuan|hung|dung|thanh|linh|huong|thao
trang|phuong|hong|lan|mai|hoa|hai|long|nam|quang|thang|tung|trung|duc|khanh|hieu|binh|dat|nga|nhung|hanh|yen|tam
""".replace("\n", "|")
KINDS = ("thanh pho ", "tinh ", "phuong ", "xa ", "dac khu ")


def forms_of(text: str) -> Iterator[str]:
    """A name as people type it into a password: without marks, in one word or several, its last word."""
    bare = " ".join(plain(text).replace(".", " ").replace("-", " ").split())
    for kind in KINDS:
        bare = bare.removeprefix(kind)
    parts = bare.split()
    if parts:
        yield from (bare, "".join(parts), "-".join(parts), "_".join(parts))
    yield from (part for part in parts if len(part) >= 3)


def ranked(texts: Iterable[str]) -> dict[str, int]:
    """Every form of every text with its place in the order, from 1; the first place counts."""
    found: dict[str, int] = {}
    for text in texts:
        for form in forms_of(text):
            found.setdefault(form, len(found) + 1)
    return found


@lru_cache
def local_words() -> dict[str, int]:
    """Stems, then provinces, then communes; read once a process."""
    register = load_register()
    stems = [stem for stem in STEMS.split("|") if stem]
    provinces = [each.name for each in register.provinces.values()]
    return ranked([*stems, *provinces, *(each.name for each in register.communes.values())])
