"""The Word annex of a submission letter: its figures are the edition's, its look is the decree's."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document
from docx.shared import Mm, Pt

from forms.numbers import both_ways
from reports.annex.submission import HEADINGS, write_submission
from reports.annex.topics import MILLION
from reports.editions.frozen import FrozenEdition, freeze
from tests.office import is_a4, printed
from tests.reports.printed_editions import frozen, many
from tests.reports.small_editions import inputs


def written(edition: FrozenEdition, language: str = "vi", first: int = 60) -> bytes:
    target = io.BytesIO()
    write_submission(target, edition, language, first)
    return target.getvalue()


def lines(content: bytes) -> list[list[str]]:
    """The list's rows as text."""
    table = Document(io.BytesIO(content)).tables[1]
    return [[cell.text for cell in row.cells] for row in table.rows]


def test_it_lists_the_first_communes_with_the_editions_figures_and_the_total_first() -> None:
    rows = lines(written(frozen()))
    places, table = frozen().inputs.places, frozen().table
    first = table.sort_index().sort_values("rank", kind="stable").head(60)
    assert [row[1] for row in rows[3:]] == [places["name"][code] for code in first.index]
    for row, (_, stored) in zip(rows[3:], first.iterrows(), strict=True):
        low, high = (round(stored[name]) for name in ("rank_low", "rank_high"))
        assert row[3] == f"{int(stored['rank'])} ({low}–{high})"
        assert row[4] == both_ways(stored["priority"], 1).vi
        assert row[5] == both_ways(round(stored["need_total"] / MILLION)).vi
        assert row[6] == both_ways(round(stored["funded_vnd"] / MILLION)).vi
    assert rows[2][1] == "TỔNG SỐ"
    assert rows[2][6] == both_ways(round(first["funded_vnd"].sum() / MILLION)).vi


def test_the_page_the_font_and_the_margins_are_the_decrees() -> None:
    text = Document(io.BytesIO(written(frozen())))
    section = text.sections[0]
    sizes = (section.page_width, section.page_height, section.left_margin, section.right_margin)
    assert [round(size / Mm(1)) for size in sizes] == [210, 297, 30, 15]
    assert 20 <= round(section.top_margin / Mm(1)) <= 25
    assert 20 <= round(section.bottom_margin / Mm(1)) <= 25
    assert text.styles["Normal"].font.name == "Times New Roman"
    cells = [cell for table in text.tables for row in table.rows for cell in row.cells]
    written_runs = [
        run
        for each in (*text.paragraphs[:-1], *(p for cell in cells for p in cell.paragraphs))
        for run in each.runs
    ]
    assert {run.font.size for run in written_runs} <= {Pt(12), Pt(13), Pt(14)}
    heading = " ".join(p.text for cell in text.tables[0].rows[0].cells for p in cell.paragraphs)
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc" in heading


def test_the_same_edition_gives_the_same_bytes() -> None:
    assert written(frozen()) == written(frozen())


def test_fewer_ranked_communes_make_a_shorter_list() -> None:
    ranked = int(frozen().table["rank"].notna().sum())
    assert len(lines(written(frozen(), first=5000))) == 3 + ranked


def test_without_a_budget_and_without_draws_it_says_so_and_never_zero() -> None:
    rows = lines(written(freeze(inputs(many()), draws=False), first=3))
    assert [row[6] for row in rows[2:]] == ["chưa rõ"] * 4
    assert rows[3][3].isdigit()


def test_simulated_figures_say_so_on_every_page() -> None:
    texts = dict(frozen().inputs.texts)
    texts["round"] = json.dumps({**json.loads(texts["round"]), "simulated": True})
    edition = replace(frozen(), inputs=type(frozen().inputs)(texts))
    section = Document(io.BytesIO(written(edition))).sections[0]
    for header in (section.header, section.first_page_header):
        assert any("MÔ PHỎNG" in each.text for each in header.paragraphs)


@pytest.mark.libreoffice
@pytest.mark.parametrize("language", ["vi", "en"])
def test_libreoffice_opens_it_and_prints_its_head_on_every_page_of_a4(
    tmp_path: Path, language: str
) -> None:
    paper = printed(tmp_path, "submission.docx", written(frozen(), language))
    assert all(is_a4(size) for size in paper.sizes)
    assert all(size[0] < size[1] for size in paper.sizes)
    assert len(paper.pages) >= 2
    unit = {"vi": "Đơn vị tính: triệu đồng", "en": "Unit: million dong"}[language]
    assert unit in paper.pages[0]
    for page in paper.pages[:-1]:
        assert HEADINGS[0][0].in_language(language) in page
        assert "(7)" in page
    assert sum(page.count("Xã 0") + page.count("Xã u") for page in paper.pages) == 60
    assert "2" in paper.pages[1].splitlines()[0]
