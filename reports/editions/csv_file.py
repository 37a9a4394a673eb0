"""An edition's list as CSV for Excel: UTF-8 with its mark, places beside figures, in the order of the list."""

from __future__ import annotations

import json
from collections.abc import Mapping

from reports.editions.codebook import PLACE, described
from reports.editions.inputs import PLACES, Inputs
from reports.open_data.edition import Table
from reports.open_data.package import csv_of
from reports.open_data.tables import SIMULATED, TITLE

MARK = b"\xef\xbb\xbf"


def list_csv(inputs: Inputs, rows: Mapping[str, str]) -> bytes:
    """The list. ``rows``: figures by code, as stored. Ranked units by rank, equal ones by code, then the rest."""
    figures = {code: json.loads(text) for code, text in rows.items()}
    places = inputs.places[list(PLACES)].to_dict("index")
    ordered = sorted(figures, key=lambda code: (figures[code]["rank"] or float("inf"), code))
    names = list(figures[ordered[0]]) if ordered else []
    about = tuple(described(name, inputs.questionnaire) for name in names)
    lines = (
        (
            code,
            *(places[code][name] for name in PLACES),
            *(figures[code][name] for name in names),
            inputs.round.simulated,
        )
        for code in ordered
    )
    table = Table("list", TITLE, (*PLACE, *about, SIMULATED), lines, ("code",), {})
    return MARK + csv_of(table)
