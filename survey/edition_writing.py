"""An edition as the Excel annex, from what is stored of it: the same inputs give the same bytes."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from sqlalchemy import Engine

from reports.edition_annex import write_edition_annex
from survey.edition_making import recalculated, stored_inputs
from survey.store import editions
from survey.store.database import reading


def write_edition(
    engine: Engine, edition_id: int, target: Path | BinaryIO, language: str = "vi"
) -> None:
    """Write the annex of a stored edition. Raises Refused where there is no such edition."""
    with reading(engine) as conn:
        inputs = stored_inputs(conn, editions.edition_by_id(conn, edition_id))
    write_edition_annex(target, recalculated(inputs), language)
