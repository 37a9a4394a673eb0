"""An edition as the Excel annex, from what is stored of it: the same inputs give the same bytes."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import Engine

from reports.frozen_edition import FrozenEdition
from reports.priority_list import write_priority_list
from survey.edition_making import recalculated, stored_inputs
from survey.store import editions
from survey.store.database import reading


def write_edition(
    engine: Engine, edition_id: int, target: Path | BinaryIO, language: str = "vi"
) -> None:
    """Write the annex of a stored edition. Raises Refused where there is no such edition."""
    with reading(engine) as conn:
        inputs = stored_inputs(conn, editions.edition_by_id(conn, edition_id))
    write_frozen(recalculated(inputs), target, language)


def write_frozen(frozen: FrozenEdition, target: Path | BinaryIO, language: str = "vi") -> None:
    """Write an edition's annex, dated by its last approval and so by what it was made from alone."""
    inputs = frozen.inputs
    write_priority_list(
        target,
        frozen.edition,
        inputs.places,
        round_name=inputs.round.name,
        questionnaire=inputs.questionnaire,
        method=inputs.scenario.method,
        made_on=date.fromisoformat(inputs.round.dated),
        simulated=inputs.round.simulated,
        language=language,
        frozen=frozen,
    )
