"""Communes as points with their figures: GeoJSON (RFC 7946), longitude first, WGS 84."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any


def collection(
    items: Iterable[Mapping[str, Any]],
    points: Mapping[str, tuple[float, float]],
    about: Mapping[str, Any],
) -> dict[str, Any]:
    """A feature for each item, in their order. ``points``: code → latitude, longitude in degrees, NaN for none.

    ``about`` are further members of the collection, which RFC 7946 allows: source, units, simulated.
    """
    features = [
        {
            "type": "Feature",
            "id": item["code"],
            "geometry": point_of(*points.get(item["code"], (math.nan, math.nan))),
            "properties": dict(item),
        }
        for item in items
    ]
    return {"type": "FeatureCollection", **about, "features": features}


def point_of(latitude: float, longitude: float) -> dict[str, Any] | None:
    """A point; null where it is not known."""
    if math.isnan(latitude) or math.isnan(longitude):
        return None
    return {"type": "Point", "coordinates": [longitude, latitude]}
