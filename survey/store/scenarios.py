"""Saved scenarios: added under a name and read back."""

from __future__ import annotations

from dataclasses import asdict, replace

from sqlalchemy import Connection, select

from forms.sentence import Refused
from survey.scenarios import TAKEN, SavedScenario
from survey.store.scenario_tables import scenarios


def add_scenario(conn: Connection, new: SavedScenario) -> SavedScenario:
    """Store a scenario (its id is given here). Raises Refused where the round has one of this name."""
    table = scenarios.c
    same = select(table.id).where(table.round_id == new.round_id, table.name == new.name)
    if conn.execute(same).first() is not None:
        raise Refused(TAKEN.filled(name=new.name))
    values = {name: value for name, value in asdict(new).items() if name != "id"}
    made = conn.execute(scenarios.insert().values(values).returning(table.id)).scalar_one()
    return replace(new, id=made)


def scenarios_of(conn: Connection, round_id: int) -> tuple[SavedScenario, ...]:
    """The round's saved scenarios, the newest first."""
    found = select(scenarios).where(scenarios.c.round_id == round_id)
    rows = conn.execute(found.order_by(scenarios.c.id.desc()))
    return tuple(SavedScenario(**row._mapping) for row in rows)
