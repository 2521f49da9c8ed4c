"""The page of one power; that of Credits has balance, limits, plan and credit log (D2–D6)."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from occ.billing import powers
from occ.billing.credits import MILLI, MOST_BY_HAND
from occ.billing.limits import Limits
from occ.billing.models import Filling
from occ.billing.periods import Every
from occ.billing.plans import PlanForm
from occ.billing.power_models import PowerKind
from occ.core import clock
from occ.core.errors import Invalid
from occ.core.words import say
from occ.flows import set_credit
from occ.flows.set_credit import Purse
from occ.product import product
from occ.users import accounts
from occ.users.permissions import Permission
from occ.web import formats
from occ.web.access import allowed, allowed_or_self
from occ.web.admin import credit_page, credit_words
from occ.web.entry import Entry, or_again
from occ.web.fields import Fields
from occ.web.who import me

bp = Blueprint("credit", __name__)
STEPS = {
    "pause": set_credit.pause_plan,
    "resume": set_credit.resume_plan,
    "stop": set_credit.stop_plan,
}


@bp.get("/users/<key>/powers/<power>")
@allowed_or_self(Permission.ADMINISTER)
def page(key: str, power: str, entry: Entry | None = None, taking: int = 0) -> ResponseReturnValue:
    with product().run.reading() as session:
        user = accounts.by_key(session, key)
        found = powers.find(session, user.id, power)
        if found.kind is not PowerKind.CREDITS:
            return render_template(
                "users/power.html",
                user=user,
                power=found,
                name=credit_words.POWERS[found.kind],
                allows=credit_words.ALLOWS[found.kind],
            )
        seen = credit_page.read(session, found, clock.now())
    stored = Entry.of(seen.stored())
    if entry is not None:
        # Each form of the page is sent alone; the others keep what they had.
        stored = replace(entry, values=MultiDict({**stored.values, **entry.values}))
    return render_template(
        "users/credits.html",
        user=user,
        power=found,
        seen=seen,
        entry=stored,
        taking=taking,
        said=credit_words.said,
        period_words=credit_words.PERIODS,
        shown_words=credit_words.SHOWN,
    )


@bp.post("/users/<key>/powers/<power>/credit")
@allowed(Permission.ADMINISTER)
@or_again(page)
def adjust(key: str, power: str) -> ResponseReturnValue:
    """Taking asks once, with the numbers, before it is done."""
    fields = Fields(request.form)
    amount = fields.signed("amount", MOST_BY_HAND)
    if amount < 0 and not fields.ticked("sure"):
        return page(key=key, power=power, entry=Entry(request.form), taking=-amount)
    fields.check()
    why = (fields.text("form_id"), fields.text("reason"))
    if not why[0]:
        raise Invalid({"amount": say("Load the page again: this form has no number.")})
    done = product().run(set_credit.adjust, _purse(key, power), amount, why, clock.now())
    if not done:
        flash(_("This was done already, and is not done twice."))
    elif amount > 0:
        flash(_("%(amount)s credits were added.", amount=formats.number(amount)))
    else:
        flash(_("%(amount)s credits were taken.", amount=formats.number(-amount)))
    return redirect(url_for(".page", key=key, power=power))


@bp.post("/users/<key>/powers/<power>/limits")
@allowed(Permission.ADMINISTER)
@or_again(page)
def set_limits(key: str, power: str) -> ResponseReturnValue:
    fields = Fields(request.form)
    found = [fields.credits(f"limit_{name}", MOST_BY_HAND - 1) for name in ("day", "week", "month")]
    fields.check()
    wanted = Limits(*(None if each is None else each * MILLI for each in found))
    product().run(set_credit.set_limits, _purse(key, power), wanted, clock.now())
    flash(_("Saved."))
    return redirect(url_for(".page", key=key, power=power))


@bp.post("/users/<key>/powers/<power>/plan")
@allowed(Permission.ADMINISTER)
@or_again(page)
def plan(key: str, power: str) -> ResponseReturnValue:
    fields = Fields(request.form)
    step = fields.text("step")
    if step in STEPS:
        product().run(STEPS[step], _purse(key, power), clock.now())
    else:
        wanted = _wanted(fields)
        product().run(set_credit.save_plan, _purse(key, power), wanted, clock.now())
        product().wake("replenishment")
    flash(_("Saved."))
    return redirect(url_for(".page", key=key, power=power))


@bp.get("/users/<key>/powers/<power>/log.csv")
@allowed_or_self(Permission.ADMINISTER)
def download(key: str, power: str) -> ResponseReturnValue:
    with product().run.reading() as session:
        user = accounts.by_key(session, key)
        found = powers.find(session, user.id, power)
        credit_page.demand_export(session, found.user_id)
        return credit_page.as_file(session, powers.wallet_of(session, found))


def _wanted(fields: Fields) -> PlanForm:
    filling, every = fields.one_of("filling", list(Filling)), fields.one_of("every", list(Every))
    amount = fields.whole("plan_amount", range(1, MOST_BY_HAND))
    starts, ends = fields.day("starts_on"), fields.day("ends_on")
    if starts is None and "starts_on" not in fields.errors:
        fields.errors["starts_on"] = say("Enter the day the plan counts from.")
    fields.check()
    assert starts is not None
    return PlanForm(Filling(filling), amount, Every(every), starts, ends)


def _purse(key: str, power: str) -> Purse:
    return Purse(key, power, me().id)
