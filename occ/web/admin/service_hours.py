"""A service's page "Opening hours": its week, the days that differ, their zone."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from occ.core import clock
from occ.core.words import say
from occ.flows import save_hours
from occ.product import product
from occ.services import editing, hours_text, opening
from occ.services.hours import Hours, OtherDay, Spans
from occ.services.hours_text import WEEKDAYS
from occ.services.opening import LONGEST_DAY_NAME, MOST_DAYS, Opening
from occ.settings.company import ZONES
from occ.users.permissions import Permission
from occ.web import language
from occ.web.access import allowed
from occ.web.entry import Entry, or_again
from occ.web.fields import Fields
from occ.web.who import me

bp = Blueprint("service_hours", __name__)
_MORE = 3
_USUAL = ("09:00-18:00",) * 5 + ("", "")
"""What the page proposes to a service that has no hours yet."""


@bp.get("/services/<key>/hours")
@allowed(Permission.ADMINISTER)
def page(key: str, entry: Entry | None = None) -> ResponseReturnValue:
    now = clock.now()
    with product().run.reading() as session:
        service = editing.by_key(session, key)
        present = opening.of(session, service)
    shown = entry or _entry(present)
    rows = 1 + max(
        (int(name[3:]) for name in shown.values if name[:3] == "on_" and name[3:].isdigit()),
        default=-1,
    )
    return render_template(
        "services/hours.html",
        service=service,
        entry=shown,
        present=present,
        is_open=present.is_open(now),
        shuts_at=present.shuts_at(now),
        opens_at=present.next_opening(now),
        weekdays=_names(),
        rows=min(rows, MOST_DAYS) if entry else min(rows + _MORE, MOST_DAYS),
        zones=[("", _("that of the company")), *((zone, zone) for zone in ZONES)],
        longest=LONGEST_DAY_NAME,
    )


@bp.post("/services/<key>/hours")
@allowed(Permission.ADMINISTER)
@or_again(page)
def save(key: str) -> ResponseReturnValue:
    fields = Fields(request.form)
    hours = _read(fields)
    wanted = (
        hours if fields.ticked("has_hours") else None,
        fields.one_of("zone", ["", *ZONES]),
        fields.ticked("offers_when_shut"),
    )
    fields.check()
    product().run(save_hours.save, me().id, key, wanted, clock.now())
    flash(_("Saved."))
    return redirect(url_for(".page", key=key))


def _entry(present: Opening) -> Entry:
    week = [hours_text.written(each) for each in present.hours.week] if present.hours else _USUAL
    days = present.hours.days if present.hours else ()
    return Entry.of(
        {
            "has_hours": present.hours is not None,
            "zone": present.own_zone,
            "offers_when_shut": present.offers_when_shut,
            **dict(zip(WEEKDAYS, week, strict=True)),
            **{f"on_{at}": each.on.isoformat() for at, each in enumerate(days)},
            **{f"spans_{at}": hours_text.written(each.spans) for at, each in enumerate(days)},
            **{f"name_{at}": each.name for at, each in enumerate(days)},
        }
    )


def _read(fields: Fields) -> Hours:
    week = tuple(_spans(fields, day) for day in WEEKDAYS)
    found: dict[object, OtherDay] = {}
    for at in range(MOST_DAYS):
        on = fields.day(f"on_{at}")
        if on is None:
            if fields.text(f"spans_{at}") or fields.text(f"name_{at}"):
                fields.errors.setdefault(f"on_{at}", say("Enter the date of this day."))
            continue
        name = " ".join(fields.text(f"name_{at}").split())[:LONGEST_DAY_NAME]
        if on in found:
            fields.errors[f"on_{at}"] = say("This date stands here twice.")
        found[on] = OtherDay(on, _spans(fields, f"spans_{at}"), name)
    days = sorted(found.values(), key=lambda each: each.on)
    return Hours(week, tuple(days))


def _spans(fields: Fields, name: str) -> Spans:
    try:
        return hours_text.read(fields.text(name))
    except ValueError:
        fields.errors[name] = say(
            "Enter from when until when, such as 9:00-13:00, 14:00-18:00; the spans of a day"
            " may not overlap. Empty: closed."
        )
        return ()


def _names() -> list[tuple[str, str]]:
    """In the reader's language; a Persian week begins with Saturday, every other with Monday."""
    week = list(zip(WEEKDAYS, language.weekdays(), strict=True))
    first = 5 if language.current() == "fa" else 0
    return week[first:] + week[:first]
