from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from occ.billing import powers
from occ.billing.power_models import PowerKind
from occ.core.run import Runner
from occ.flows import scheduled_spending
from occ.users.models import User
from tests.builders import NOW
from tests.campaigns.company import a_campaign, ready, starts
from tests.flows.sending.first import PRICE


def an_owner_with_credit(session: Session) -> User:
    owner = ready(session)
    powers.give(session, owner.id, PowerKind.CREDITS, None, NOW)
    return owner


def test_what_a_scheduled_campaign_will_take_is_known_by_day(run: Runner) -> None:
    owner = run(an_owner_with_credit)
    later = NOW + timedelta(days=2)
    scheduled = run(a_campaign, owner, 3, due_at=later, zone="Europe/Warsaw", count_to_send=2)
    run(a_campaign, owner, 3, first=10)  # a draft

    starts(run, owner, scheduled)

    taken = run(scheduled_spending.by_day, owner.id, NOW)
    assert taken == {later.date(): 2 * PRICE}
    overdue = run(scheduled_spending.by_day, owner.id, later + timedelta(days=1))
    assert list(overdue) == [(later + timedelta(days=1)).date()]
