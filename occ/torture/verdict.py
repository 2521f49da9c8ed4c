"""What came of it: the provider's own count beside our rows and the ledger."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from occ.billing import drift, wallets
from occ.campaigns import lifecycle, recipients
from occ.campaigns.models import Recipient
from occ.core.db import Database
from occ.messaging import payment_drift
from occ.messaging.models import Attempt, HandOver, Message
from occ.torture import company
from occ.torture.received import Taken

_AT_ONCE = 500


@dataclass(frozen=True)
class Verdict:
    twice: int
    """Messages that somebody got beyond the first."""
    lost: int
    """People who got none."""
    ledger: int
    """Milli-credits that are there, or were taken, beside what was given."""
    resolved: int
    """Of the `unknown` attempts whose process died in the call: those of which the rows say now
    what the provider says."""
    unknown: int
    otherwise: Sequence[str]
    """Whatever else the rows have wrongly."""

    @property
    def is_good(self) -> bool:
        return (
            not (self.twice or self.lost or self.ledger or self.otherwise)
            and self.resolved == self.unknown
        )

    def __str__(self) -> str:
        told = (
            f"sent twice {self.twice} · lost {self.lost} · ledger sum {self.ledger}"
            f" · unknown resolved {self.resolved} of {self.unknown}"
        )
        return "\n".join([told, *self.otherwise])


def judge(
    database: Database, key: str, people: int, taken: Sequence[Taken], unknown: Collection[str]
) -> Verdict:
    """`unknown` are the keys of the attempts that were under way at a death."""
    got = Counter(each.phone for each in taken)
    parts = sum(each.parts for each in taken)
    with database.reading() as session:
        ledger = _ledger(session, key, people, parts)
        resolved = _resolved(session, sorted(unknown), {each.attempt for each in taken})
        otherwise = _otherwise(session, key, set(got))
    return Verdict(
        twice=sum(got.values()) - len(got),
        lost=people - len(got),
        ledger=ledger,
        resolved=resolved,
        unknown=len(unknown),
        otherwise=otherwise,
    )


def _ledger(session: Session, key: str, people: int, parts: int) -> int:
    owner_id = lifecycle.find(session, key).owner_id
    wallet = wallets.of(session, owner_id)
    assert wallet is not None
    spent = parts * company.PRICE
    return wallet.available + wallet.held + spent - company.credits_for(people) * 1000


def _resolved(session: Session, keys: Sequence[str], taken: Collection[str]) -> int:
    """A message tried again says nothing of the attempt before: only the last one's is asked."""
    right = 0
    for begin in range(0, len(keys), _AT_ONCE):
        rows = session.execute(
            select(Attempt.key, Message.hand_over)
            .join(Message, Message.id == Attempt.message_id)
            .where(Attempt.key.in_(keys[begin : begin + _AT_ONCE]))
        )
        for key, hand_over in rows:
            right += hand_over is (HandOver.ACCEPTED if key in taken else HandOver.REFUSED)
    return right


def _otherwise(session: Session, key: str, got: Collection[str]) -> list[str]:
    run = recipients.of(session, lifecycle.find(session, key))
    rows = session.execute(
        select(Recipient.phone, Recipient.accepted).where(Recipient.run_id == run.id)
    )
    unlike = sum(accepted is not (phone in got) for phone, accepted in rows)
    open_ = session.scalar(
        select(func.count()).where(Message.hand_over.in_([HandOver.CALLING, HandOver.UNKNOWN]))
    )
    wrong = [f"the report has {unlike} people otherwise than the provider"] if unlike else []
    wrong += [f"{open_} messages are still on their way"] if open_ else []
    wrong += [str(each) for each in drift.drift(session)]
    return wrong + [str(each) for each in payment_drift.drift(session)]
