"""The map of communes: what an address asks to see, and the layers of dots that show it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from forms.questionnaire import Questionnaire
from forms.sentence import Sentence
from reports import maps
from survey.communes import Register, vietnamese_key
from survey.web.communes_cells import figure_in_words

# Communes that are drawn enlarged in a frame of their own, each with its province; the frame's corner.
ISLANDS = {
    "20333": Sentence("Quần đảo Hoàng Sa (Đà Nẵng)", "Hoàng Sa archipelago (Đà Nẵng)"),
    "22736": Sentence("Quần đảo Trường Sa (Khánh Hòa)", "Trường Sa archipelago (Khánh Hòa)"),
}
# Provinces named on the map, at their seats, so that a reader finds the way.
NAMED = ("01", "48", "79", "92")
# To the right of its point Đà Nẵng would run into the label of Hoàng Sa.
NAMED_LEFTWARDS = ("48",)
FUNDED = "funded"
RANGE = Sentence("{low} – {high}", "{low} – {high}")
NOT_KNOWN = Sentence("chưa có điểm", "not scored")
UNRANKED = Sentence("chưa xếp hạng", "not ranked")
YES, NO = Sentence("được cấp kinh phí", "funded"), Sentence("không được cấp", "not funded")


@dataclass(frozen=True, slots=True)
class Measure:
    """What dots are coloured by: its name in the address and in the table, and what it is called."""

    name: str
    label: Sentence


@dataclass(frozen=True, slots=True)
class Layer:
    """The dots of one class: their path, how many they are, and what they stand for."""

    path: str
    colour: str
    label: Sentence
    count: int
    known: bool = True


@dataclass(frozen=True, slots=True)
class Mark:
    """A place with its name; ``colour`` where it is a commune drawn enlarged, empty for a mere name.

    ``leftwards``: whether the name ends at the place, and does not begin there.
    """

    across: int
    down: int
    label: Sentence
    colour: str = ""
    leftwards: bool = False


@dataclass(frozen=True, slots=True)
class ProvinceLine:
    """A province of the table beside the map: median (NaN: none), and communes by class, the unknown last."""

    code: str
    name: str
    count: int
    median: float
    by_class: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class MapView:
    """Everything on the page; ``others`` is the path of the communes that the filters leave out."""

    layers: tuple[Layer, ...]
    others: str
    islands: tuple[Mark, ...]
    names: tuple[Mark, ...]
    provinces: tuple[ProvinceLine, ...]
    total: int


def measures(questionnaire: Questionnaire, *, funded: bool) -> tuple[Measure, ...]:
    """What the map can show; who is funded only where an edition says it."""
    sections = (each for each in questionnaire.children(None) if each.weight)
    return (
        Measure("readiness", Sentence("Điểm sẵn sàng", "Readiness")),
        Measure("remoteness", Sentence("Chỉ số khó khăn", "Remoteness")),
        Measure("priority", Sentence("Điểm ưu tiên", "Priority")),
        *((Measure(FUNDED, Sentence("Được cấp kinh phí", "Funded")),) if funded else ()),
        *(
            Measure(
                f"section_{each.id}",
                Sentence(f"{each.no}. {each.title.vi}", f"{each.no}. {each.title.en}"),
            )
            for each in sections
        ),
    )


def map_of(table: pd.DataFrame, shown: pd.Index, measure: str, register: Register) -> MapView:
    """``table``: every commune by code with the measure; ``shown``: the codes that pass the filters."""
    points = points_by_code(register, table.index)
    values = table[measure].to_numpy(dtype=np.float64)
    inside = table.index.isin(shown)
    classes = maps.two_classes(values) if measure == FUNDED else maps.classes_of(values)
    words = [NO, YES] if measure == FUNDED else list(ranges(classes))
    colours = classes.colours
    layers = [
        Layer(maps.dots(points[chosen].tolist()), colours[at], words[at], int(chosen.sum()))
        for at in range(len(colours))
        for chosen in [inside & (classes.of == at)]
    ]
    silent = inside & (classes.of < 0)
    dashes = maps.dots(points[silent].tolist(), "h7")
    unknown = UNRANKED if measure == FUNDED else NOT_KNOWN
    layers.append(Layer(dashes, maps.UNKNOWN_COLOUR, unknown, int(silent.sum()), known=False))
    return MapView(
        tuple(layers),
        maps.dots(points[~inside].tolist()),
        tuple(islands(table.index, points, inside, classes)),
        tuple(names(register)),
        tuple(lines(table[inside], values[inside], classes.of[inside], len(colours))),
        int(inside.sum()),
    )


def points_by_code(register: Register, codes: pd.Index) -> maps.Points:
    """Where each commune lies on the sheet, in the order of the codes."""
    communes = [register.communes[str(code)] for code in codes]
    return maps.points_of(
        np.array([each.latitude for each in communes]),
        np.array([each.longitude for each in communes]),
    )


def ranges(classes: maps.Classes) -> Iterator[Sentence]:
    """What each class stands for, from and to."""
    for low, high in zip(classes.bounds, classes.bounds[1:], strict=False):
        yield RANGE.filled(low=figure_in_words(low), high=figure_in_words(high))


def islands(
    codes: pd.Index, points: maps.Points, inside: NDArray[np.bool_], classes: maps.Classes
) -> Iterator[Mark]:
    """Hoàng Sa and Trường Sa: always shown, in the colour of their class where the filters leave them in."""
    for code, label in ISLANDS.items():
        if code in codes:
            row = int(codes.get_indexer(pd.Index([code]))[0])
            colour = colour_at(classes, row) if inside[row] else maps.OTHERS_COLOUR
            yield Mark(int(points[row, 0]), int(points[row, 1]), label, colour)


def colour_at(classes: maps.Classes, row: int) -> str:
    """The colour of one commune."""
    at = int(classes.of[row])
    return maps.UNKNOWN_COLOUR if at < 0 else classes.colours[at]


def names(register: Register) -> Iterator[Mark]:
    """Some provinces at their seats."""
    for code in NAMED:
        province = register.provinces.get(code)
        seat = register.communes.get(province.seat_commune_code) if province else None
        if province is not None and seat is not None:
            place = maps.points_of(np.array([seat.latitude]), np.array([seat.longitude]))[0]
            called = province.name.removeprefix("Thành phố ").removeprefix("Tỉnh ")
            label, leftwards = Sentence(called, called), code in NAMED_LEFTWARDS
            yield Mark(int(place[0]), int(place[1]), label, leftwards=leftwards)


def lines(
    table: pd.DataFrame, values: maps.Floats, classes: maps.Points, number: int
) -> Iterator[ProvinceLine]:
    """Every province that has a commune shown, in Vietnamese order."""
    figures = pd.DataFrame(
        {
            "province": table["province_code"],
            "name": table["province_name"],
            "value": values,
            "class": classes,
        }
    )
    groups = {str(code): rows for code, rows in figures.groupby("province")}
    for code, rows in sorted(
        groups.items(), key=lambda pair: vietnamese_key(pair[1]["name"].iloc[0])
    ):
        counts = rows["class"].value_counts()
        yield ProvinceLine(
            code,
            str(rows["name"].iloc[0]),
            len(rows),
            float(rows["value"].median()),
            tuple(int(counts.get(at, 0)) for at in (*range(number), -1)),
        )
