"""What the server and the database can do at most: types and lengths looked at, one insert, and nothing else.

Nobody is asked who they are, and no answer is judged: no save can come near it.
"""

from __future__ import annotations

import os
from typing import Any

from flask import Flask, jsonify, request
from sqlalchemy import JSON, Column, Integer, MetaData, String, Table

from survey.store.database import engine_for, writing

metadata = MetaData()
inserted = Table(
    "bare_saves",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("commune_code", String(5), nullable=False),
    Column("key", String(64), nullable=False, unique=True),
    Column("changes", JSON, nullable=False),
)
app = Flask("bare")
engine = engine_for(os.environ.get("DATABASE_URL", "sqlite:///bare.db"))


def make_table() -> None:
    """The one table; several processes may start at once."""
    with writing(engine) as conn:
        metadata.create_all(conn)


@app.get("/health")
def health() -> Any:
    """It listens."""
    return jsonify(state="ok")


@app.post("/survey/sync")
def save() -> Any:
    """Check each field's type and length, insert, commit, answer."""
    sent: dict[str, Any] = request.get_json(force=True)
    changes = sent["changes"]
    valid = all(
        isinstance(fields, list)
        and len(fields) == 4
        and all(isinstance(each, str) and len(each) < 1000 for each in fields)
        for fields in changes.values()
    )
    if not valid:
        return jsonify(state="refused"), 400
    with writing(engine) as conn:
        values = {"commune_code": sent["commune"], "key": sent["key"], "changes": changes}
        conn.execute(inserted.insert().values(**values))
    return jsonify(revision=int(sent["base"]) + 1, refused={}, conflicts={})


make_table()
