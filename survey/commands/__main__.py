"""``python3 run.py COMMAND``: the group that every command belongs to."""

from __future__ import annotations

import click

from survey.commands.accounts import accounts
from survey.commands.authoring import authoring_report
from survey.commands.benching import bench
from survey.commands.demonstrating import demo
from survey.commands.editions import edition
from survey.commands.failures import TellsFailures
from survey.commands.importing import import_answers
from survey.commands.journals import check_journal
from survey.commands.priority_lists import priority_list
from survey.commands.questionnaires import check_questionnaire
from survey.commands.rounds import rounds
from survey.commands.scoring import score
from survey.commands.serving import serve
from survey.commands.testing import test
from survey.commands.xlsforms import xlsform


@click.group(cls=TellsFailures, context_settings={"help_option_names": ["-h", "--help"]})
def commands() -> None:
    """Commune digital-transformation readiness: survey, review, score, rank, export.

    Khảo sát mức độ sẵn sàng chuyển đổi số cấp xã.
    """


for command in (
    demo,
    serve,
    accounts,
    rounds,
    import_answers,
    priority_list,
    edition,
    check_journal,
    check_questionnaire,
    score,
    authoring_report,
    xlsform,
    test,
    bench,
):
    commands.add_command(command)

if __name__ == "__main__":
    commands(prog_name="python3 run.py")
