"""The register: every commune and province in force, and how their names are ordered and found."""

from __future__ import annotations

import csv
import math
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from forms.sentence import Sentence
from survey.over_time.successions import Succession, load_successions

SHIPPED = Path(__file__).parent / "data"
EARTH_RADIUS_KM = 6371.0088
# One published source gives Ba Chẽ (Quảng Ninh) another code than all others.
ALSO_CALLED = {"06978": "06970"}
KINDS = ("Xã", "Phường", "Đặc khu", "Tỉnh", "Thành phố")
# Decree 30/2020, annex II: these two keep their capital within a sentence.
OWN_CAPITAL = ("Thành phố Hồ Chí Minh", "Thủ đô Hà Nội")
ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
# ngang, huyền, hỏi, ngã, sắc, nặng
TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")


@dataclass(frozen=True, slots=True)
class Commune:
    """One unit of the lowest level; ``kind`` is xa, phuong or dac_khu, the point is in degrees (WGS 84)."""

    code: str
    name: str
    kind: str
    province_code: str
    latitude: float
    longitude: float
    land_border_hint: bool = False
    island_hint: bool = False


@dataclass(frozen=True, slots=True)
class Province:
    """One province; ``kind`` is tinh or thanh_pho, the seat is the commune of its administration."""

    code: str
    name: str
    kind: str
    seat_commune_code: str


@dataclass(frozen=True)
class Register:
    """Communes and provinces in force by code, each in the order of the codes; and what communes were before."""

    communes: Mapping[str, Commune]
    provinces: Mapping[str, Province]
    successions: tuple[Succession, ...] = ()

    def km_to_seat(self, code: str) -> float:
        """Great-circle distance from the commune to the seat of its province, km; NaN without a seat."""
        commune = self.communes[code]
        seat = self.communes.get(self.provinces[commune.province_code].seat_commune_code)
        return math.nan if seat is None else great_circle_km(commune, seat)

    @cached_property
    def _columns(self) -> Mapping[str, Mapping[str, float]]:
        return {
            code: {
                "register_km_to_seat": self.km_to_seat(code),
                "register_land_border_hint": float(commune.land_border_hint),
                "register_island_hint": float(commune.island_hint),
            }
            for code, commune in self.communes.items()
        }

    def columns(self, code: str) -> Mapping[str, float]:
        """What expressions may read of a commune: ``register_…`` columns, hints as 0 or 1."""
        return self._columns[code]

    def of_province(self, code: str) -> tuple[Commune, ...]:
        """The communes of a province in Vietnamese order of their names."""
        found = (each for each in self.communes.values() if each.province_code == code)
        return tuple(sorted(found, key=lambda each: (vietnamese_key(each.name), each.code)))

    def code_of(self, text: str) -> str | None:
        """The code that a file means: leading zeros may be lost; None where there is no such commune."""
        written = text.strip()
        if not (written.isascii() and written.isdigit() and len(written) <= 5):
            return None
        code = written.zfill(5)
        code = ALSO_CALLED.get(code, code)
        return code if code in self.communes else None

    def find(self, words: str, province_code: str | None = None) -> tuple[Commune, ...]:
        """Communes whose name or code holds every word, marks ignored; in the order of the codes."""
        sought = plain(words).split()
        return tuple(
            commune
            for commune in self.communes.values()
            if province_code in (None, commune.province_code)
            and all(word in self._searchable[commune.code] for word in sought)
        )

    @cached_property
    def _searchable(self) -> Mapping[str, str]:
        return {code: f"{plain(each.name)} {code}" for code, each in self.communes.items()}


def load_register(folder: Path = SHIPPED) -> Register:
    """The register from ``communes.csv``, ``provinces.csv`` and ``predecessors.csv``; names in NFC, codes as text."""
    communes = (
        Commune(
            row["code"],
            row["name"],
            row["kind"],
            row["province_code"],
            float(row["latitude"]),
            float(row["longitude"]),
            row["land_border_hint"] == "1",
            row["island_hint"] == "1",
        )
        for row in _rows(folder / "communes.csv")
    )
    provinces = (Province(**row) for row in _rows(folder / "provinces.csv"))
    by_code = {each.code: each for each in sorted(communes, key=lambda each: each.code)}
    return Register(
        by_code,
        {each.code: each for each in sorted(provinces, key=lambda each: each.code)},
        load_successions(folder / "predecessors.csv", by_code),
    )


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield {name: unicodedata.normalize("NFC", text) for name, text in row.items()}


def bare_name(name: str) -> str:
    """A place's name without its kind, as the dated line of official paper has it; a number keeps its kind."""
    kind = next((each for each in KINDS if name.startswith(f"{each} ")), "")
    bare = name.removeprefix(kind).strip()
    return name if bare.isdigit() or name in OWN_CAPITAL else bare


def in_sentence(name: str) -> Sentence:
    """A place's name after other words: “xã Mường Hum” (Decree 30/2020, annex II); in English as it is."""
    lower = bare_name(name) != name
    return Sentence(name[0].lower() + name[1:] if lower else name, name)


def great_circle_km(one: Commune, other: Commune) -> float:
    """Distance on the sphere between two communes' points, km (haversine)."""
    a, b = math.radians(one.latitude), math.radians(other.latitude)
    across = math.radians(other.longitude - one.longitude)
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(across / 2) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(min(1.0, half)))


def vietnamese_key(text: str) -> tuple[tuple[int, ...], tuple[int, ...], str]:
    """Sorts as a Vietnamese dictionary does: letters first (a ă â b c d đ …), then tones."""
    letters: list[int] = []
    tones: list[int] = []
    for mark in _decomposed(text.casefold()):
        if mark in TONES[1:]:
            if tones:
                tones[-1] = TONES.index(mark)
        else:
            place = ALPHABET.find(mark)
            letters.append(1000 + place if place >= 0 else ord(mark))
            tones.append(0)
    return tuple(letters), tuple(tones), text


def _decomposed(text: str) -> Iterator[str]:
    """Letters of the alphabet with their tone marks taken off and put after them."""
    for character in unicodedata.normalize("NFC", text):
        parts = unicodedata.normalize("NFD", character)
        tones = [part for part in parts if part in TONES[1:]]
        yield from unicodedata.normalize("NFC", "".join(p for p in parts if p not in tones))
        yield from tones


def plain(text: str) -> str:
    """For searching: lower case, marks off, đ as d."""
    parts = unicodedata.normalize("NFD", text.casefold())
    bare = "".join(part for part in parts if not unicodedata.combining(part))
    return bare.replace("đ", "d")
