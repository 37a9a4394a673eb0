"""``python3 run.py COMMAND``: the group that every command belongs to."""

from __future__ import annotations

from importlib import import_module

import click

from survey.commands.failures import TellsFailures

# Command → the module of this folder that holds it. It is imported when the command is asked for: most
# need something heavy that the others don't, and nobody should wait for what is not used.
MODULES = {
    "demo": "demonstrating",
    "serve": "serving",
    "accounts": "accounts",
    "rounds": "rounds",
    "register": "registers",
    "import-answers": "importing",
    "priority-list": "priority_lists",
    "edition": "editions",
    "journal": "journals",
    "backup": "backups",
    "restore": "backups",
    "copy-database": "backups",
    "doctor": "doctoring",
    "tidy-evidence": "tidying",
    "move-evidence": "moving",
    "check-questionnaire": "questionnaires",
    "score": "scoring",
    "authoring-report": "authoring",
    "xlsform": "xlsforms",
    "test": "testing",
    "bench": "benching",
}


class Commands(TellsFailures):
    """The commands by name."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Their names, in the order in which help tells them."""
        return list(MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name; None where there is none."""
        if cmd_name not in MODULES:
            return None
        module = import_module(f"survey.commands.{MODULES[cmd_name]}")
        command: click.Command = getattr(module, cmd_name.replace("-", "_"))
        return command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
def commands() -> None:
    """Commune digital-transformation readiness: survey, review, score, rank, export.

    Khảo sát mức độ sẵn sàng chuyển đổi số cấp xã.
    """


if __name__ == "__main__":
    commands(prog_name="python3 run.py")
