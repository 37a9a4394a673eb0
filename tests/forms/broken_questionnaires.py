"""Ways to break the small questionnaire, each with what must then be said."""

from __future__ import annotations

from collections.abc import Callable

from tests.forms.small_questionnaire import File, a_question, question

Break = Callable[[File], object]
BROKEN: dict[str, tuple[Break, str]] = {
    "a key that the format does not have": (
        lambda f: question(f, "staff").update(wieght=3),
        "question staff: the format has no key “wieght”",
    ),
    "a block that the format does not have": (
        lambda f: f.update(weights=[]),
        "the format has no key “weights”",
    ),
    "a slip inside a block": (
        lambda f: question(f, "computers")["score"].update(expresion="staff"),
        "question computers, score: the format has no key “expresion”",
    ),
    "no English": (
        lambda f: question(f, "lan").pop("en"),
        "question lan: the key “en” is missing",
    ),
    "no Vietnamese for an option": (
        lambda f: question(f, "lan")["options"][1].pop("vi"),
        "question lan, option full: the key “vi” is missing",
    ),
    "no version": (lambda f: f["meta"].pop("version"), "meta: the key “version” is missing"),
    "a scope in one language": (
        lambda f: f["meta"].update(scope_vi="Khối chính quyền"),
        "meta: the key “scope_en” is missing",
    ),
    "no questions": (lambda f: f.pop("questions"), "the key “questions” is missing"),
    "no sections": (lambda f: f.pop("sections"), "the key “sections” is missing"),
    "questions that are no list": (
        lambda f: f.update(questions={"staff": 1}),
        "“questions” must be a list",
    ),
    "a question that is no block": (
        lambda f: f["questions"].append("staff"),
        "“questions” item 8 must be keys",
    ),
    "one id twice": (
        lambda f: f["questions"].append(a_question("staff", "tools")),
        "the id “staff” stands 2 times",
    ),
    "one id for a section and a question": (
        lambda f: f["questions"].append(a_question("tools", "tools")),
        "the id “tools” stands 2 times",
    ),
    "an id with capitals": (
        lambda f: question(f, "remarks").update(id="Remarks"),
        "“id” “Remarks” must be snake_case",
    ),
    "an id that a rule reads as a word": (
        lambda f: question(f, "remarks").update(id="not"),
        "“not” is a word of the rule language",
    ),
    "an id like a column of the register": (
        lambda f: question(f, "remarks").update(id="register_x"),
        "“register_x” must be snake_case",
    ),
    "an unknown section": (
        lambda f: question(f, "staff").update(section="nowhere"),
        "question staff: there is no “nowhere” in “section”",
    ),
    "an unknown parent": (
        lambda f: f["sections"][2].update(parent="nowhere"),
        "section old: there is no “nowhere” in “section”",
    ),
    "sections inside each other": (
        lambda f: f["sections"][1].update(parent="old"),
        "section people: “parent” is circular",
    ),
    "an unknown combination": (
        lambda f: f["sections"][1].update(combine="harmonic"),
        "“combine” “harmonic” must be one of: arithmetic, geometric",
    ),
    "a scored section without a weight": (
        lambda f: f["sections"][1].pop("weight"),
        "section people: the key “weight” is missing",
    ),
    "an unknown type": (
        lambda f: question(f, "staff").update(type="date"),
        "question staff: “type” “date” must be one of",
    ),
    "a range reversed": (
        lambda f: question(f, "staff").update(range=[300, 0]),
        "“range” is reversed",
    ),
    "a range of one end": (
        lambda f: question(f, "staff").update(range=[300]),
        "“range” must be [least, most]",
    ),
    "a range on a choice": (
        lambda f: question(f, "lan").update(range=[0, 1]),
        "question lan: only a number or a text has a “range”",
    ),
    "a number that is infinite": (
        lambda f: question(f, "staff").update(range=[0, float("inf")]),
        "“range” must be a number",
    ),
    "a choice without options": (
        lambda f: question(f, "lan").pop("options"),
        "question lan: a choice needs at least 2 “options”",
    ),
    "options on a number": (
        lambda f: question(f, "staff").update(options=[{"value": "a", "vi": "a", "en": "a"}]),
        "question staff: only a choice has “options”",
    ),
    "an option twice": (
        lambda f: question(f, "lan")["options"][1].update(value="no"),
        "question lan: the option “no” stands twice",
    ),
    "a score above 100": (
        lambda f: question(f, "lan")["options"][1].update(score=101),
        "option full: “score” must lie between 0 and 100",
    ),
    "a scored option without a score": (
        lambda f: question(f, "lan")["options"][1].pop("score"),
        "every option of a scored choice needs a “score”",
    ),
    "a rule about a question that is not there": (
        lambda f: question(f, "computers")["score"].update(expr="computers / stuff"),
        "question computers, score: “expr” is wrong: There is no question “stuff”",
    ),
    "a rule about text": (
        lambda f: question(f, "staff").update(ask_if="remarks > 1"),
        "“ask_if” is wrong: There is no question “remarks” that a rule can read",
    ),
    "a rule about an option that is not there": (
        lambda f: question(f, "on_lan").update(ask_if="lan == 'ful'"),
        "“ask_if” is wrong: Question “lan” has no option “ful”",
    ),
    "a rule that is none": (
        lambda f: question(f, "computers")["checks"][0].update({"if": "computers >"}),
        "question computers, check 1: “if” is wrong: Cannot read",
    ),
    "a condition that is a number": (
        lambda f: question(f, "on_lan").update(ask_if="staff"),
        "“ask_if” must give true or false",
    ),
    "a quantity that is true or false": (
        lambda f: question(f, "computers")["gap"].update(qty="staff > 1"),
        "“qty” must give a number",
    ),
    "questions asked in a circle": (
        lambda f: (
            question(f, "staff").update(ask_if="computers > 0"),
            question(f, "computers").update(ask_if="on_lan > 0"),
            question(f, "on_lan").update(ask_if="staff > 0"),
        ),
        "question on_lan: “ask_if” is circular",
    ),
    "a question asked because of itself": (
        lambda f: question(f, "staff").update(ask_if="staff > 0"),
        "question staff: “ask_if” is circular",
    ),
    "an implied answer that is no number": (
        lambda f: question(f, "on_lan").update(implied="none"),
        "“implied” is not a possible answer",
    ),
    "an implied answer outside the range": (
        lambda f: question(f, "on_lan").update(implied=501),
        "“implied” is not a possible answer",
    ),
    "an implied answer that is not whole": (
        lambda f: question(f, "on_lan").update(implied=0.5),
        "“implied” is not a possible answer",
    ),
    "an implied option that is not there": (
        lambda f: question(f, "lan").update(implied="half", ask_if="staff > 1"),
        "“implied” is not a possible answer",
    ),
    "an implied answer of a question always asked": (
        lambda f: question(f, "staff").update(implied=0),
        "“implied” needs an “ask_if”",
    ),
    "weights that are all zero in a section": (
        lambda f: [question(f, each).update(weight=0) for each in ("computers", "lan")],
        "section tools: all weights are zero",
    ),
    "weights that are all zero at the top": (
        lambda f: [section.update(weight=0) for section in f["sections"][:2]],
        "sections: all weights are zero",
    ),
    "a weight below zero": (
        lambda f: question(f, "lan").update(weight=-1),
        "question lan: “weight” must not be negative",
    ),
    "no weight": (
        lambda f: question(f, "lan").pop("weight"),
        "question lan: the key “weight” is missing",
    ),
    "goalposts at one place": (
        lambda f: question(f, "computers")["score"].update(zero=1),
        "question computers, score: “zero” and “full” must differ",
    ),
    "a log scale from zero": (
        lambda f: question(f, "computers")["score"].update(scale="log"),
        "the scale log needs “zero” and “full” above 0",
    ),
    "a log1p scale from -1": (
        lambda f: question(f, "computers")["score"].update(zero=-1),
        "the scale log1p needs “zero” and “full” above -1",
    ),
    "a direction against the goalposts": (
        lambda f: question(f, "computers")["score"].update(dir="lower"),
        "“dir” contradicts “zero” and “full”",
    ),
    "a scored number without goalposts": (
        lambda f: question(f, "computers").pop("score"),
        "question computers: a scored number needs a “score”",
    ),
    "a scored text": (
        lambda f: question(f, "remarks").update(scored=True, weight=1),
        "question remarks: a text cannot be scored",
    ),
    "an unknown level": (
        lambda f: question(f, "computers")["checks"][0].update(level="fatal"),
        "“level” “fatal” must be one of: error, warn",
    ),
    "an unknown unit cost": (
        lambda f: question(f, "computers")["gap"].update(cost="laptop"),
        "question computers: there is no “laptop” in “unit_costs”",
    ),
    "a price below zero": (
        lambda f: f["unit_costs"]["computer"].update(vnd=-1),
        "unit_costs, computer: “vnd” must not be negative",
    ),
    "an unknown source": (
        lambda f: question(f, "computers")["why"].update(src=["decree"]),
        "question computers: there is no “decree” in “sources”",
    ),
    "a hint from no column": (
        lambda f: question(f, "far").update(prefill="register_island_hint"),
        "“prefill” “register_island_hint” must be a column of the register",
    ),
    "an access term at one place": (
        lambda f: f["remoteness"]["access"]["terms"][0].update(full=0),
        "“zero” and “full” must differ",
    ),
    "a remoteness of an unknown question": (
        lambda f: f["remoteness"].update(official=["near"]),
        "remoteness: there is no “near” in “questions”",
    ),
    "a population of an unknown question": (
        lambda f: f.update(population="heads + 1"),
        "“population” is wrong: ",
    ),
    "a population that is a truth": (
        lambda f: f.update(population="staff > 10"),
        "“population” must give a number",
    ),
    "a population that is a block": (
        lambda f: f.update(population={"question": "staff"}),
        "“population” must be text",
    ),
    "a measure that does not exist": (
        lambda f: question(f, "staff").update(measure="jitter_ms"),
        "question staff: “measure” “jitter_ms” must be one of: download_mbps, upload_mbps, latency_ms",
    ),
    "a measure of a choice": (
        lambda f: question(f, "lan").update(measure="download_mbps"),
        "question lan: only a number has a “measure”",
    ),
    "scored that is a word": (
        lambda f: question(f, "lan").update(scored="yes"),
        "question lan: “scored” must be true or false",
    ),
}
