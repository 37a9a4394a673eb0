"""A Parquet file of answers as raw columns; the gate judges the cells later."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import NoReturn

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from forms.answers_table import exact, head_of, refusal, refuse_unreadable, text_of
from reports.answers.raw_columns import NOTHING, Cells, RawColumns

MOST_ROWS = 1_000_000
MOST_UNPACKED = 2_000_000_000


def read_parquet(path: Path) -> RawColumns:
    """The columns of a Parquet file: the first the unit's code, as text; the others flat.

    A text is read like a cell between commas: ``74.580`` is not 74 thousand. Rows count from 1.
    Raises Refused where it is missing, damaged, over 100 MB, 2 GB unpacked or 1,000,000 rows, where a code is
    no text, missing or there twice, or a column is neither text, number nor yes/no.
    """
    refuse_unreadable(path)
    table = table_of(path)
    columns = head_of(path, [text_of(name) for name in table.column_names])
    codes = codes_of(path, table.column(0))
    names = columns[1:]
    cells = {name: cells_of(path, name, table.column(at)) for at, name in enumerate(names, 1)}
    return RawColumns(codes, range(1, len(codes) + 1), cells)


def table_of(path: Path) -> pa.Table:
    """The file's table, read after its own footer says that it fits."""
    try:
        with pq.ParquetFile(path) as file:
            refuse_too_large(path, file.metadata)
            return file.read()
    except (pa.ArrowException, OSError) as error:
        raise refusal(
            path,
            "không phải tệp Parquet hoặc tệp đã hỏng. Hãy ghi lại tệp.",
            "is not a Parquet file, or is damaged. Write it again.",
        ) from error


def refuse_too_large(path: Path, metadata: pq.FileMetaData) -> None:
    """Refuse what one block should not hold."""
    groups = (metadata.row_group(at).total_byte_size for at in range(metadata.num_row_groups))
    if metadata.num_rows > MOST_ROWS or sum(groups) > MOST_UNPACKED:
        raise refusal(
            path,
            "tệp có hơn 1.000.000 dòng hoặc hơn 2 GB khi giải nén. Hãy tách thành nhiều tệp.",
            "the file has more than 1,000,000 rows, or unpacks to over 2 GB. Split it.",
        )


def codes_of(path: Path, column: pa.ChunkedArray) -> tuple[str, ...]:
    """The units' codes; refused where they are no text, one is missing, or one stands twice."""
    if not is_text(plain(column).type):
        raise refusal(
            path,
            "cột đầu (mã đơn vị) phải là văn bản, để «00004» không thành 4.",
            "the first column (the unit's code) must be text, so that «00004» does not become 4.",
        )
    codes = tuple(map(text_of, column.to_pylist()))
    if "" in codes:
        row = codes.index("") + 1
        raise refusal(path, f"dòng {row} thiếu mã đơn vị.", f"row {row} has no unit code.")
    if len(set(codes)) < len(codes):
        refuse_repeated(path, codes)
    return codes


def refuse_repeated(path: Path, codes: tuple[str, ...]) -> NoReturn:
    """Name the first code that stands twice, and where."""
    code = next(code for code, times in Counter(codes).items() if times > 1)
    first = codes.index(code)
    rows = first + 1, codes.index(code, first + 1) + 1
    raise refusal(
        path,
        f"mã {code[:20]} có ở cả dòng {rows[0]} và dòng {rows[1]}. Mỗi đơn vị chỉ một dòng.",
        f"code {code[:20]} stands in rows {rows[0]} and {rows[1]}. One row a unit.",
    )


def cells_of(path: Path, name: str, column: pa.ChunkedArray) -> Cells:
    """One column, each distinct cell once."""
    values = plain(column)
    if pa.types.is_null(values.type):
        return Cells(NOTHING, np.zeros(len(values), dtype=np.intp))
    if not is_flat(values.type):
        raise refusal(
            path,
            f"cột «{name[:40]}» có kiểu {values.type}. Chỉ nhận văn bản, số hoặc có/không.",
            f"column «{name[:40]}» is of type {values.type}. Only text, numbers and yes/no are read.",
        )
    encoded = values.dictionary_encode("encode")
    distinct = encoded.dictionary.to_pylist()
    if is_text(values.type):
        distinct = [None if cell is None else exact(cell) for cell in distinct]
    return Cells(distinct, encoded.indices.to_numpy(zero_copy_only=False).astype(np.intp))


def plain(column: pa.ChunkedArray) -> pa.Array:
    """The column in one piece, without a dictionary of its own and in types that can be counted."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    if pa.types.is_string_view(kind):
        kind = pa.large_string()
    if pa.types.is_floating(kind):
        kind = pa.float64()
    return column.cast(kind).combine_chunks()


def is_text(kind: pa.DataType) -> bool:
    """Whether a column holds text."""
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def is_flat(kind: pa.DataType) -> bool:
    """Whether the gate knows such cells."""
    number = pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind)
    return bool(is_text(kind) or number or pa.types.is_boolean(kind))
