"""Scores as a folder of Parquet parts, written where the scores are; there whole, or not at all."""

from __future__ import annotations

import secrets
import shutil
from pathlib import Path

from forms.sentence import Refused, Sentence
from reports.scoring.many_parts import Engine, ScoredParts
from reports.scoring.one_part import written_part

WRITTEN = Sentence("Đã ghi {done}/{total} phần", "{done} of {total} parts written")
ALREADY_THERE = Sentence(
    "«{out}» đã có. Dask ghi kết quả thành một thư mục mới: hãy chọn tên khác hoặc xóa thư mục cũ.",
    "«{out}» is already there. Dask writes a new folder: choose another name, or delete the old one.",
)
NO_PARENT = Sentence(
    "Không có thư mục «{folder}» để ghi kết quả vào. Hãy tạo thư mục trước.",
    "There is no folder «{folder}» to write the result into. Make it first.",
)
NOT_SHARED = Sentence(
    "Máy tính toán Dask không ghi được vào «{folder}» của máy này. Câu trả lời và kết quả phải ở ổ đĩa chung mà "
    "mọi máy thấy ở cùng một đường dẫn.",
    "The Dask workers did not write to this machine's «{folder}». Answers and results must lie on a shared disk "
    "that all machines see at the same path.",
)


def refuse_taken(out: Path) -> None:
    """Refuse a folder that is there with something in it, or that has nowhere to be."""
    if out.is_file() or (out.is_dir() and any(out.iterdir())):
        raise Refused(ALREADY_THERE.filled(out=out))
    if not out.absolute().parent.is_dir():
        raise Refused(NO_PARENT.filled(folder=out.absolute().parent))


def write_folder(engine: Engine, scored: ScoredParts, out: Path) -> None:
    """One ``part-00000.parquet`` for each part of the answers, in their order.

    They are written beside ``out`` and put in its place when all are there.
    """
    folder = out.absolute().with_name(f".{out.name}.{secrets.token_hex(4)}")
    folder.mkdir()
    try:
        paths = [folder / f"part-{at:05}.parquet" for at in range(len(scored.ranks))]
        try:
            engine.bring(written_part, scored.kept, scored.ranks, paths, saying=WRITTEN)
        except FileNotFoundError as error:
            raise Refused(NOT_SHARED.filled(folder=out.absolute().parent)) from error
        if not all(path.is_file() for path in paths):
            raise Refused(NOT_SHARED.filled(folder=out.absolute().parent))
        if out.is_dir():
            out.rmdir()
        folder.rename(out)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
