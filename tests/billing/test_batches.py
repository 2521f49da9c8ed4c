"""Packs are issued, loaded once, and listed by a number that only rises."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import delete

from occ.billing import batches, pair_codes
from occ.billing.batch_models import Batch, BatchPair
from occ.core.errors import Conflict, NotFound, OccError
from occ.core.run import Runner
from occ.flows import load_batch
from occ.flows.load_batch import LoadedBefore
from occ.users.models import User
from tests.builders import NOW, an_agent, at

HERE = "198.51.100.7"


@pytest.fixture
def ada(run: Runner) -> User:
    return run(an_agent, "Ada")


def a_pair(run: Runner, messages: int = 500) -> str:
    """Its code."""
    code = pair_codes.new_code()
    run(load_batch.issue, [(code, "digest")], messages, NOW)
    return code


def loads(run: Runner, ada: User, code: str, description: str = "") -> int:
    with run.reading() as session:
        pair = batches.pair(session, code)
    assert pair is not None
    return run(load_batch.load, ada.id, pair.id, description, HERE, NOW).id


def panel(run: Runner, sought: str = "") -> list[tuple[int, str, int, int, str | None]]:
    with run.reading() as session:
        return [
            (batch.id, batch.description, batch.messages, batch.left, who)
            for batch, who in batches.loaded(session, sought)
        ]


def test_a_loaded_pack_stands_in_the_panel_the_newest_first(run: Runner, ada: User) -> None:  # B1
    first, second = a_pair(run, 500), a_pair(run, 50)
    loads(run, ada, first, "Winter pack")
    loads(run, ada, second)

    assert panel(run) == [
        (2, second[:9], 50, 50, "Ada"),
        (1, "Winter pack", 500, 500, "Ada"),
    ]
    with run.reading() as session:
        assert batches.left(session) == 550


def test_a_number_never_returns(run: Runner, ada: User) -> None:  # B1
    number = loads(run, ada, a_pair(run))
    with run.database.writing() as session:
        session.execute(delete(BatchPair))
        session.execute(delete(Batch))

    assert loads(run, ada, a_pair(run)) == number + 1


def test_the_panel_is_searched_by_words_and_number(run: Runner, ada: User) -> None:
    loads(run, ada, a_pair(run), "Winter pack 2")
    loads(run, ada, a_pair(run), "100%_summer")

    assert [row[0] for row in panel(run, "WINTER")] == [1]
    assert [row[0] for row in panel(run, "2")] == [2, 1]
    assert [row[0] for row in panel(run, "%_")] == [2]


def test_a_pair_loads_once_and_says_when_it_did(run: Runner, ada: User) -> None:  # B2, B4
    code = a_pair(run)
    number = loads(run, ada, code)

    with pytest.raises(LoadedBefore) as refused:
        loads(run, ada, code)

    assert (refused.value.number, refused.value.loaded_at) == (number, NOW)
    assert len(panel(run)) == 1


def test_nor_when_several_press_at_the_same_instant(run: Runner, ada: User) -> None:  # B2
    code = a_pair(run)

    def press(_turn: int) -> bool:
        try:
            return loads(run, ada, code) > 0
        except LoadedBefore:
            return False

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(press, range(8))) == 1
    assert len(panel(run)) == 1


def test_a_revoked_pack_loads_nothing(run: Runner, ada: User) -> None:
    code = a_pair(run)
    run(load_batch.revoke, code, NOW)

    with pytest.raises(Conflict, match="revoked"):
        loads(run, ada, code)
    with pytest.raises(Conflict):
        run(load_batch.revoke, code, NOW)
    assert panel(run) == []


def test_what_is_loaded_or_was_never_issued_is_not_revoked(run: Runner, ada: User) -> None:
    code = a_pair(run)
    loads(run, ada, code)

    with pytest.raises(LoadedBefore):
        run(load_batch.revoke, code, NOW)
    with pytest.raises(NotFound):
        run(load_batch.revoke, pair_codes.new_code(), NOW)


def tries(run: Runner, user_id: int, network_address: str, seconds: float) -> Iterator[bool]:
    """Whether each further try is let through."""
    while True:
        try:
            run(load_batch.count_try, user_id, network_address, at(seconds))
            yield True
        except OccError:
            yield False


@pytest.mark.parametrize("other", [(2, HERE), (1, "203.0.113.9")])
def test_tries_are_counted_by_user_and_by_network_address(
    run: Runner, other: tuple[int, str]
) -> None:  # B2
    mine = tries(run, 1, HERE, 0)
    assert [next(mine) for _ in range(11)] == [True] * 10 + [False]

    assert not next(tries(run, *other, 1))
    assert next(tries(run, 1, HERE, 15 * 60))


def test_a_right_pair_costs_no_try(run: Runner, ada: User) -> None:
    mine = tries(run, ada.id, HERE, 0)
    for _ in range(12):
        assert next(mine)
        loads(run, ada, a_pair(run))
