"""Editions from the store and back: made of approved responses, published, verified, compared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine

from forms.loading import load_text
from forms.sentence import Refused
from reports.editions.frozen import FrozenEdition, freeze
from reports.editions.inputs import Inputs, RoundInput, inputs_of
from reports.editions.rows import Difference, differences, rows_of, sha256_of
from reports.editions.version import software
from reports.scenario import Scenario, applied
from survey.communes import Register
from survey.deciding.editions import NOTHING_APPROVED, StoredEdition, named, publish
from survey.deciding.scoring import score_round
from survey.rounds import Round
from survey.store import editions, journal, rounds
from survey.store.approvals import last_approval
from survey.store.database import reading, writing
from survey.viet_nam_time import day_of

Progress = Callable[[int, int], None]
Ended = Callable[[Connection, StoredEdition], None]
# Columns of an edition's rows that only the draws give.
DRAWN = ("rank_low", "rank_high", "chance", "standing")


@dataclass(frozen=True)
class Verified:
    """What a check of a stored edition found: nothing, where it is as it was made.

    ``damaged``: parts of the inputs that are gone or changed. ``results``: whether the rows still have
    the hash that the edition was made with. ``tampered``: figures that the inputs do not give, of all ``rows``.
    """

    damaged: tuple[str, ...]
    results: bool
    tampered: tuple[Difference, ...]
    rows: int

    @property
    def sound(self) -> bool:
        """Whether everything is as it was made."""
        return not self.damaged and self.results and not self.tampered


def inputs_now(conn: Connection, of: Round, register: Register, scenario: Scenario) -> Inputs:
    """The inputs of an edition of the round as it stands. Raises Refused where nothing is approved."""
    text = rounds.questionnaire_text(conn, of)
    questionnaire = load_text(text, of.questionnaire_id)
    applied(questionnaire, scenario)
    scored = score_round(conn, of, questionnaire, register)
    last = last_approval(conn, of.id)
    if last is None:
        raise Refused(NOTHING_APPROVED.filled(round=of.name))
    return inputs_of(
        text,
        scenario,
        of=RoundInput(of.name, of.simulated, day_of(last).isoformat()),
        places=scored.places,
        columns={code: register.columns(code) for code in register.communes},
        answers=scored.answers,
        frame=scored.frame,
    )


def make_edition(
    engine: Engine,
    of: Round,
    register: Register,
    scenario: Scenario,
    *,
    name: str,
    by: str,
    at: datetime,
    progress: Progress | None = None,
    ended: Ended | None = None,
) -> StoredEdition:
    """Freeze the round as it stands under a scenario. Raises Refused, and then stores nothing.

    What ``ended`` stores stands with the edition or not at all.
    """
    called = named(name)
    with reading(engine) as conn:
        inputs = inputs_now(conn, of, register, scenario)
    rows = rows_of(freeze(inputs, progress=progress).table)
    new = StoredEdition(
        id=0,
        round_id=of.id,
        name=called,
        made_at=at,
        made_by=by,
        inputs=inputs.sha256,
        results=sha256_of(rows),
        seed=scenario.method.seed,
        software=software(),
        budget=scenario.budget,
    )
    with writing(engine) as conn:
        made = editions.add_edition(conn, new, inputs, rows)
        enter(conn, made, "edition made", by=by, at=at)
        if ended is not None:
            ended(conn, made)
    return made


def publish_edition(
    engine: Engine,
    edition_id: int,
    replaced_id: int | None,
    *,
    by: str,
    at: datetime,
    reason: str = "",
) -> StoredEdition:
    """Publish a draft, in place of ``replaced_id`` where the round has a published edition.

    The journal keeps the ``reason`` that was given.
    """
    with writing(engine) as conn:
        edition = editions.edition_by_id(conn, edition_id)
        standing = editions.published_edition(conn, edition.round_id)
        replaced = None if replaced_id is None else editions.edition_by_id(conn, replaced_id)
        published, gone = publish(edition, standing, replaced, by=by, at=at)
        editions.set_state(conn, [each for each in (gone, published) if each is not None])
        enter(conn, published, "edition published", by=by, at=at, reason=reason)
    return published


def stored_inputs(conn: Connection, edition: StoredEdition) -> Inputs:
    """The inputs that the edition was made from."""
    return Inputs(editions.texts_of_edition(conn, edition))


def verify_edition(
    engine: Engine,
    edition: StoredEdition,
    progress: Progress | None = None,
    *,
    draws: bool = True,
) -> Verified:
    """Hash everything stored, calculate again, and compare. Changes nothing.

    Without ``draws`` what only they give (method intervals, chances of funding) is hashed, not calculated.
    """
    with reading(engine) as conn:
        texts = editions.texts_of_edition(conn, edition)
        rows = editions.rows_of_edition(conn, edition.id)
    damaged = editions.damaged_parts(edition, texts)
    untouched = sha256_of(rows) == edition.results
    if damaged:
        return Verified(tuple(damaged), untouched, (), len(rows))
    again = rows_of(recalculated(Inputs(texts), progress, draws=draws).table)
    found = (
        each for each in differences(again, rows) if draws or not each.column.startswith(DRAWN)
    )
    return Verified((), untouched, tuple(found), len(rows))


def recalculated(
    inputs: Inputs, progress: Progress | None = None, *, draws: bool = True
) -> FrozenEdition:
    """The edition of these inputs, calculated again from nothing else."""
    return freeze(inputs, draws=draws, progress=progress)


def enter(
    conn: Connection,
    edition: StoredEdition,
    action: str,
    *,
    by: str,
    at: datetime,
    reason: str = "",
) -> None:
    """Enter a step of an edition in the journal, with the hashes that it stands on."""
    detail = {
        "round": edition.round_id,
        "results": edition.results,
        "inputs": dict(edition.inputs),
        "replaces": edition.replaces,
        **({"reason": reason} if reason else {}),
    }
    journal.enter(conn, at, by, action, f"edition {edition.id}", detail)
