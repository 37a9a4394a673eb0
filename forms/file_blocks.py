"""The ``sections``, ``remoteness`` and ``unit_costs`` of a questionnaire file."""

from __future__ import annotations

from forms.expressions import Expression
from forms.file_questions import Symbols, expression, identifier, weight_of
from forms.file_reading import Keys
from forms.questionnaire import AccessTerm, Remoteness, Section, UnitCost

CONFIDENCE = ("", "high", "medium", "low")


def sections_of(top: Keys) -> tuple[Section, ...]:
    """All sections in form order."""
    if not top.has("sections"):
        top.missing("sections")
    return tuple(section_of(keys) for keys in top.each("sections", "section"))


def section_of(keys: Keys) -> Section:
    """One section."""
    keys.only(("id", "no", "vi", "en", "weight", "weight_why", "parent", "combine"))
    return Section(
        id=identifier(keys),
        no=keys.text("no"),
        title=keys.both(""),
        weight=weight_of(keys, required=False),
        weight_why=keys.text("weight_why"),
        parent=keys.text("parent") or None,
        combine=keys.one_of("combine", ("arithmetic", "geometric"), "arithmetic"),
    )


def remoteness_of(top: Keys, symbols: Symbols) -> Remoteness | None:
    """How hard communes are to reach; None where the file does not say."""
    block = top.inside("remoteness")
    if block is None:
        return None
    block.only(("note", "class", "access", "remote_if", "official"))
    classes = block.inside("class") or Keys({}, "remoteness, class", block.faults)
    access = block.inside("access") or Keys({}, "remoteness, access", block.faults)
    classes.only(("cap", "terms", "status"))
    access.only(("weight", "at_least", "terms", "status"))
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


def unit_costs_of(top: Keys) -> dict[str, UnitCost]:
    """Prices by id."""
    block = top.inside("unit_costs")
    if block is None:
        return {}
    costs = {}
    for key in block.content:
        keys = block.inside(str(key))
        if keys is not None:
            costs[str(key)] = unit_cost(str(key), keys)
    return costs


def unit_cost(key: str, keys: Keys) -> UnitCost:
    """One price."""
    keys.only(("vnd", "column", "unit", "c", "status", "basis", "src"))
    vnd = keys.number("vnd", required=True)
    if vnd < 0:
        keys.wrong("vnd", "không được âm", "must not be negative")
    return UnitCost(
        id=key,
        vnd=vnd,
        column=keys.text("column", required=True),
        unit=keys.text("unit"),
        basis=keys.text("basis"),
        status=keys.text("status"),
        confidence=keys.one_of("c", CONFIDENCE, ""),
        sources=keys.words("src"),
    )
