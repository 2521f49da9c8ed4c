"""Set credit aside for messages, then spend what was billed, or give it back.

A hold is taken at the claim, captured when the provider accepts, released when it refuses, and
refunded where a policy says so. Each is done once, however often it is asked for; what happens to
many messages at once changes their wallet in one statement.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from occ.billing import credits, ledger, limits, spendings
from occ.billing.ledger import Balance, Move
from occ.billing.models import Account, EntryKind, Reservation, ReservationState, Wallet
from occ.core.db import plain
from occ.core.errors import Conflict, NotFound
from occ.core.locks import locked
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


def hold(session: Session, wallet_id: int, asks: Sequence[Ask], now: datetime) -> None:
    """Set credit aside for all of `asks`, or for none.

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
    connection, _ = plain(session)
    return {key: reservation_id for key, reservation_id in connection.execute(_RESERVE, rows)}


_RESERVE = insert(Reservation).returning(Reservation.key, Reservation.id)


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
    """`capture_all` of one."""
    [captured] = capture_all(session, {key: billed}, now)
    return captured


def capture_all(
    session: Session, billed: Mapping[str, int], now: datetime
) -> Sequence[Reservation]:
    """Spend the parts that were billed for messages (keys) that were accepted, and give back the
    rest; of all of them or of none.

    More parts than were held are paid from what is available, as far as that goes: the message
    has left, and `short` says what is missing. Raises NotFound, Conflict where it was given
    back, KeyReused where it was captured with other parts.
    """
    if any(parts < 1 for parts in billed.values()):
        raise ValueError("what is not billed is released")

    def spend(reservation: Reservation, available: int) -> list[_Part]:
        return _spend(reservation, billed[reservation.key], available)

    contents = {key: {"billed": parts} for key, parts in billed.items()}
    captured, fresh = _settle(session, _CAPTURE, contents, spend, now)
    spendings.add(session, fresh, now)
    return captured


def _spend(reservation: Reservation, billed: int, available: int) -> list[_Part]:
    cost = billed * reservation.price
    covered = min(cost, reservation.amount)
    more = min(cost - covered, available)
    reservation.billed, reservation.spent = billed, covered + more
    reservation.short = cost - covered - more
    about = {**reservation.facts, "parts": billed, "price": reservation.price}
    if reservation.short:
        about["short"] = reservation.short
    rest = reservation.amount - covered
    parts = [
        ("", EntryKind.CAPTURED, Account.HELD, Account.SPENT, covered),
        (":more", EntryKind.CAPTURED, Account.AVAILABLE, Account.SPENT, more),
        (":rest", EntryKind.RELEASED, Account.HELD, Account.AVAILABLE, rest),
    ]
    return [_Part(*part, about) for part in parts if part[-1]]


def release(session: Session, key: str, now: datetime) -> Reservation:
    """`release_all` of one."""
    [released] = release_all(session, [key], now)
    return released


def release_all(session: Session, keys: Collection[str], now: datetime) -> Sequence[Reservation]:
    """Give back all that was held for messages the provider refused. Raises NotFound, Conflict."""

    def give_back(each: Reservation, _available: int) -> list[_Part]:
        held = (Account.HELD, Account.AVAILABLE, each.amount)
        return [_Part("", EntryKind.RELEASED, *held, each.facts)]

    released, _ = _settle(session, _RELEASE, {key: {} for key in keys}, give_back, now)
    return released


def refund(session: Session, key: str, now: datetime) -> Reservation:
    """Give back what a message has cost: an entry of its own, once. Raises NotFound, Conflict."""

    def give_back(each: Reservation, _available: int) -> list[_Part]:
        spent = (Account.SPENT, Account.AVAILABLE, each.spent)
        return [_Part("", EntryKind.REFUNDED, *spent, each.facts)]

    [refunded], fresh = _settle(session, _REFUND, {key: {}}, give_back, now)
    for each in fresh:
        spendings.take_back(session, each, now)
    return refunded


class _Effect(NamedTuple):
    """What ends a reservation that is in the state `before`."""

    name: str
    before: ReservationState
    after: ReservationState


class _Part(NamedTuple):
    """One of the moves that an effect has on a reservation; `suffix` tells their keys apart."""

    suffix: str
    kind: EntryKind
    source: Account
    destination: Account
    amount: int
    facts: dict[str, Any]


_CAPTURE = _Effect("capture", ReservationState.HELD, ReservationState.CAPTURED)
_RELEASE = _Effect("release", ReservationState.HELD, ReservationState.RELEASED)
_REFUND = _Effect("refund", ReservationState.CAPTURED, ReservationState.REFUNDED)
_Contents = Mapping[str, Mapping[str, int]]
"""By a reservation's key what tells a repetition from another effect under it."""


def _settle(
    session: Session,
    effect: _Effect,
    contents: _Contents,
    parts_of: Callable[[Reservation, int], list[_Part]],
    now: datetime,
) -> tuple[Sequence[Reservation], list[Reservation]]:
    """The reservations, and those of them that it has not been done to before.

    `parts_of` is told what is available after the moves of the ones before.
    """
    wallets, reservations = _locked(session, contents)
    digests = {
        f"{effect.name}:{key}": ledger.digest({effect.name: key, **content})
        for key, content in contents.items()
    }
    done = ledger.repeated(session, digests)
    fresh = [each for each in reservations if f"{effect.name}:{each.key}" not in done]
    for wallet in wallets:
        available, moves = wallet.available, list[Move]()
        counts: Counter[date] = Counter()
        for reservation in fresh:
            if reservation.wallet_id != wallet.id:
                continue
            if reservation.state is not effect.before:
                raise Conflict(_SETTLED, "settled")
            counted = _counts_for(reservation)
            made = [
                _move(f"{effect.name}:{reservation.key}", digests, reservation.id, part)
                for part in parts_of(reservation, available)
            ]
            available += ledger.change_by(made).available
            moves += made
            reservation.state, reservation.ended_at = effect.after, now
            counts[reservation.counted_on] += _counts_for(reservation) - counted
        counters = limits.recounting(wallet, counts)
        if moves and not ledger.post(session, wallet, moves, now, **counters):
            raise AssertionError(f"wallet {wallet.id} does not hold what its reservations say")
    return reservations, fresh


def _locked(
    session: Session, keys: Collection[str]
) -> tuple[Sequence[Wallet], Sequence[Reservation]]:
    """The wallets first, then the reservations as they are since: the order of every effect."""
    session.flush()
    query = select(Reservation).where(Reservation.key.in_(keys)).order_by(Reservation.id)
    paying = set(session.scalars(query.with_only_columns(Reservation.wallet_id).order_by(None)))
    wallets = [ledger.lock(session, wallet_id) for wallet_id in sorted(paying)]
    found = session.scalars(locked(query).execution_options(populate_existing=True)).all()
    if len(found) < len(keys):
        raise NotFound(say("No credit was set aside for this."))
    return wallets, found


def _counts_for(reservation: Reservation) -> int:
    """What its message counts for in the limits: what is set aside, then what it has cost."""
    if reservation.state is ReservationState.HELD:
        return reservation.amount
    return reservation.spent if reservation.state is ReservationState.CAPTURED else 0


def _move(key: str, digests: Mapping[str, str], reservation_id: int, part: _Part) -> Move:
    return Move(
        key + part.suffix,
        digests[key],
        part.kind,
        part.source,
        part.destination,
        part.amount,
        reservation_id,
        facts=part.facts,
    )


_SETTLED = say("This credit is settled already: spent, given back or refunded.")
