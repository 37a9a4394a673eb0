"""Reading one mapping of a questionnaire file: keys by name and type, every fault noted with its place."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from forms.sentence import Sentence


@dataclass(slots=True)
class Faults:
    """Everything wrong with a file, in the order found."""

    name: str
    found: list[Sentence] = field(default_factory=list)

    def note(self, place: str, vi: str, en: str) -> None:
        """Note what is wrong at a place, e.g. ``question infra_lan``."""
        at = f"{self.name}: {place}" if place else self.name
        self.found.append(Sentence(f"{at}: {vi}.", f"{at}: {en}."))


@dataclass(frozen=True, slots=True)
class Keys:
    """One mapping of the file. Every reader gives a usable value, so that all faults come at once."""

    content: Mapping[Any, Any]
    place: str
    faults: Faults

    def note(self, vi: str, en: str) -> None:
        """Note what is wrong here."""
        self.faults.note(self.place, vi, en)

    def only(self, known: Collection[str]) -> None:
        """Refuse keys that the format does not have: most are slips of the pen."""
        for key in self.content:
            if key not in known:
                self.note(
                    f"không có khóa “{key}” trong định dạng", f"the format has no key “{key}”"
                )

    def has(self, key: str) -> bool:
        """Whether the key stands here with a value."""
        return self.content.get(key) is not None

    def text(self, key: str, *, required: bool = False, default: str = "") -> str:
        """A text; a number or a truth written without quotes is taken as it is written."""
        value = self.content.get(key)
        if value is None or value == "":
            if required:
                self.missing(key)
            return default
        if isinstance(value, bool):
            return str(value).lower()
        if not isinstance(value, str | int | float):
            self.wrong(key, "phải là chữ", "must be text")
            return default
        return str(value).strip()

    def number(self, key: str, *, required: bool = False, default: float = 0.0) -> float:
        """A finite number."""
        value = self.content.get(key)
        if value is None:
            if required:
                self.missing(key)
            return default
        return self.as_number(key, value, default)

    def as_number(self, key: str, value: object, default: float = 0.0) -> float:
        """A value as a finite number."""
        if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > 1e300:
            self.wrong(key, "phải là số", "must be a number")
            return default
        if not math.isfinite(value):
            self.wrong(key, "phải là số hữu hạn", "must be a finite number")
            return default
        return value

    def optional_number(self, key: str) -> float | None:
        """A finite number, None where the key is absent."""
        return self.number(key) if self.has(key) else None

    def truth(self, key: str) -> bool:
        """True or false; false where absent."""
        value = self.content.get(key, False)
        if not isinstance(value, bool):
            self.wrong(key, "phải là true hoặc false", "must be true or false")
            return False
        return value

    def one_of(self, key: str, allowed: Collection[str], default: str) -> str:
        """One of the words allowed."""
        word = self.text(key, default=default)
        if word in allowed:
            return word
        listed = ", ".join(allowed)
        self.wrong(
            key, f"“{word}” phải là một trong: {listed}", f"“{word}” must be one of: {listed}"
        )
        return default

    def words(self, key: str) -> tuple[str, ...]:
        """A list of texts; one text counts as a list of one."""
        value = self.content.get(key)
        listed = value if isinstance(value, list) else [] if value is None else [value]
        if any(isinstance(each, list | dict) for each in listed):
            self.wrong(key, "phải là danh sách chữ", "must be a list of texts")
            return ()
        return tuple(str(each) for each in listed)

    def both(self, key: str, *, required: bool = True) -> Sentence:
        """``key_vi`` and ``key_en`` (for an empty key ``vi`` and ``en``) as one sentence."""
        ends = ("vi", "en") if not key else (f"{key}_vi", f"{key}_en")
        return Sentence(*(self.text(end, required=required) for end in ends))

    def inside(self, key: str, known: Collection[str] | None = None) -> Keys | None:
        """The mapping under a key, with these keys only; None where it is absent or no mapping."""
        value = self.content.get(key)
        if value is None:
            return None
        if not isinstance(value, dict):
            self.wrong(key, "phải là một khối khóa", "must be a block of keys")
            return None
        block = Keys(value, f"{self.place}, {key}" if self.place else key, self.faults)
        if known is not None:
            block.only(known)
        return block

    def each(self, key: str, what: str, named_by: str = "id") -> Iterator[Keys]:
        """The mappings of a list, each placed by its id, else by its number from 1."""
        value = self.content.get(key)
        if value is None:
            return
        if not isinstance(value, list):
            self.wrong(key, "phải là danh sách", "must be a list")
            return
        for number, content in enumerate(value, 1):
            if not isinstance(content, dict):
                self.wrong(
                    key, f"mục {number} phải là một khối khóa", f"item {number} must be keys"
                )
                continue
            place = f"{what} {content.get(named_by) or number}"
            yield Keys(content, f"{self.place}, {place}" if self.place else place, self.faults)

    def missing(self, key: str) -> None:
        """Note that a key is missing."""
        self.note(f"thiếu khóa “{key}”", f"the key “{key}” is missing")

    def wrong(self, key: str, vi: str, en: str) -> None:
        """Note what is wrong with a key's value."""
        self.note(f"“{key}” {vi}", f"“{key}” {en}")
