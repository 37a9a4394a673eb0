"""Files that people take away: the answer under a name, kept by no cache on the way."""

from __future__ import annotations

from flask import Response

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def file_sent(content: bytes, mimetype: str, name: str) -> Response:
    """A download under this name."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, mimetype=mimetype, headers=headers)


def workbook_sent(content: bytes, name: str) -> Response:
    """An Excel workbook as a download."""
    return file_sent(content, WORKBOOK, name)
