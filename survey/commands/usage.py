"""A command typed wrongly, told in both languages: what is wrong, how it is written, where to read more."""

from __future__ import annotations

import sys
from typing import NoReturn

import click

from forms.sentence import Sentence
from survey.commands.refusals import tell

MISSING = Sentence("Thiếu {name}.", "{name} is missing.")
NO_SUCH_OPTION = Sentence("Không có tùy chọn {name}.", "There is no option {name}.")
WRONG = Sentence(
    "Giá trị của {name} không dùng được ({why}).", "The value of {name} cannot be used ({why})."
)
OTHER = Sentence("Câu lệnh viết chưa đúng ({why}).", "The command is not written right ({why}).")
HELP = Sentence(
    "Xem cách dùng và ví dụ: {command} --help", "For its use and an example: {command} --help"
)


def refuse_usage(error: click.UsageError) -> NoReturn:
    """Print the right form of the command and what was wrong with this one; exit status 2."""
    if error.ctx is not None:
        click.echo(error.ctx.get_usage(), err=True)
    tell([sentence_of(error)])
    command = "python3 run.py" if error.ctx is None else error.ctx.command_path
    tell([HELP.filled(command=command)])
    sys.exit(2)


def sentence_of(error: click.UsageError) -> Sentence:
    """What is wrong with the command line, in both languages."""
    why = error.format_message().strip().rstrip(".")
    if isinstance(error, click.MissingParameter):
        return MISSING.filled(name=name_of(error) or why)
    if isinstance(error, click.NoSuchOption):
        return NO_SUCH_OPTION.filled(name=error.option_name)
    if isinstance(error, click.BadParameter) and name_of(error):
        return WRONG.filled(name=name_of(error), why=error.message.strip().rstrip("."))
    return OTHER.filled(why=why)


def name_of(error: click.BadParameter) -> str:
    """The option or argument as a person types it; empty where click names none."""
    if error.param is None:
        return ""
    return (
        error.param.opts[0]
        if isinstance(error.param, click.Option)
        else error.param.human_readable_name
    )
