"""Who of a run may be written to, and as how many parts: asked slice by slice."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, exists, null, select, update
from sqlalchemy.orm import Session

from occ.billing.price_models import PricedChannel
from occ.billing.prices import NoPrice, PriceList
from occ.campaigns import recipients
from occ.campaigns.contents import Text
from occ.campaigns.counts import Changes, Figures
from occ.campaigns.models import Flag, Recipient
from occ.campaigns.part_counter import PartCounter
from occ.campaigns.recipients import UNPICKED
from occ.contacts import operators_blacklist
from occ.contacts.number_models import DoNotWrite, PhoneNumber
from occ.core.address import Channel

BLACKLISTED = "blacklisted"


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
    blacklisted_since: datetime | None
    """Whom the operators' blacklist held since then is left out; None: nobody is."""

    def price(self, phone: str) -> int | None:
        """Milli-credits a part; None where the list has no price."""
        if self.prices is None:
            return 0
        try:
            return self.prices.of(PricedChannel(self.channel), phone).price
        except NoPrice:
            return None


Standing = tuple[Flag, str | None, int]
"""Flag, reason and parts."""


def measure(
    session: Session, run_id: int, after: int, most: int, rules: Rules, changes: Changes
) -> tuple[Counter[str], int | None]:
    """Set flag, reason and parts anew of who was not sent to, in the next so many places.

    How many are pending by `country:price:parts`; and the last place, None at the end.
    """
    counter = PartCounter(rules.text) if rules.channel is Channel.SMS else None
    is_same = counter is None or rules.text.is_same_for_all
    count = counter.count({}) if counter else 1
    groups: Counter[tuple[str, int | None, int]] = Counter()
    was: Counter[Standing] = Counter()
    becomes: dict[Standing, list[int]] = defaultdict(list)
    query = _people(run_id, after, most, rules, with_fields=not is_same)
    for id_, phone, country, *before, reason, fields in session.execute(query):
        if counter and not is_same:
            count = counter.count(fields)
        price = rules.price(phone)
        if reason is None and counter and count > rules.most_parts:
            reason = "too_long"
        elif reason is None and price is None:
            reason = "no_price"
        if reason is None:
            groups[country, price, count] += 1
        now = (Flag.SKIPPED if reason else Flag.PENDING, reason, count)
        if tuple(before) != now:
            was[tuple(before)] += 1
            becomes[now].append(id_)
    for (flag, reason, parts_), people in was.items():
        changes.add(run_id, flag, -Figures(people, people * parts_), reason)
    for (flag, reason, parts_), ids in becomes.items():
        changes.add(run_id, flag, Figures(len(ids), len(ids) * parts_), reason)
        session.execute(
            update(Recipient)
            .where(Recipient.id.in_(ids))
            .values(flag=flag, reason=reason, parts=parts_)
            .execution_options(synchronize_session=False)
        )
    last = after + most
    named = Counter({":".join(map(str, group)): people for group, people in groups.items()})
    return named, last if last < recipients.last_place(session, run_id) else None


def _people(run_id: int, after: int, most: int, rules: Rules, with_fields: bool) -> Select[Any]:
    """By what the newest consents say; the gate asks the consents themselves at the claim."""
    is_held = exists().where(DoNotWrite.number_id == PhoneNumber.id, DoNotWrite.lifted_at.is_(None))
    by_sms = rules.channel is Channel.SMS
    agreed = PhoneNumber.sms_consent if by_sms else PhoneNumber.whatsapp_consent
    why: list[tuple[ColumnElement[bool], str]] = [
        (Recipient.reason == UNPICKED, UNPICKED),
        (is_held, "do_not_write"),
        (agreed.is_not(True), "no_consent"),
    ]
    if by_sms:
        if rules.blacklisted_since:
            is_barred = operators_blacklist.reported(rules.blacklisted_since)
            why.append((is_barred, BLACKLISTED))
        why.append((Recipient.country.not_in(rules.countries), "country"))
    columns: list[Any] = [
        *(Recipient.id, Recipient.phone, Recipient.country),
        *(Recipient.flag, Recipient.reason, Recipient.parts),
        case(*why, else_=null()).label("why"),
        Recipient.fields if with_fields else null(),
    ]
    return (
        select(*columns)
        .outerjoin(PhoneNumber, PhoneNumber.phone == Recipient.phone)
        .where(
            Recipient.run_id == run_id,
            Recipient.position > after,
            Recipient.position <= after + most,
            Recipient.flag.in_([Flag.PENDING, Flag.SKIPPED]),
        )
    )
