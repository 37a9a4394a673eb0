"""Simulated answers of every commune to the shipped questionnaire: plausible, seeded, never real.

A hidden hardship (distance to the province's seat, border, island, kind of unit, chance) and a hidden
capacity (lower where hardship is higher) drive all answers, so that they hang together as real ones do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from survey.communes import Register

Floats = NDArray[np.float64]
Truths = NDArray[np.bool_]
Column = list[object]
UNKNOWN = "?"
SILENT, VERY_SILENT = 0.012, 0.02
NEVER_SILENT = ("skill_staff_total", "conn_villages", "cond_population")
# Where the response of a commune ends up, and how often.
ENDS = {"approved": 0.82, "submitted": 0.07, "returned": 0.04, "draft": 0.04, "none": 0.03}


@dataclass(frozen=True, slots=True)
class Simulated:
    """One commune's raw answers as a file would hold them, and where its response ends up."""

    commune_code: str
    raws: Mapping[str, object]
    end: str
    returned_once: bool


@dataclass(frozen=True, slots=True)
class Places:
    """What drives the answers, an entry for each commune; hardship and capacity are about 0 to 1."""

    rng: np.random.Generator
    km: Floats
    ward: Truths
    border: Truths
    island: Truths
    hardship: Floats
    capacity: Floats

    def share(self, least: float, most: float, towards: Floats | None = None) -> Floats:
        """A share from ``least`` (no capacity) to ``most`` (full), with chance; 0 to 1."""
        lean = self.capacity if towards is None else towards
        chance = self.rng.normal(0, 0.12, len(lean))
        return np.clip(least + (most - least) * (lean + chance), 0, 1)

    def count(self, of: Floats, least: float, most: float) -> Floats:
        """How many of ``of``, whole, never more than all."""
        return np.minimum(of, np.rint(of * self.share(least, most)))

    def choice(self, *options: str, towards: Floats | None = None) -> Column:
        """One of the options, from worst to best, by capacity and chance."""
        lean = self.capacity if towards is None else towards
        place = np.clip(lean + self.rng.normal(0, 0.18, len(lean)), 0, 0.999) * len(options)
        return [options[int(each)] for each in place]


def simulate(register: Register, seed: int) -> Iterator[Simulated]:
    """Answers of every commune of the register, by code; the same seed gives the same answers."""
    rng = np.random.default_rng(seed)
    places = places_of(register, rng)
    columns = answers_of(places)
    size = len(register.communes)
    very_silent = rng.random(size) < VERY_SILENT
    ends = rng.choice(list(ENDS), size=size, p=list(ENDS.values()))
    again = rng.random(size) < 0.15
    silent = {
        name: rng.random(size) < np.where(very_silent, 0.45, SILENT)
        for name in columns
        if name not in NEVER_SILENT
    }
    for row, code in enumerate(register.communes):
        raws = {
            name: UNKNOWN if name in silent and silent[name][row] else column[row]
            for name, column in columns.items()
        }
        yield Simulated(code, raws, str(ends[row]), bool(again[row]))


def places_of(register: Register, rng: np.random.Generator) -> Places:
    """Hardship and capacity of every commune, in the order of the codes."""
    communes = tuple(register.communes.values())
    km = np.array([register.km_to_seat(each.code) for each in communes])
    ward = np.array([each.kind == "phuong" for each in communes])
    border = np.array([each.land_border_hint for each in communes])
    island = np.array([each.island_hint or each.kind == "dac_khu" for each in communes])
    lean = {code: rng.normal(0, 0.08) for code in register.provinces}
    chance = rng.normal(0, 0.10, len(communes))
    hardship = 0.10 + 0.45 * np.clip(km / 100, 0, 1.2) + 0.25 * border + 0.35 * island
    hardship += -0.15 * ward + chance + np.array([lean[each.province_code] for each in communes])
    hardship = np.clip(hardship, 0, 1)
    capacity = np.clip(0.82 - 0.60 * hardship + rng.normal(0, 0.12, len(communes)), 0.02, 0.98)
    return Places(rng, km, ward, border, island, hardship, capacity)


def answers_of(places: Places) -> dict[str, Column]:
    """Every question's raw answers, an entry for each commune."""
    staff = np.rint(np.clip(places.rng.normal(41 + 8 * places.ward, 9), 16, 110))
    villages = np.rint(np.clip(places.rng.normal(14 - 3 * places.ward, 5), 3, 45))
    computers = np.rint(staff * (0.35 + places.share(0.1, 0.9)))
    return {
        **equipment(places, staff, computers),
        **lines(places, villages, computers),
        **people(places, staff, villages),
        **services(places),
        **archives(places),
        **conditions(places, staff, villages),
    }


def equipment(places: Places, staff: Floats, computers: Floats) -> dict[str, Column]:
    """Section I. One commune in fifty enters a wild number, so that warnings exist."""
    wild = np.where(places.rng.random(len(staff)) < 0.02, 3, 1)
    working = np.minimum(computers * wild, 500)
    desks = np.rint(np.clip(places.rng.normal(6, 2, len(staff)), 2, 20))
    return {
        "infra_pc_working": whole(working),
        "infra_pc_qualified": whole(places.count(computers, 0.1, 1.0)),
        "infra_counters": whole(desks),
        "infra_scanners": whole(places.count(desks, 0, 0.8)),
        "infra_oss_kit": whole(places.count(np.full(len(staff), 6.0), 0.1, 1.0)),
        "infra_lan": places.choice("none", "wifi", "partial", "full", "secure"),
        "infra_backup_power": places.choice("none", "ups_part", "ups_net", "gen"),
        "infra_outage_h": tenths(30 * places.share(0, 1, 0.9 * places.hardship - 0.15)),
        "infra_vc": places.choice("none", "laptop", "room", "ok"),
        "infra_security_pct": tenths(100 * places.share(0.05, 1.05)),
        "infra_office": places.choice("temp", "unfinished", "split", "one"),
    }


def lines(places: Places, villages: Floats, computers: Floats) -> dict[str, Column]:
    """Section II. Villages with 4G and villages without any signal never exceed all of them."""
    dead = np.rint(villages * 0.5 * np.clip(places.share(0, 1, places.hardship - 0.45), 0, 1))
    wan = places.choice("none", "idle", "unstable", "stable", towards=places.capacity + 0.25)
    on_wan = places.count(computers, 0.1, 1.0)
    return {
        "conn_tslcd": wan,
        "conn_tslcd_pc": whole(np.where(np.array(wan) == "none", 0, on_wan)),
        "conn_down_mbps": tenths(5 + 260 * places.share(0, 1) ** 1.5),
        "conn_down_days": whole(22 * places.share(0, 0.8, places.hardship - 0.2)),
        "conn_backup": places.choice("none", "manual", "second", "auto"),
        "conn_villages": whole(villages),
        "conn_villages_4g": whole(np.rint((villages - dead) * places.share(0.7, 1.2))),
        "conn_villages_dead": whole(dead),
        "conn_hh_fibre_pct": tenths(100 * places.share(0.15, 1.0)),
    }


def people(places: Places, staff: Floats, villages: Floats) -> dict[str, Column]:
    """Section III."""
    skilled = places.count(staff, 0.1, 1.0)
    return {
        "skill_staff_total": whole(staff),
        "skill_staff_quota": whole(staff / places.share(0.72, 1.0) ** 0.5),
        "skill_it": places.choice("none", "part_no", "part_yes", "full"),
        "skill_concurrent": whole(places.count(staff, 0.65, 0.1)),
        "skill_over50": whole(np.rint(staff * 0.2)),
        "skill_ok": whole(skilled),
        "skill_trained_12m": whole(places.count(staff, 0.05, 1.0)),
        "skill_cert": whole(places.count(staff, 0.1, 0.9)),
        "skill_ai": places.choice("none", "adhoc", "guided", "official"),
        "skill_cdg": whole(places.count(villages, 0.2, 1.1)),
        "skill_vneid_pct": tenths(100 * places.share(0.35, 0.98)),
    }


def services(places: Places) -> dict[str, Column]:
    """Section IV."""
    files = np.rint(np.clip(places.rng.lognormal(6.6, 0.7, len(places.km)), 60, 20000))
    return {
        "svc_files": whole(files),
        "svc_online": whole(places.count(files, 0.1, 1.0)),
        "svc_self_pct": tenths(100 * places.share(0.03, 0.7)),
        "svc_ecert": tenths(100 * places.share(0, 0.4)),
        "svc_link": places.choice("paper", "both", "some", "most"),
        "svc_sys_down": whole(18 * places.share(0.9, 0)),
        "svc_dbs": whole(8 * places.share(0.1, 0.9)),
        "svc_edoc_pct": tenths(100 * places.share(0.4, 1.05)),
        "svc_procs": places.choice("partial", "board", "qr", "review"),
        "svc_land_asset": places.choice("paper", "one", "both", "clean"),
    }


def archives(places: Places) -> dict[str, Column]:
    """Section V. Shelf metres as reported where communes were counted: about 200 each."""
    metres = np.clip(places.rng.lognormal(5.1, 0.6, len(places.km)), 10, 1500)
    arranged = metres * places.share(0.05, 0.95)
    return {
        "dig_archive_m": tenths(metres),
        "dig_arranged_m": tenths(arranged),
        "dig_scanned_m": tenths(arranged * places.share(0, 0.8)),
        "dig_intake_pct": tenths(100 * places.share(0.15, 1.05)),
        "dig_result_pct": tenths(100 * places.share(0.1, 1.05)),
        "dig_store": places.choice("none", "temp", "basic", "std"),
        "dig_backup": places.choice("none", "disk", "system", "backup"),
        "dig_budget": whole(900 * places.share(0, 1)),
    }


def conditions(places: Places, staff: Floats, villages: Floats) -> dict[str, Column]:
    """Section VI. The hidden hardship shows in the official classes and in travel."""
    hard = places.hardship
    region = np.select([hard > 0.72, hard > 0.52, hard > 0.36], ["r3", "r2", "r1"], "none")
    poorest = np.where(region == "none", 0, np.rint(villages * np.clip(hard - 0.3, 0, 0.8)))
    offshore = places.island & (places.km > 30)
    other = places.rng.random(len(hard))
    return {
        "cond_population": whole(np.clip(places.rng.lognormal(9.7, 0.45, len(hard)), 1200, 1e5)),
        "cond_region": region.tolist(),
        "cond_villages_dbkk": whole(np.where(region == "r3", np.maximum(poorest, 1), poorest)),
        "cond_border": ["yes" if each else "no" for each in places.border],
        "cond_island": np.select([offshore, places.island], ["offshore", "near"], "none").tolist(),
        "cond_other_class": np.select(
            [other < 0.03, other < 0.07], ["coast", "atk"], "none"
        ).tolist(),
        "cond_travel_min": whole(10 + places.km * (1.1 + 1.6 * hard)),
        "cond_far_village_min": whole(10 + 110 * places.share(0, 1, hard - 0.1)),
        "cond_cutoff_days": whole(30 * places.share(0, 1, hard - 0.4)),
        "cond_staff_far": whole(places.count(staff, 0.3, 0.05)),
        "cond_poverty_pct": tenths(30 * places.share(0, 1, hard - 0.15)),
    }


def whole(values: Floats) -> Column:
    """Whole numbers."""
    return [int(each) for each in np.rint(values)]


def tenths(values: Floats) -> Column:
    """Numbers with one decimal, never over 100 where they are per cent."""
    return [float(each) for each in np.round(values, 1)]
