"""The current round's scores, as every page and download of the ministry takes them."""

from __future__ import annotations

from typing import cast

from flask import current_app

from survey.deciding.scoring import Editions, Scored, score_round
from survey.rounds import Round
from survey.store.approvals import approvals_mark
from survey.store.database import reading
from survey.web.awaiting import awaited
from survey.web.state import current_round, engine, questionnaire_of, register


def editions() -> Editions:
    """What this process has calculated and keeps."""
    return cast(Editions, current_app.extensions.setdefault("editions", Editions()))


def scored(asked: Round) -> Scored:
    """The round's newest scores; calculated only where its responses changed.

    Raises StillCalculating where that takes longer than a page may.
    """
    questionnaire, known, kept, source = questionnaire_of(asked), register(), editions(), engine()

    def calculated() -> Scored:
        with reading(source) as conn:
            return kept.newest(conn, asked, lambda: score_round(conn, asked, questionnaire, known))

    with reading(source) as conn:
        mark = approvals_mark(conn, asked.id)
    held = kept.held(asked, mark)
    return held or cast(Scored, awaited(("scored", asked.id, mark), calculated))


def newest() -> Scored | None:
    """The current round's scores; None before the first round."""
    running = current_round()
    return None if running is None else scored(running)
