"""Vietnamese first, English complete: the reader's language, and how numbers and dates are written."""

from __future__ import annotations

from datetime import date, datetime

from flask import Flask, g, request
from markupsafe import Markup, escape

from forms.numbers import both_ways
from forms.sentence import Sentence
from survey.viet_nam_time import VIET_NAM

COOKIE = "language"
LANGUAGES = ("vi", "en")


def choose_language() -> None:
    """Set ``g.language`` from the reader's cookie; Vietnamese where there is none."""
    wanted = request.cookies.get(COOKIE, "vi")
    g.language = wanted if wanted in LANGUAGES else "vi"


def language() -> str:
    """The reader's language, ``"vi"`` or ``"en"``; Vietnamese before a request is understood."""
    chosen: str = getattr(g, "language", "vi")
    return chosen


def t(vi: str, en: str, **values: object) -> Markup:
    """The sentence in the reader's language; ``{names}`` are filled, everything is escaped."""
    sentence = vi if language() == "vi" else en
    return escape(sentence).format(**values) if values else escape(sentence)


def say(sentence: Sentence) -> str:
    """A sentence of the core in the reader's language."""
    return sentence.in_language(language())


def number(value: float | int | None, decimals: int | None = None) -> str:
    """1.234,5 or, on an English page, 1,234.5; an em dash where the value is missing."""
    if value is None or value != value:  # noqa: PLR0124
        return "—"
    return both_ways(value, decimals).in_language(language())


def day(value: date) -> str:
    """dd/MM/yyyy; a moment's day is the one in Viet Nam."""
    if isinstance(value, datetime):
        value = value.astimezone(VIET_NAM)
    return value.strftime("%d/%m/%Y")


def moment(value: datetime) -> str:
    """When something happened, by Viet Nam's clock: ``14:05 ngày 02/03/2026``."""
    local = value.astimezone(VIET_NAM)
    return t("{time} ngày {day}", "{day} at {time}", time=f"{local:%H:%M}", day=day(local))


def teach_templates(app: Flask) -> None:
    """Give every template ``t say number date moment language``."""
    app.jinja_env.globals.update(
        t=t, say=say, number=number, date=day, moment=moment, language=language
    )
