"""The application for a server of WSGI: ``gunicorn survey.wsgi:app``.

The database must have been founded (``serve`` once, or ``restore``); its tables are brought up to date, safely
where several processes start at once. Settings come from the environment.
"""

from __future__ import annotations

import os
import sys

from forms.sentence import Refused
from survey.app import create_app
from survey.commands.database import INSTANCE
from survey.commands.refusals import tell
from survey.operating.giving_back import share_heaps
from survey.settings import read_settings
from survey.store.database import Unreachable, engine_for, upgrade_once_reachable

share_heaps()
try:
    settings = read_settings(os.environ, INSTANCE)
    engine = engine_for(settings.database_url)
    upgrade_once_reachable(engine)
    engine.dispose()
    app = create_app(settings)
except Unreachable as unreachable:
    tell([unreachable.sentence])
    # A process that replaces another while the database is down: gunicorn tries anew, and the others go on
    # telling people to wait. By its own word below all of them would end.
    sys.exit(1)
except Refused as refused:
    tell(getattr(refused, "refusals", None) or (refused.sentence,))
    # gunicorn's own word for: starting again will not help.
    sys.exit(4)
