"""What a request stands on: the engine, the register, the current round and its questionnaire."""

from __future__ import annotations

from typing import cast

from flask import Flask, current_app, g
from sqlalchemy import Engine

from forms.loading import load_text
from forms.questionnaire import Questionnaire
from survey.communes import Register
from survey.rounds import Round
from survey.settings import Settings
from survey.store import communes, rounds
from survey.store.database import reading
from survey.store.evidence_place import evidence_place
from survey.store.file_places import IncomingFiles, KeptFiles


def engine() -> Engine:
    """The engine of this application."""
    return cast(Engine, current_app.config["ENGINE"])


def settings() -> Settings:
    """The settings of this application."""
    return cast(Settings, current_app.config["SETTINGS"])


def files() -> KeptFiles:
    """Where what communes attach is kept."""
    return evidence_place(settings(), engine()).files


def incoming() -> IncomingFiles:
    """Where what devices send in pieces is put together."""
    return evidence_place(settings(), engine()).incoming


def register() -> Register:
    """The register as stored, read once a process: it does not change under a running server."""
    known: dict[str, Register] = current_app.extensions["registers"]
    if "current" not in known:
        with reading(engine()) as conn:
            stored = communes.load_register(conn)
        if not stored.communes:
            return stored
        known["current"] = stored
    return known["current"]


def current_round() -> Round | None:
    """The newest open round, else the newest; None before the first. Asked once a request."""
    if "round" not in g:
        with reading(engine()) as conn:
            g.round = rounds.current_round(conn)
    return cast("Round | None", g.round)


def round_of_device(round_id: int) -> Round | None:
    """The round that a device filled; None where there is none. Read once a process.

    So its state may be an older one: whether it still takes answers is asked with each of them.
    """
    known: dict[int, Round] = current_app.extensions["rounds"]
    if round_id not in known:
        with reading(engine()) as conn:
            found = rounds.round_by_id(conn, round_id)
        if found is None:
            return None
        known[round_id] = found
    return known[round_id]


def questionnaire_of(asked_in: Round) -> Questionnaire:
    """The questionnaire that a round froze, read once a process: a round never gets another."""
    known: dict[int, Questionnaire] = current_app.extensions["questionnaires"]
    if asked_in.id not in known:
        with reading(engine()) as conn:
            text = rounds.questionnaire_text(conn, asked_in)
        known[asked_in.id] = load_text(text, asked_in.questionnaire_id)
    return known[asked_in.id]


def remember(app: Flask) -> None:
    """Make room for what is read once a process."""
    app.extensions["registers"] = {}
    app.extensions["rounds"] = {}
    app.extensions["questionnaires"] = {}
