"""What costs the server most is asked for at a person's pace: sixty at once, then one a second.

By account, not by address: a whole district may share one. All processes agree on it.
"""

from __future__ import annotations

import contextlib
from datetime import timedelta

from flask import Response, g, request

from forms.sentence import Sentence
from survey.operating.giving_back import give_back
from survey.store import paces
from survey.store.database import reading, writing
from survey.store.failing import NOT_STORED
from survey.store.paces import Pace
from survey.web.failures import page
from survey.web.state import engine
from survey.web.throttling import digest

A_PERSONS_PACE = Pace(every=timedelta(seconds=1), at_once=60)
# Whole files and pictures that are calculated when they are asked for.
HEAVY = frozenset(
    {
        "deciding.priority_list",
        "deciding.scores",
        "deciding.chart",
        "province_workbooks.download",
        "province_workbooks.upload",
        "workbooks.download",
        "workbooks.upload",
        "attaching.attach_file",
        "edition_pages.annex",
        "edition_pages.verify",
        "scenario_pages.annex",
        "province_edition.workbook",
        "taking_away.taken",
        "field_forms.xlsform",
        "questions.xlsform",
        "edition_pages.plane",
        "map_pages.sheet",
        "commune_sheets.sheet",
    }
)
TOO_FAST = Sentence(
    "Anh/chị vừa tải quá nhiều tệp lớn trong chốc lát. Hãy đợi {seconds} giây rồi thử lại; không có gì bị mất.",
    "You asked for too many large files in a moment. Wait {seconds} seconds and try again; nothing is lost.",
)


def give_memory_back(_failure: BaseException | None) -> None:
    """Once a heavy answer is made, keep no more memory than before it."""
    if request.endpoint in HEAVY:
        give_back()


def slow_down() -> tuple[str | Response, int] | None:
    """Before a heavy page: count it, or say how long to wait."""
    if request.endpoint not in HEAVY or g.account is None:
        return None
    key = digest(f"heavy {g.account.id}")
    with reading(engine()) as conn:
        wait = paces.wait(conn, key, A_PERSONS_PACE, g.now)
    if wait > paces.NOW:
        return page(429, TOO_FAST.filled(seconds=int(wait.total_seconds()) + 1))
    # Files can be taken away while the disk takes no more, too.
    with contextlib.suppress(*NOT_STORED), writing(engine()) as conn:
        paces.take(conn, key, A_PERSONS_PACE, g.now)
    return None
