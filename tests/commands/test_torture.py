"""`occ torture`: what it prints, and that it sees what is wrong."""

from __future__ import annotations

import subprocess
import sys

import pytest
from sqlalchemy.orm import Session

from occ.billing import powers, wallets
from occ.billing.power_models import PowerKind
from occ.core import ids
from occ.core.run import Runner
from occ.torture import company, verdict
from occ.torture.received import Taken
from occ.users.models import User
from tests.builders import NOW
from tests.campaigns.company import a_campaign, answers, feeds, ready, starts

PEOPLE = 3


@pytest.mark.live
@pytest.mark.parametrize(("dialect", "provider"), [("sqlite", "smsapi"), ("postgresql", "twilio")])
def test_whenever_the_sending_process_is_killed_everybody_gets_it_once(
    dialect: str, provider: str, bare_database_url: str
) -> None:  # E7
    # SQLite it makes for itself, as PostgreSQL it is given one.
    given = ["--database", bare_database_url] if dialect == "postgresql" else []
    sizes = ["--people", "50", "--kills", "3", "--provider", provider]

    ended = subprocess.run(
        [sys.executable, "-m", "occ.cli", "torture", *sizes, *given],
        capture_output=True,
        text=True,
        timeout=120,
    )

    last = ended.stdout.splitlines()[-1]
    assert last.startswith("sent twice 0 · lost 0 · ledger sum 0 · unknown resolved "), ended
    resolved, unknown = last.rpartition("resolved ")[2].split(" of ")
    assert resolved == unknown and ended.returncode == 0


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_it_takes_no_database_that_is_somebodys(run: Runner, database_url: str) -> None:
    run(ready)
    ended = subprocess.run(
        [sys.executable, "-m", "occ.cli", "torture", "--database", database_url],
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert ended.returncode == 1 and "only takes an empty one" in ended.stderr


def test_the_provider_s_own_count_is_held_against_the_rows(run: Runner) -> None:
    owner = run(ready)
    run(_with_credit, owner)
    key = run(a_campaign, owner, PEOPLE)
    starts(run, owner, key)
    claimed = feeds(run, key)
    answers(run, claimed)
    unknown = [one.attempt_key for one in claimed]
    taken = [Taken(one.attempt_key, one.recipient, 1) for one in claimed]

    good = verdict.judge(run.database, key, PEOPLE, taken, unknown)
    bad = verdict.judge(run.database, key, PEOPLE, [taken[0], taken[0], taken[1]], unknown)
    dear = verdict.judge(run.database, key, PEOPLE, [*taken[:2], taken[2]._replace(parts=2)], ())

    assert good.is_good
    assert str(good) == "sent twice 0 · lost 0 · ledger sum 0 · unknown resolved 3 of 3"
    assert str(bad).splitlines() == [
        "sent twice 1 · lost 1 · ledger sum 0 · unknown resolved 2 of 3",
        "the report has 1 people otherwise than the provider",
    ]
    assert dear.ledger == company.PRICE and not dear.is_good


def _with_credit(session: Session, owner: User) -> None:
    powers.give(session, owner.id, PowerKind.CREDITS, None, NOW)
    wallet = wallets.open_for(session, owner.id, NOW)
    amount = company.credits_for(PEOPLE)
    wallets.adjust(session, wallet.id, amount, (ids.new("add"), None, "Begin"), NOW)
