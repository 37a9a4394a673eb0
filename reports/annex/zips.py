"""Many files as one zip: the same files give the same bytes."""

from __future__ import annotations

import io
from collections.abc import Iterable
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

# A zip keeps a date for each file; none may come from the clock.
EPOCH = (1980, 1, 1, 0, 0, 0)


def zipped(files: Iterable[tuple[str, bytes]], *, packed: bool = False) -> bytes:
    """The files by name, in their order; ``packed`` ones are zips already and gain nothing by another."""
    target = io.BytesIO()
    with ZipFile(target, "w") as archive:
        for name, content in files:
            place = ZipInfo(name, EPOCH)
            place.compress_type = ZIP_STORED if packed else ZIP_DEFLATED
            place.external_attr = 0o644 << 16
            archive.writestr(place, content, compresslevel=None if packed else 6)
    return target.getvalue()
