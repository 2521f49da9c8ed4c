"""A place on the map as a console sends it."""

from __future__ import annotations

from typing import Any

from occ.messaging.details import Place
from occ.messaging.texts import storable
from occ.realtime import calls
from occ.realtime.calls import Call

_LONGEST_NAME = 200


def place(call: Call) -> Place | None:
    """None where there is none. Raises OccError for what is no place on earth."""
    told = call.data.get("place")
    if told is None:
        return None
    if not isinstance(told, dict):
        raise calls.malformed()
    return Place(
        _degrees(told.get("latitude"), 90),
        _degrees(told.get("longitude"), 180),
        _name(told.get("label")),
        _name(told.get("address")),
    )


def _degrees(value: Any, most: int) -> float:
    # Also what is no number at all: it is not within the bounds.
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= most:
        raise calls.malformed()
    return round(float(value), 6)


def _name(value: Any) -> str:
    if not isinstance(value, str) or len(value) > _LONGEST_NAME:
        raise calls.malformed()
    return storable(value).strip()
