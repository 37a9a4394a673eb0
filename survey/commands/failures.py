"""What a person at the terminal sees when a command fails: sentences, never a traceback.

A refusal (exit status 2) says what to do. What the machine denies, a full disk or a database that
does not answer, is told in its own words. A fault of the program itself is kept in a file to send on.
"""

from __future__ import annotations

import tempfile
import traceback
from pathlib import Path
from typing import Any

import click
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from forms.sentence import Refused, Sentence
from survey.commands.refusals import tell
from survey.commands.usage import refuse_usage

DENIED = Sentence("Máy không cho thực hiện: {why}.", "The computer would not do it: {why}.")
DATABASE = Sentence(
    "Cơ sở dữ liệu không dùng được: {why}. Hãy kiểm tra DATABASE_URL, quyền ghi và chỗ trống trên đĩa.",
    "The database cannot be used: {why}. Check DATABASE_URL, permissions and free disk space.",
)
FAULT = Sentence(
    "Chương trình gặp lỗi ({why}); việc này chưa xong. Chi tiết ở tệp {file}: hãy gửi cho người quản trị.",
    "The program failed ({why}) and this was not done. Details are in {file}: send it to your administrator.",
)


class TellsFailures(click.Group):
    """A group whose commands end in sentences, whatever happens."""

    def make_context(self, *args: Any, **kwargs: Any) -> click.Context:
        """Read the group's own options."""
        try:
            return super().make_context(*args, **kwargs)
        except click.exceptions.NoArgsIsHelpError:
            raise
        except click.UsageError as error:
            refuse_usage(error)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; exit with 2 where it was refused and 1 where it failed."""
        try:
            return super().invoke(ctx)
        except click.exceptions.NoArgsIsHelpError:
            raise
        except click.UsageError as error:
            refuse_usage(error)
        except (click.ClickException, click.Abort, click.exceptions.Exit):
            raise
        except Refused as refused:
            tell(getattr(refused, "refusals", None) or (refused.sentence,))
            ctx.exit(2)
        except Exception as error:
            tell([told(error)])
            ctx.exit(1)


def told(error: Exception) -> Sentence:
    """The sentence for a failure that no step foresaw."""
    if isinstance(error, SQLAlchemyError):
        cause = error.orig if isinstance(error, DBAPIError) else error
        return DATABASE.filled(why=first_line(cause))
    if isinstance(error, OSError):
        why = error.strerror or first_line(error)
        return DENIED.filled(why=f"{why}: {error.filename}" if error.filename else why)
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", prefix="commune-readiness-", suffix=".txt", delete=False
    ) as file:
        file.write("".join(traceback.format_exception(error)))
    return FAULT.filled(why=type(error).__name__, file=Path(file.name))


def first_line(error: object) -> str:
    """The first line of an error's own words, without a full stop."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")[:200]
