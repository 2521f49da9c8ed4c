"""Reports: how a period went, by day, service and agent, as tables, charts and a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from occ.core import blocking, clock
from occ.core.numerals import in_latin
from occ.core.words import say
from occ.product import product
from occ.routing import reports
from occ.routing.report_figures import Figures, Report, Spread
from occ.routing.reports import Period
from occ.services import listing
from occ.settings import store
from occ.settings.pages import CompanySettings
from occ.users import spans
from occ.users.permissions import Permission
from occ.users.spans import Standing
from occ.web import csv_file, formats, in_turns, strips
from occ.web.access import allowed
from occ.web.strips import Chart

bp = Blueprint("reports", __name__)
_WAYS = ("day", "service", "agent")
_HEADER = (
    "key",
    "name",
    "conversations",
    "abandoned",
    "wait_median_seconds",
    "wait_90th_seconds",
    "first_answer_median_seconds",
    "first_answer_90th_seconds",
    "in_time_percent",
    "accepted",
    "handle_median_seconds",
    "handle_90th_seconds",
    "missed_offers",
    "at_once_average",
    "at_once_peak",
    "rating_average",
    "ratings",
    "seat_seconds_offered",
    "seat_seconds_taken",
    "occupancy_percent",
    *(f"{state}_seconds" for state in Standing),
)


@bp.get("/reports")
@allowed(Permission.OVERSEE)
def page() -> ResponseReturnValue:
    with product().run.reading() as session:
        asked, service = _asked(session)
        services = listing.live(session)
    report = _read(asked, service)
    return render_template(
        "reports.html",
        asked=asked,
        service=service,
        services=services,
        report=report,
        charts=_charts(list(report.days.values())),
        most_days=reports.MOST_DAYS,
        kept_days=spans.KEPT_FOR.days,
        day=date.fromisoformat,
    )


@bp.get("/reports.csv")
@allowed(Permission.OVERSEE)
def download() -> ResponseReturnValue:
    """Lengths are in seconds, days as ISO 8601 in the company's zone."""
    way = request.args.get("by", "")
    way = way if way in _WAYS else _WAYS[0]
    with product().run.reading() as session:
        asked, service = _asked(session)
    report = _read(asked, service)
    name = f"report-{way}-{asked.first}-{asked.last}"
    return csv_file.answer(name, _HEADER, (_cells(one) for one in _rows(report, way)))


def _read(asked: Period, service: str | None) -> Report:
    """A quarter of a busy house takes seconds: others have their turn after each part of it."""
    with product().run.reading() as session:
        found = reports.reading(session, asked, service, clock.now())
    for _ in in_turns.read(found.parts, found.take):
        pass
    return blocking.run(found.report)


def _rows(report: Report, way: str) -> Iterable[Figures]:
    found = {"day": report.days, "service": report.services, "agent": report.agents}
    return found[way].values()


def _cells(one: Figures) -> Sequence[object]:
    at_once = one.at_once
    return (
        one.key,
        one.name,
        one.volume,
        one.abandoned,
        *_seconds(one.wait),
        *_seconds(one.answer),
        "" if one.in_time is None else round(100 * one.in_time),
        one.accepted,
        *_seconds(one.handle),
        one.missed,
        round(at_once.average, 2) if at_once else "",
        at_once.peak if at_once else "",
        round(one.rating, 2) if one.rating else "",
        len(one.ratings),
        round(one.offered),
        round(one.taken),
        "" if one.occupancy is None else round(100 * one.occupancy),
        *(round(one.stood[state]) if one.stood else "" for state in Standing),
    )


def _seconds(spread: Spread | None) -> tuple[object, object]:
    return (round(spread.median), round(spread.ninetieth)) if spread else ("", "")


def _asked(session: Session) -> tuple[Period, str | None]:
    zone = store.load(session, CompanySettings).zone
    today = reports.today(clock.now(), zone)
    named = request.args.get("service", "")
    known = {service.key for service in listing.live(session)}
    found = reports.period(_day("from"), _day("to"), today, zone)
    return found, named if named in known else None


def _day(name: str) -> date | None:
    """What is no day is as good as none."""
    try:
        return date.fromisoformat(in_latin(request.args.get(name, "")))
    except ValueError:
        return None


def _charts(days: Sequence[Figures]) -> list[Chart]:
    whens = [formats.calendar_day(date.fromisoformat(one.key)) for one in days]
    volumes = [float(one.volume) for one in days]
    waits = [one.wait.median if one.wait else None for one in days]
    return [
        strips.chart(say("Conversations a day"), whens, [("all", None, volumes)], formats.number),
        strips.chart(
            say("Wait a day, median"), whens, [("all", None, waits)], formats.plain_stopwatch
        ),
    ]
