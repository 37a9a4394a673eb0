"""The ``questions`` of a questionnaire file."""

from __future__ import annotations

import re
from collections.abc import Mapping

from forms.expressions import Expression, ExpressionRefused, Symbol, parse
from forms.file_reading import Keys
from forms.questionnaire import Check, Gap, Kind, Level, Option, Question, Score, Why
from forms.sentence import Sentence

ID = re.compile(r"[a-z][a-z0-9_]{0,62}")
QUESTION = [
    "id",
    "section",
    "type",
    "vi",
    "en",
    "help_vi",
    "help_en",
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
]
SCALES = {"linear": None, "log": 0.0, "log1p": -1.0}
Symbols = Mapping[str, Symbol]


def symbols_in(top: Keys) -> dict[str, Symbol]:
    """What each question is in an expression; texts are in none. Faults are noted elsewhere."""
    found: dict[str, Symbol] = {}
    listed = top.content.get("questions")
    for each in listed if isinstance(listed, list) else []:
        if not isinstance(each, dict) or each.get("type") not in [kind.value for kind in Kind]:
            continue
        options = [o for o in each.get("options") or () if isinstance(o, dict)]
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
    why = keys.inside("why")
    evidence = keys.inside("evidence")
    unit = keys.inside("unit")
    scored = keys.truth("scored")
    return Question(
        id=identifier(keys),
        section=keys.text("section", required=True),
        kind=kind,
        label=keys.both(""),
        help=keys.both("help", required=False),
        unit=None if unit is None else unit.both(""),
        minimum=least,
        maximum=most,
        options=options_of(keys, kind, scored=scored and not keys.has("score")),
        ask_if=expression(keys, "ask_if", "truth", symbols),
        implied=implied_of(keys, kind),
        prefill=keys.text("prefill") or None,
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
    )


def identifier(keys: Keys) -> str:
    """A snake_case id."""
    found = keys.text("id", required=True)
    if (found and not ID.fullmatch(found)) or "__" in found or found.startswith("register_"):
        keys.wrong(
            "id", f"“{found}” phải là chữ thường a-z, số và _", f"“{found}” must be snake_case"
        )
    return found


def weight_of(keys: Keys, *, required: bool) -> float:
    """A weight, 0 or more."""
    weight = keys.number("weight", required=required)
    if weight < 0:
        keys.wrong("weight", "không được âm", "must not be negative")
        return 0.0
    return weight


def range_of(keys: Keys, kind: Kind) -> tuple[float | None, float | None]:
    """``[least, most]`` of a number; a percent lies between 0 and 100 unless told."""
    given = keys.content.get("range")
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


def implied_of(keys: Keys, kind: Kind) -> float | str | bool | None:
    """What the question counts as where it is not asked; it must be a possible answer."""
    value = keys.content.get("implied")
    if value is None:
        return None
    if not keys.has("ask_if"):
        keys.note("“implied” cần có “ask_if”", "“implied” needs an “ask_if”")
    options = [
        str(o.get("value")) for o in keys.content.get("options") or () if isinstance(o, dict)
    ]
    fits = {
        Kind.CHOICE: str(value) in options,
        Kind.YES_NO: isinstance(value, bool),
        Kind.TEXT: isinstance(value, str),
    }.get(kind, isinstance(value, int | float) and not isinstance(value, bool))
    if not fits:
        keys.wrong("implied", "không phải câu trả lời hợp lệ", "is not a possible answer")
        return None
    return str(value) if kind is Kind.CHOICE else value


def check_of(keys: Keys, symbols: Symbols) -> Check:
    """One rule about answers."""
    keys.only(("if", "level", "vi", "en"))
    condition = expression(keys, "if", "truth", symbols, required=True)
    level = Level(keys.one_of("level", [each.value for each in Level], Level.ERROR.value))
    if not keys.has("level"):
        keys.missing("level")
    return Check(condition or parse("1 == 1", {}), level, keys.both(""))


def score_of(keys: Keys, kind: Kind, symbols: Symbols, *, scored: bool) -> Score | None:
    """The goalposts; a number needs them to be scored, a text can't be scored."""
    block = keys.inside("score")
    if block is None:
        if scored and kind is Kind.TEXT:
            keys.note("câu hỏi dạng chữ không chấm điểm được", "a text cannot be scored")
        elif scored and kind.is_number:
            keys.note("câu hỏi được chấm cần “score”", "a scored number needs a “score”")
        return None
    block.only(("expr", "zero", "full", "scale", "dir"))
    zero, full = (block.number(each, required=True) for each in ("zero", "full"))
    scale = block.one_of("scale", tuple(SCALES), "linear")
    if block.has("zero") and block.has("full") and zero == full:
        block.note("“zero” và “full” phải khác nhau", "“zero” and “full” must differ")
    least = SCALES[scale]
    if least is not None and min(zero, full) <= least:
        block.note(
            f"thang {scale} cần “zero” và “full” lớn hơn {least:g}",
            f"the scale {scale} needs “zero” and “full” above {least:g}",
        )
    direction = block.one_of("dir", ("higher", "lower"), "higher" if full > zero else "lower")
    if zero != full and (direction == "higher") != (full > zero):
        block.note("“dir” trái với “zero” và “full”", "“dir” contradicts “zero” and “full”")
    found = expression(block, "expr", "number", symbols, required=True)
    return None if found is None else Score(found, zero, full, scale)


def gap_of(keys: Keys, symbols: Symbols) -> Gap | None:
    """How much is missing, and what prices it."""
    block = keys.inside("gap")
    if block is None:
        return None
    block.only(("qty", "cost"))
    quantity = expression(block, "qty", "number", symbols, required=True)
    cost = block.text("cost", required=True)
    return None if quantity is None else Gap(quantity, cost)


def expression(
    keys: Keys, key: str, wanted: str, symbols: Symbols, *, required: bool = False
) -> Expression | None:
    """A rule of the language that gives a number, or true or false."""
    written = keys.text(key, required=required)
    if not written:
        return None
    try:
        found = parse(written, symbols)
    except ExpressionRefused as refused:
        said = Sentence(refused.sentence.vi.rstrip("."), refused.sentence.en.rstrip("."))
        keys.wrong(key, f"sai: {said.vi}", f"is wrong: {said.en}")
        return None
    if found.type != wanted:
        vi, en = (
            ("một số", "a number") if wanted == "number" else ("đúng hoặc sai", "true or false")
        )
        keys.wrong(key, f"phải cho ra {vi}", f"must give {en}")
        return None
    return found
