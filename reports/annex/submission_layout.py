"""How an official Word text looks under Decree 30/2020: page, fonts, heading in two columns, tables."""

from __future__ import annotations

from collections.abc import Sequence

from docx.document import Document as Text
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from forms.sentence import Sentence

FONT = "Times New Roman"
BODY = 13
NATIONAL = Sentence(
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc",
    "SOCIALIST REPUBLIC OF VIET NAM\nIndependence - Freedom - Happiness",
)
RED = RGBColor(0xB0, 0x2A, 0x00)


def set_page(text: Text) -> None:
    """A4 with the decree's margins, its font, and page numbers on top from the second page on."""
    section = text.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True
    usual = text.styles["Normal"]
    usual.font.name, usual.font.size = FONT, Pt(BODY)
    fonts = usual.element.get_or_add_rPr().get_or_add_rFonts()
    for kind in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(kind), FONT)
    number = section.header.paragraphs[0]
    number.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    field.append(OxmlElement("w:r"))
    number._p.append(field)


def paragraph(
    text: Text,
    words: str,
    *,
    size: float = BODY,
    bold: bool = False,
    italic: bool = False,
    align: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.JUSTIFY,
    indent: bool = False,
) -> Paragraph:
    """A paragraph of its own, 6 pt from the next."""
    made = text.add_paragraph()
    made.alignment = align
    made.paragraph_format.space_after = Pt(6)
    if indent:
        made.paragraph_format.first_line_indent = Mm(10)
    dress(made.add_run(words), size, bold, italic)
    return made


def dress(run: Run, size: float, bold: bool, italic: bool) -> None:
    """Size and weight of a run of letters."""
    run.font.size = Pt(size)
    run.bold, run.italic = bold, italic


def mark(text: Text, words: str) -> None:
    """What must be seen on every page: here, and above every page."""
    seen = paragraph(text, words, bold=True, align=WD_ALIGN_PARAGRAPH.CENTER)
    seen.runs[0].font.color.rgb = RED
    section = text.sections[0]
    for header in (section.header, section.first_page_header):
        place = header.add_paragraph()
        place.alignment = WD_ALIGN_PARAGRAPH.CENTER
        dress(place.add_run(words), 11, bold=True, italic=False)


def two_columns(text: Text) -> tuple[_Cell, _Cell]:
    """The heading's two columns, without lines around them."""
    made = text.add_table(1, 2)
    widths(made, (67, 98))
    left, right = made.rows[0].cells
    return left, right


def line(
    cell: _Cell, words: str, *, size: float = BODY, bold: bool = False, italic: bool = False
) -> None:
    """One centred line of the heading."""
    made = cell.add_paragraph()
    made.alignment = WD_ALIGN_PARAGRAPH.CENTER
    made.paragraph_format.space_after = Pt(0)
    dress(made.add_run(words), size, bold, italic)


def rule(cell: _Cell) -> None:
    """The line under the agency's name and under the motto, a third of the column long."""
    made = cell.add_paragraph()
    borders, top = OxmlElement("w:pBdr"), OxmlElement("w:top")
    drawn = {"w:val": "single", "w:sz": "6", "w:space": "1", "w:color": "000000"}
    for name, value in drawn.items():
        top.set(qn(name), value)
    borders.append(top)
    # Before all else that says how a paragraph looks: the format has an order.
    made._p.get_or_add_pPr().append(borders)
    made.paragraph_format.space_after = Pt(4)
    made.paragraph_format.left_indent = made.paragraph_format.right_indent = Mm(25)
    made.paragraph_format.line_spacing = Pt(2)


def drop_first_line(cell: _Cell) -> None:
    """A cell begins with an empty line that nobody wrote."""
    first = cell.paragraphs[0]._p
    first.getparent().remove(first)


def table(text: Text, millimetres: Sequence[int], rows: int) -> Table:
    """A table with lines, its columns so wide."""
    made: Table = text.add_table(rows, len(millimetres), style="Table Grid")
    made.alignment = WD_TABLE_ALIGNMENT.CENTER
    widths(made, millimetres)
    return made


def widths(made: Table, millimetres: Sequence[int]) -> None:
    """Fixed widths: no program may work out others."""
    made.autofit = False
    for column, width in zip(made.columns, millimetres, strict=True):
        column.width = Mm(width)
    for row in made.rows:
        for cell, width in zip(row.cells, millimetres, strict=True):
            cell.width = Mm(width)


def repeat(made: Table, rows: int) -> None:
    """The first rows stand again on every page; no row is cut by a page's end."""
    for place, row in enumerate(made.rows):
        properties = row._tr.get_or_add_trPr()
        if place < rows:
            properties.append(OxmlElement("w:tblHeader"))
        properties.append(OxmlElement("w:cantSplit"))


def fill(
    cell: _Cell, words: str, *, align: WD_ALIGN_PARAGRAPH, bold: bool = False, italic: bool = False
) -> None:
    """A cell's one line."""
    only = cell.paragraphs[0]
    only.alignment = align
    only.paragraph_format.space_after = Pt(0)
    dress(only.add_run(words), BODY, bold, italic)
