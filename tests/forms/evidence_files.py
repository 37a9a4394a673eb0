"""Small files of each kind, whole, as offices hand them in."""

from __future__ import annotations

import io
import zipfile

import xlsxwriter
from PIL import Image

EXE = b"MZ\x90\x00" + bytes(60) + b"PE\x00\x00" + bytes(200)
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
PDF_WITH_SCRIPT = PDF.replace(b"/Catalog", b"/Catalog/OpenAction<</S/JavaScript/JS(app.alert(1))>>")


def picture(form: str, size: tuple[int, int] = (40, 30)) -> bytes:
    content = io.BytesIO()
    Image.effect_noise(size, 90).convert("RGB").save(content, form)
    return content.getvalue()


def a_workbook() -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as workbook:
        workbook.add_worksheet().write(0, 0, "Danh sách thôn")
    return content.getvalue()


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """A workbook with one more part."""
    changed = io.BytesIO(content)
    with zipfile.ZipFile(changed, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, part)
    return changed.getvalue()


def a_document() -> bytes:
    """A zip that is no workbook."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<document/>")
    return content.getvalue()
