"""An edition as files, from what is stored of it: the same inputs give the same bytes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import Connection, Engine

from forms.sentence import Refused, Sentence
from reports.annex.edition_annex import write_edition_annex
from reports.annex.province_annexes import write_province_annexes
from reports.editions.frozen import FrozenEdition, freeze
from reports.editions.inputs import Inputs
from reports.editions.rows import sha256_of, table_of
from reports.open_data.edition import OpenEdition
from reports.open_data.package import write_package
from survey.deciding.edition_making import stored_inputs
from survey.deciding.editions import StoredEdition
from survey.store import editions
from survey.store.database import reading
from survey.viet_nam_time import day_of

TAMPERED = Sentence(
    "Số liệu đã lưu của ấn bản {id} không còn như khi lập nên không xuất tệp. Hãy chạy «edition verify {id}».",
    "What is stored of edition {id} is no longer as it was made, so no file is written. Run «edition verify {id}».",
)
NOT_PUBLISHED = Sentence(
    "Ấn bản {id} chưa công bố nên chưa có gói dữ liệu mở. Hãy công bố trước.",
    "Edition {id} is not published, so it has no open data yet. Publish it first.",
)


def write_edition(
    engine: Engine, edition_id: int, target: Path | BinaryIO, language: str = "vi"
) -> None:
    """Write the annex of a stored edition. Raises Refused where there is no such edition."""
    write_edition_annex(target, as_stored(engine, edition_by_id(engine, edition_id)), language)


def write_provinces(
    engine: Engine, edition_id: int, target: Path | BinaryIO, language: str = "vi"
) -> None:
    """Write a zip with a workbook for each province. Raises Refused where there is no such edition."""
    write_province_annexes(target, as_stored(engine, edition_by_id(engine, edition_id)), language)


def edition_by_id(engine: Engine, edition_id: int) -> StoredEdition:
    """The edition with this number. Raises Refused where there is none."""
    with reading(engine) as conn:
        return editions.edition_by_id(conn, edition_id)


def as_stored(engine: Engine, edition: StoredEdition) -> FrozenEdition:
    """The edition with its stored figures: what was drawn need not be drawn again.

    Raises Refused where the figures or the inputs are no longer those that the edition was made with.
    """
    with reading(engine) as conn:
        texts = editions.texts_of_edition(conn, edition)
        rows = editions.rows_of_edition(conn, edition.id)
    if editions.damaged_parts(edition, texts) or sha256_of(rows) != edition.results:
        raise Refused(TAMPERED.filled(id=edition.id))
    return replace(freeze(Inputs(texts), draws=False), stored=table_of(rows))


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
