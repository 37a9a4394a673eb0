"""A commune, its province and the ministry at work over one database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from flask import Flask
from sqlalchemy import text

from forms.answers import Answer
from survey.accounts import Role
from survey.responses import Response, Revision
from survey.signing_in.passwords import hash_password
from survey.store import accounts, responses
from survey.store.database import reading, writing
from tests.builders import BA_DINH, MONDAY, complete_answers
from tests.survey.founded import PASSWORD
from tests.visitor import Page, Visitor

SECTION = "/survey/section/infra"
COMPLETE = {"skill_staff_total": 41, "infra_pc_working": 40, "infra_pc_qualified": 30}


@dataclass
class Offices:
    """An application with a round open and one account of each role."""

    app: Flask

    def signed_in(self, who: str, language: str = "vi") -> Visitor:
        visitor = Visitor(self.app, language)
        visitor.sign_in(who, PASSWORD)
        return visitor

    @cached_property
    def officer(self) -> Visitor:
        return self.signed_in("canbo")

    @cached_property
    def reviewer(self) -> Visitor:
        return self.signed_in("tinh")

    def add(self, sign_in: str, role: Role, commune: str | None, province: str | None) -> None:
        """One more account."""
        with writing(self.app.config["ENGINE"]) as connection:
            accounts.add_account(
                connection,
                sign_in=sign_in,
                name=f"Người {sign_in}",
                role=role,
                commune_code=commune,
                province_code=province,
                password_hash=hash_password(PASSWORD),
                must_change_password=False,
                at=MONDAY,
            )

    def add_leader(self, sign_in: str) -> None:
        """A leader of Ba Đình."""
        self.add(sign_in, Role.OFFICER, BA_DINH, None)
        with writing(self.app.config["ENGINE"]) as connection:
            leads = "UPDATE accounts SET leader = true WHERE sign_in = :sign_in"
            connection.execute(text(leads), {"sign_in": sign_in})

    @property
    def response(self) -> Response:
        """What is stored of Ba Đình."""
        with reading(self.app.config["ENGINE"]) as connection:
            return responses.response_of(connection, 1, BA_DINH)

    @property
    def history(self) -> tuple[Revision, ...]:
        """Every revision of Ba Đình."""
        with reading(self.app.config["ENGINE"]) as connection:
            return tuple(responses.revisions_of(connection, 1, BA_DINH))

    def save(self, fields: Mapping[str, str], status: int = 200, base: int | None = None) -> Page:
        """The officer posts fields of the first section."""
        number = self.response.revision if base is None else base
        sent = {"base": str(number), "key": "k", "then": "stay", **fields}
        return self.officer.post(SECTION, sent, status)

    def answer_all(self) -> None:
        """Store a complete response, section by section, as the officer would."""
        written: dict[str, str] = {}
        for question_id, answer in complete_answers(**COMPLETE).items():
            written[question_id] = shown(answer)
        for link in self.officer.open("/survey").all("a"):
            path = link.get("href")
            if not path.startswith("/survey/section/"):
                continue
            fields = self.officer.open(path).fields(path)
            for name in list(fields):
                if f"{name}--note" in fields and f"{name}--state" not in fields:
                    fields.pop(name)
            page = self.officer.open(path)
            for element in page.all("fieldset"):
                name = element["id"].removeprefix("q-")
                if page.all("select", name=f"{name}--state"):
                    known = written[name] != "?"
                    fields[name] = written[name] if known else ""
                    fields[f"{name}--state"] = "" if known else "unknown"
                else:
                    fields[name] = written[name]
            self.officer.post(path, fields)

    def submit(self, status: int = 200) -> Page:
        """The officer submits."""
        sent = {"key": "s", "base": str(self.response.revision)}
        return self.officer.post("/survey/submit", sent, status)

    def decide(self, deed: str, fields: Mapping[str, str] = {}, status: int = 200) -> Page:
        """The reviewer returns, approves or reopens."""
        sent = {"base": str(self.response.revision), "key": deed, **fields}
        return self.reviewer.post(f"/review/{BA_DINH}/{deed}", sent, status)


def shown(answer: Answer) -> str:
    """A value as the officer types it."""
    return "?" if answer.value is None else str(answer.value)
