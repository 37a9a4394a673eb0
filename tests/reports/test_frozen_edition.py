"""An edition from its inputs: the same inputs give the same figures, rows, hashes and bytes."""

from __future__ import annotations

from io import BytesIO

import numpy as np
import pandas as pd
import pytest
from openpyxl import load_workbook

from forms.answers import Answer
from forms.sentence import Refused
from reports.annex.edition_annex import write_edition_annex
from reports.edition import calculate
from reports.editions.frozen import FrozenEdition, freeze
from reports.editions.inputs import PARTS, Inputs
from reports.editions.rows import Difference, differences, rows_of, sha256_of, table_of
from reports.frame import frame_of
from tests.reports.small_editions import few_draws, inputs, several
from tests.reports.small_frames import given, the_questionnaire

BUDGET = 150_000.0


def rows(made: Inputs, **how: bool) -> dict[str, str]:
    """The rows of an edition of these inputs."""
    return rows_of(freeze(made, **how).table)


def test_an_edition_made_twice_has_the_same_hashes() -> None:
    one, other = inputs(budget=BUDGET), inputs(budget=BUDGET)
    assert one.sha256 == other.sha256
    assert sha256_of(rows(one)) == sha256_of(rows(other))


@pytest.mark.parametrize(
    ("changed", "part"),
    [
        (inputs({**several(), "u3": given(a=31)}), "answers"),
        (inputs(costs={"thing": 999.0}), "costs"),
        (inputs(weights={"tools": 61.0}), "method"),
        (inputs(budget=1e6), "method"),
    ],
)
def test_one_answer_weight_or_cost_changes_the_hash_of_its_part_alone(
    changed: Inputs, part: str
) -> None:
    before = inputs()
    assert [each for each in PARTS if before.sha256[each] != changed.sha256[each]] == [part]
    assert sha256_of(rows(before)) != sha256_of(rows(changed))


def test_the_calculation_from_inputs_is_the_calculation_from_answers() -> None:
    frame = frame_of(the_questionnaire(), several(), {})
    direct = calculate(the_questionnaire(), few_draws(), frame).table
    pd.testing.assert_frame_equal(freeze(inputs(), draws=False).table, direct)


def test_evidence_survives_the_way_through_the_inputs() -> None:
    made = inputs({**several(), "u9": {}})
    again = made.frame()
    assert set(again.evidence["a"]) == {"approved", "missing"}
    silent = list(again.codes).index("u9")
    assert {str(words[silent]) for words in again.evidence.values()} == {"missing"}


def test_notes_and_reasons_are_no_part_of_an_edition() -> None:
    spoken = {**several(), "u1": given(a=Answer(value=5, note="ghi chú", reason="lý do"), b=95)}
    silent = {**several(), "u1": given(a=5, b=95)}
    assert inputs(spoken).sha256 == inputs(silent).sha256
    assert "ghi chú" not in inputs(spoken).texts["answers"]


def test_with_a_budget_the_table_says_who_is_funded_and_how_sure_that_is() -> None:
    found = freeze(inputs(budget=BUDGET))
    table = found.table
    assert table["funded_vnd"].sum() == found.selection.spent <= BUDGET  # type: ignore[union-attr]
    assert (table.loc[table["funded"], "funded_vnd"] > 0).all()
    assert table["chance"].dropna().between(0, 1).all()
    assert np.isnan(table.loc["u8", "chance"])
    assert not table.loc["u8", "funded"]
    ranked = table.dropna(subset=["rank"])
    assert (ranked["rank_low"] <= ranked["rank_high"]).all()


def test_without_a_budget_nothing_is_said_of_funding() -> None:
    assert not [name for name in freeze(inputs()).table if name.startswith(("funded", "chance"))]


def test_rows_read_back_as_the_table_they_were_written_from() -> None:
    table = freeze(inputs(budget=BUDGET)).table
    again = table_of(rows_of(table))
    for name in table.columns:
        same = table[name].isna() & again[name].isna() | (table[name] == again[name])
        assert same.all(), name


def test_a_changed_figure_is_named_and_the_last_bits_are_not() -> None:
    before = {"u1": '{"priority":1.0,"rank":1}', "u2": '{"rank":2}', "u3": "{}"}
    after = {"u1": '{"priority":1.0000000000001,"rank":2}', "u2": '{"rank":2}', "u4": "{}"}
    assert list(differences(before, after)) == [
        Difference("u1", "rank", 1, 2),
        Difference("u3", "", "{}", None),
        Difference("u4", "", None, "{}"),
    ]


def written(found: FrozenEdition) -> bytes:
    """The annex of an edition."""
    target = BytesIO()
    write_edition_annex(target, found)
    return target.getvalue()


def test_the_same_inputs_give_the_same_bytes_of_the_workbook() -> None:
    one, other = (written(freeze(inputs(budget=BUDGET))) for _ in range(2))
    assert one == other


def test_the_workbook_has_the_funded_list_three_lists_and_the_price_of_every_floor() -> None:
    found = freeze(inputs(budget=BUDGET, floors={"p2": 20_000.0}))
    book = load_workbook(BytesIO(written(found)))
    funded = book["Danh mục được cấp"]
    codes = [row[1] for row in funded.iter_rows(min_row=10, values_only=True) if row[1]]
    assert codes == list(found.table[found.table["funded"]].sort_values("rank").index)
    three = [row for row in book["Ba danh sách"].iter_rows(values_only=True) if row[1] in codes]
    assert all(row[7] == "x" for row in three)
    groups = [row[0] for row in book["Sàn ngân sách"].iter_rows(min_row=9, values_only=True)]
    assert groups[:2] == ["Các xã khó khăn", "Tỉnh p2"]
    sure = [row[0] for row in book["Độ chắc chắn"].iter_rows(values_only=True)]
    assert {"Trọng số", "Thang điểm", "u1"} <= set(sure)
    listed = [cell.value for cell in book["Danh sách ưu tiên"][7]]
    assert listed[12:14] == ["Từ hạng (5%)", "Đến hạng (95%)"]


def test_needs_that_are_not_known_are_counted_by_question_and_listed_by_commune() -> None:
    answers = {**several(), "u2": given(b=None), "u3": given(a=None, b=None)}
    found = freeze(inputs(answers, budget=BUDGET), draws=False)
    assert found.selection is not None
    sheet = load_workbook(BytesIO(written(found)))["Nhu cầu chưa rõ"]
    rows = list(sheet.iter_rows(min_row=7, values_only=True))
    communes = [row for row in rows if isinstance(row[0], int)]
    every = found.selection.packages.unknown_needs
    assert [row[1] for row in communes] == sorted({code for code, _ in every})
    assert ("u2", "Xã u2", 1, "B") in [row[1:] for row in communes]
    provinces = [row for row in rows if row[0] in ("I", "II", "III")]
    first, second = (row for row in rows if "TỔNG SỐ" in row)
    questions = rows[rows.index(first) + 1 : rows.index(second) - 2]
    # By question, by commune and by province it is the same sum.
    assert first[3] == second[3] == len(every)
    for parts in (questions, communes, provinces):
        assert sum(int(str(row[3])) for row in parts) == len(every)
    for row in questions:
        asked = [q for _, q in every if the_questionnaire().by_id[q].label.vi == row[4]]
        assert row[3] == len(asked)


def test_a_commune_of_which_nothing_is_known_takes_one_line() -> None:
    silent = given(**dict.fromkeys("abcd"))
    found = freeze(inputs({**several(), "u2": silent}, budget=BUDGET), draws=False)
    sheet = load_workbook(BytesIO(written(found)))["Nhu cầu chưa rõ"]
    (line,) = [row for row in sheet.iter_rows(values_only=True) if row[1] == "u2"]
    assert line[4] == f"Cả {line[3]} câu hỏi"


def test_a_budget_below_its_floors_is_refused_in_words() -> None:
    with pytest.raises(Refused) as refused:
        freeze(inputs(budget=BUDGET, floors={"p1": 2e5}), draws=False)
    assert "more than the budget" in refused.value.sentence.en
