"""Set credit aside for messages, then spend what was billed, or give it back.

A hold is taken at the claim, captured when the provider accepts, released when it refuses, and
refunded where a policy says so. Each is done once, however often it is asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from occ.billing import credits, ledger, limits, spendings
from occ.billing.ledger import Balance, Move
from occ.billing.models import Account, EntryKind, Reservation, ReservationState, Wallet
from occ.core.errors import Conflict, NotFound
from occ.core.locks import lock_row
from occ.core.words import say


class NoCredit(Conflict):
    code = "no_credit"


@dataclass(frozen=True)
class Ask:
    """Credit for one message: so many parts at `price` milli-credits each.

    `key` names the message and the run; `cause` what the credit is spent for.
    """

    key: str
    parts: int
    price: int
    cause: str = ""
    facts: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.parts < 1 or self.price < 1:
            raise ValueError("no message is free")

    @property
    def amount(self) -> int:
        return self.parts * self.price


def hold(session: Session, wallet_id: int, asks: Sequence[Ask], now: datetime) -> list[Reservation]:
    """Set credit aside for all of `asks`, or for none; their reservations in the same order.

    What is held already stays as it is. Raises NoCredit, LimitReached, KeyReused.
    """
    digests = {f"hold:{ask.key}": ledger.digest({"wallet": wallet_id, **vars(ask)}) for ask in asks}
    wallet = ledger.lock(session, wallet_id)
    done = ledger.repeated(session, digests)
    fresh = [ask for ask in asks if f"hold:{ask.key}" not in done]
    if fresh:
        day = max(limits.today(session, now), wallet.counted_on)
        need = sum(ask.amount for ask in fresh)
        conditions, counters = limits.counting(day, need)
        after = ledger.change(session, wallet, Balance(-need, need), *conditions, **counters)
        if after is None:
            raise _refusal(wallet, day, need)
        ids = _reserve(session, wallet_id, fresh, day, now)
        moves = [
            Move(
                f"hold:{ask.key}",
                digests[f"hold:{ask.key}"],
                EntryKind.HELD,
                Account.AVAILABLE,
                Account.HELD,
                ask.amount,
                ids[ask.key],
                facts=ask.facts,
            )
            for ask in fresh
        ]
        ledger.write(session, wallet, moves, after, now)
    keys = [ask.key for ask in asks]
    found = session.scalars(select(Reservation).where(Reservation.key.in_(keys)))
    by_key = {each.key: each for each in found}
    return [by_key[key] for key in keys]


def _reserve(
    session: Session, wallet_id: int, asks: Sequence[Ask], day: date, now: datetime
) -> dict[str, int]:
    """Their ids by key."""
    rows = [
        {
            **vars(ask),
            "amount": ask.amount,
            "wallet_id": wallet_id,
            "state": ReservationState.HELD,
            "billed": 0,
            "spent": 0,
            "short": 0,
            "counted_on": day,
            "held_at": now,
        }
        for ask in asks
    ]
    made = session.execute(insert(Reservation).returning(Reservation.key, Reservation.id), rows)
    return {key: reservation_id for key, reservation_id in made}


def _refusal(wallet: Wallet, day: date, need: int) -> Conflict:
    return limits.refusal(wallet, day, need) or NoCredit(
        say(
            "This takes %(need)s credits, and %(available)s are available."
            " An administrator adds credit on the user's page.",
            need=credits.text(need),
            available=credits.text(wallet.available),
        )
    )


def capture(session: Session, key: str, billed: int, now: datetime) -> Reservation:
    """Spend what was billed for a message that was accepted, and give back the rest.

    More parts than were held are paid from what is available, as far as that goes: the message
    has left, and `short` says what is missing. Raises NotFound, Conflict where it was given
    back, KeyReused where it was captured with other parts.
    """
    if billed < 1:
        raise ValueError("what is not billed is released")
    content = ledger.digest({"capture": key, "billed": billed})
    wallet, reservation = _locked(session, key)
    if ledger.repeated(session, {f"capture:{key}": content}):
        return reservation
    _demand(reservation, ReservationState.HELD)
    cost = billed * reservation.price
    covered = min(cost, reservation.amount)
    more = min(cost - covered, wallet.available)
    reservation.billed, reservation.spent = billed, covered + more
    reservation.short = cost - covered - more
    about = {**reservation.facts, "parts": billed, "price": reservation.price}
    if reservation.short:
        about["short"] = reservation.short
    parts = [
        ("", EntryKind.CAPTURED, Account.HELD, Account.SPENT, covered),
        (":more", EntryKind.CAPTURED, Account.AVAILABLE, Account.SPENT, more),
        (
            ":rest",
            EntryKind.RELEASED,
            Account.HELD,
            Account.AVAILABLE,
            reservation.amount - covered,
        ),
    ]
    moves = [
        Move(
            f"capture:{key}{suffix}",
            content,
            kind,
            source,
            destination,
            amount,
            reservation.id,
            facts=about,
        )
        for suffix, kind, source, destination, amount in parts
        if amount
    ]
    _end(session, wallet, reservation, ReservationState.CAPTURED, moves, now)
    spendings.add(session, reservation, now)
    return reservation


def release(session: Session, key: str, now: datetime) -> Reservation:
    """Give back all that was held for a message the provider refused. Raises NotFound, Conflict."""
    wallet, reservation = _locked(session, key)
    content = ledger.digest({"release": key})
    if ledger.repeated(session, {f"release:{key}": content}):
        return reservation
    _demand(reservation, ReservationState.HELD)
    move = Move(
        f"release:{key}",
        content,
        EntryKind.RELEASED,
        Account.HELD,
        Account.AVAILABLE,
        reservation.amount,
        reservation.id,
        facts=reservation.facts,
    )
    _end(session, wallet, reservation, ReservationState.RELEASED, [move], now)
    return reservation


def refund(session: Session, key: str, now: datetime) -> Reservation:
    """Give back what a message has cost: an entry of its own, once. Raises NotFound, Conflict."""
    wallet, reservation = _locked(session, key)
    content = ledger.digest({"refund": key})
    if ledger.repeated(session, {f"refund:{key}": content}):
        return reservation
    _demand(reservation, ReservationState.CAPTURED)
    move = Move(
        f"refund:{key}",
        content,
        EntryKind.REFUNDED,
        Account.SPENT,
        Account.AVAILABLE,
        reservation.spent,
        reservation.id,
        facts=reservation.facts,
    )
    _end(session, wallet, reservation, ReservationState.REFUNDED, [move], now)
    spendings.take_back(session, reservation, now)
    return reservation


def _locked(session: Session, key: str) -> tuple[Wallet, Reservation]:
    """The wallet first, then the reservation as it is since: the order of every effect."""
    session.flush()
    query = select(Reservation).where(Reservation.key == key)
    wallet_id = session.scalar(query.with_only_columns(Reservation.wallet_id))
    if wallet_id is None:
        raise NotFound(say("No credit was set aside for this."))
    wallet = ledger.lock(session, wallet_id)
    return wallet, lock_row(session, query)


def _demand(reservation: Reservation, state: ReservationState) -> None:
    if reservation.state is not state:
        raise Conflict(
            say("This credit is settled already: spent, given back or refunded."), "settled"
        )


def _end(
    session: Session,
    wallet: Wallet,
    reservation: Reservation,
    state: ReservationState,
    moves: Sequence[Move],
    now: datetime,
) -> None:
    """What the message counts for in the limits from now on is what it has cost."""
    counted_before = (
        reservation.amount if state is not ReservationState.REFUNDED else reservation.spent
    )
    counts_now = reservation.spent if state is ReservationState.CAPTURED else 0
    counters = limits.recounting(wallet, reservation.counted_on, counts_now - counted_before)
    reservation.state, reservation.ended_at = state, now
    if not ledger.post(session, wallet, moves, now, **counters):
        raise AssertionError(f"wallet {wallet.id} does not hold what its reservations say")
