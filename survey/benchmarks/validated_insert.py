"""The floor of a save: what was sent is validated as the survey validates it, then one bare insert.

The survey's own server with its session, its form's token, its permissions and its one gate; no deadline, no merge
with what others saved, no revision, no journal: what a save adds is what makes it safe.
"""

from __future__ import annotations

import os
from typing import Any

from flask import g, jsonify

from forms.answers_json import to_json
from survey.accounts import Step
from survey.app import create_app
from survey.benchmarks.bare_insert import inserted, make_table
from survey.settings import Settings
from survey.store.database import writing
from survey.web.access import requires
from survey.web.sent import changes_in, sent
from survey.web.state import engine, questionnaire_of
from survey.web.syncing import refusal, round_sent

app = create_app(Settings(os.environ["DATABASE_URL"], os.environ["SECRET_KEY"]))


@requires(Step.FILL)
def save() -> Any:
    """Through every check of a save's form and answers, then insert, commit, answer."""
    posted = sent()
    asked = round_sent(posted)
    if refused := refusal(posted, asked):
        return refused
    changes = changes_in(questionnaire_of(asked), posted.of("changes", dict))
    answers = {name: each for name, each in changes.taken.items() if each is not None}
    with writing(engine()) as conn:
        values = {"commune_code": g.account.commune_code, "key": posted.key()}
        conn.execute(inserted.insert().values(**values, changes=to_json(answers)))
    return jsonify(revision=posted.number("base") + 1, refused={}, conflicts={})


make_table()
app.view_functions["syncing.save"] = save
