"""The ``questions`` of a questionnaire file."""

from __future__ import annotations

import keyword
import re
from typing import Any

from forms.expressions import Symbol
from forms.file_reading import Keys
from forms.file_rules import Symbols, check_of, expression, gap_of, score_of
from forms.questionnaire import Kind, Measure, Option, Question, Why

CALLS = ("min", "max", "ceil", "points")
ID = re.compile(r"[a-z][a-z0-9_]{0,62}")
QUESTION = [
    "id",
    "section",
    "type",
    "vi",
    "en",
    "help_vi",
    "help_en",
    "short_vi",
    "short_en",
    "unit",
    "range",
    "options",
    "ask_if",
    "implied",
    "prefill",
    "checks",
    "evidence",
    "scored",
    "weight",
    "weight_why",
    "score",
    "gap",
    "role",
    "why",
    "measure",
]
Limits = tuple[float | None, float | None]


def mappings(listed: object) -> list[dict[Any, Any]]:
    """The mappings in a list of the file; none where it is no list, which is noted elsewhere."""
    return [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []


def symbols_in(top: Keys) -> dict[str, Symbol]:
    """What each question is in an expression; texts are in none. Faults are noted elsewhere."""
    found: dict[str, Symbol] = {}
    for each in mappings(top.content.get("questions")):
        if each.get("type") not in [kind.value for kind in Kind]:
            continue
        options = mappings(each.get("options"))
        kind = each["type"]
        if kind != Kind.TEXT.value:
            found[str(each.get("id"))] = Symbol(
                "choice" if kind == Kind.CHOICE else "truth" if kind == Kind.YES_NO else "number",
                tuple(str(option.get("value")) for option in options),
                tuple(
                    points if isinstance(points := option.get("points"), int | float) else None
                    for option in options
                ),
            )
    return found


def questions_of(top: Keys, symbols: Symbols) -> tuple[Question, ...]:
    """All questions in form order."""
    if not top.has("questions"):
        top.missing("questions")
    return tuple(question_of(keys, symbols) for keys in top.each("questions", "question"))


def question_of(keys: Keys, symbols: Symbols) -> Question:
    """One question."""
    keys.only(QUESTION)
    kind = Kind(keys.one_of("type", [each.value for each in Kind], Kind.TEXT.value))
    if not keys.has("type"):
        keys.missing("type")
    least, most = range_of(keys, kind)
    why = keys.inside("why", ("text", "src", "status"))
    evidence = keys.inside("evidence", ("need", "what_vi"))
    unit = keys.inside("unit", ("vi", "en"))
    scored = keys.truth("scored")
    return Question(
        id=identifier(keys),
        section=keys.text("section", required=True),
        kind=kind,
        label=keys.both(""),
        short=keys.both("short", required=keys.has("short_vi") or keys.has("short_en")),
        help=keys.both("help", required=False),
        unit=None if unit is None else unit.both(""),
        minimum=least,
        maximum=most,
        options=options_of(keys, kind, scored=scored and not keys.has("score")),
        ask_if=expression(keys, "ask_if", "truth", symbols),
        implied=implied_of(keys, kind, (least, most)),
        prefill=column_of(keys),
        checks=tuple(check_of(each, symbols) for each in keys.each("checks", "check")),
        evidence_need="none"
        if evidence is None
        else evidence.one_of("need", ("none", "recommended", "required"), "none"),
        evidence_what="" if evidence is None else evidence.text("what_vi"),
        scored=scored,
        weight=weight_of(keys, required=scored),
        weight_why=keys.text("weight_why"),
        score=score_of(keys, kind, symbols, scored=scored),
        gap=gap_of(keys, symbols),
        role=keys.text("role"),
        why=Why() if why is None else Why(why.text("text"), why.words("src"), why.text("status")),
        measure=measure_of(keys, kind),
    )


def measure_of(keys: Keys, kind: Kind) -> Measure | None:
    """What a button at the question measures; only a number can be measured."""
    if not keys.has("measure"):
        return None
    if not kind.is_number:
        keys.note("chỉ câu hỏi số mới có “measure”", "only a number has a “measure”")
        return None
    return Measure(keys.one_of("measure", [each.value for each in Measure], Measure.DOWNLOAD))


def identifier(keys: Keys) -> str:
    """A snake_case id."""
    found = keys.text("id", required=True)
    if (found and not ID.fullmatch(found)) or "__" in found or found.startswith("register_"):
        keys.wrong(
            "id", f"“{found}” phải là chữ thường a-z, số và _", f"“{found}” must be snake_case"
        )
    if keyword.iskeyword(found) or found in CALLS:
        keys.wrong(
            "id",
            f"“{found}” là từ của ngôn ngữ quy tắc",
            f"“{found}” is a word of the rule language",
        )
    return found


def column_of(keys: Keys) -> str | None:
    """The column of the register that hints at the answer, named without ``register_``."""
    column = keys.text("prefill")
    if column and (not ID.fullmatch(column) or column.startswith("register_")):
        keys.wrong(
            "prefill",
            f"“{column}” phải là tên cột của danh bạ, không kèm register_",
            f"“{column}” must be a column of the register, without register_",
        )
    return column or None


def weight_of(keys: Keys, *, required: bool) -> float:
    """A weight, 0 or more."""
    weight = keys.number("weight", required=required)
    if weight < 0:
        keys.wrong("weight", "không được âm", "must not be negative")
        return 0.0
    return weight


def range_of(keys: Keys, kind: Kind) -> Limits:
    """``[least, most]`` of a number; a percent lies between 0 and 100 unless told."""
    given = keys.content.get("range")
    if given is not None and kind in (Kind.CHOICE, Kind.YES_NO):
        keys.note("chỉ câu hỏi số hoặc chữ mới có “range”", "only a number or a text has a “range”")
    if given is None:
        return (0.0, 100.0) if kind is Kind.PERCENT else (None, None)
    if not isinstance(given, list) or len(given) != 2:
        keys.wrong("range", "phải là [nhỏ nhất, lớn nhất]", "must be [least, most]")
        return None, None
    least, most = (keys.as_number("range", each) for each in given)
    if least > most:
        keys.wrong("range", "bị đảo: nhỏ nhất lớn hơn lớn nhất", "is reversed: least exceeds most")
    return least, most


def options_of(keys: Keys, kind: Kind, *, scored: bool) -> tuple[Option, ...]:
    """The options of a choice; each with a score where the question is scored by its options."""
    options = tuple(option_of(each) for each in keys.each("options", "option", "value"))
    if kind is not Kind.CHOICE:
        if options:
            keys.note("chỉ câu hỏi lựa chọn mới có “options”", "only a choice has “options”")
        return ()
    if len(options) < 2:
        keys.note("câu hỏi lựa chọn cần ít nhất 2 “options”", "a choice needs at least 2 “options”")
    values = [option.value for option in options]
    for value in sorted({each for each in values if values.count(each) > 1}):
        keys.note(f"giá trị “{value}” có hai lần", f"the option “{value}” stands twice")
    if scored and any(option.score is None for option in options):
        keys.note(
            "mỗi lựa chọn được chấm cần “score”", "every option of a scored choice needs a “score”"
        )
    return options


def option_of(keys: Keys) -> Option:
    """One option."""
    keys.only(("value", "vi", "en", "score", "points"))
    score = keys.optional_number("score")
    if score is not None and not 0 <= score <= 100:
        keys.wrong("score", "phải từ 0 đến 100", "must lie between 0 and 100")
    return Option(
        keys.text("value", required=True), keys.both(""), score, keys.optional_number("points")
    )


def is_possible(value: object, kind: Kind, limits: Limits) -> bool:
    """Whether a value answers a question for a number: of its kind and inside its range."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    least, most = limits
    inside = (least is None or value >= least) and (most is None or value <= most)
    return inside and (kind is not Kind.INTEGER or value == int(value))


def implied_of(keys: Keys, kind: Kind, limits: Limits) -> float | str | bool | None:
    """What the question counts as where it is not asked; it must be a possible answer."""
    value = keys.content.get("implied")
    if value is None:
        return None
    if not keys.has("ask_if"):
        keys.note("“implied” cần có “ask_if”", "“implied” needs an “ask_if”")
    options = [str(each.get("value")) for each in mappings(keys.content.get("options"))]
    fits = {
        Kind.CHOICE: str(value) in options,
        Kind.YES_NO: isinstance(value, bool),
        Kind.TEXT: isinstance(value, str),
    }
    if not fits.get(kind, is_possible(value, kind, limits)):
        keys.wrong("implied", "không phải câu trả lời hợp lệ", "is not a possible answer")
        return None
    return str(value) if kind is Kind.CHOICE else value
