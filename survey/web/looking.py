"""The concerns of responses as they stand, for one page or a whole province: read together, judged alike."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection

from survey.concern import Concern
from survey.over_time.earlier import previous, verified_before
from survey.responses import start
from survey.review import concerns
from survey.rounds import Round
from survey.similar import Similar
from survey.store.measurements import measurements_made
from survey.store.reviewing import files_attached, responses_of
from survey.web.peers import similar_now
from survey.web.state import questionnaire_of, register


def concerns_of(
    conn: Connection, running: Round, codes: Collection[str], among: Similar | None = None
) -> dict[str, tuple[Concern, ...]]:
    """By commune code, everything worth a look in its response; nothing where none was begun.

    ``among`` is what is usual among similar communes, where it is known already.
    """
    if not codes:
        return {}
    questionnaire, known = questionnaire_of(running), register()
    among = among or similar_now(conn, running, questionnaire, known)
    found = responses_of(conn, running.id, codes)
    before = previous(conn, running.id, known, questionnaire, codes)
    earlier = verified_before(conn, running.id, known, questionnaire, codes)
    lines = measurements_made(conn, running.id, codes)
    attached = files_attached(conn, running.id, codes)
    return {
        code: concerns(
            questionnaire,
            found.get(code) or start(running.id, code),
            known.columns(code),
            before.get(code),
            earlier.get(code, {}),
            measurements=lines.get(code, ()),
            attached=attached.get(code, ()),
            kind=known.communes[code].kind,
            among=among,
        )
        for code in codes
    }
