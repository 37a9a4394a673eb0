"""What only a whole questionnaire shows: ids that repeat or lead nowhere, circles, weights that are all zero."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from forms.file_reading import Faults
from forms.questionnaire import Questionnaire, Section


def check_whole(questionnaire: Questionnaire, faults: Faults) -> None:
    """Note every contradiction between the parts."""
    check_ids(questionnaire, faults)
    check_references(questionnaire, faults)
    check_sources(questionnaire, faults)
    asked = {q.id: set(q.ask_if.names) if q.ask_if else set() for q in questionnaire.questions}
    for name in in_circle(asked):
        faults.note(f"question {name}", "“ask_if” tự quay vòng", "“ask_if” is circular")
    parents = {s.id: {s.parent} if s.parent else set() for s in questionnaire.sections}
    circular = in_circle(parents)
    for name in circular:
        faults.note(f"section {name}", "“parent” tự quay vòng", "“parent” is circular")
    if not circular:
        check_weights(questionnaire, faults)


def check_ids(questionnaire: Questionnaire, faults: Faults) -> None:
    """Every id stands once, among sections and questions together."""
    ids = [section.id for section in questionnaire.sections]
    counts = Counter(ids + [question.id for question in questionnaire.questions])
    for name, times in counts.items():
        if times > 1 and name:
            faults.note("", f"mã “{name}” có {times} lần", f"the id “{name}” stands {times} times")


def check_references(questionnaire: Questionnaire, faults: Faults) -> None:
    """Sections, parents and unit costs that are named must be there."""
    sections = {section.id for section in questionnaire.sections}
    for section in questionnaire.sections:
        if section.parent and section.parent not in sections:
            unknown(faults, f"section {section.id}", "section", section.parent)
    for question in questionnaire.questions:
        place = f"question {question.id}"
        if question.section and question.section not in sections:
            unknown(faults, place, "section", question.section)
        if (
            question.gap
            and question.gap.cost
            and question.gap.cost not in (questionnaire.unit_costs or {})
        ):
            unknown(faults, place, "unit_costs", question.gap.cost)
    for name in questionnaire.remoteness.official if questionnaire.remoteness else ():
        if name not in questionnaire.by_id:
            unknown(faults, "remoteness", "questions", name)


def unknown(faults: Faults, place: str, where: str, name: str) -> None:
    """Note that a name leads nowhere."""
    faults.note(place, f"không có “{name}” trong “{where}”", f"there is no “{name}” in “{where}”")


def check_sources(questionnaire: Questionnaire, faults: Faults) -> None:
    """Every source that is cited stands in ``sources``."""
    cited = {f"question {q.id}": q.why.sources for q in questionnaire.questions}
    cited |= {f"unit_costs, {c.id}": c.sources for c in (questionnaire.unit_costs or {}).values()}
    for place, sources in cited.items():
        for source in sources:
            if source not in (questionnaire.sources or {}):
                unknown(faults, place, "sources", source)


def in_circle(leads_to: Mapping[str, Iterable[str]]) -> list[str]:
    """The names that lead back to themselves."""
    found = []
    for start in leads_to:
        seen: set[str] = set()
        ahead = list(leads_to[start])
        while ahead:
            name = ahead.pop()
            if name == start:
                found.append(start)
                break
            if name not in seen:
                seen.add(name)
                ahead += leads_to.get(name, ())
    return found


def check_weights(questionnaire: Questionnaire, faults: Faults) -> None:
    """Wherever scored things are averaged, at least one must weigh something."""
    if not questionnaire.scored:
        return
    for section in (None, *questionnaire.sections):
        inside = None if section is None else section.id
        weights = [
            child.weight for child in questionnaire.children(inside) if scores(questionnaire, child)
        ]
        if section is not None:
            weights += [q.weight for q in questionnaire.questions_in(section.id) if q.scored]
        if weights and not any(weights):
            place = f"section {section.id}" if section else "sections"
            faults.note(place, "mọi trọng số đều bằng 0", "all weights are zero")


def scores(questionnaire: Questionnaire, section: Section) -> bool:
    """Whether a section has a scored question at any depth."""
    return any(question.scored for question in questionnaire.questions_in(section.id)) or any(
        scores(questionnaire, child) for child in questionnaire.children(section.id)
    )
