"""``authoring-report``: any questionnaire of the format and a file of answers → what each question does."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from forms.loading import load_questionnaire
from reports.answers.file import read_csv
from reports.authoring.verdicts import Verdict
from reports.authoring.workbook import write_authoring
from reports.method_file import load_method
from survey.commands.refusals import tells_refusals
from survey.viet_nam_time import day_of


@click.command(
    epilog="Example: python3 run.py authoring-report forms/data/vn-commune-2026.yaml answers.csv --out questions.xlsx"
)
@click.argument("questionnaire", type=click.Path(path_type=Path))
@click.argument("answers", type=click.Path(path_type=Path))
@click.option(
    "--out", type=click.Path(path_type=Path), required=True, help="The workbook to write."
)
@click.option("--language", type=click.Choice(["vi", "en"]), default="vi", show_default=True)
@tells_refusals
def authoring_report(questionnaire: Path, answers: Path, out: Path, language: str) -> None:
    """Say what each question of QUESTIONNAIRE.yaml does, by the ANSWERS.csv of its units.

    ANSWERS is as for score. Each question's answers and scores, correlations, alpha, nominal and
    effective weight, how ranks move without it, and a verdict: which question does nothing.
    """
    asked = load_questionnaire(questionnaire)
    frame = read_csv(asked, answers)
    today = day_of(datetime.now(UTC))
    report = write_authoring(out, asked, load_method(), frame, made_on=today, language=language)
    for each in report.questions:
        worst = each.findings[0]
        if worst.verdict not in (Verdict.WORKS, Verdict.NOT_SCORED):
            label = worst.label.in_language(language)
            said = worst.sentence.in_language(language)
            click.echo(f"{each.figures.question.id}: {label}. {said}")
    click.echo(f"{report.units} → {out}")
