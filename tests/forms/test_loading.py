"""Loading a questionnaire: the shipped one is sound, and whatever is broken is named, all at once."""

from __future__ import annotations

import hashlib
import unicodedata
from pathlib import Path

import pytest
import yaml

from forms.loading import QuestionnaireRefused, load_questionnaire, load_text
from forms.questionnaire import Kind, Level
from forms.sentence import Sentence
from tests.builders import SHIPPED, the_questionnaire
from tests.forms.broken_questionnaires import BROKEN
from tests.forms.small_questionnaire import a_file, a_question, loaded, question, refusals


def test_the_shipped_questionnaire_is_sound() -> None:
    questionnaire = the_questionnaire()
    assert (len(questionnaire.questions), len(questionnaire.scored)) == (60, 42)
    assert [section.no for section in questionnaire.sections] == ["I", "II", "III", "IV", "V", "VI"]
    assert questionnaire.sha256 == hashlib.sha256(SHIPPED.read_bytes()).hexdigest()
    assert questionnaire.by_id["conn_tslcd_pc"].implied == 0
    assert questionnaire.unit_costs is not None
    assert questionnaire.unit_costs["pc_set"].vnd == 20_000_000
    assert questionnaire.population is not None
    assert questionnaire.population.names == {"cond_population"}


def test_every_question_of_the_shipped_questionnaire_speaks_both_languages() -> None:
    for each in the_questionnaire().questions:
        sentences = [each.label, *(option.label for option in each.options)]
        sentences += [check.sentence for check in each.checks] + ([each.unit] if each.unit else [])
        assert all(sentence.vi and sentence.en for sentence in sentences), each.id
        assert bool(each.help.vi) == bool(each.help.en), each.id


def test_only_a_question_with_a_column_of_the_register_promises_a_figure_beforehand() -> None:
    for each in the_questionnaire().questions:
        promised = "điền sẵn" in each.help.vi or "prefilled" in each.help.en.lower()
        assert not promised or each.prefill, each.id


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


def test_how_many_people_live_in_a_unit_is_an_expression_or_left_out() -> None:
    assert loaded(a_file()).population is None
    population = loaded(a_file() | {"population": "10 * staff"}).population
    assert population is not None
    assert population.names == {"staff"}


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


def test_what_a_unit_cost_buys_is_named_in_both_languages_with_its_unit() -> None:
    for each in (the_questionnaire().unit_costs or {}).values():
        assert all((each.name.vi, each.name.en, each.unit.vi, each.unit.en)), each.id
        assert each.id not in (each.name.vi, each.name.en)


def test_a_unit_cost_may_have_no_name_and_one_text_for_its_unit() -> None:
    file = a_file()
    file["unit_costs"]["computer"]["unit"] = "km"
    cost = (loaded(file).unit_costs or {})["computer"]
    assert (cost.name, cost.unit) == (Sentence("computer", "computer"), Sentence("km", "km"))


def test_a_question_that_leans_on_the_one_before_has_words_to_stand_alone() -> None:
    for each in the_questionnaire().questions:
        assert not each.alone.vi.startswith("Trong đó"), each.id
        assert not each.alone.en.startswith("Of which"), each.id
    asked = the_questionnaire().by_id["svc_online"]
    assert asked.alone == asked.short
    assert asked.label.vi.startswith("Trong đó: ")
    whole = the_questionnaire().by_id["svc_files"]
    assert whole.alone == whole.label


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
