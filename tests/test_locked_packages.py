"""The packages that are installed: pinned by hash, agreed with setup.cfg, free to use, not given up by their authors.

Whether a weakness of one has become known cannot be told without a network: docs/deploy.md says how to ask, and how often.
"""

from __future__ import annotations

import sys

import pytest
from packaging.utils import canonicalize_name

from tests.locked_packages import (
    HOME,
    LOCK,
    Locked,
    allowed,
    asked_for,
    classified,
    licence_of,
    locked,
    reached,
)

# Used unchanged and installed from its own package, each may stand beside this program's own licence.
ALLOWED = frozenset(
    {
        "MIT",
        "MIT-0",
        "MIT-CMU",
        "0BSD",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "Apache-2.0",
        "ISC",
        "PSF-2.0",
    }
    | {"Zlib", "CC0-1.0", "Unlicense", "ZPL-2.1", "Artistic-1.0", "MPL-2.0", "LGPL-3.0-only"}
)
PACKAGES = locked(LOCK.read_text("utf-8"))
HERE = {each.name: each for each in PACKAGES if each.here}
INSTALLED = [each for each in HERE.values() if each.installed is not None]


def test_every_package_is_of_one_version_with_its_hashes_and_from_nowhere_else() -> None:
    assert len(PACKAGES) > 100
    for each in PACKAGES:
        assert each.hashes
        assert len(each.hashes) == len(set(each.hashes))


@pytest.mark.parametrize(
    "line",
    [
        "flask==3.1.0",
        "flask>=3",
        "git+https://example.org/x",
        "-e .",
        "--extra-index-url x",
        "a @ b",
    ],
)
def test_a_line_without_a_hash_or_from_elsewhere_is_noticed(line: str) -> None:
    with pytest.raises(ValueError, match=line.replace("+", r"\+")[:8]):
        locked(f"# made by hand\n{line}\n")


def test_the_lock_holds_what_setup_cfg_asks_for_in_its_bounds() -> None:
    for asked in asked_for():
        found = HERE[canonicalize_name(asked.name)]
        assert asked.specifier.contains(found.version, prereleases=False), asked


def test_the_lock_holds_all_that_is_needed_and_nothing_more() -> None:
    needed, names = reached(asked_for()), {each.name for each in PACKAGES}
    assert needed <= names
    # The lock is made on this Python; another's versions may need less.
    if sys.version_info[:2] == (3, 11):
        assert names <= needed


def test_what_is_installed_is_what_the_lock_says() -> None:
    other = [
        f"{each.name} {each.installed.version}, locked {each.version}"
        for each in INSTALLED
        if each.installed and each.installed.version != each.version
    ]
    assert other == []
    assert HERE.keys() == {each.name for each in INSTALLED}


@pytest.mark.parametrize("package", INSTALLED, ids=lambda each: each.name)
def test_each_package_may_be_used_and_is_not_given_up(package: Locked) -> None:
    found = package.installed
    assert found is not None
    if licence_of(found) == "nothing said" or "Copyright" in licence_of(found):
        pytest.fail(f"{package.name} names no licence: read it, then name it here")
    assert allowed(licence_of(found), ALLOWED), licence_of(found)
    assert not [each for each in classified(found, "Development Status") if "Inactive" in each]


@pytest.mark.parametrize(
    ("expression", "may"),
    [
        ("MIT", True),
        ("GPL-3.0-only OR MIT", True),
        ("(Apache-2.0 AND BSD-2-Clause)", True),
        ("MIT AND GPL-3.0-only", False),
        ("AGPL-3.0-or-later", False),
        ("nothing said", False),
    ],
)
def test_a_licence_that_asks_for_more_is_noticed(expression: str, may: bool) -> None:
    assert allowed(expression, ALLOWED) is may


def test_operators_are_told_how_to_ask_for_known_weaknesses() -> None:
    """With ``--strict``: where the service is not reached, that is an error and no clean bill."""
    command = "pip-audit -r requirements.lock --require-hashes --disable-pip --strict"
    for page in ("deploy.md", "security.md"):
        assert command in (HOME / "docs" / page).read_text("utf-8")
