"""The rules of a question in a questionnaire file: checks, goalposts, gaps and what they are written in."""

from __future__ import annotations

from collections.abc import Mapping

from forms.expressions import Expression, ExpressionRefused, Symbol, parse
from forms.file_reading import Keys
from forms.questionnaire import Check, Gap, Kind, Level, Score
from forms.sentence import Sentence

SCALES = {"linear": None, "log": 0.0, "log1p": -1.0}
Symbols = Mapping[str, Symbol]


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
    block = keys.inside("score", ("expr", "zero", "full", "scale", "dir"))
    if block is None:
        if scored and kind is Kind.TEXT:
            keys.note("câu hỏi dạng chữ không chấm điểm được", "a text cannot be scored")
        elif scored and kind.is_number:
            keys.note("câu hỏi được chấm cần “score”", "a scored number needs a “score”")
        return None
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
    block = keys.inside("gap", ("qty", "cost"))
    if block is None:
        return None
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
