"""All that the page of a Credits power shows, read at once; and its log as a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from flask import Response, request
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from occ.billing import credit_log, credits, limits, plans, powers, spendings
from occ.billing.credit_log import Shown
from occ.billing.credits import MILLI
from occ.billing.forecast import PACE_DAYS, Forecast, forecast
from occ.billing.limits import Limits, Used
from occ.billing.models import LedgerEntry, ReplenishmentPlan, Wallet
from occ.billing.power_models import Power, PowerKind
from occ.core import clock, ids
from occ.core.errors import NotAllowed
from occ.core.words import say
from occ.flows import scheduled_spending
from occ.messaging import payment
from occ.users import listing
from occ.users.permissions import Permission
from occ.web import csv_file
from occ.web.admin import credit_words
from occ.web.language import translate
from occ.web.who import me

PAGE = 50


@dataclass(frozen=True)
class Line:
    entry: LedgerEntry
    changed: int
    balance: int
    actor: str | None
    message: str | None
    """The key of the message it was for."""


@dataclass(frozen=True)
class Seen:
    wallet: Wallet
    used: Used
    limits: Limits
    plan: ReplenishmentPlan | None
    """None also where it was stopped."""
    today: date
    shown: Shown
    lines: Sequence[Line]
    older: int | None
    """The entry below which the next page begins."""
    may_export: bool
    forecast: Forecast | None

    @property
    def is_over(self) -> bool:
        return bool(self.plan and self.plan.ends_on and self.plan.next_on > self.plan.ends_on)

    def stored(self) -> Mapping[str, object]:
        """What stands in the page's forms."""
        plan = self.plan
        found: dict[str, object] = {
            "form_id": ids.new("frm"),
            "filling": plan.filling.value if plan else "fill_up",
            "every": plan.every.value if plan else "month",
            "plan_amount": credits.text(plan.amount) if plan else "",
            "starts_on": (plan.starts_on if plan else self.today).isoformat(),
            "ends_on": plan.ends_on.isoformat() if plan and plan.ends_on else "",
        }
        for name, most in vars(self.limits).items():
            found[f"limit_{name}"] = "" if most is None else credits.text(most)
        return found


def read(session: Session, power: Power, now: datetime) -> Seen:
    wallet = powers.wallet_of(session, power)
    shown = _shown()
    found = credit_log.page(
        session, wallet.id, shown, request.args.get("before", type=int), PAGE + 1
    )
    plan = plans.of(session, wallet.id)
    today = max(limits.today(session, now), wallet.counted_on)
    return Seen(
        wallet=wallet,
        used=limits.used(wallet, today),
        limits=limits.of(wallet),
        plan=None if plan is None or plan.stopped_at else plan,
        today=today,
        shown=shown,
        lines=_lines(session, found[:PAGE]),
        older=found[PAGE - 1].id if len(found) > PAGE else None,
        may_export=_exports(session, power.user_id),
        forecast=forecast(
            wallet.available,
            spendings.since(session, wallet.id, today - timedelta(days=PACE_DAYS)),
            plan,
            today,
            scheduled_spending.by_day(session, power.user_id, now),
        ),
    )


def as_file(session: Session, wallet: Wallet) -> Response:
    """Every entry of the kind that is shown, the newest first."""
    lines = _lines(session, credit_log.page(session, wallet.id, _shown(), None, None))
    header = (_("When"), _("What"), _("Credits"), _("Balance"), _("Parts"), _("Reason"), _("Who"))
    return csv_file.answer(
        "credit-log",
        (*header, _("Message")),
        (
            (
                clock.iso(line.entry.at),
                translate(credit_words.said(line.entry)),
                Decimal(line.changed or line.entry.amount) / MILLI,
                Decimal(line.balance) / MILLI,
                line.entry.facts.get("parts", ""),
                line.entry.reason or "",
                line.actor or "",
                line.message or "",
            )
            for line in lines
        ),
    )


def demand_export(session: Session, user_id: int) -> None:
    """Raises NotAllowed."""
    if not _exports(session, user_id):
        raise NotAllowed(say("Downloading needs the power to export. Ask an administrator."))


def _exports(session: Session, user_id: int) -> bool:
    """Administrators do; a user takes the own log along with the power to export."""
    return me().may(Permission.ADMINISTER) or (
        me().id == user_id and powers.has(session, user_id, PowerKind.EXPORTING)
    )


def _shown() -> Shown:
    asked = request.args.get("show", "")
    return Shown(asked) if asked in list(Shown) else Shown.ALL


def _lines(session: Session, entries: Sequence[LedgerEntry]) -> list[Line]:
    names = listing.names(session, {each.actor_id for each in entries if each.actor_id})
    messages = payment.messages_by_entry(session, entries)
    return [
        Line(
            each,
            credit_log.signed(each),
            credit_log.balance(each),
            names.get(each.actor_id) if each.actor_id else None,
            messages.get(each.id),
        )
        for each in entries
    ]
