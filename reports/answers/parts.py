"""Where answers lie: one file, a folder of parts, or a pattern of names such as ``answers/2026-*.csv``."""

from __future__ import annotations

from pathlib import Path

from forms.sentence import Refused, Sentence

PART_KINDS = (".csv", ".parquet")
NO_PARTS = Sentence(
    "Không có phần nào (.csv hoặc .parquet) ở «{where}». Hãy kiểm tra đường dẫn.",
    "There is no part (.csv or .parquet) at «{where}». Check the path.",
)
MIXED = Sentence(
    "Ở «{where}» có cả .csv và .parquet. Mỗi lần chỉ chấm một loại, để không đơn vị nào bị tính hai lần.",
    "At «{where}» there are both .csv and .parquet parts. Score one kind at a time, so that no unit counts twice.",
)


def parts_of(answers: Path) -> tuple[Path, ...]:
    """The files that hold the answers, as absolute paths in name order; a single file as it is.

    In a folder what begins with ``.`` or ``_`` is passed over (marks that other programs leave).
    Raises Refused where a folder or a pattern leads to no part, or to parts of two kinds.
    """
    if answers.is_dir():
        found = list(answers.iterdir())
    elif any(sign in str(answers) for sign in "*?[") and not answers.exists():
        whole = answers.absolute()
        found = list(Path(whole.anchor).glob(str(whole.relative_to(whole.anchor))))
    else:
        return (answers.absolute(),)
    parts = sorted(
        path.absolute()
        for path in found
        if path.suffix.lower() in PART_KINDS and not path.name.startswith((".", "_"))
    )
    kinds = {path.suffix.lower() for path in parts}
    if len(kinds) != 1:
        raise Refused((MIXED if kinds else NO_PARTS).filled(where=str(answers)[:200]))
    return tuple(parts)
