"""``xlsform``: any questionnaire of the format as a form for ODK and KoboToolbox."""

from __future__ import annotations

from pathlib import Path

import click

from forms.loading import load_questionnaire
from forms.xlsform import CODE_FORM, write_xlsform
from survey.commands.refusals import tells_refusals


@click.command(
    epilog="Example: python3 run.py xlsform forms/data/vn-commune-2026.yaml --out form.xlsx"
)
@click.argument("questionnaire", type=click.Path(path_type=Path))
@click.option(
    "--out", type=click.Path(path_type=Path), required=True, help="The workbook to write."
)
@click.option(
    "--code-form",
    default=CODE_FORM,
    show_default=True,
    help="The regular expression of a unit's code.",
)
@tells_refusals
def xlsform(questionnaire: Path, out: Path, code_form: str) -> None:
    """Write QUESTIONNAIRE.yaml as an XLSForm for ODK Central and KoboToolbox.

    Vietnamese and English; ranges, rules and conditions are checked on the device as far as a form
    can. Submissions come back with import-answers, through the same gate as the pages.
    """
    asked = load_questionnaire(questionnaire)
    out.write_bytes(write_xlsform(asked, code_form))
    click.echo(f"{len(asked.questions)} → {out}")
