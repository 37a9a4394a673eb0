"""The ``sections``, ``remoteness`` and ``unit_costs`` of a questionnaire file."""

from __future__ import annotations

from collections.abc import Collection

from forms.expressions import Expression
from forms.file_questions import identifier, mappings, weight_of
from forms.file_reading import Keys
from forms.file_rules import Symbols, expression
from forms.questionnaire import AccessTerm, Remoteness, Section, UnitCost
from forms.sentence import Sentence

CONFIDENCE = ("", "high", "medium", "low")


def sections_of(top: Keys) -> tuple[Section, ...]:
    """All sections in form order."""
    if not top.has("sections"):
        top.missing("sections")
    scored = scored_sections(top)
    return tuple(section_of(keys, scored) for keys in top.each("sections", "section"))


def scored_sections(top: Keys) -> set[str]:
    """The ids of the sections that hold a scored question at any depth: these need a weight."""
    parents = {
        str(s.get("id")): str(s.get("parent")) for s in mappings(top.content.get("sections"))
    }
    questions = mappings(top.content.get("questions"))
    ahead = [str(each.get("section")) for each in questions if each.get("scored") is True]
    found: set[str] = set()
    while ahead:
        section = ahead.pop()
        if section in parents and section not in found:
            found.add(section)
            ahead.append(parents[section])
    return found


def section_of(keys: Keys, scored: Collection[str]) -> Section:
    """One section; it needs a weight where it is one of those scored."""
    keys.only(("id", "no", "vi", "en", "weight", "weight_why", "parent", "combine"))
    return Section(
        id=identifier(keys),
        no=keys.text("no"),
        title=keys.both(""),
        weight=weight_of(keys, required=str(keys.content.get("id")) in scored),
        weight_why=keys.text("weight_why"),
        parent=keys.text("parent") or None,
        combine=keys.one_of("combine", ("arithmetic", "geometric"), "arithmetic"),
    )


def remoteness_of(top: Keys, symbols: Symbols) -> Remoteness | None:
    """How hard communes are to reach; None where the file does not say."""
    block = top.inside("remoteness", ("note", "class", "access", "remote_if", "official"))
    if block is None:
        return None
    nothing = Keys({}, "remoteness", block.faults)
    classes = block.inside("class", ("cap", "terms", "status")) or nothing
    access = block.inside("access", ("weight", "at_least", "terms", "status")) or nothing
    return Remoteness(
        class_cap=classes.number("cap", default=100.0),
        class_terms=class_terms(classes, symbols),
        access_weight=access.number("weight"),
        access_at_least=int(access.number("at_least")),
        access_terms=tuple(
            term
            for each in access.each("terms", "term", "expr")
            if (term := access_term(each, symbols))
        ),
        remote_if=expression(block, "remote_if", "truth", symbols),
        official=block.words("official"),
    )


def class_terms(classes: Keys, symbols: Symbols) -> tuple[Expression, ...]:
    """The terms whose points add up."""
    found = []
    for number, text in enumerate(classes.words("terms"), 1):
        term = Keys({"term": text}, f"{classes.place}, term {number}", classes.faults)
        if (read := expression(term, "term", "number", symbols)) is not None:
            found.append(read)
    return tuple(found)


def access_term(keys: Keys, symbols: Symbols) -> AccessTerm | None:
    """One scaled term."""
    keys.only(("expr", "zero", "full"))
    zero, full = (keys.number(each, required=True) for each in ("zero", "full"))
    if zero == full:
        keys.note("“zero” và “full” phải khác nhau", "“zero” and “full” must differ")
    found = expression(keys, "expr", "number", symbols, required=True)
    return None if found is None else AccessTerm(found, zero, full)


COST = ("vi", "en", "vnd", "column", "unit", "c", "status", "basis", "src")


def unit_costs_of(top: Keys) -> dict[str, UnitCost]:
    """Prices by id."""
    block = top.inside("unit_costs")
    if block is None:
        return {}
    costs = {}
    for key in block.content:
        keys = block.inside(key, COST)
        if keys is not None:
            costs[str(key)] = unit_cost(str(key), keys)
    return costs


def unit_cost(key: str, keys: Keys) -> UnitCost:
    """One price."""
    vnd = keys.number("vnd", required=True)
    if vnd < 0:
        keys.wrong("vnd", "không được âm", "must not be negative")
    return UnitCost(
        id=key,
        vnd=vnd,
        column=keys.text("column", required=True),
        unit=unit_of(keys),
        name=keys.both("") if keys.has("vi") or keys.has("en") else Sentence(key, key),
        basis=keys.text("basis"),
        status=keys.text("status"),
        confidence=keys.one_of("c", CONFIDENCE, ""),
        sources=keys.words("src"),
    )


def unit_of(keys: Keys) -> Sentence:
    """What one costs that much: in two languages, or one text for both."""
    if isinstance(keys.content.get("unit"), dict):
        block = keys.inside("unit", ("vi", "en"))
        return Sentence("", "") if block is None else block.both("")
    text = keys.text("unit")
    return Sentence(text, text)
