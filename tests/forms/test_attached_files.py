"""What a handed-in file is, judged by its content; its name is only made harmless."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.attached_files import LARGEST, FileKind, plain_stem, read_file
from forms.sentence import Refused
from tests.forms import evidence_files as files

WHOLE = {
    "a.pdf": (files.PDF, FileKind.PDF),
    "b.jpg": (files.picture("JPEG"), FileKind.JPEG),
    "c.png": (files.picture("PNG"), FileKind.PNG),
    "d.xlsx": (files.a_workbook(), FileKind.WORKBOOK),
}


@pytest.mark.parametrize("name", WHOLE)
def test_the_four_kinds_are_known_by_their_content_whatever_their_name(name: str) -> None:
    content, kind = WHOLE[name]
    for called in (name, "ảnh.exe", "không đuôi"):
        read = read_file(called, content)
        assert read.kind is kind
        assert read.name.endswith(f".{kind.value}")
        assert read.content == content


def test_a_pdf_with_a_script_is_kept_as_it_is_for_nothing_here_runs_it() -> None:
    assert read_file("x.pdf", files.PDF_WITH_SCRIPT).kind is FileKind.PDF


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (files.EXE, "no PDF, JPEG, PNG or Excel"),
        (b"<html><script>alert(1)</script>", "no PDF, JPEG, PNG or Excel"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no PDF, JPEG, PNG or Excel"),
        (b"GIF89a" + bytes(50), "no PDF, JPEG, PNG or Excel"),
        (files.a_document(), "no PDF, JPEG, PNG or Excel"),
        (files.PDF + bytes(LARGEST), "over 5 MB"),
        (files.PDF[:-7], "damaged or cut off"),
        (files.picture("PNG")[:-20], "damaged or cut off"),
        (files.picture("PNG") + b"<script>", "damaged or cut off"),
        (files.picture("JPEG")[:-2], "damaged or cut off"),
        (b"\xff\xd8\xff\xe0" + bytes(40), "damaged or cut off"),
        (b"PK\x03\x04 nonsense", "is not an Excel workbook"),
        (files.with_part(files.a_workbook(), "xl/vbaProject.bin", b"macro"), "holds macros"),
        (files.with_part(files.a_workbook(), "xl/media/0.bin", bytes(60_000_000)), "abnormal size"),
        (files.with_part(files.a_workbook(), "xl/embeddings/x.bin", b"MZ"), "embedded object"),
        (files.with_part(files.a_workbook(), "xl/x.xml", b"<!DOCTYPE a>"), "XML declarations"),
    ],
    ids=[
        "empty",
        "exe",
        "page",
        "svg",
        "gif",
        "word",
        "large",
        "cut pdf",
        "cut png",
        "png and more",
        "cut jpeg",
        "no jpeg",
        "no zip",
        "macro",
        "bomb",
        "embedded",
        "doctype",
    ],
)
def test_what_is_no_evidence_is_refused_with_the_reason(content: bytes, says: str) -> None:
    with pytest.raises(Refused, match=says) as refused:
        read_file("chứng từ.pdf", content)
    assert "chứng từ" in refused.value.sentence.vi


def test_a_changed_byte_of_a_png_is_seen() -> None:
    content = bytearray(files.picture("PNG"))
    content[60] ^= 1
    with pytest.raises(Refused, match="damaged"):
        read_file("x.png", bytes(content))


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\an\\Biên bản số 12.pdf", "Biên bản số 12"),
        ('a"; filename=x.exe.pdf', "a filename x exe"),
        ("<script>.png", "script"),
        ("\u202egpj.exe", "gpj"),
        ("\x00\r\nSet-Cookie: a.pdf", "Set-Cookie a"),
        ("...", "minh chung"),
        ("", "minh chung"),
        ("x" * 300 + ".pdf", "x" * 80),
    ],
)
def test_a_name_is_made_harmless(name: str, stem: str) -> None:
    assert plain_stem(name) == stem


@given(st.text(max_size=200))
def test_no_name_leads_out_of_its_folder_or_is_empty(name: str) -> None:
    stem = plain_stem(name)
    assert stem
    assert not set(stem) & set('/\\"<>:|?*;\r\n\x00.')


@given(st.binary(max_size=400), st.sampled_from([content for content, _ in WHOLE.values()]))
def test_no_content_makes_the_check_fail_otherwise_than_by_a_refusal(
    noise: bytes, start: bytes
) -> None:
    for content in (noise, start[:8] + noise, start[: len(start) // 2] + noise):
        try:
            read_file("x", content)
        except Refused:
            continue
