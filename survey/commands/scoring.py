"""``score``: any questionnaire of the format and files of answers → scores, with no database."""

from __future__ import annotations

from pathlib import Path

import click

from forms.loading import load_questionnaire
from forms.sentence import Refused, Sentence
from reports.answers.file import PARQUET
from reports.answers.parts import parts_of
from reports.extras import needed
from reports.method_file import load_method
from reports.scoring.csv_file import write_table
from reports.scoring.folder import refuse_taken, write_folder
from reports.scoring.many_parts import Here, ScoredParts, score_parts
from reports.scoring.one_part import Scoring
from survey.commands.progress import Progress
from survey.commands.refusals import tells_refusals

ONLY_DASK = Sentence(
    "--scheduler chỉ đi cùng --engine dask. Hãy thêm --engine dask, hoặc bỏ --scheduler.",
    "--scheduler goes with --engine dask only. Add --engine dask, or leave out --scheduler.",
)


@click.command(
    epilog="""\b
    Example: python3 run.py score forms/data/vn-commune-2026.yaml answers.csv --out scores.csv
    In parts: python3 run.py score indicators.yaml answers/ --engine dask --out scores/
    """
)
@click.argument("questionnaire", type=click.Path(path_type=Path))
@click.argument("answers", type=click.Path(path_type=Path))
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    required=True,
    help="The CSV or .parquet file to write; with Dask a new folder of Parquet parts.",
)
@click.option(
    "--engine",
    type=click.Choice(["numpy", "dask"]),
    default="numpy",
    show_default=True,
    help="NumPy in this process, or Dask: part by part on several processes or machines.",
)
@click.option(
    "--scheduler",
    metavar="tcp://HOST:PORT",
    help="A Dask scheduler that is running; without it, two workers on this computer.",
)
@tells_refusals
def score(
    questionnaire: Path, answers: Path, out: Path, engine: str, scheduler: str | None
) -> None:
    """Score the ANSWERS to any QUESTIONNAIRE.yaml.

    ANSWERS is a CSV, xlsx or Parquet file, a folder of CSV or Parquet parts, or a quoted pattern such
    as "answers/*.csv". The first column is the unit's code, the others are question ids. An empty cell
    is unanswered, NA is not applicable, ? is unknown. SCORES: code, readiness, low, high, coverage,
    rank, one column per section, reason; 0-100, full precision.
    """
    asked = load_questionnaire(questionnaire)
    paths = parts_of(answers)
    scoring = Scoring(asked, load_method(), in_parts=len(paths) > 1)
    if engine == "dask":
        units = on_dask(scoring, paths, out, scheduler)
    elif scheduler is not None:
        raise Refused(ONLY_DASK)
    else:
        units = on_numpy(scoring, paths, out)
    click.echo(f"{units} → {out}")


def on_numpy(scoring: Scoring, paths: tuple[Path, ...], out: Path) -> int:
    """Score in this process into one file; how many units."""
    scored = score_parts(Here(Progress()), scoring, paths)
    write(out, scored)
    return scored.units


def write(out: Path, scored: ScoredParts) -> None:
    """The scores of all parts into one file, Parquet or CSV by its name."""
    tables = [part.table for part in scored.kept]
    if out.suffix.lower() == PARQUET:
        needed("reports.scoring.parquet").write_parquet(out, tables, scored.ranks)
        return
    with out.open("w", encoding="utf-8", newline="") as file:
        write_table(file, tables, scored.ranks)


def on_dask(scoring: Scoring, paths: tuple[Path, ...], out: Path, scheduler: str | None) -> int:
    """Score on workers into a new folder; how many units."""
    dask = needed("reports.scoring.on_dask")
    refuse_taken(out)
    with dask.on_dask(scheduler, Progress()) as engine:
        scored = score_parts(engine, scoring, paths)
        write_folder(engine, scored, out)
    return scored.units
