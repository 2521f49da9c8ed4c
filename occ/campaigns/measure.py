"""Who of a run may be written to, and as how many parts: asked slice by slice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from occ.billing.price_models import PricedChannel
from occ.billing.prices import NoPrice, PriceList
from occ.campaigns.contents import Text
from occ.campaigns.counts import Changes, Figures
from occ.campaigns.models import Flag, Recipient
from occ.campaigns.recipients import UNPICKED
from occ.contacts import do_not_write
from occ.contacts.number_models import PhoneNumber
from occ.core.address import Channel
from occ.messaging import parts


@dataclass(frozen=True)
class Rules:
    """What every person of a run is asked by."""

    channel: Channel
    text: Text
    most_parts: int
    countries: frozenset[str]
    """That SMS may go to."""
    prices: PriceList | None
    """None where nobody pays."""


def slice_of(session: Session, run_id: int, after: int, most: int) -> Sequence[Recipient]:
    """The next who have not been sent to."""
    return session.scalars(
        select(Recipient)
        .where(
            Recipient.run_id == run_id,
            Recipient.position > after,
            Recipient.flag.in_([Flag.PENDING, Flag.SKIPPED]),
        )
        .order_by(Recipient.position)
        .limit(most)
    ).all()


def measure(
    session: Session, people: Sequence[Recipient], rules: Rules, changes: Changes
) -> Counter[str]:
    """Set flag, reason and parts of each anew; how many are pending by `country:price:parts`."""
    phones = [each.phone for each in people]
    agreed = _agreed(session, phones, rules.channel)
    held = do_not_write.holds(session, phones)
    counted: dict[str, int] = {}
    groups: Counter[str] = Counter()
    changed = []
    for each in people:
        count, price = _parts(each.fields, rules, counted), 0
        reason = each.reason if each.reason == UNPICKED else None
        if each.phone in held:
            reason = reason or "do_not_write"
        elif each.phone not in agreed:
            reason = reason or "no_consent"
        elif rules.channel is Channel.SMS and each.country not in rules.countries:
            reason = reason or "country"
        elif count > rules.most_parts:
            reason = reason or "too_long"
        if rules.prices is not None:
            try:
                price = rules.prices.of(PricedChannel(rules.channel), each.phone).price
            except NoPrice:
                reason = reason or "no_price"
        flag = Flag.SKIPPED if reason else Flag.PENDING
        if (each.flag, each.reason, each.parts) != (flag, reason, count):
            changes.add(each.run_id, each.flag, -Figures(1, each.parts))
            changes.add(each.run_id, flag, Figures(1, count))
            changed.append({"id": each.id, "flag": flag, "reason": reason, "parts": count})
        if not reason:
            groups[f"{each.country}:{price}:{count}"] += 1
    if changed:
        session.execute(update(Recipient), changed)
    return groups


def _parts(fields: Mapping[str, str], rules: Rules, counted: dict[str, int]) -> int:
    if rules.channel is not Channel.SMS:
        return 1
    text = rules.text.to(fields)
    if text not in counted:
        counted[text] = max(parts.count(text).parts, 1)
    return counted[text]


def _agreed(session: Session, phones: Sequence[str], channel: Channel) -> set[str]:
    """By what the newest consents say; the gate asks the consents themselves at the claim."""
    column = {
        Channel.SMS: PhoneNumber.sms_consent,
        Channel.WHATSAPP: PhoneNumber.whatsapp_consent,
    }[channel]
    query = select(PhoneNumber.phone).where(PhoneNumber.phone.in_(phones), column.is_(True))
    return {phone for phone in session.scalars(query) if phone}
