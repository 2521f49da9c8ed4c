"""What every template has at hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from flask import Flask, request

from occ.billing import batches
from occ.campaigns import listing
from occ.campaigns.models import Campaign
from occ.contacts import countries
from occ.core import clock
from occ.core.address import readable
from occ.core.numerals import in_digits_of
from occ.messaging import halts
from occ.messaging.models import SenderHalt
from occ.product import product
from occ.settings import lost
from occ.users import leases
from occ.users.models import User
from occ.users.permissions import Permission
from occ.web import browsers, country_names, formats, language, rail, static_files
from occ.web.admin import journal_words, sms_states
from occ.web.admin.sms_states import SmsState
from occ.web.campaigns import door
from occ.web.who import is_signed_in, me

_ABOUT_SMS = (
    "campaign",
    "contact",
    "contractor",
    "credentials",
    "prices",
    "segment",
    "sending",
    "sms",
)
"""What the names of blueprints begin with whose pages have to do with SMS."""


def furnish(app: Flask) -> None:
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    # It would work `0|number` out once, in the language of whoever opens the page first.
    app.jinja_env.optimized = False
    globals_: dict[str, Callable[..., Any]] = {
        "asset": static_files.address,
        "company": language.company,
        "direction": language.direction,
        "language": language.current,
        "looks": looks,
        "rail": rail.rail,
        "sealed_elsewhere": sealed_elsewhere,
        "halts": halts_to_mend,
        "low_batches": low_batches,
        "sms_state": sms_state,
        "sms_goes_nowhere": sms_goes_nowhere,
        "comma": formats.comma,
        "changes_of": journal_words.changes,
        "is_reached": is_reached,
        "stopped_campaigns": stopped_campaigns,
    }
    app.jinja_env.globals.update(globals_, LANGUAGES=language.LANGUAGES, Permission=Permission)
    app.jinja_env.filters.update(
        said=language.translate,
        from_row=language.from_row,
        browser=browsers.name_of,
        country=country_names.name,
        moment=formats.moment,
        number=formats.number,
        percent=formats.percent,
        calendar_day=formats.calendar_day,
        day=formats.day,
        coded=formats.coded,
        credit=formats.credit,
        signed_credit=formats.signed_credit,
        span=formats.span,
        stopwatch=formats.stopwatch,
        megabytes=formats.megabytes,
        digits=lambda text: in_digits_of(language.current(), str(text)),
        phone=formats.phone,
        masked=formats.masked,
        readable=readable,
        providers=lost.named,
    )


def looks() -> dict[str, str]:
    """What the signed-in user chose of how pages look, as attributes that colors.css and
    layout.css know."""
    if not is_signed_in():
        return {}
    density = {"data-density": "dense"} if me().dense else {}
    return {"data-theme": me().theme.value, **density}


def sealed_elsewhere() -> Sequence[str]:
    """Whose credentials an administrator must enter again: the database was moved here (C9)."""
    if not is_signed_in() or not me().may(Permission.ADMINISTER):
        return []
    with product().run.reading() as session:
        return lost.providers(session)


def low_batches() -> int | None:
    """How many messages are left in the batches, for whoever is to load more (B3)."""
    if not is_signed_in() or not me().may(Permission.ADMINISTER):
        return None
    with product().run.reading() as session:
        return batches.low(session)


def sms_state() -> SmsState | None:
    """How SMS is doing, for an administrator on a page that has to do with it."""
    if not (request.blueprint or "").startswith(_ABOUT_SMS) or not is_signed_in():
        return None
    if not me().may(Permission.ADMINISTER):
        return None
    with product().run.reading() as session:
        return sms_states.read(session, clock.now())


def sms_goes_nowhere() -> bool:
    """Whether SMS may go to no country yet, for whoever writes first on a page about SMS (C4)."""
    if not (request.blueprint or "").startswith(_ABOUT_SMS) or not is_signed_in():
        return False
    if not door.may_write():
        return False
    with product().run.reading() as session:
        return not countries.chosen(session)


def stopped_campaigns() -> Sequence[Campaign]:
    """Of the signed-in user's, what stands still until they do something."""
    if not is_signed_in():
        return []
    with product().run.reading() as session:
        return listing.to_mend(session, me().id)


def is_reached(user: User) -> bool:
    """Whether the user has a console open."""
    with product().run.reading() as session:
        return leases.is_live(session, user.id, clock.now())


def halts_to_mend() -> Sequence[SenderHalt]:
    """What the account or a number was refused, for whoever can do something about it."""
    if not is_signed_in() or not me().may(Permission.ADMINISTER):
        return []
    with product().run.reading() as session:
        return halts.present(session)
