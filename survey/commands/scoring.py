"""``score``: any questionnaire of the format and a file of answers → scores, with no database."""

from __future__ import annotations

from pathlib import Path

import click

from forms.loading import load_questionnaire
from reports.answers_file import read_csv
from reports.method_file import load_method
from reports.readiness import readiness
from reports.scores_file import write_scores
from survey.commands.refusals import tells_refusals


@click.command(
    epilog="Example: python3 run.py score forms/data/vn-commune-2026.yaml answers.csv --out scores.csv"
)
@click.argument("questionnaire", type=click.Path(path_type=Path))
@click.argument("answers", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), required=True, help="The CSV to write.")
@tells_refusals
def score(questionnaire: Path, answers: Path, out: Path) -> None:
    """Score the ANSWERS.csv of any QUESTIONNAIRE.yaml.

    The first column of ANSWERS is the unit's code, the others are question ids. An empty cell is
    unanswered, NA is not applicable, ? is unknown. SCORES: code, readiness, low, high, coverage,
    rank, one column per section, reason; 0-100, full precision.
    """
    asked = load_questionnaire(questionnaire)
    frame = read_csv(asked, answers)
    write_scores(out, asked, readiness(asked, load_method(), frame))
    click.echo(f"{len(frame.codes)} → {out}")
