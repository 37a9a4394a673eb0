"""The look of the official workbook: Times New Roman, thin borders, one table of cell formats."""

from __future__ import annotations

from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

BASE: dict[str, Any] = {"font_name": "Times New Roman", "font_size": 11, "valign": "vcenter"}
BORDER = {"border": 1}
BOLD = {"bold": True}
CENTRE = {"align": "center"}
WRAP = {"text_wrap": True}
POINTS, SHARE, WHOLE = {"num_format": "#,##0.0"}, {"num_format": "0%"}, {"num_format": "#,##0"}
SUM = {"bg_color": "#EDF2F7", **BOLD}

# Name → what it adds to the base.
FORMATS: dict[str, dict[str, Any]] = {
    "plain": {},
    "wrapped": WRAP,
    "agency": {**BOLD, **CENTRE, **WRAP},
    "title": {**BOLD, **CENTRE, **WRAP, "font_size": 14},
    "subtitle": {**CENTRE, "italic": True},
    "unit": {"align": "right", "italic": True},
    "simulated": {**BOLD, **CENTRE, "font_color": "#B02A00", "font_size": 12},
    "heading": {**BOLD, "font_size": 12},
    "head": {**BOLD, **BORDER, **CENTRE, **WRAP, "bg_color": "#DCE6F1"},
    "number_row": {**BORDER, **CENTRE, "italic": True, "font_size": 9},
    # Away from a number in the cell before: “6.820” and “2 khoản” would read as one.
    "text": {**BORDER, **WRAP, "indent": 1},
    "centre": {**BORDER, **CENTRE},
    "code": {**BORDER, **CENTRE, "num_format": "@"},
    "points": {**BORDER, **POINTS},
    "share": {**BORDER, **SHARE},
    "whole": {**BORDER, **WHOLE},
    "count": {**BORDER, **CENTRE, **WHOLE},
    "sum_count": {**BORDER, **SUM, **CENTRE, **WHOLE},
    "tenths": {**BORDER, "num_format": "0.0%"},
    "exact_share": {**BORDER, "num_format": "0.000%"},
    "hundredths": {**BORDER, "num_format": "0.00"},
    "figure": {**BORDER, "num_format": "#,##0.##"},
    "money": {**BORDER, **WHOLE},
    "unknown": {**BORDER, "align": "right", "italic": True, "font_color": "#555555"},
    "sum_text": {**BORDER, **SUM},
    "sum_whole": {**BORDER, **SUM, **WHOLE},
    "sum_points": {**BORDER, **SUM, **POINTS},
    "free_number": {**BORDER, "num_format": "#,##0.####"},
}


def formats_of(workbook: Workbook) -> dict[str, Format]:
    """Every format of the table, made for this workbook."""
    return {name: workbook.add_format({**BASE, **added}) for name, added in FORMATS.items()}
