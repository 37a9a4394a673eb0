"""The work areas, each open to those who may take its step, and where somebody goes on after signing in."""

from __future__ import annotations

from dataclasses import dataclass

from flask import g, url_for

from forms.sentence import Sentence
from survey.accounts import Step, may
from survey.web.access import must_choose_password, must_set_up


@dataclass(frozen=True, slots=True)
class Desk:
    """A work area: who may use it, what it is called, where it is."""

    step: Step
    label: Sentence
    path: str


DESKS = (
    Desk(Step.FILL, Sentence("Phiếu của xã", "Your response"), "/survey"),
    Desk(Step.REVIEW, Sentence("Thẩm định", "Review"), "/review"),
    Desk(Step.DECIDE, Sentence("Tổng hợp", "Results"), "/ministry"),
    Desk(Step.ADMINISTER, Sentence("Tài khoản", "Accounts"), "/admin/accounts"),
    Desk(Step.ADMINISTER, Sentence("Đợt khảo sát", "Rounds"), "/admin/rounds"),
)


def desks() -> list[Desk]:
    """The work areas open to the signed-in account."""
    account = g.get("account")
    if account is None or must_choose_password() or must_set_up():
        return []
    return [desk for desk in DESKS if may(account, desk.step, None)]


def own_desk() -> str:
    """Where the signed-in account works, a page less to load than by way of the start; first to what must be done."""
    if must_set_up():
        return url_for("second_factor.page")
    return next((desk.path for desk in desks()), "/")
