"""A round's questionnaire as an XLSForm, for those who run ODK or KoboToolbox."""

from __future__ import annotations

import io

from flask import Blueprint, Response, abort, send_file

from forms.attached_files import FileKind
from forms.xlsform import write_xlsform
from survey.accounts import Step
from survey.store import rounds
from survey.store.database import reading
from survey.web.access import requires
from survey.web.state import engine, questionnaire_of

blueprint = Blueprint("field_forms", __name__)


@blueprint.get("/admin/rounds/<int:round_id>/xlsform")
@requires(Step.ADMINISTER)
def xlsform(round_id: int) -> Response:
    """The form of the questionnaire that the round froze."""
    with reading(engine()) as conn:
        found = rounds.round_by_id(conn, round_id) or abort(404)
    asked = questionnaire_of(found)
    name = f"{asked.id}-xlsform.xlsx"
    kind = FileKind.WORKBOOK.content_type
    content = io.BytesIO(write_xlsform(asked))
    return send_file(content, mimetype=kind, as_attachment=True, download_name=name)
