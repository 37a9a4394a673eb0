"""Stored editions as pages open them: what never changes is read once a process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from typing import cast

import pandas as pd
from flask import abort
from sqlalchemy import Connection

from forms.sentence import Refused, Sentence
from reports.annex.edition_annex import write_edition_annex
from reports.editions.comparison import Comparison
from reports.editions.frozen import FrozenEdition
from reports.editions.inputs import Inputs
from reports.editions.preview import Basis, basis_of, preview
from reports.editions.rows import table_of
from reports.editions.scenario_steps import compared_with, same_basis
from reports.plane import draw_plane, plane_of
from survey.deciding.edition_writing import as_stored
from survey.deciding.editions import StoredEdition
from survey.store import editions
from survey.store.database import reading
from survey.web.downloads import DRAWING, FORMS
from survey.web.kept import Kept, kept
from survey.web.state import engine

MOST_KEPT = 10
# Whole editions, some ten megabytes each: the published one, and the one that replaces it.
MOST_FROZEN = 2
SOURCE = Sentence(
    "phiếu đã duyệt, {round}; ấn bản “{name}”", "approved responses, {round}; edition “{name}”"
)


@dataclass(frozen=True)
class Opened:
    """An edition's inputs and the rows that it says, as stored."""

    inputs: Inputs
    rows: Mapping[str, str]

    @cached_property
    def figures(self) -> pd.DataFrame:
        """What it says of every commune, by code."""
        return table_of(self.rows)

    @cached_property
    def table(self) -> pd.DataFrame:
        """Places beside figures, by code; the money that a commune gets is 0 where it gets none."""
        return self.inputs.places.join(self.figures, how="inner")


def shelf() -> Kept:
    """What this process keeps of editions."""
    return kept("opened editions", MOST_KEPT)


def opened(edition: StoredEdition) -> Opened:
    """The edition with its inputs and rows."""

    def read() -> Opened:
        with reading(engine()) as conn:
            texts = editions.texts_of_edition(conn, edition)
            rows = editions.rows_of_edition(conn, edition.id)
        return Opened(Inputs(texts), rows)

    return cast(Opened, shelf().get(("opened", edition.id), read))


def edition_or_404(conn: Connection, edition_id: int) -> StoredEdition:
    """The edition with this number; 404 where there is none."""
    try:
        return editions.edition_by_id(conn, edition_id)
    except Refused:
        abort(404)


def frozen_of(edition: StoredEdition) -> FrozenEdition:
    """The edition as it is stored, calculated once a process. Raises Refused where what is stored was changed."""
    frozen = kept("frozen editions", MOST_FROZEN)
    return cast(FrozenEdition, frozen.get(edition.id, lambda: as_stored(engine(), edition)))


def basis_stored(edition: StoredEdition) -> Basis:
    """What the edition was calculated from, compiled once a process."""
    inputs = opened(edition).inputs
    return cast(Basis, shelf().get(("basis", edition.id), lambda: basis_of(inputs)))


def comparison_of(earlier: StoredEdition, later: StoredEdition) -> tuple[Comparison, pd.DataFrame]:
    """Two editions compared, and the places of every commune of either; calculated once a process."""
    before, after = opened(earlier).inputs, opened(later).inputs
    places = after.places.combine_first(before.places)
    one, other = basis_stored(earlier), basis_stored(later)

    def side_by_side() -> Comparison:
        first = preview(one, before.scenario)
        basis = one if same_basis(one, other) else other
        return compared_with(first, preview(basis, after.scenario, first))

    key = ("compared", earlier.id, later.id)
    return cast(Comparison, shelf().get(key, side_by_side)), places


def annex_of(edition: StoredEdition, language: str) -> bytes:
    """The annex as ``edition write`` writes it. Raises Refused where what is stored was changed."""

    def write() -> bytes:
        target = BytesIO()
        write_edition_annex(target, frozen_of(edition), language)
        return target.getvalue()

    return cast(bytes, shelf().get(("annex", edition.id, language), write))


def plane_drawn(edition: StoredEdition, found: Opened, form: str, language: str) -> bytes:
    """The plane of both indices as a PNG or SVG file; drawn one at a time."""

    def draw() -> bytes:
        of = found.inputs.round
        source = SOURCE.filled(round=of.name, name=edition.name).in_language(language)
        with DRAWING:
            drawn = draw_plane(
                plane_of(found.figures), language=language, simulated=of.simulated, source=source
            )
            return FORMS[form][0](drawn)

    return cast(bytes, shelf().get(("plane", edition.id, form, language), draw))
