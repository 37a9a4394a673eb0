"""Submissions of a form as ODK Central and KoboToolbox export them."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence

from forms.answers import Answer, Answers, State
from forms.fields import YES_NO_LABELS
from forms.questionnaire import Question, Questionnaire
from forms.xlsform import survey_rows, version_of
from forms.xlsform_words import STATE_CHOICES

ODK_BEFORE = ("SubmissionDate", "start", "end")
ODK_AFTER = (
    "meta-instanceID",
    "meta-instanceName",
    "KEY",
    "SubmitterID",
    "SubmitterName",
    "AttachmentsPresent",
    "AttachmentsExpected",
    "Status",
    "ReviewState",
    "DeviceID",
    "Edits",
    "FormVersion",
)
KOBO_BEFORE = ("start", "end")
KOBO_AFTER = (
    "__version__",
    "meta/rootUuid",
    "_id",
    "_uuid",
    "_submission_time",
    "_validation_status",
    "_notes",
    "_status",
    "_submitted_by",
    "_tags",
    "_index",
)
Submission = tuple[str, Answers]


def fields_of(
    questionnaire: Questionnaire,
    code: str,
    answers: Answers,
    *,
    labels: str = "",
    version: str = "",
) -> dict[str, str]:
    """What a device would hold of these answers: by the form's own names; choices as labels where asked."""
    fields = {"commune_code": code, "form_version": version or version_of(questionnaire)}
    for name, answer in answers.items():
        question = questionnaire.by_id[name]
        if answer.state is State.ANSWERED:
            fields[name] = value_of(question, answer, labels)
        else:
            said = STATE_CHOICES[answer.state.value]
            fields[f"{name}_state"] = said.in_language(labels) if labels else answer.state.value
        fields[f"{name}_reason"], fields[f"{name}_note"] = answer.reason, answer.note
    return fields


def value_of(question: Question, answer: Answer, labels: str) -> str:
    value = answer.value
    if isinstance(value, bool):
        word = "yes" if value else "no"
        return YES_NO_LABELS[word].in_language(labels) if labels else word
    if question.options and labels:
        return question.option(str(value)).label.in_language(labels)
    return str(value)


def groups_of(questionnaire: Questionnaire, separator: str) -> dict[str, str]:
    """The form's names with the groups that they stand in."""
    named, groups = {}, []
    for row in survey_rows(questionnaire):
        if row.type == "begin_group":
            groups.append(row.name)
        elif row.type == "end_group":
            groups.pop()
        else:
            named[row.name] = separator.join([*groups, row.name])
    return named


def odk(questionnaire: Questionnaire, submissions: Sequence[Submission]) -> str:
    """ODK Central: commas, groups by hyphens, KEY."""
    named = groups_of(questionnaire, "-")
    rows = [
        {"SubmissionDate": "2026-09-07T01:00:00.000Z", "KEY": f"uuid:{number}", "Edits": "0"}
        | {named[k]: v for k, v in fields_of(questionnaire, *each).items() if k in named}
        for number, each in enumerate(submissions)
    ]
    return written([*ODK_BEFORE, *named.values(), *ODK_AFTER], rows, ",")


def kobo(
    questionnaire: Questionnaire, submissions: Sequence[Submission], *, labels: str = ""
) -> str:
    """KoboToolbox: semicolons, everything in quotes, groups by slashes, _uuid; as labels where asked."""
    named = groups_of(questionnaire, "/")
    if labels:
        named = {
            row.name: row.label.in_language(labels) or row.name
            for row in survey_rows(questionnaire)
            if row.name in named
        }
    rows = [
        {"start": "2026-09-07T08:00:00.000+07:00", "_uuid": f"uuid-{number}", "_id": str(number)}
        | {
            named[k]: v
            for k, v in fields_of(questionnaire, *each, labels=labels).items()
            if k in named
        }
        for number, each in enumerate(submissions)
    ]
    return written([*KOBO_BEFORE, *named.values(), *KOBO_AFTER], rows, ";")


def written(head: Sequence[str], rows: Sequence[Mapping[str, str]], delimiter: str) -> str:
    text = io.StringIO(newline="")
    quoting = csv.QUOTE_ALL if delimiter == ";" else csv.QUOTE_MINIMAL
    writer = csv.DictWriter(text, head, delimiter=delimiter, quoting=quoting, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
