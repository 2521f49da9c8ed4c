"""Hold, capture, release, refund: each once, and the sums right after every one."""

from __future__ import annotations

import pytest

from occ.billing import reservations
from occ.billing.ledger import KeyReused
from occ.billing.reservations import Ask, NoCredit
from occ.core.errors import Conflict, NotFound
from occ.core.run import Runner
from tests.billing.purse import a_wallet, entries, stands
from tests.builders import NOW

ONE = Ask("message:1", parts=2, price=1500)


@pytest.fixture
def purse(run: Runner) -> int:
    return run(a_wallet, 10)


def test_a_message_is_held_then_captured(run: Runner, purse: int) -> None:  # D5
    run(reservations.hold, purse, [ONE], NOW)
    assert stands(run, purse) == (7000, 3000)

    run(reservations.capture, "message:1", 2, NOW)

    assert stands(run, purse) == (7000, 0)
    assert entries(run, purse)[1:] == [("held", 3000, 7000, 3000), ("captured", 3000, 7000, 0)]


def test_fewer_parts_billed_give_the_rest_back(run: Runner, purse: int) -> None:
    run(reservations.hold, purse, [ONE], NOW)

    run(reservations.capture, "message:1", 1, NOW)

    assert stands(run, purse) == (8500, 0)
    assert entries(run, purse)[2:] == [("captured", 1500, 7000, 1500), ("released", 1500, 8500, 0)]


def test_more_parts_billed_are_paid_from_what_is_available(run: Runner, purse: int) -> None:
    run(reservations.hold, purse, [ONE], NOW)

    run(reservations.capture, "message:1", 3, NOW)

    assert stands(run, purse) == (5500, 0)


def test_and_no_further_than_it_goes(run: Runner, purse: int) -> None:
    run(reservations.hold, purse, [ONE, Ask("message:2", 4, 1500)], NOW)

    settled = run(reservations.capture, "message:1", 4, NOW)

    assert stands(run, purse) == (0, 6000)
    assert (settled.spent, settled.short) == (4000, 2000)


def test_a_refused_message_gives_its_credit_back(run: Runner, purse: int) -> None:
    run(reservations.hold, purse, [ONE], NOW)

    run(reservations.release, "message:1", NOW)

    assert stands(run, purse) == (10_000, 0)


def test_a_refund_is_an_entry_of_its_own(run: Runner, purse: int) -> None:
    run(reservations.hold, purse, [ONE], NOW)
    run(reservations.capture, "message:1", 2, NOW)

    run(reservations.refund, "message:1", NOW)

    assert stands(run, purse) == (10_000, 0)
    assert entries(run, purse)[-1] == ("refunded", 3000, 10_000, 0)


def test_each_effect_happens_once_however_often_it_is_asked_for(run: Runner, purse: int) -> None:
    for _ in range(2):
        run(reservations.hold, purse, [ONE], NOW)
    for _ in range(2):
        run(reservations.capture, "message:1", 1, NOW)
    run(reservations.hold, purse, [ONE], NOW)
    for _ in range(2):
        run(reservations.refund, "message:1", NOW)
    run(reservations.capture, "message:1", 1, NOW)

    assert stands(run, purse) == (10_000, 0)
    assert [kind for kind, *_ in entries(run, purse)] == [
        "added",
        "held",
        "captured",
        "released",
        "refunded",
    ]


def test_the_same_key_with_other_content_is_an_error(run: Runner, purse: int) -> None:
    run(reservations.hold, purse, [ONE], NOW)
    with pytest.raises(KeyReused):
        run(reservations.hold, purse, [Ask("message:1", 3, 1500)], NOW)
    run(reservations.capture, "message:1", 2, NOW)
    with pytest.raises(KeyReused):
        run(reservations.capture, "message:1", 1, NOW)

    assert stands(run, purse) == (7000, 0)


def test_what_is_settled_one_way_is_not_settled_another(run: Runner, purse: int) -> None:
    run(reservations.hold, purse, [ONE], NOW)
    with pytest.raises(Conflict, match="settled already"):
        run(reservations.refund, "message:1", NOW)
    run(reservations.release, "message:1", NOW)
    with pytest.raises(Conflict, match="settled already"):
        run(reservations.capture, "message:1", 2, NOW)
    with pytest.raises(NotFound):
        run(reservations.release, "message:2", NOW)

    assert stands(run, purse) == (10_000, 0)


def test_the_last_credit_is_spent_and_not_one_more(run: Runner, purse: int) -> None:
    run(reservations.hold, purse, [Ask("all", 10, 1000)], NOW)

    with pytest.raises(NoCredit, match=r"takes 0\.001 credits, and 0 are available"):
        run(reservations.hold, purse, [Ask("more", 1, 1)], NOW)

    assert stands(run, purse) == (0, 10_000)


def test_a_claim_of_many_is_held_whole_or_not_at_all(run: Runner, purse: int) -> None:
    with pytest.raises(NoCredit):
        run(reservations.hold, purse, [Ask(f"message:{n}", 1, 3000) for n in range(4)], NOW)
    assert stands(run, purse) == (10_000, 0)

    run(reservations.hold, purse, [Ask(f"message:{n}", 1, 3000) for n in range(3)], NOW)

    assert stands(run, purse) == (1000, 9000)


def test_a_claim_repeated_with_one_more_holds_only_that_one(run: Runner, purse: int) -> None:
    run(reservations.hold, purse, [ONE], NOW)

    run(reservations.hold, purse, [ONE, Ask("message:2", 1, 1500)], NOW)

    assert stands(run, purse) == (5500, 4500)


def test_no_message_is_free() -> None:
    with pytest.raises(ValueError, match="no message is free"):
        Ask("message:1", 1, 0)
