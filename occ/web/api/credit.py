"""Credit: the program's own, and, for a token that manages it, everybody's (D3, D4, D6)."""

from __future__ import annotations

from typing import Any

from flask import Blueprint
from sqlalchemy import select
from sqlalchemy.orm import Session

from occ.billing import credit_log, limits, plans, powers
from occ.billing.models import Filling, Wallet
from occ.billing.periods import Every
from occ.billing.plans import PlanForm
from occ.billing.power_models import Power, PowerKind
from occ.core import pages
from occ.core.errors import Invalid, NotFound
from occ.core.words import say
from occ.flows import set_credit
from occ.flows.set_credit import Purse
from occ.messaging import payment
from occ.users import accounts
from occ.users.models import User
from occ.users.scopes import Scope
from occ.web.api import credit_shapes as shapes
from occ.web.api.asked import Asked, Nothing
from occ.web.api.credit_shapes import Change, Credit, CreditPage, LogPage, Plan, Sought, Step
from occ.web.api.operations import read, write
from occ.web.api.paging import Paging, number_before

bp = Blueprint("api_credit", __name__)
_STEPS = {
    shapes.Steps.PAUSE: set_credit.pause_plan,
    shapes.Steps.RESUME: set_credit.resume_plan,
    shapes.Steps.STOP: set_credit.stop_plan,
}


@read(bp, "/credit", say("The program's own credit"), Scope.CREDIT_READ, Credit)
def mine(session: Session, asked: Asked[Nothing]) -> Credit:
    return _credit(session, asked, asked.caller.user_key)


@read(bp, "/credit/log", say("The program's own credit log"), Scope.CREDIT_READ, LogPage, Sought)
def my_log(session: Session, asked: Asked[Sought]) -> Any:
    return _log(session, asked, asked.caller.user_key)


@read(bp, "/credit/users", say("List users with credit"), Scope.CREDIT_MANAGE, CreditPage, Paging)
def index(session: Session, asked: Asked[Paging]) -> Any:
    query = (
        select(User, Wallet)
        .join(Wallet, Wallet.user_id == User.id)
        .join(Power, Power.user_id == User.id)
        .where(Power.kind == PowerKind.CREDITS, Power.withdrawn_at.is_(None))
    )
    rows, more = pages.newest(session, query, User, asked.what.after, asked.what.limit)
    today = limits.today(session, asked.now)
    return CreditPage(
        tuple(
            shapes.credit(user, wallet, plans.of(session, wallet.id), today)
            for user, wallet in rows
        ),
        more,
    )


@read(bp, "/credit/users/<key>", say("A user's credit"), Scope.CREDIT_MANAGE, Credit)
def show(session: Session, asked: Asked[Nothing], key: str) -> Credit:
    return _credit(session, asked, key)


@read(
    bp, "/credit/users/<key>/log", say("A user's credit log"), Scope.CREDIT_MANAGE, LogPage, Sought
)
def log(session: Session, asked: Asked[Sought], key: str) -> Any:
    return _log(session, asked, key)


@write(
    bp,
    "/credit/users/<key>/changes",
    say("Add credit, or take it"),
    Scope.CREDIT_MANAGE,
    Credit,
    Change,
)
def change(session: Session, asked: Asked[Change], key: str) -> Credit:
    why = (asked.effect, asked.what.reason)
    set_credit.adjust(session, _purse(session, asked, key), asked.what.amount, why, asked.now)
    return _credit(session, asked, key)


@write(
    bp,
    "/credit/users/<key>/plan",
    say("Set the replenishment plan"),
    Scope.CREDIT_MANAGE,
    Credit,
    Plan,
    method="PUT",
    wakes=("replenishment",),
)
def plan(session: Session, asked: Asked[Plan], key: str) -> Credit:
    wanted = asked.what
    form = PlanForm(
        Filling(wanted.filling),
        wanted.amount,
        Every(wanted.every),
        wanted.starts_on,
        wanted.ends_on,
    )
    try:
        set_credit.save_plan(session, _purse(session, asked, key), form, asked.now)
    except Invalid as why:
        # The page's form has several forms' fields, and so another name for this one.
        told = {"plan_amount": "amount"}
        raise Invalid({told.get(name, name): words for name, words in why.fields.items()}) from None
    return _credit(session, asked, key)


@write(
    bp,
    "/credit/users/<key>/plan/steps",
    say("Pause, resume or stop the replenishment plan"),
    Scope.CREDIT_MANAGE,
    Credit,
    Step,
)
def step(session: Session, asked: Asked[Step], key: str) -> Credit:
    _STEPS[asked.what.step](session, _purse(session, asked, key), asked.now)
    return _credit(session, asked, key)


def _credit(session: Session, asked: Asked[Any], key: str) -> Credit:
    user, wallet = _wallet(session, key)
    today = limits.today(session, asked.now)
    return shapes.credit(user, wallet, plans.of(session, wallet.id), today)


def _log(session: Session, asked: Asked[Sought], key: str) -> Any:
    _, wallet = _wallet(session, key)
    most = asked.what.limit
    before = number_before(asked.what.after)
    found = credit_log.page(session, wallet.id, asked.what.show, before, most + 1)
    more = str(found[most - 1].id) if len(found) > most else None
    messages = payment.messages_by_entry(session, found[:most])
    return LogPage(tuple(shapes.entry(each, messages.get(each.id)) for each in found[:most]), more)


def _purse(session: Session, asked: Asked[Any], key: str) -> Purse:
    user, _ = _wallet(session, key)
    [power] = [each for each in powers.of(session, user.id) if each.kind is PowerKind.CREDITS]
    return Purse(user.key, power.key, asked.caller.user_id)


def _wallet(session: Session, key: str) -> tuple[User, Wallet]:
    """Raises NotFound, also for a user without the Credits power."""
    user = accounts.by_key(session, key)
    for power in powers.of(session, user.id):
        if power.kind is PowerKind.CREDITS:
            return user, powers.wallet_of(session, power)
    raise NotFound(say("The user has no Credits power. An administrator gives it under Powers."))
