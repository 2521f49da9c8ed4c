"""What a message takes: credit of a wallet, or a unit of a batch.

Set aside when it is claimed, spent when the provider accepts it, given back when it is refused;
while it is tried again or its fate is unknown, it stays set aside. The message's row says which:
`price` stands while credit is set aside and once it is spent, `batch_id` while it has a unit.
Wallets and batches are locked before messages.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from occ.billing import credit_log, ledger, limits, prices, reservations, units
from occ.billing.models import LedgerEntry
from occ.billing.payer import By
from occ.billing.price_models import PricedChannel
from occ.billing.prices import NoPrice, PriceList
from occ.billing.reservations import Ask
from occ.core import address
from occ.core.errors import Conflict
from occ.core.words import Words, say
from occ.messaging.models import HandOver, Message
from occ.settings import store
from occ.settings.pages import CreditSettings

NO_UNIT = say(
    "No WhatsApp message is left in any batch, so this waits. An administrator loads a batch on"
    " the page WhatsApp batches."
)


class Unpaid(NamedTuple):
    """Why nothing could be set aside. What `waits` may be paid later, as it stands."""

    code: str
    words: Words
    waits: bool


class Payers(NamedTuple):
    """The locked rows: of batches those that have any left, the oldest first."""

    batches: Sequence[int]


def key(message: Message) -> str:
    """Of the reservation that is held for it now, or was last."""
    return f"message:{message.key}:{message.hold}"


def messages_of(session: Session, reservations: Collection[str]) -> dict[str, str]:
    """The messages' keys that reservations are for, by those of the reservations."""
    found = {each: _message_key(each) for each in reservations}
    known = set(session.scalars(select(Message.key).where(Message.key.in_(found.values()))))
    return {each: message for each, message in found.items() if message in known}


def messages_by_entry(session: Session, entries: Sequence[LedgerEntry]) -> dict[int, str]:
    """By an entry's id the key of the message it is for, where it is for one."""
    about = credit_log.reservations(session, entries)
    known = messages_of(session, about.values())
    return {entry: known[name] for entry, name in about.items() if name in known}


def _message_key(reservation: str) -> str:
    kind, _, rest = reservation.partition(":")
    return rest.rpartition(":")[0] if kind == "message" else ""


def channel(message: Message) -> PricedChannel:
    return PricedChannel(address.parse(message.recipient).channel)


def price_of(listed: PriceList, recipient: address.Identity) -> int:
    """Milli-credits a part. Raises NoPrice. Who hides the number costs what all others do."""
    return listed.of(PricedChannel(recipient.channel), recipient.phone or "").price


def lock(session: Session, wallets: Iterable[int], wanted_units: int) -> Payers:
    """Lock the wallets, and as many batches as so many units may come from."""
    batches = units.lock_oldest(session, wanted_units) if wanted_units else ()
    for wallet_id in sorted(wallets):
        ledger.lock(session, wallet_id)
    return Payers(batches)


def lock_payer(session: Session, wallet_id: int | None, batch_id: int | None) -> None:
    """Lock whoever pays for a message, before the message is."""
    lock_payers(session, [(wallet_id, batch_id)])


def lock_payers(session: Session, payers: Collection[tuple[int | None, int | None]]) -> None:
    """The same for several: wallet and batch of each."""
    units.lock(session, {batch for _, batch in payers if batch is not None})
    lock(session, {wallet for wallet, _ in payers if wallet is not None}, 0)


def lock_those_of(session: Session, message_ids: Collection[int]) -> None:
    """Lock whoever pays for these messages."""
    rows = session.execute(
        select(Message.wallet_id, Message.batch_id).where(
            Message.id.in_(message_ids),
            or_(Message.wallet_id.is_not(None), Message.batch_id.is_not(None)),
        )
    )
    lock_payers(session, [(wallet, batch) for wallet, batch in rows])


def set_aside(
    session: Session, messages: Sequence[Message], payers: Payers, now: datetime
) -> dict[int, Unpaid]:
    """Set aside what each takes, unless it is already; by id, why nothing could be."""
    unpaid: dict[int, Unpaid] = {}
    by_wallet: dict[int, list[Message]] = defaultdict(list)
    for message in messages:
        if message.paid_by is By.BATCH and message.batch_id is None:
            message.batch_id = units.reserve(session, payers.batches)
            if message.batch_id is None:
                unpaid[message.id] = Unpaid("no_unit", NO_UNIT, waits=True)
        elif message.paid_by is By.WALLET and message.price is None:
            assert message.wallet_id is not None
            by_wallet[message.wallet_id].append(message)
    if by_wallet:
        listed = prices.on(session, limits.today(session, now))
        for wallet_id, theirs in by_wallet.items():
            unpaid |= _hold(session, wallet_id, theirs, listed, now)
    return unpaid


def _hold(
    session: Session,
    wallet_id: int,
    messages: Sequence[Message],
    listed: PriceList,
    now: datetime,
) -> dict[int, Unpaid]:
    """All in one step; where that is too much, one after the other as far as the credit goes."""
    unpaid: dict[int, Unpaid] = {}
    priced: list[tuple[Message, int]] = []
    for message in messages:
        try:
            priced.append((message, price_of(listed, address.parse(message.recipient))))
        except NoPrice as refused:
            unpaid[message.id] = Unpaid(refused.code, refused.words, waits=False)
    try:
        _hold_some(session, wallet_id, priced, now)
        return unpaid
    except Conflict as refused:
        if len(priced) == 1:
            [(message, _)] = priced
            return unpaid | {message.id: Unpaid(refused.code, refused.words, waits=True)}
    for place, one in enumerate(priced):
        try:
            _hold_some(session, wallet_id, [one], now)
        except Conflict as refused:
            why = Unpaid(refused.code, refused.words, waits=True)
            return unpaid | {message.id: why for message, _ in priced[place:]}
    return unpaid


def _hold_some(
    session: Session, wallet_id: int, priced: Sequence[tuple[Message, int]], now: datetime
) -> None:
    """Raises NoCredit, LimitReached."""
    asks = [
        Ask(
            key(message),
            message.parts,
            price,
            message.cause or "",
            {"channel": channel(message).value, "country": message.country or ""},
        )
        for message, price in priced
    ]
    if asks:
        reservations.hold(session, wallet_id, asks, now)
    for message, price in priced:
        message.price = price


def spend(session: Session, billed: Sequence[tuple[Message, int | None]], now: datetime) -> None:
    """The provider has them, and bills each as so many parts (None: it does not say).

    Nothing may be set aside: it was given up and turns out to have gone. Then it takes what it
    can get, for it has left.
    """
    held: dict[str, int] = {}
    given_up = [each for each, _ in billed if each.paid_by is By.WALLET and each.price is None]
    unpaid = set_aside(session, given_up, Payers(()), now)
    for message, parts in billed:
        message.parts_billed = parts or message.parts
        if message.paid_by is By.BATCH:
            if message.batch_id is None:
                message.batch_id = units.reserve(session, units.lock_oldest(session, 1))
            if message.batch_id is not None:
                units.use(session, message.batch_id)
        elif message.paid_by is By.WALLET and message.id not in unpaid:
            held[key(message)] = message.parts_billed
    if held:
        reservations.capture_all(session, held, now)


def give_back(session: Session, messages: Sequence[Message], now: datetime) -> None:
    """They will not leave, or not before long: nothing is set aside for them any more."""
    for message in messages:
        if message.batch_id is not None:
            units.give_back(session, message.batch_id)
            message.batch_id = None
    held = [message for message in messages if message.price is not None]
    if held:
        reservations.release_all(session, [key(message) for message in held], now)
    for message in held:
        message.price, message.hold = None, message.hold + 1


def failed(session: Session, messages: Sequence[Message], now: datetime) -> None:
    """They were accepted and did not arrive: units go back to their batches, and credit to its
    wallet where the settings say so.
    """
    for message in messages:
        if message.batch_id is not None:
            units.restore(session, message.batch_id)
            message.batch_id = None
        if message.price is not None and store.load(session, CreditSettings).refund_failed:
            reservations.refund(session, key(message), now)


def arrived(session: Session, messages: Sequence[Message], now: datetime) -> None:
    """They arrived. A unit that was given back, since a message was reported lost, is used after
    all, where any is left.
    """
    given_back = [each for each in messages if each.paid_by is By.BATCH and each.batch_id is None]
    spend(session, [(each, each.parts_billed) for each in given_back], now)


def begin_anew(session: Session, message: Message, now: datetime) -> None:
    """A person has it sent once more: what is set aside is given back, what was spent stays spent,
    and the next hold is another one.
    """
    if message.hand_over is not HandOver.ACCEPTED:
        give_back(session, [message], now)
    elif message.price is not None:
        message.price, message.hold = None, message.hold + 1
    message.batch_id = message.parts_billed = None
