"""`occ credit check`, and the job that does the same every night."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from occ import accounting
from occ.core.run import Runner
from tests.billing.purse import a_wallet


def tamper(session: Session) -> None:
    session.execute(text("UPDATE wallets SET available = available + 1"))


def test_it_tells_what_every_account_holds(run: Runner) -> None:
    run(a_wallet, 10)

    report, differs = accounting.check(run.database)

    assert not differs
    assert report.splitlines() == [
        "issued -10 · available 10 · held 0 · spent 0 · sum 0",
        "Every balance is what its entries say.",
    ]


def test_and_whose_balance_is_another_than_the_entries_say(run: Runner) -> None:
    run(a_wallet, 10)
    run(tamper)

    report, differs = accounting.check(run.database)

    assert differs
    assert "Ana: available by entries is 10001, and its rows say 10000" in report


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_checking_mends_nothing(run: Runner) -> None:
    run(a_wallet, 10)
    run(tamper)

    assert accounting.check(run.database) == accounting.check(run.database)
