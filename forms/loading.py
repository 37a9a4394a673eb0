"""A questionnaire file → a :class:`Questionnaire`, or every fault in it at once, with file, place, reason."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from forms.file_blocks import remoteness_of, sections_of, unit_costs_of
from forms.file_questions import questions_of, symbols_in
from forms.file_reading import Faults, Keys
from forms.file_rules import expression
from forms.questionnaire import Questionnaire
from forms.sentence import Refused, Sentence
from forms.whole_file import check_whole
from forms.yaml_text import read_yaml

TOP = (
    "meta",
    "sections",
    "questions",
    "remoteness",
    "population",
    "unit_costs",
    "envelope_check",
    "sources",
)


class QuestionnaireRefused(Refused):
    """A questionnaire that can't be used; ``refusals`` names every fault."""

    def __init__(self, refusals: Sequence[Sentence]) -> None:
        super().__init__(
            Sentence(
                "\n".join(each.vi for each in refusals), "\n".join(each.en for each in refusals)
            )
        )
        self.refusals = tuple(refusals)


def load_questionnaire(path: Path) -> Questionnaire:
    """The questionnaire in a UTF-8 file. Raises :class:`QuestionnaireRefused`."""
    try:
        content = path.read_bytes()
        text = content.decode("utf-8-sig")
    except OSError as fault:
        raise unreadable(path.name, "không mở được tệp", "the file cannot be opened") from fault
    except UnicodeDecodeError as fault:
        raise unreadable(path.name, "tệp không phải UTF-8", "the file is not UTF-8") from fault
    return load_text(text, path.name)


def unreadable(name: str, vi: str, en: str) -> QuestionnaireRefused:
    """The refusal of a file as a whole."""
    return QuestionnaireRefused([Sentence(f"{name}: {vi}.", f"{name}: {en}.")])


@lru_cache(maxsize=16)
def load_text(text: str, name: str) -> Questionnaire:
    """The questionnaire in a text; ``name`` is what refusals call it.

    Reading one takes half a second of an old machine, and nothing changes a questionnaire once it is
    read: the same text is read once a process.
    """
    try:
        content = read_yaml(text, name)
    except Refused as refused:
        raise QuestionnaireRefused([refused.sentence]) from refused
    faults = Faults(name)
    top = Keys(content, "", faults)
    top.only(TOP)
    meta = top.inside("meta") or Keys({}, "meta", faults)
    # Expressions read the questions' symbols, so these come first, before any question is whole.
    symbols = symbols_in(top)
    questionnaire = Questionnaire(
        id=meta.text("id", required=True),
        version=meta.text("version", required=True),
        title=meta.both("title"),
        meta={str(key): str(value) for key, value in meta.content.items()},
        sections=sections_of(top),
        questions=questions_of(top, symbols),
        remoteness=remoteness_of(top, symbols),
        population=expression(top, "population", "number", symbols),
        unit_costs=unit_costs_of(top),
        sources=sources_of(top),
        scope=scope_of(meta),
        sha256=hashlib.sha256(text.encode()).hexdigest(),
    )
    check_whole(questionnaire, faults)
    if faults.found:
        raise QuestionnaireRefused(faults.found)
    return questionnaire


def scope_of(meta: Keys) -> Sentence | None:
    """Whom the figures are to include, in both languages or not at all."""
    given = meta.has("scope_vi") or meta.has("scope_en")
    return meta.both("scope") if given else None


def sources_of(top: Keys) -> Mapping[str, str]:
    """Where figures come from, by key."""
    block = top.inside("sources")
    return {} if block is None else {str(key): block.text(key) for key in block.content}
