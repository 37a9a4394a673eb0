"""The look of a commune's form: Times New Roman, thin borders, what may be filled in on white."""

from __future__ import annotations

from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

BASE: dict[str, Any] = {"font_name": "Times New Roman", "font_size": 12, "valign": "vcenter"}
BORDER, WRAP, BOLD = {"border": 1}, {"text_wrap": True}, {"bold": True}
SHADED = {"bg_color": "#EDF2F7"}
OPEN = {"locked": False, **BORDER, **WRAP, "bg_color": "#FFFFFF"}
LEFT, CENTRE = {"align": "left", "indent": 1}, {"align": "center"}

# Name → what it adds to the base.
FORMATS: dict[str, dict[str, Any]] = {
    "plain": {**WRAP, "valign": "top"},
    "bold": {**BOLD, **WRAP, "valign": "top"},
    "title": {**BOLD, **WRAP, "font_size": 14},
    "simulated": {**BOLD, **WRAP, "font_color": "#B02A00"},
    "secrecy": {**BOLD, **WRAP, "font_color": "#9C1C1C"},
    "head": {**BOLD, **BORDER, **WRAP, **CENTRE, "bg_color": "#DCE6F1"},
    "label": {**BORDER, **WRAP, **SHADED, **LEFT},
    "number": {**BORDER, **CENTRE, **SHADED},
    "unit": {**BORDER, **WRAP, **CENTRE, **SHADED},
    "integer": {**OPEN, **LEFT, "num_format": "#,##0"},
    "decimal": {**OPEN, **LEFT},
    "text": {**OPEN, **LEFT},
    "contradiction": {"bg_color": "#FDE0DC"},
}


def formats_of(workbook: Workbook) -> dict[str, Format]:
    """Every format of the table, made for this workbook."""
    made = {name: workbook.add_format({**BASE, **added}) for name, added in FORMATS.items()}
    made["contradiction"] = workbook.add_format(FORMATS["contradiction"])
    return made
