"""Credit added and taken by hand, and a ledger that nobody can change."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from occ.billing import drift, reservations, wallets
from occ.billing.ledger import KeyReused
from occ.billing.reservations import Ask
from occ.core.errors import Conflict, Invalid
from occ.core.run import Runner
from tests.billing.purse import a_wallet, entries, stands
from tests.builders import NOW

WHY = ("add:form-1", None, "October top-up")


def test_credit_is_added_and_taken_by_a_signed_number(run: Runner) -> None:  # D3
    purse = run(a_wallet)

    run(wallets.adjust, purse, 500, WHY, NOW)
    run(wallets.adjust, purse, -120, ("add:form-2", None, "Too much"), NOW)

    assert stands(run, purse) == (380_000, 0)
    assert entries(run, purse) == [("added", 500_000, 500_000, 0), ("taken", 120_000, 380_000, 0)]


def test_the_same_form_sent_twice_adds_once(run: Runner) -> None:
    purse = run(a_wallet)

    assert run(wallets.adjust, purse, 500, WHY, NOW) is True
    assert run(wallets.adjust, purse, 500, WHY, NOW) is False

    assert stands(run, purse) == (500_000, 0)


def test_another_effect_under_the_same_key_is_an_error(run: Runner) -> None:
    purse = run(a_wallet)
    run(wallets.adjust, purse, 500, WHY, NOW)

    with pytest.raises(KeyReused):
        run(wallets.adjust, purse, 501, WHY, NOW)

    assert stands(run, purse) == (500_000, 0)


@pytest.mark.parametrize(
    ("amount", "reason", "field"),
    [(0, "Nothing", "amount"), (5, " ", "reason"), (2_000_000_000, "All", "amount")],
)
def test_zero_and_a_missing_reason_are_refused(
    run: Runner, amount: int, reason: str, field: str
) -> None:  # D3
    purse = run(a_wallet)

    with pytest.raises(Invalid) as refused:
        run(wallets.adjust, purse, amount, ("add:1", None, reason), NOW)

    assert list(refused.value.fields) == [field]


def test_taking_never_takes_what_is_held_nor_goes_below_zero(run: Runner) -> None:  # D3
    purse = run(a_wallet, 10)
    run(reservations.hold, purse, [Ask("message:1", 4, 1000)], NOW)

    with pytest.raises(Conflict, match="6 credits are available and 4 are set aside"):
        run(wallets.adjust, purse, -7, ("take:1", None, "All of it"), NOW)
    run(wallets.adjust, purse, -6, ("take:2", None, "What is there"), NOW)

    assert stands(run, purse) == (0, 4000)


def test_a_wallet_holds_no_more_than_figures_can(run: Runner) -> None:
    purse = run(a_wallet)
    run(execute, "UPDATE wallets SET available = 1000000000000000")

    with pytest.raises(Conflict, match="at most 1000000000000 credits"):
        run(wallets.adjust, purse, 1, ("add:one", None, "One more"), NOW)


@pytest.mark.parametrize(
    "forgery",
    [
        "UPDATE ledger_entries SET amount = 1",
        "UPDATE ledger_entries SET reason = 'another'",
        "DELETE FROM ledger_entries",
        "DELETE FROM reservations",
        "DELETE FROM wallets",
        "UPDATE wallets SET user_id = user_id + 1",
        "UPDATE wallets SET available = -1",
        "UPDATE wallets SET held = -1",
        "UPDATE wallets SET used_day = -1",
        "UPDATE reservations SET amount = 1",
        "UPDATE reservations SET state = 'refunded'",
        "INSERT INTO ledger_entries (key, digest, wallet_id, kind, source, destination, amount,"
        " available, held, at, facts) SELECT 'k', '', id, 'added', 'spent', 'available', 5, 5, 0,"
        " '2026-11-22', '{}' FROM wallets",
        "INSERT INTO ledger_entries (key, digest, wallet_id, kind, source, destination, amount,"
        " available, held, at, facts) SELECT 'k', '', id, 'added', 'issued', 'available', -5, 5, 0,"
        " '2026-11-22', '{}' FROM wallets",
    ],
)
def test_the_database_itself_refuses_to_change_what_was_written(run: Runner, forgery: str) -> None:
    purse = run(a_wallet, 10)
    run(reservations.hold, purse, [Ask("message:1", 4, 1000)], NOW)

    with pytest.raises(DBAPIError):
        run(execute, forgery)

    assert stands(run, purse) == (6000, 4000)


@pytest.mark.parametrize("dialect", ["sqlite"])
@pytest.mark.parametrize("table", ["ledger_entries", "reservations"])
def test_nor_does_sqlite_replace_it(run: Runner, table: str) -> None:
    purse = run(a_wallet, 10)
    run(reservations.hold, purse, [Ask("message:1", 4, 1000)], NOW)

    with pytest.raises(DBAPIError, match="nothing is replaced"):
        run(execute, f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")


@pytest.mark.parametrize("dialect", ["postgresql"])
@pytest.mark.parametrize("table", ["ledger_entries", "reservations"])
def test_nor_does_postgresql_empty_it(run: Runner, table: str) -> None:
    with pytest.raises(DBAPIError, match="nothing is deleted"):
        run(execute, f"TRUNCATE {table} CASCADE")


def test_a_balance_that_differs_from_the_entries_is_found_and_left_as_it_is(run: Runner) -> None:
    purse = run(a_wallet, 10)
    run(execute, "UPDATE wallets SET available = 12000, used_day = 3")

    with run.reading() as session:
        found = drift.drift(session)

    assert [(each.wallet_id, each.what, each.kept, each.real) for each in found] == [
        (purse, "available by entries", 12_000, 10_000),
        (purse, "used this day", 3, 0),
    ]


def execute(session: Session, statement: str) -> None:
    session.execute(text(statement))
