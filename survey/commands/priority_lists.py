"""``priority-list``: the ministry's Excel annex, from the command line."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from forms.loading import load_text
from reports.annex.priority_list import write_priority_list
from survey.commands.database import database_option, opened_engine, round_asked, round_option
from survey.commands.refusals import tells_refusals
from survey.deciding.scoring import score_round
from survey.store import communes, rounds
from survey.store.database import reading
from survey.viet_nam_time import day_of


@click.command(epilog="Example: python3 run.py priority-list --out danh-sach-uu-tien.xlsx")
@click.option(
    "--out", type=click.Path(path_type=Path), required=True, help="The workbook to write."
)
@round_option
@click.option("--language", type=click.Choice(["vi", "en"]), default="vi", show_default=True)
@database_option
@tells_refusals
def priority_list(out: Path, round_id: int | None, language: str, database: str | None) -> None:
    """Score a round's approved responses and write the priority list as an Excel annex."""
    with reading(opened_engine(database)) as connection:
        of = round_asked(connection, round_id)
        asked = load_text(rounds.questionnaire_text(connection, of), of.questionnaire_id)
        scored = score_round(connection, of, asked, communes.load_register(connection))
    write_priority_list(
        out,
        scored.edition,
        scored.places,
        round_name=of.name,
        questionnaire=asked,
        method=scored.method,
        made_on=day_of(datetime.now(UTC)),
        simulated=of.simulated,
        language=language,
        questions=scored.questions,
    )
    click.echo(f"→ {out}")
