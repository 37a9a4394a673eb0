"""LibreOffice as a reader of our files: what it prints, and on what paper."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest


@dataclass(frozen=True)
class Printed:
    """A file as LibreOffice prints it: the text of each page, and each page's size in points."""

    pages: tuple[str, ...]
    sizes: tuple[tuple[float, float], ...]


def printed(folder: Path, name: str, content: bytes) -> Printed:
    """Print a file to PDF and read that."""
    office = shutil.which("soffice")
    if office is None:
        if os.environ.get("CI"):
            pytest.fail("LibreOffice is missing: the gate must install it")
        pytest.skip("LibreOffice is not installed")
    source = folder / name
    source.write_bytes(content)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*command, str(source)], check=True, capture_output=True, timeout=120)
    pdf = source.with_suffix(".pdf")
    if not pdf.exists() and not os.environ.get("CI"):
        pytest.skip(f"this LibreOffice does not open {source.suffix}")
    text = said("pdftotext", "-layout", str(pdf), "-")
    sizes = said("pdfinfo", "-l", "-1", str(pdf))
    found = [line.split() for line in sizes.splitlines() if line.startswith("Page ")]
    found = [words for words in found if words[1].isdigit() and words[2] == "size:"]
    return Printed(
        tuple(text.split("\f")[:-1]),
        tuple((float(words[3]), float(words[5])) for words in found),
    )


def said(*command: str) -> str:
    """What a program writes."""
    done = subprocess.run(command, check=True, capture_output=True, timeout=60)
    return done.stdout.decode()


def is_a4(size: tuple[float, float]) -> bool:
    """210 × 297 mm either way round, to a point."""
    short, long = sorted(size)
    return abs(short - 595.3) < 1 and abs(long - 841.9) < 1
