"""Saved scenarios: added under a name, read back, renamed, and taken off the list."""

from __future__ import annotations

from dataclasses import asdict, replace

from sqlalchemy import Connection, select

from forms.sentence import Refused
from survey.deciding.scenarios import TAKEN, SavedScenario
from survey.store.scenario_tables import scenarios


def add_scenario(conn: Connection, new: SavedScenario) -> SavedScenario:
    """Store a scenario (its id is given here). Raises Refused where the round has one of this name."""
    free(conn, new)
    values = {name: value for name, value in asdict(new).items() if name != "id"}
    made = conn.execute(scenarios.insert().values(values).returning(scenarios.c.id)).scalar_one()
    return replace(new, id=made)


def keep_scenario(conn: Connection, changed: SavedScenario) -> None:
    """Store its name and whether it is on the list. Raises Refused where another has the name."""
    free(conn, changed)
    values = {name: getattr(changed, name) for name in ("name", "removed_at", "removed_by")}
    conn.execute(scenarios.update().where(scenarios.c.id == changed.id).values(values))


def free(conn: Connection, wanted: SavedScenario) -> None:
    """Raises Refused where another scenario of the round has this name."""
    table = scenarios.c
    same = select(table.id).where(
        table.round_id == wanted.round_id, table.name == wanted.name, table.id != wanted.id
    )
    if conn.execute(same).first() is not None:
        raise Refused(TAKEN.filled(name=wanted.name))


def scenarios_of(conn: Connection, round_id: int) -> tuple[SavedScenario, ...]:
    """The round's saved scenarios that are on the list, the newest first."""
    return tuple(
        each
        for each in every_scenario(conn)
        if each.round_id == round_id and each.removed_at is None
    )


def every_scenario(conn: Connection) -> tuple[SavedScenario, ...]:
    """The saved scenarios of all rounds, on the list or off it, the newest first."""
    rows = conn.execute(select(scenarios).order_by(scenarios.c.id.desc()))
    return tuple(SavedScenario(**row._mapping) for row in rows)


def scenario_by_id(conn: Connection, scenario_id: int) -> SavedScenario | None:
    """The scenario with this number; None where there is none."""
    row = conn.execute(select(scenarios).where(scenarios.c.id == scenario_id)).first()
    return None if row is None else SavedScenario(**row._mapping)
