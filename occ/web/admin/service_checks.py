"""A service's check-list, Twilio asked too, and a test from a phone to a screen (A1, A2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask import Blueprint, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from occ.core import checks, clock
from occ.core.checks import Check
from occ.core.errors import NotFound
from occ.core.words import Words, say
from occ.flows import check_service, expect_answer, note_senders
from occ.product import product, twilio_credentials
from occ.routing import arrivals
from occ.routing.arrivals import Arrival
from occ.services import editing, links
from occ.services.models import Service
from occ.settings import store
from occ.settings.pages import TwilioSettings
from occ.users.permissions import Permission
from occ.web import static_files, widgets
from occ.web.access import allowed

bp = Blueprint("service_checks", __name__)


@dataclass(frozen=True)
class Seen:
    """How far the test has come; `why` a conversation waits, where it does.

    `trouble`: the first line of the service's check-list that is wrong. `met`: that the service is
    closed, and what it says by itself.
    """

    arrival: Arrival | None
    why: Words | None
    trouble: Check | None
    met: Sequence[Check] = ()

    @property
    def state(self) -> str:
        """Another word whenever there is something new to show."""
        if self.arrival is None:
            return "nothing"
        if self.arrival.shown_at or self.arrival.in_hand:
            return "done"
        return f"offered to {self.arrival.agent}" if self.arrival.offered_at else "waiting"


@bp.get("/services/<key>/check")
@allowed(Permission.ADMINISTER)
def page(key: str) -> ResponseReturnValue:
    """Asks Twilio, so never inside a transaction."""
    with product().run.reading() as session:
        service = editing.by_key(session, key)
        found = check_service.look(session, service, clock.now())
    lines = [*found, *_asked(service)]
    return render_template("services/check.html", service=service, checks=lines)


@bp.get("/services/<key>/test")
@allowed(Permission.ADMINISTER)
def test(key: str) -> ResponseReturnValue:
    """`?after=`: the number of the newest message when the test began.

    Asks Twilio while nothing has come and our own rows don't tell why.
    """
    after = request.args.get("after", type=int)
    with product().run.reading() as session:
        service = _with_number(session, key)
        if after is None:
            return redirect(url_for(".test", key=key, after=arrivals.newest_message(session)))
        seen = _seen(session, service, after)
    if seen.arrival is None and seen.trouble is None:
        seen = replace(seen, trouble=checks.first_bad(_asked(service)))
    link = links.wa_me(str(service.whatsapp_number))
    return render_template("services/test.html", service=service, seen=seen, link=link, after=after)


@bp.get("/services/<key>/test/state")
@allowed(Permission.ADMINISTER)
def state(key: str) -> ResponseReturnValue:
    with product().run.reading() as session:
        after = request.args.get("after", default=0, type=int)
        seen = _seen(session, _with_number(session, key), after)
    return jsonify(state=seen.state)


@bp.get("/services/<key>/test.svg")
@allowed(Permission.ADMINISTER)
def qr(key: str) -> ResponseReturnValue:
    with product().run.reading() as session:
        service = _with_number(session, key)
    return static_files.answer(widgets.drawn(links.wa_me(str(service.whatsapp_number))), "no-cache")


def _seen(session: Session, service: Service, after: int) -> Seen:
    now = clock.now()
    seen = Seen(
        arrivals.first_after(session, service.id, after),
        expect_answer.why_it_waits(session, service, now),
        checks.first_bad(check_service.look(session, service, now)),
        expect_answer.lines(session, service, now),
    )
    return replace(seen, trouble=None, met=()) if seen.state == "done" else seen


def _asked(service: Service) -> list[Check]:
    """Asks Twilio, so never inside a transaction."""
    with product().run.reading() as session:
        credentials = twilio_credentials(session)
        polls = store.load(session, TwilioSettings).polls
    number, public_url = service.whatsapp_number, product().config.public_url
    asked = check_service.ask(product().twilio, credentials, number, public_url, polls)
    if asked.hooks is not None:
        product().run(note_senders.note, asked.hooks, clock.now())
    return asked.checks


def _with_number(session: Session, key: str) -> Service:
    service = editing.by_key(session, key)
    if not service.whatsapp_number:
        raise NotFound(say("The service has no number on WhatsApp."))
    return service
