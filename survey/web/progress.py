"""How far the responses of some communes are, counted from their answers as the officer's own pages count."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection

from forms.answers_json import from_json
from forms.progress import Progress, progress_of
from survey.rounds import Round
from survey.store.reviewing import answers_written
from survey.web.state import questionnaire_of, register


def progress_made(conn: Connection, of: Round, codes: Collection[str]) -> dict[str, Progress]:
    """By code, the progress of these communes (some hundreds at most) that the register knows."""
    questionnaire, known = questionnaire_of(of), register()
    written = answers_written(conn, of.id, codes)
    return {
        code: progress_of(questionnaire, from_json(written.get(code, {})), known.columns(code))
        for code in codes
        if code in known.communes
    }
