"""``check-questionnaire``: is a questionnaire file sound?"""

from __future__ import annotations

from pathlib import Path

import click

from forms.loading import load_questionnaire
from survey.commands.refusals import tells_refusals


@click.command(epilog="Example: python3 run.py check-questionnaire forms/data/vn-commune-2026.yaml")
@click.argument("file", type=click.Path(path_type=Path))
@tells_refusals
def check_questionnaire(file: Path) -> None:
    """Check a questionnaire FILE: all its faults are named at once, by question and reason."""
    questionnaire = load_questionnaire(file)
    click.echo(
        f"{questionnaire.id} {questionnaire.version}: {len(questionnaire.sections)} sections, "
        f"{len(questionnaire.questions)} questions, {len(questionnaire.scored)} scored. "
        "Hợp lệ / Sound."
    )
