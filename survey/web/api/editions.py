"""What the API finds in editions: those that were published, never a draft."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from flask import abort
from sqlalchemy import Connection

from forms.sentence import Sentence
from survey.deciding.editions import EditionState, StoredEdition
from survey.store import editions, rounds
from survey.store.database import reading
from survey.web.api.arguments import Asked
from survey.web.api.figures import PLACES, priority_of
from survey.web.api.found import Found, Item, may_see, refuse_other_province, singly
from survey.web.kept import kept
from survey.web.state import engine

MOST_KEPT = 4
EDITIONS = Sentence("Các ấn bản đã công bố", "Published editions")
EDITION = Sentence(
    "Ấn bản số {id} “{name}”, SHA-256 của kết quả {results}",
    "Edition {id} “{name}”, SHA-256 of its results {results}",
)


@dataclass(frozen=True, slots=True)
class Figures:
    """What a published edition says: by code the place as it was called then, and the stored row."""

    places: Mapping[str, Mapping[str, str]]
    rows: Mapping[str, str]


def every(_asked: Asked) -> Found:
    """Every edition that is or was published, the newest first."""
    with reading(engine()) as conn:
        found = {each.id: each for each in editions.all_editions(conn) if is_public(each)}
        simulated = simulated_rounds(conn)
    items = {key: edition_item(each, each.round_id in simulated) for key, each in found.items()}
    return Found(
        list(found),
        singly(items.__getitem__),
        EDITIONS,
        any(i["simulated"] for i in items.values()),
    )


def one(_asked: Asked, edition_id: int) -> Found:
    """One edition."""
    edition, simulated = public_edition(edition_id)
    return Found(
        [edition_id], singly(lambda _: edition_item(edition, simulated)), said(edition), simulated
    )


def priorities(asked: Asked, edition_id: int) -> Found:
    """The list of an edition: ranked communes by rank, equal ones by code, then those not ranked."""
    edition, simulated = public_edition(edition_id)
    refuse_other_province(asked.province)
    kept = figures_of(edition)
    keys = [
        code
        for code, place in kept.places.items()
        if asked.province in ("", place["province_code"]) and may_see(place["province_code"])
    ]
    return Found(keys, item_in(kept), said(edition), simulated)


def priority(_asked: Asked, edition_id: int, code: str) -> Found:
    """One commune in an edition."""
    edition, simulated = public_edition(edition_id)
    kept = figures_of(edition)
    if code not in kept.places:
        abort(404)
    if not may_see(kept.places[code]["province_code"]):
        abort(403)
    return Found([code], item_in(kept), said(edition), simulated)


def item_in(kept: Figures) -> Callable[[Sequence[str]], Iterable[Item]]:
    """What makes items of an edition's rows."""
    return singly(lambda code: priority_of(code, kept.places[code], json.loads(kept.rows[code])))


def public_edition(edition_id: int) -> tuple[StoredEdition, bool]:
    """The edition and whether its answers are simulated; 404 where there is none or it is a draft."""
    with reading(engine()) as conn:
        found = [each for each in editions.all_editions(conn) if each.id == edition_id]
        if not found or not is_public(found[0]):
            abort(404)
        return found[0], found[0].round_id in simulated_rounds(conn)


def is_public(edition: StoredEdition) -> bool:
    """Whether it is or was published."""
    return edition.state is not EditionState.DRAFT


def simulated_rounds(conn: Connection) -> set[int]:
    """The rounds whose answers are simulated."""
    return {each.id for each in rounds.all_rounds(conn) if each.simulated}


def figures_of(edition: StoredEdition) -> Figures:
    """The edition's figures, in the order of its list."""
    figures = kept("edition figures", MOST_KEPT)
    return cast(Figures, figures.get(edition.id, lambda: read_figures(edition)))


def read_figures(edition: StoredEdition) -> Figures:
    """What is stored of an edition."""
    with reading(engine()) as conn:
        rows = editions.rows_of_edition(conn, edition.id)
        register = editions.text_under(conn, edition.inputs["register"])
    named = {code: each["place"] for code, each in json.loads(register).items()}
    ordered = sorted(rows, key=lambda code: (json.loads(rows[code])["rank"] or 1e9, code))
    places = {code: dict(zip(PLACES, named[code], strict=True)) for code in ordered}
    return Figures(places, rows)


def said(edition: StoredEdition) -> Sentence:
    """Where an edition's figures come from."""
    return EDITION.filled(id=edition.id, name=edition.name, results=edition.results)


def edition_item(edition: StoredEdition, simulated: bool) -> Item:
    """An edition as JSON has it; who made it is nobody's concern outside."""
    at = edition.published_at
    return {
        "id": edition.id,
        "round_id": edition.round_id,
        "name": edition.name,
        "state": edition.state.value,
        "published_at": None if at is None else at.isoformat(),
        "replaces": edition.replaces,
        "budget": edition.budget,
        "software": edition.software,
        "results": edition.results,
        "inputs": dict(edition.inputs),
        "simulated": simulated,
    }
