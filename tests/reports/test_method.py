"""The method: its file, and an editor that refuses what is out of range."""

from __future__ import annotations

from pathlib import Path

import pytest

from forms.sentence import Sentence
from reports.method import MethodRefused, changed
from reports.method_file import NAMES, SHIPPED, load_method
from reports.parameter_words import PARAMETER_WORDS, parameter_value


def test_the_method_names_every_fault_of_its_file(tmp_path: Path) -> None:
    text = SHIPPED.read_text("utf-8").replace("value: 0.6\n", "value: 1.6\n", 1)
    path = tmp_path / "method.yaml"
    path.write_text(text.replace("evidence_claimed:", "evidence_clamed:"), "utf-8")
    with pytest.raises(MethodRefused) as refused:
        load_method(path)
    said = "\n".join(each.en for each in refused.value.refusals)
    assert "section_coverage: 1.6 is outside 0 to 1" in said
    assert "evidence_clamed" in said
    assert "evidence_claimed" in said


def test_every_parameter_has_its_reason_in_both_languages() -> None:
    method = load_method()
    assert (method.beta, method.section_coverage, method.evidence["approved"]) == (1, 0.6, 0.5)
    assert all(each.reason.vi and each.reason.en for each in method.parameters)


def test_every_parameter_has_a_name_for_people_in_both_languages() -> None:
    assert tuple(PARAMETER_WORDS) == NAMES
    assert not any(name in {words.vi, words.en} for name, words in PARAMETER_WORDS.items())
    assert all("_" not in f"{words.vi}{words.en}" for words in PARAMETER_WORDS.values())


def test_a_seed_is_a_name_and_draws_are_counted() -> None:
    assert parameter_value("seed", 2026) == Sentence("2026", "2026")
    assert parameter_value("draws", 2000) == Sentence("2.000", "2,000")
    assert parameter_value("children_published", 2 / 3) == Sentence("0,6667", "0.6667")


def test_the_file_holds_every_parameter_and_its_value_lies_in_its_range() -> None:
    method = load_method()
    assert tuple(each.name for each in method.parameters) == NAMES
    assert all(each.fault() is None for each in method.parameters)
    assert isinstance(method.draws, int)


def test_an_editor_takes_numbers_as_they_are_typed() -> None:
    method = changed(load_method(), {"beta": "1,5", "remote_share": 0.3, "draws": "1.000"})
    assert (method.beta, method.remote_share, method.draws) == (1.5, 0.3, 1000)
    assert {each.name: each.value for each in method.parameters}["beta"] == 1.5
    assert load_method().beta == 1


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("beta", "2,5", "beta: 2.5 is outside 0 to 2."),
        ("beta", "nhiều", "beta: “nhiều” is no number. Enter a number such as 1,5."),
        ("beta", "", "beta: “” is no number. Enter a number such as 1,5."),
        ("draws", "150,5", "draws: needs a whole number, not 150.5."),
        ("draws", "1000000", "draws: 1,000,000 is outside 100 to 10,000."),
        ("gamma", "1", "gamma: there is no such parameter."),
    ],
)
def test_an_editor_refuses_what_is_out_of_range(name: str, typed: str, said: str) -> None:
    with pytest.raises(MethodRefused) as refused:
        changed(load_method(), {name: typed})
    assert [each.en for each in refused.value.refusals] == [said]


def test_an_editor_names_every_fault_at_once() -> None:
    with pytest.raises(MethodRefused) as refused:
        changed(load_method(), {"beta": 3, "alpha": -1, "shading": "x"})
    assert len(refused.value.refusals) == 3


def test_a_parameter_without_a_type_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "method.yaml"
    path.write_text(SHIPPED.read_text("utf-8").replace("  type: share\n", "", 1), "utf-8")
    with pytest.raises(MethodRefused) as refused:
        load_method(path)
    assert "needs the keys type, value" in refused.value.refusals[0].en
