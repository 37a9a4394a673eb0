"""Excel forms as people hand them in: downloaded, filled in, uploaded, accepted."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from io import BytesIO

from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from tests.forms.forms_at_hand import filled
from tests.survey.web.offices import Offices
from tests.visitor import Page, Visitor

OFFICERS, PROVINCES = "/survey/workbook", "/review/workbooks"


def downloaded(visitor: Visitor, path: str = f"{OFFICERS}.xlsx") -> bytes:
    """A file that someone takes away."""
    response = visitor.client.get(path)
    assert response.status_code == 200
    return response.data


def upload(
    visitor: Visitor,
    content: bytes,
    status: int = 200,
    *,
    name: str = "biểu đã điền.xlsx",
    path: str = OFFICERS,
    token: bool = True,
) -> Page:
    """Hand a file in; the page that follows."""
    field = path.rsplit("/", 1)[-1]
    sent: dict[str, object] = {field: FileStorage(BytesIO(content), name)}
    if token:
        sent["csrf_token"] = visitor.token()
    # Encoded here: the client's own encoder leaves a large body's temporary file open.
    boundary, body = encode_multipart(sent)
    kind = f"multipart/form-data; boundary={boundary}"
    return visitor.checked(visitor.client.post(path, data=body, content_type=kind), status)


def accept(visitor: Visitor, page: Page, status: int = 200, **choices: str) -> Page:
    """Press the button of a dry run, with choices by question id."""
    path = next(each["action"] for each in page.all("form") if each["action"].endswith("/accept"))
    sent = page.fields(path)
    for name, choice in choices.items():
        sent[f"choice-0-{name}"] = choice
    return visitor.post(path, sent, status)


def hand_in(offices: Offices, cells: Mapping[str, object], **choices: str) -> Page:
    """The officer downloads, fills in, uploads and accepts."""
    content = filled(cells, downloaded(offices.officer))
    return accept(offices.officer, upload(offices.officer, content), **choices)


def a_zip(files: Mapping[str, bytes]) -> bytes:
    """A zip with these files."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()
