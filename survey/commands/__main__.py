"""``python3 run.py COMMAND``: the group that every command belongs to."""

from __future__ import annotations

import click

from survey.commands.questionnaires import check_questionnaire
from survey.commands.scoring import score
from survey.commands.testing import test


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def commands() -> None:
    """Commune digital-transformation readiness: survey, review, score, rank, export.

    Khảo sát mức độ sẵn sàng chuyển đổi số cấp xã.
    """


for command in (test, check_questionnaire, score):
    commands.add_command(command)

if __name__ == "__main__":
    commands(prog_name="python3 run.py")
