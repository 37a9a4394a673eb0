"""A scenario saved under a name, and entered in the journal, in one transaction."""

from __future__ import annotations

from sqlalchemy import Connection

from survey.deciding.scenarios import SavedScenario
from survey.store import journal, scenarios


def save_scenario(conn: Connection, new: SavedScenario) -> SavedScenario:
    """Store it (its id is given here). Raises Refused where its round has one of this name."""
    made = scenarios.add_scenario(conn, new)
    detail = {"round": new.round_id, "name": new.name, "asked": new.asked}
    journal.enter(conn, new.at, new.by, "scenario saved", f"scenario {made.id}", detail)
    return made
