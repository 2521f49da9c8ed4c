"""What if: a past day replayed with other limits, people or hours, beside how it went."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from occ.core import blocking, clock
from occ.core.numerals import in_digits_of, in_latin
from occ.core.words import Words, say
from occ.product import product
from occ.routing import past_day, reports, what_if
from occ.routing.fates import Summary
from occ.routing.past_day import PastDay
from occ.routing.reports import Period
from occ.routing.what_if import Changes, Outcome
from occ.services import listing
from occ.services.models import Service
from occ.settings import store
from occ.settings.pages import CompanySettings
from occ.users.models import MAX_INTERACTIONS
from occ.users.permissions import Permission
from occ.web import csv_file, formats, in_turns, language, strips, what_if_form
from occ.web.access import allowed
from occ.web.entry import Entry, or_again
from occ.web.fields import Fields
from occ.web.strips import Chart, Row

bp = Blueprint("what_if", __name__)
_FIGURES = (
    "conversations",
    "served",
    "abandoned",
    "waiting",
    "wait_median_seconds",
    "wait_90th_seconds",
    "wait_longest_seconds",
    "in_time_percent",
)
_HEADER = ("hour", *(f"{which}_{name}" for which in ("real", "replayed") for name in _FIGURES))


@dataclass(frozen=True)
class Asked:
    day: PastDay
    services: Sequence[Service]
    service: Service | None
    """None: all of them."""
    last: date
    """The last day that is over."""

    @property
    def is_known(self) -> bool:
        """Whether anything is kept of who was available."""
        return any(person.spans for person in self.day.people)


@bp.get("/reports/what-if")
@allowed(Permission.OVERSEE)
def page(entry: Entry | None = None) -> ResponseReturnValue:
    """Without changes it shows how near a replay comes to the day itself."""
    asked = _asked()
    # What was refused is not replayed.
    is_refused = entry is not None and entry.refusal is not None
    return _shown(asked, entry, None if is_refused else _played(asked, Changes()))


@bp.post("/reports/what-if")
@allowed(Permission.OVERSEE)
@or_again(page)
def replayed() -> ResponseReturnValue:
    asked = _asked()
    changes = what_if_form.read(Fields(request.form), asked.day.people)
    return _shown(asked, Entry(request.form), _played(asked, changes))


@bp.post("/reports/what-if.csv")
@allowed(Permission.OVERSEE)
@or_again(page)
def download() -> ResponseReturnValue:
    """A row an hour, as ISO 8601 in the company's zone, and one of the whole day."""
    asked = _asked()
    changes = what_if_form.read(Fields(request.form), asked.day.people)
    outcome = _played(asked, changes)
    rows = [(begins.isoformat(), *pair) for begins, pair in outcome.hours]
    rows.append(("all", *outcome.whole))
    return csv_file.answer(
        f"what-if-{asked.day.period.first}",
        _HEADER,
        ((when, *_cells(was), *_cells(would_be)) for when, was, would_be in rows),
    )


def _shown(asked: Asked, entry: Entry | None, outcome: Outcome | None) -> ResponseReturnValue:
    people = asked.day.people
    entry = entry or what_if_form.unchanged(people)
    return render_template(
        "what_if.html",
        asked=asked,
        entry=entry,
        is_by_agent=what_if_form.is_by_agent(entry, people),
        outcome=outcome,
        charts=list(_charts(outcome)) if outcome and outcome.whole.was.count else (),
        hour=_hour,
        most_replayed=past_day.MOST,
        most=MAX_INTERACTIONS.stop - 1,
        most_added=what_if_form.MOST_ADDED,
    )


def _asked() -> Asked:
    """Of what is no past day, yesterday."""
    now = clock.now()
    with product().run.reading() as session:
        zone = store.load(session, CompanySettings).zone
        last = reports.today(now, zone) - timedelta(days=1)
        try:
            wanted = date.fromisoformat(in_latin(request.values.get("day", "")))
        except ValueError:
            wanted = last
        services = listing.live(session)
        named = {service.key: service for service in services}
        service = named.get(request.values.get("service", ""))
        wanted = min(max(wanted, reports.EARLIEST), last)
        period = Period(wanted, wanted, zone)
        too_many = past_day.too_many(session, period)
    if too_many:
        return Asked(past_day.nothing(period, too_many), services, service, last)
    came = list(chain.from_iterable(in_turns.read(past_day.stretches(period), past_day.came)))
    with product().run.reading() as session:
        return Asked(past_day.of(session, period, came, now), services, service, last)


def _played(asked: Asked, changes: Changes) -> Outcome:
    service_id = asked.service.id if asked.service else None
    return blocking.run(what_if.play, asked.day, changes, service_id)


def _charts(outcome: Outcome) -> Iterator[Chart]:
    yield _chart(
        say("Wait by hour, median"),
        outcome,
        lambda one: one.wait.median if one.wait else None,
        formats.plain_stopwatch,
    )
    yield _chart(
        say("Wait by hour, what nine in ten did not exceed"),
        outcome,
        lambda one: one.wait.ninetieth if one.wait else None,
        formats.plain_stopwatch,
    )
    yield _chart(say("In time, by hour"), outcome, lambda one: one.in_time, formats.percent, 1)


def _chart(
    title: Words,
    outcome: Outcome,
    value: Callable[[Summary], float | None],
    said: Callable[[float], str],
    most: float = 0,
) -> Chart:
    kinds = (("was", say("As it was")), ("replayed", say("In the replay")))
    rows: list[Row] = [
        (kind, words, [value(pair[place]) for _, pair in outcome.hours])
        for place, (kind, words) in enumerate(kinds)
    ]
    whens = [_hour(begins) for begins, _ in outcome.hours]
    return strips.chart(title, whens, rows, said, most)


def _hour(begins: datetime) -> str:
    return in_digits_of(language.current(), f"{begins:%H:%M}")


def _cells(one: Summary) -> Sequence[object]:
    return (
        one.count,
        one.served,
        one.left,
        one.waiting,
        *((round(one.wait.median), round(one.wait.ninetieth)) if one.wait else ("", "")),
        "" if one.longest is None else round(one.longest),
        "" if one.in_time is None else round(100 * one.in_time),
    )
