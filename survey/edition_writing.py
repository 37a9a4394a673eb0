"""An edition as files, from what is stored of it: the same inputs give the same bytes."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from sqlalchemy import Connection, Engine

from forms.sentence import Refused, Sentence
from reports.edition_annex import write_edition_annex
from reports.open_data import write_package
from reports.open_edition import OpenEdition
from survey.edition_making import recalculated, stored_inputs
from survey.editions import StoredEdition
from survey.store import editions
from survey.store.database import reading
from survey.viet_nam_time import day_of

NOT_PUBLISHED = Sentence(
    "Ấn bản {id} chưa công bố nên chưa có gói dữ liệu mở. Hãy công bố trước.",
    "Edition {id} is not published, so it has no open data yet. Publish it first.",
)


def write_edition(
    engine: Engine, edition_id: int, target: Path | BinaryIO, language: str = "vi"
) -> None:
    """Write the annex of a stored edition. Raises Refused where there is no such edition."""
    with reading(engine) as conn:
        inputs = stored_inputs(conn, editions.edition_by_id(conn, edition_id))
    write_edition_annex(target, recalculated(inputs), language)


def write_open_data(engine: Engine, edition_id: int, target: Path | BinaryIO) -> None:
    """Write a published edition's data package. Raises Refused where there is none."""
    with reading(engine) as conn:
        found = open_edition(conn, editions.edition_by_id(conn, edition_id))
    write_package(target, found)


def open_edition(conn: Connection, edition: StoredEdition) -> OpenEdition:
    """A published edition with its stored figures. Raises Refused for a draft."""
    if edition.published_at is None:
        raise Refused(NOT_PUBLISHED.filled(id=edition.id))
    return OpenEdition(
        number=edition.id,
        name=edition.name,
        published=day_of(edition.published_at),
        software=edition.software,
        results=edition.results,
        replaces=edition.replaces,
        inputs=stored_inputs(conn, edition),
        rows=editions.rows_of_edition(conn, edition.id),
    )
