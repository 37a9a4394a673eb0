"""An edition as open data: a Frictionless data package in one zip, the same bytes for the same edition.

CSV in UTF-8, numbers with a decimal point, a missing cell empty. Follows the Data Package standard, version 1
(specs.frictionlessdata.io), so that any program that knows it reads types, units and references.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from pathlib import Path
from typing import Any, BinaryIO

from forms.sentence import Sentence
from reports.annex.zips import zipped
from reports.open_data.edition import OpenEdition, Table
from reports.open_data.tables import tables_of

LICENCE = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0 International",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}
TITLE = Sentence(
    "Mức độ sẵn sàng chuyển đổi số cấp xã: ấn bản số {number} “{name}”, {round}",
    "Commune digital readiness: edition {number} “{name}”, {round}",
)
SIMULATED = Sentence(
    "SỐ LIỆU MÔ PHỎNG – KHÔNG PHẢI SỐ LIỆU THẬT CỦA BẤT KỲ XÃ NÀO.",
    "SIMULATED – NOT THE REAL FIGURES OF ANY COMMUNE.",
)
README = Sentence(
    "Mỗi tệp CSV trong thư mục data là một bảng; tệp datapackage.json mô tả kiểu, đơn vị và liên kết giữa các bảng "
    "(chuẩn Frictionless Data Package). Ý nghĩa từng cột ở data/columns.csv, từng câu hỏi ở data/questions.csv. "
    "Ô trống là thiếu số liệu, không phải 0. Tiền tính bằng đồng. Thứ hạng ưu tiên đi kèm khoảng phương pháp "
    "(rank_low–rank_high), không phải khoảng tin cậy. Không có dữ liệu cá nhân, ghi chú hay câu trả lời bằng lời.",
    "Each CSV file in the folder data is a table; datapackage.json describes types, units and references between tables "
    "(Frictionless Data Package). What a column means is in data/columns.csv, what a question asks in data/questions.csv. "
    "An empty cell is missing, never 0. Money is in dong. A rank comes with its method interval (rank_low–rank_high), "
    "which is no confidence interval. There are no personal data, no notes and no answers in words.",
)
USE = Sentence(
    "Giấy phép: CC BY 4.0 ({path}). Khi sử dụng, ghi nguồn: ấn bản số {number} “{name}”, SHA-256 của kết quả {results}.",
    "Licence: CC BY 4.0 ({path}). Name the source: edition {number} “{name}”, SHA-256 of its results {results}.",
)
TRUTHS = {True: "true", False: "false"}


def write_package(target: Path | BinaryIO, edition: OpenEdition) -> None:
    """Write the package."""
    files = {f"data/{table.name}.csv": table for table in tables_of(edition)}
    written = {path: csv_of(table) for path, table in files.items()}
    resources = [resource(path, table, written[path]) for path, table in files.items()]
    described = json.dumps(descriptor(edition, resources), ensure_ascii=False, indent=2)
    contents = {
        "datapackage.json": described.encode(),
        "README.md": readme(edition).encode(),
        "LICENSE.txt": f"{LICENCE['title']}\n{LICENCE['path']}\n".encode(),
        **written,
    }
    content = zipped(contents.items())
    if isinstance(target, Path):
        target.write_bytes(content)
    else:
        target.write(content)


def csv_of(table: Table) -> bytes:
    """A table as CSV, with its head; lines end as RFC 4180 has it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([each.name for each in table.columns])
    kinds = [each.type for each in table.columns]
    writer.writerows(
        [cell(value, kind) for value, kind in zip(row, kinds, strict=True)] for row in table.rows
    )
    return text.getvalue().encode()


def cell(value: Any, kind: str) -> str:
    """A value as its column's type is written; empty where it is missing."""
    if value is None:
        return ""
    if kind == "boolean" or isinstance(value, bool):
        return TRUTHS[bool(value)]
    if kind == "integer":
        return str(int(value))
    return repr(value) if isinstance(value, float) else str(value)


def resource(path: str, table: Table, content: bytes) -> dict[str, Any]:
    """One file of the descriptor: its schema, its hash and its size."""
    schema: dict[str, Any] = {
        "fields": [
            {
                "name": each.name,
                "type": each.type,
                "description": str(each.about),
                **({"unit": each.unit} if each.unit else {}),
            }
            for each in table.columns
        ],
        "missingValues": [""],
        "primaryKey": list(table.key),
    }
    if table.refers:
        schema["foreignKeys"] = [
            {"fields": [name], "reference": {"resource": other, "fields": [there]}}
            for name, (other, there) in table.refers.items()
        ]
    return {
        "name": table.name,
        "title": str(table.title),
        "path": path,
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": schema,
    }


def descriptor(edition: OpenEdition, resources: list[dict[str, Any]]) -> dict[str, Any]:
    """The file ``datapackage.json``."""
    simulated = edition.inputs.round.simulated
    mark = f"{SIMULATED} " if simulated else ""
    return {
        "profile": "tabular-data-package",
        "name": f"commune-readiness-edition-{edition.number}",
        "title": str(title(edition)),
        "description": f"{mark}{README}",
        "version": str(edition.number),
        "created": f"{edition.published.isoformat()}T00:00:00Z",
        "licenses": [LICENCE],
        "sources": [{"title": edition.inputs.round.name}],
        "simulated": simulated,
        "edition": {
            "number": edition.number,
            "replaces": edition.replaces,
            "software": edition.software,
            "results_sha256": edition.results,
            "inputs_sha256": dict(edition.inputs.sha256),
        },
        "resources": resources,
    }


def title(edition: OpenEdition) -> Sentence:
    """What the package is called."""
    return TITLE.filled(number=edition.number, name=edition.name, round=edition.inputs.round.name)


def readme(edition: OpenEdition) -> str:
    """What a person reads first, Vietnamese above English."""
    use = USE.filled(
        path=LICENCE["path"], number=edition.number, name=edition.name, results=edition.results
    )
    told = [title(edition), README, use]
    if edition.inputs.round.simulated:
        told.insert(1, SIMULATED)
    parts = [f"# {told[0].vi}", *(each.vi for each in told[1:])]
    parts += [f"# {told[0].en}", *(each.en for each in told[1:])]
    return "\n\n".join(parts) + "\n"
