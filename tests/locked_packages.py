"""What ``requirements.lock`` and the metadata of what is installed say of each package; asks no network."""

from __future__ import annotations

import configparser
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, PackagePath, distribution
from pathlib import Path

from packaging.markers import Marker, default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

HOME = Path(__file__).resolve().parents[1]
LOCK = HOME / "requirements.lock"
ENTRY = re.compile(
    r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;]+)(?P<marker> ; [^\\]+?)?(?P<hashes>(?: \\\n    --hash=sha256:[0-9a-f]{64})+)$",
    re.MULTILINE,
)
# One lock serves all of these.
PLACES: tuple[dict[str, str], ...] = tuple(
    {
        **default_environment(),
        **platform,
        "python_version": python,
        "python_full_version": f"{python}.0",
    }  # type: ignore[dict-item]
    for python in ("3.11", "3.12", "3.13", "3.14")
    for platform in (
        {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"},
        {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix"},
        {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"},
        {"platform_python_implementation": "PyPy", "implementation_name": "pypy"},
    )
)
# How metadata without an SPDX expression names a licence.
WORDS = {
    "MIT License": "MIT",
    "MIT": "MIT",
    "BSD License": "BSD-3-Clause",
    "BSD": "BSD-3-Clause",
    "Apache Software License": "Apache-2.0",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "ISC License (ISCL)": "ISC",
    "Zope Public License": "ZPL-2.1",
    "Artistic License": "Artistic-1.0",
}
TEXTS = {
    "Permission is hereby granted, free of charge, to any person obtaining a copy": "MIT",
    "Redistribution and use in source and binary forms": "BSD-3-Clause",
}


@dataclass(frozen=True)
class Locked:
    """One package of the lock."""

    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]

    @property
    def here(self) -> bool:
        """Whether it is for this Python on this system."""
        return not self.marker or Marker(self.marker).evaluate()

    @property
    def installed(self) -> Distribution | None:
        """What is installed of it; None where this system needs none."""
        try:
            return distribution(self.name)
        except PackageNotFoundError:
            return None


def locked(text: str) -> list[Locked]:
    """Every entry; a package may have one for each Python. ValueError where a line is of none with hashes."""
    found, rest = [], text
    for entry in ENTRY.finditer(text):
        hashes = tuple(re.findall(r"sha256:([0-9a-f]{64})", entry["hashes"]))
        marker = (entry["marker"] or "").removeprefix(" ; ").strip()
        name = canonicalize_name(entry["name"])
        found.append(Locked(name, entry["version"], marker, hashes))
        rest = rest.replace(entry[0], "", 1)
    strange = [line for line in rest.splitlines() if line and not line.startswith("#")]
    if strange:
        raise ValueError(strange[0])
    return found


def asked_for() -> list[Requirement]:
    """What setup.cfg asks for, every extra included."""
    parser = configparser.ConfigParser()
    parser.read(HOME / "setup.cfg", "utf-8")
    lists = [parser["options"]["install_requires"], *parser["options.extras_require"].values()]
    lines = [line.strip() for each in lists for line in each.splitlines()]
    return [Requirement(line) for line in lines if line and not line.startswith("#")]


def reached(asked: Sequence[Requirement]) -> set[str]:
    """The names of all that these need, anywhere that the lock serves, by the metadata of what is installed."""
    waiting, seen = list(asked), set()
    while waiting:
        each = waiting.pop()
        key = canonicalize_name(each.name), frozenset(each.extras)
        if key in seen:
            continue
        seen.add(key)
        waiting += needed_by(*key)
    return {name for name, _ in seen}


def needed_by(name: str, extras: frozenset[str]) -> Iterator[Requirement]:
    """What an installed package asks for in turn; nothing where it is not installed."""
    try:
        requires = distribution(name).requires or []
    except PackageNotFoundError:
        return
    for line in requires:
        needed = Requirement(line)
        wanted = extras or {""}
        if needed.marker is None or any(
            needed.marker.evaluate({**place, "extra": extra})
            for place in PLACES
            for extra in wanted
        ):
            yield needed


def licence_of(found: Distribution) -> str:
    """An SPDX expression; what the author wrote, where that cannot be told."""
    said = found.metadata
    if expression := said.get("License-Expression"):
        return str(expression)
    classifiers = [each.rpartition(" :: ")[2] for each in classified(found, "License")]
    known = [WORDS[each] for each in classifiers if each in WORDS]
    if known:
        return " OR ".join(known)
    word = str(said.get("License") or "").strip()
    if word and "\n" not in word:
        return WORDS.get(word, word)
    return by_text(found) or word or "nothing said"


def classified(found: Distribution, kind: str) -> list[str]:
    """The classifiers of this kind."""
    every = found.metadata.get_all("Classifier") or []
    return [str(each) for each in every if str(each).startswith(kind)]


def by_text(found: Distribution) -> str:
    """The licence by the text that came along; empty where none is known."""
    files: list[PackagePath] = [
        each for each in found.files or [] if each.name.upper().startswith(("LICENSE", "LICENCE"))
    ]
    texts = [" ".join(str(found.metadata.get("License") or "").split())]
    texts += [" ".join(each.read_text("utf-8").split()) for each in files]
    return next((name for words, name in TEXTS.items() for text in texts if words in text), "")


def allowed(expression: str, licences: frozenset[str]) -> bool:
    """Whether an SPDX expression can be met by these licences."""
    plain = expression.replace("(", "").replace(")", "")
    return any(
        all(part.strip() in licences for part in choice.split(" AND "))
        for choice in plain.split(" OR ")
    )
