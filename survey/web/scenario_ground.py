"""What a scenario starts from: the approved answers as they are now, and the edition that it is compared with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from flask import abort
from sqlalchemy import Connection

from forms.sentence import Refused
from reports.editions.comparison import Comparison
from reports.editions.preview import Basis, Preview, preview
from reports.editions.scenario_steps import compared_with, same_basis
from reports.scenario import Scenario
from survey.deciding.editions import StoredEdition
from survey.deciding.scoring import Scored
from survey.store import editions
from survey.store.database import reading
from survey.web.edition_shelf import basis_stored, opened
from survey.web.kept import Kept, kept
from survey.web.scenario_asked import Asked, scenario_of
from survey.web.scored import newest
from survey.web.state import engine

# Each holds the scores of every question of every commune, some ten megabytes.
MOST_KEPT = 8


@dataclass(frozen=True)
class Ground:
    """``start``: the edition that scenarios start from, None where there is none; ``before``: it, calculated."""

    scored: Scored
    start: StoredEdition | None
    basis: Basis
    before: Preview

    @property
    def mark(self) -> tuple[object, ...]:
        """What a calculation on this ground is kept by."""
        return self.scored.round.id, self.scored.mark, self.start.id if self.start else 0


def previews() -> Kept:
    """What this process has calculated."""
    return kept("previews", MOST_KEPT)


def ground(number: str) -> Ground | None:
    """The ground of scenarios that start from the edition with this number, or else from the published one.

    None before the first round; 404 where the current round has no such edition.
    """
    scored = newest()
    if scored is None:
        return None
    mark = scored.round.id, scored.mark
    basis = cast(Basis, previews().get(("basis", *mark), lambda: basis_now(scored)))
    with reading(engine()) as conn:
        start = start_of(conn, scored.round.id, number)
    key = ("before", *mark, start.id if start else 0)
    before = cast(Preview, previews().get(key, lambda: begun(scored, basis, start)))
    return Ground(scored, start, basis, before)


def basis_now(scored: Scored) -> Basis:
    """The round as it is answered now."""
    return Basis(scored.questionnaire, scored.frame, scored.places)


def start_of(conn: Connection, round_id: int, number: str) -> StoredEdition | None:
    """The edition of the round with this number; the published one where none is given; None for 0."""
    if number == "0":
        return None
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        return editions.published_edition(conn, round_id)
    try:
        found = editions.edition_by_id(conn, int(number))
    except Refused:
        abort(404)
    return found if found.round_id == round_id else abort(404)


def begun(scored: Scored, basis: Basis, start: StoredEdition | None) -> Preview:
    """The calculation that a scenario is compared with; on the answers of now where nothing changed since."""
    if start is None:
        return preview(basis, Scenario(scored.method))
    own, scenario = basis_stored(start), opened(start).inputs.scenario
    return preview(basis if same_basis(own, basis) else own, scenario)


def outcome_of(on: Ground, asked: Asked) -> tuple[Preview, Comparison]:
    """The scenario calculated on the answers of now, and compared with what it starts from. Raises Refused."""

    def make() -> tuple[Preview, Comparison]:
        after = preview(on.basis, scenario_of(asked, on.before.scenario), on.before)
        return after, compared_with(on.before, after)

    found = previews().get(("outcome", *on.mark, asked.figures), make)
    return cast("tuple[Preview, Comparison]", found)
