"""Opening hours as people and files write them: `9:00-13:00, 14:00-18:00`. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from occ.services.hours import DAY, Hours, OtherDay, Span, Spans, overlaps

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MOST_SPANS = 6
_SPAN = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*[-–—−]\s*(\d{1,2})(?:[:.](\d{2}))?")


def read(typed: str) -> Spans:
    """Nothing is shut all day. What shuts no later than it opens shuts in the night after.

    Digits of any script. Raises ValueError.
    """
    pieces = [piece.strip() for piece in re.split("[,;،]", typed) if piece.strip()]
    spans = tuple(sorted(map(_span, pieces)))
    if len(spans) > MOST_SPANS or overlaps(spans):
        raise ValueError(typed)
    return spans


def written(spans: Spans) -> str:
    return ", ".join(f"{_clock(each.opens)}-{_clock(each.shuts)}" for each in spans)


def stored(hours: Hours | None) -> dict[str, Any] | None:
    """As a row keeps them."""
    if hours is None:
        return None
    return {
        "week": [written(each) for each in hours.week],
        "days": [
            {"on": each.on.isoformat(), "spans": written(each.spans), "name": each.name}
            for each in hours.days
        ],
    }


def of_row(kept: Mapping[str, Any] | None) -> Hours | None:
    if kept is None:
        return None
    return Hours(
        tuple(read(each) for each in kept["week"]),
        tuple(
            OtherDay(date.fromisoformat(each["on"]), read(each["spans"]), each["name"])
            for each in kept["days"]
        ),
    )


def week_of_lines(lines: Iterable[str]) -> tuple[Spans, ...]:
    """`monday-friday 9:00-18:00`, a line a day or a run of days; the others are shut.

    Raises ValueError with the line.
    """
    week: list[Spans] = [()] * len(WEEKDAYS)
    for line in lines:
        named, _, spans = line.strip().partition(" ")
        first, _, last = named.lower().partition("-")
        if first not in WEEKDAYS or (last or first) not in WEEKDAYS:
            raise ValueError(line)
        begin, end = WEEKDAYS.index(first), WEEKDAYS.index(last or first)
        for day in range(begin, end + 1):
            week[day] = read(spans)
        if end < begin:
            raise ValueError(line)
    return tuple(week)


def day_of_line(line: str) -> OtherDay:
    """`2026-12-25 Christmas`, or `2026-12-24 9:00-13:00 Christmas Eve`. Raises ValueError."""
    on, _, rest = line.strip().partition(" ")
    match = re.match(rf"(?:{_SPAN.pattern}\s*(?:,\s*|(?=\s|$)))+", rest.strip())
    spans = match[0] if match else ""
    name = rest.strip()[len(spans) :].strip()
    return OtherDay(date.fromisoformat(on), read(spans), " ".join(name.split()))


def _span(typed: str) -> Span:
    match = _SPAN.fullmatch(typed)
    if match is None:
        raise ValueError(typed)
    opens, shuts = _minutes(match[1], match[2]), _minutes(match[3], match[4])
    if opens >= DAY:
        raise ValueError(typed)
    return Span(opens, shuts if shuts > opens else shuts + DAY)


def _minutes(hour: str, minute: str | None) -> int:
    found = int(hour) * 60 + int(minute or 0)
    if int(minute or 0) > 59 or found > DAY:
        raise ValueError(hour)
    return found


def _clock(minutes: int) -> str:
    """24:00 rather than 00:00 where a day ends."""
    shown = minutes if minutes <= DAY else minutes - DAY
    return f"{shown // 60:02}:{shown % 60:02}"
