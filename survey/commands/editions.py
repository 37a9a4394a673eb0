"""``edition``: make, list, show, compare, publish, verify and write frozen calculations."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

import click

from forms.sentence import Sentence
from reports.editions.comparison import compare
from reports.editions.frozen import freeze
from survey.commands import edition_files
from survey.commands import edition_words as words
from survey.commands.database import (
    database_option,
    opened_engine,
    person,
    round_asked,
    round_option,
)
from survey.commands.progress import Progress
from survey.commands.refusals import tells_refusals
from survey.commands.scenario_options import scenario_of, scenario_options
from survey.deciding.edition_making import (
    make_edition,
    publish_edition,
    stored_inputs,
    verify_edition,
)
from survey.deciding.editions import reason_given
from survey.store import communes, editions
from survey.store.database import reading

DRAWN = Sentence("… đã tính {done}/{total} lần thử", "… {done} of {total} draws")


@click.group(epilog="Example: python3 run.py edition list")
def edition() -> None:
    """Freeze a calculation as an edition; list, show, compare, publish and verify editions."""


@edition.command(
    "make", epilog='Example: python3 run.py edition make "Lần 1" --budget 2.000.000.000.000'
)
@click.argument("name")
@scenario_options
@round_option
@database_option
@tells_refusals
def make(  # noqa: PLR0917 - one for each option
    name: str,
    budget: str | None,
    floors: tuple[str, ...],
    parameters: tuple[str, ...],
    weights: tuple[str, ...],
    costs: tuple[str, ...],
    round_id: int | None,
    database: str | None,
) -> None:
    """Calculate a round's approved responses as they stand and freeze the result under NAME.

    With a budget the edition says who is funded, and how sure that is. It stays a draft until it is
    published.
    """
    scenario = scenario_of(budget, floors, parameters, weights, costs)
    engine, at = opened_engine(database), datetime.now(UTC)
    with reading(engine) as connection:
        of = round_asked(connection, round_id)
        register = communes.load_register(connection)
    made = make_edition(
        engine, of, register, scenario, name=name, by=person(), at=at, progress=drawing()
    )
    click.echo(words.line(made))


@edition.command("list", epilog="Example: python3 run.py edition list")
@round_option
@database_option
@tells_refusals
def list_editions(round_id: int | None, database: str | None) -> None:
    """List editions, the newest first: id, name, state, round, when made, budget."""
    with reading(opened_engine(database)) as connection:
        for each in editions.all_editions(connection, round_id):
            click.echo(words.line(each))


@edition.command("show", epilog="Example: python3 run.py edition show 1 --first 20")
@click.argument("edition_id", type=int)
@click.option("--first", default=10, show_default=True, help="How many communes of the list.")
@click.option("--commune", help="Explain the rank of this commune instead.")
@database_option
@tells_refusals
def show(edition_id: int, first: int, commune: str | None, database: str | None) -> None:
    """Show what an edition was made from and the top of its list, or why a commune stands where it does."""
    engine = opened_engine(database)
    with reading(engine) as connection:
        asked = editions.edition_by_id(connection, edition_id)
        rows = editions.rows_of_edition(connection, asked.id)
        inputs = stored_inputs(connection, asked)
    if commune is not None:
        found = freeze(inputs, draws=False).edition
        click.echo("\n".join(words.explanation(found, inputs.places, commune)))
        click.echo("\n".join(words.what_would_change(inputs, commune)))
        return
    click.echo("\n".join([*words.provenance(asked), *words.top(rows, inputs.places, first)]))


@edition.command("compare", epilog="Example: python3 run.py edition compare 1 2")
@click.argument("earlier", type=int)
@click.argument("later", type=int)
@click.option("--first", default=20, show_default=True, help="How many communes to list.")
@database_option
@tells_refusals
def compare_editions(earlier: int, later: int, first: int, database: str | None) -> None:
    """Compare two editions: what differs between them, who moved and why, who came in and went out."""
    engine = opened_engine(database)
    with reading(engine) as connection:
        before, after = (
            stored_inputs(connection, editions.edition_by_id(connection, each))
            for each in (earlier, later)
        )
    found = compare(before, after)
    click.echo("\n".join(words.comparison(found, after.places, first)))


@edition.command(
    "publish",
    epilog='Example: python3 run.py edition publish 2 --replaces 1 --reason "Sửa đơn giá máy tính"',
)
@click.argument("edition_id", type=int)
@click.option("--reason", default="", help="Why it is published, as on the page; in the journal.")
@click.option("--replaces", type=int, help="The published edition in whose place it comes.")
@database_option
@tells_refusals
def publish(edition_id: int, reason: str, replaces: int | None, database: str | None) -> None:
    """Publish a draft: from then on it never changes; a correction is a new edition that replaces it."""
    given = reason_given(reason)
    engine, at = opened_engine(database), datetime.now(UTC)
    made = publish_edition(engine, edition_id, replaces, by=person(), at=at, reason=given)
    click.echo(words.line(made))


@edition.command("verify", epilog="Example: python3 run.py edition verify 1")
@click.argument("edition_id", type=int)
@database_option
@tells_refusals
def verify(edition_id: int, database: str | None) -> None:
    """Hash what an edition was made from, calculate it again and compare every figure.

    Exit status 1 where anything is not as it was made; what, is named by commune and column.
    """
    engine = opened_engine(database)
    with reading(engine) as connection:
        asked = editions.edition_by_id(connection, edition_id)
    found = verify_edition(engine, asked, drawing())
    click.echo("\n".join(words.verdict(asked, found)), err=not found.sound)
    if not found.sound:
        sys.exit(1)


def drawing() -> Callable[[int, int], None]:
    """Tells how many draws are done, where they take long."""
    return partial(Progress(), DRAWN)


for each in edition_files.COMMANDS:
    edition.add_command(each)
