"""Loading a questionnaire: the shipped one is sound, and whatever is broken is named, all at once."""

from __future__ import annotations

import copy
import hashlib
import time
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.loading import QuestionnaireRefused, load_questionnaire, load_text, symbols_of
from forms.questionnaire import Kind, Level, Questionnaire
from forms.sentence import Sentence
from tests.builders import SHIPPED, the_questionnaire

File = dict[str, Any]


def a_file() -> File:
    """A small sound questionnaire: somebody's index of two sections, one of them in two parts."""
    return {
        "meta": {"id": "small", "version": "1", "title_vi": "Phiếu nhỏ", "title_en": "Small form"},
        "sections": [
            {"id": "tools", "no": "I", "vi": "Thiết bị", "en": "Tools", "weight": 60},
            {
                "id": "people",
                "vi": "Con người",
                "en": "People",
                "weight": 40,
                "combine": "geometric",
            },
            {"id": "old", "vi": "Lớn tuổi", "en": "Older", "weight": 1, "parent": "people"},
            {"id": "place", "vi": "Địa bàn", "en": "Place"},
        ],
        "questions": [
            a_question("staff", "people", unit={"vi": "người", "en": "people"}, range=[0, 300]),
            a_question(
                "computers",
                "tools",
                range=[0, 500],
                scored=True,
                weight=2,
                score={"expr": "computers / staff", "zero": 0, "full": 1, "scale": "log1p"},
                checks=[
                    {"if": "computers == 0", "level": "warn", "vi": "Không có máy?", "en": "None?"}
                ],
                gap={"qty": "max(0, staff - computers)", "cost": "computer"},
                why={"text": "mỗi người một máy", "src": ["law"]},
            ),
            a_question(
                "lan",
                "tools",
                type="choice",
                scored=True,
                weight=1,
                options=[
                    {"value": "no", "vi": "Chưa", "en": "None", "score": 0, "points": 5},
                    {"value": "full", "vi": "Đủ", "en": "Full", "score": 100},
                ],
            ),
            a_question("on_lan", "tools", ask_if="lan != 'no'", implied=0, range=[0, 500]),
            a_question("trained", "old", type="yes_no", scored=True, weight=1),
            a_question("remarks", "place", type="text"),
            a_question("far", "place", type="yes_no", prefill="island_hint"),
        ],
        "remoteness": {
            "class": {"cap": 60, "terms": ["points(lan)", "10 if far else 0"]},
            "access": {
                "weight": 40,
                "at_least": 1,
                "terms": [{"expr": "register_km_to_seat", "zero": 0, "full": 100}],
            },
            "remote_if": "far or lan == 'no'",
            "official": ["far"],
        },
        "unit_costs": {"computer": {"vnd": 20_000_000, "column": "infrastructure", "src": ["law"]}},
        "sources": {"law": "Luật"},
    }


def a_question(question_id: str, section: str, **keys: Any) -> File:
    """One question for a whole number, unless told otherwise."""
    return {
        "id": question_id,
        "section": section,
        "type": "integer",
        "vi": "Câu hỏi?",
        "en": "Question?",
    } | keys


def question(file: File, question_id: str) -> File:
    """A question of a file, to be broken."""
    found: File = next(each for each in file["questions"] if each["id"] == question_id)
    return found


def loaded(file: object) -> Questionnaire:
    """A file's content loaded as text."""
    return load_text(yaml.safe_dump(copy.deepcopy(file), allow_unicode=True), "phieu.yaml")


def refusals(text: str) -> tuple[Sentence, ...]:
    """Every sentence about a text that is refused."""
    with pytest.raises(QuestionnaireRefused) as refused:
        load_text(text, "phieu.yaml")
    return refused.value.refusals


def test_the_shipped_questionnaire_is_sound() -> None:
    questionnaire = the_questionnaire()
    assert (len(questionnaire.questions), len(questionnaire.scored)) == (60, 42)
    assert [section.no for section in questionnaire.sections] == ["I", "II", "III", "IV", "V", "VI"]
    assert questionnaire.sha256 == hashlib.sha256(SHIPPED.read_bytes()).hexdigest()
    assert questionnaire.by_id["conn_tslcd_pc"].implied == 0
    assert questionnaire.unit_costs is not None
    assert questionnaire.unit_costs["pc_set"].vnd == 20_000_000


def test_every_question_of_the_shipped_questionnaire_speaks_both_languages() -> None:
    for each in the_questionnaire().questions:
        sentences = [each.label, *(option.label for option in each.options)]
        sentences += [check.sentence for check in each.checks] + ([each.unit] if each.unit else [])
        assert all(sentence.vi and sentence.en for sentence in sentences), each.id
        assert bool(each.help.vi) == bool(each.help.en), each.id


def test_a_small_questionnaire_loads_whole() -> None:
    questionnaire = loaded(a_file())
    computers = questionnaire.by_id["computers"]
    assert computers.score is not None
    assert (computers.score.scale, computers.checks[0].level) == ("log1p", Level.WARN)
    assert [each.id for each in questionnaire.children("people")] == ["old"]
    assert questionnaire.section("people").combine == "geometric"
    assert questionnaire.by_id["on_lan"].implied == 0
    assert questionnaire.by_id["far"].prefill == "island_hint"
    assert questionnaire.by_id["remarks"].kind is Kind.TEXT


def test_ids_stand_in_rules_for_what_they_ask() -> None:
    symbols = symbols_of(loaded(a_file()))
    assert {name: symbol.type for name, symbol in symbols.items()} == {
        "staff": "number",
        "computers": "number",
        "lan": "choice",
        "on_lan": "number",
        "trained": "truth",
        "far": "truth",
    }
    assert (symbols["lan"].options, symbols["lan"].points) == (("no", "full"), (5, None))


def test_an_index_of_one_geometric_section_needs_nothing_else() -> None:
    file = {
        "meta": a_file()["meta"],
        "sections": [
            {"id": "hdi", "vi": "HDI", "en": "HDI", "weight": 1, "combine": "geometric"},
            {"id": "health", "vi": "Y tế", "en": "Health", "weight": 1, "parent": "hdi"},
        ],
        "questions": [
            a_question(
                "life",
                "health",
                type="decimal",
                scored=True,
                weight=1,
                score={"expr": "life", "zero": 20, "full": 85},
            )
        ],
    }
    questionnaire = loaded(file)
    assert (questionnaire.remoteness, questionnaire.unit_costs) == (None, {})


def test_a_scored_question_may_stand_in_a_section_that_weighs_nothing() -> None:
    file = a_file()
    file["sections"][0]["weight"] = 0
    assert loaded(file).section("tools").weight == 0


def test_text_is_read_in_nfc() -> None:
    written = yaml.safe_dump(a_file(), allow_unicode=True)
    questionnaire = load_text(unicodedata.normalize("NFD", written), "phieu.yaml")
    assert questionnaire.title.vi == "Phiếu nhỏ"


def test_words_stay_words_and_dates_stay_text() -> None:
    file = yaml.safe_dump(a_file(), allow_unicode=True).replace(
        "version: '1'", "version: 2026-01-01"
    )
    file = file.replace("vi: Địa bàn", "vi: no").replace("en: Place", "en: 12:30")
    questionnaire = load_text(file, "phieu.yaml")
    assert questionnaire.version == "2026-01-01"
    assert questionnaire.section("place").title == Sentence("no", "12:30")


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
    "a weight that is a word": (
        lambda f: question(f, "lan").update(weight="heavy"),
        "question lan: “weight” must be a number",
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
    "an unknown need of evidence": (
        lambda f: question(f, "staff").update(evidence={"need": "perhaps"}),
        "“need” “perhaps” must be one of",
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
    "scored that is a word": (
        lambda f: question(f, "lan").update(scored="yes"),
        "question lan: “scored” must be true or false",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_questionnaire_is_refused_with_file_place_and_reason(name: str) -> None:
    file = a_file()
    breaks, said = BROKEN[name]
    breaks(file)
    found = refusals(yaml.safe_dump(file, allow_unicode=True))
    assert any(said in each.en for each in found), [each.en for each in found]
    for each in found:
        assert each.vi.startswith("phieu.yaml")
        assert each.en.startswith("phieu.yaml")
        assert each.vi != each.en


def test_every_fault_is_named_at_once() -> None:
    file = a_file()
    question(file, "staff").update(type="date")
    question(file, "computers")["score"].update(zero=1)
    file["sections"][2].update(parent="nowhere")
    found = " ".join(each.en for each in refusals(yaml.safe_dump(file, allow_unicode=True)))
    assert all(each in found for each in ("“date”", "must differ", "“nowhere”"))


HOSTILE = {
    "nothing": "",
    "a list": "- a\n- b\n",
    "a word": "questions",
    "no YAML": "meta: {id: a\nquestions: ]",
    "a tab": "meta:\n\tid: a\n",
    "one key twice": "meta: {id: a, id: b}\n",
    "an alias": "meta: &m {id: a}\nsections: *m\n",
    "a bomb": "a: &a [x, x]\n"
    + "".join(
        f"{chr(98 + i)}: &{chr(98 + i)} [*{chr(97 + i)}, *{chr(97 + i)}]\n" for i in range(20)
    ),
    "a merge": "meta: {<<: {id: a}}\n",
    "an object": "meta: !!python/object/apply:os.system [ls]\n",
    "a tag that can't be": "meta: !!timestamp then\n",
    "a list as a key": "? [a, b]\n: c\n",
    "two documents": "meta: {}\n---\nmeta: {}\n",
    "a number of 5,000 digits": "meta: " + "9" * 5000,
    "deep brackets": "meta: " + "[" * 5000,
    "deep blocks": "".join(f"{' ' * i}a:\n" for i in range(1200)),
    "a control character": "meta: {id: a\x00}\n",
    "half a character": "meta: {id: \ud800}\n",
    "more than 2 MB": "# " + "x" * 2_000_001,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_plain_yaml_is_refused_without_a_traceback(name: str) -> None:
    found = refusals(HOSTILE[name])
    assert all(each.vi.startswith("phieu.yaml") and each.vi != each.en for each in found)


def test_many_keys_are_checked_in_a_moment() -> None:
    text = "meta:\n" + "".join(f"  k{number}: 1\n" for number in range(20_000))
    began = time.monotonic()
    refusals(text)
    assert time.monotonic() - began < 20


def test_a_file_that_is_not_utf8_or_not_there_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "phieu.yaml"
    file.write_bytes("meta: {id: Phiếu}".encode("utf-16"))
    with pytest.raises(QuestionnaireRefused, match="UTF-8"):
        load_questionnaire(file)
    with pytest.raises(QuestionnaireRefused, match="cannot be opened"):
        load_questionnaire(tmp_path / "nowhere.yaml")
    with pytest.raises(QuestionnaireRefused, match="cannot be opened"):
        load_questionnaire(tmp_path)


def test_a_mark_at_the_start_of_a_file_is_no_fault(tmp_path: Path) -> None:
    file = tmp_path / "phieu.yaml"
    file.write_text(yaml.safe_dump(a_file(), allow_unicode=True), encoding="utf-8-sig")
    assert load_questionnaire(file).id == "small"


def places(content: object, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The paths to everything in a file."""
    pairs: list[tuple[Any, Any]] = []
    if isinstance(content, dict):
        pairs = list(content.items())
    elif isinstance(content, list):
        pairs = list(enumerate(content))
    return [path, *(found for key, each in pairs for found in places(each, (*path, key)))]


JUNK: tuple[Any, ...] = (
    None,
    True,
    -1,
    0.5,
    10**30,
    float("nan"),
    "",
    "staff",
    "lan",
    "đ́" * 300,
    [],
    [[]],
    [{}],
    {},
    {"id": {}},
    [1, "a", None],
    "((((",
    "staff > 1",
)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(places(a_file())[1:]), st.sampled_from(JUNK)),
        min_size=1,
        max_size=3,
    )
)
def test_whatever_stands_in_a_file_it_loads_or_says_what_is_wrong(
    changes: list[tuple[tuple[Any, ...], Any]],
) -> None:
    file = a_file()
    for path, junk in changes:
        put(file, path, junk)
    try:
        loaded(file)
    except QuestionnaireRefused as refused:
        spoken = [bool(each.vi and each.en) for each in refused.refusals]
    else:
        spoken = [True]
    assert spoken
    assert all(spoken)


def put(file: Any, path: tuple[Any, ...], junk: Any) -> None:
    """Put something in a place of a file, if the place is still there."""
    for key in path[:-1]:
        if not isinstance(file, dict | list) or key not in (
            file if isinstance(file, dict) else range(len(file))
        ):
            return
        file = file[key]
    if isinstance(file, dict) or (isinstance(file, list) and path[-1] in range(len(file))):
        file[path[-1]] = junk
