"""What the API gives as whole files: communes as points, and an edition's data package."""

from __future__ import annotations

import io
from typing import cast

from reports.open_data.package import write_package
from survey.deciding.edition_writing import open_edition
from survey.deciding.editions import StoredEdition
from survey.store.database import reading
from survey.web.api.arguments import Asked
from survey.web.api.editions import public_edition, said
from survey.web.api.found import Found, singly
from survey.web.kept import kept
from survey.web.state import engine, register

MOST_KEPT = 2


def package(_asked: Asked, edition_id: int) -> Found:
    """The data package of a published edition: its one item is the zip."""
    edition, simulated = public_edition(edition_id)
    return Found(
        [edition_id],
        singly(lambda _: {"name": f"an-ban-{edition.id}.zip", "zip": package_of(edition)}),
        said(edition),
        simulated,
    )


def package_of(edition: StoredEdition) -> bytes:
    """The edition's package as bytes."""
    packages = kept("packages", MOST_KEPT)
    return cast(bytes, packages.get(edition.id, lambda: made(edition)))


def made(edition: StoredEdition) -> bytes:
    """The package, from what is stored."""
    target = io.BytesIO()
    with reading(engine()) as conn:
        found = open_edition(conn, edition)
    write_package(target, found)
    return target.getvalue()


def points() -> dict[str, tuple[float, float]]:
    """Where each commune of the register is: latitude and longitude in degrees."""
    return {code: (each.latitude, each.longitude) for code, each in register().communes.items()}
