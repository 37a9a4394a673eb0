"""A process that bears children who save without end, to be killed: ``python -m tests.survey.dying URL``.

For each line on standard input one child is born. It says its process id, then the key of every save once that
is acknowledged. When it is dead, so says its parent. What all need is loaded once, so that a birth takes
milliseconds.
"""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime

from sqlalchemy import Engine

from forms.answers import Answer
from survey.accounts import Account, Role
from survey.saving import Save, save_answers
from survey.store import responses
from survey.store.database import engine_for, reading
from tests.builders import BA_DINH

WHO = Account(1, "canbo", "An", Role.OFFICER, BA_DINH)


def say(text: str) -> None:
    """One whole line in one write, so that a death does not leave half of one."""
    os.write(1, f"{text}\n".encode())


def save_for_ever(engine: Engine, birth: int) -> None:
    """Save, acknowledge, again."""
    number = 0
    with reading(engine) as conn:
        base = responses.response_of(conn, 1, BA_DINH).revision
    while True:
        number += 1
        base = save_once(engine, base, f"{birth}-{number}", birth * 1000 + number)
        say(f"{birth}-{number}")


def save_once(engine: Engine, base: int, key: str, value: int) -> int:
    """One save as the pages make it; the revision that it made."""
    saved = save_answers(
        engine,
        Save(
            round_id=1,
            commune_code=BA_DINH,
            changes={"infra_pc_working": Answer(value=value)},
            base=base,
            account=WHO,
            at=datetime.now(UTC),
            key=key,
        ),
    )
    assert saved.revision is not None
    return saved.revision.number


def main(url: str) -> None:
    """One child a line, each mourned before the next."""
    engine = engine_for(url)
    # What the first save of a process has to make, every child inherits; no connection, though.
    save_once(engine, 0, "before", 1)
    engine.dispose()
    for birth, _ in enumerate(sys.stdin, 1):
        child = os.fork()
        if child == 0:
            say(f"born {os.getpid()}")
            save_for_ever(engine, birth)
        os.waitpid(child, 0)
        say("dead")


if __name__ == "__main__":
    main(sys.argv[1])
