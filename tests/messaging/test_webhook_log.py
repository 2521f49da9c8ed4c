"""Every raw webhook with its fate: found by state, kind, number and id, and paged by an index."""

from __future__ import annotations

from datetime import timedelta

import pytest

from occ.core.run import Runner
from occ.messaging import inbox, webhook_log
from occ.messaging.inbox import FETCHED, MESSAGE, STATUS
from occ.messaging.webhook_log import Fate, Sought
from tests.builders import NOW, a_service, an_inbound, receive
from tests.plans import plan

MARTA = "whatsapp:+48500100200"
NORA = "whatsapp:PL.1234567890"


def came(run: Runner, address: str, sid: str | None, kind: str = MESSAGE) -> int:
    stored = run.plainly(inbox.store, "twilio", kind, address, sid, {"Body": ["Hello"]}, NOW)
    assert stored is not None
    return int(stored)


def found(run: Runner, sought: Sought, before: int | None = None) -> list[int]:
    with run.reading() as session:
        return [webhook.id for webhook in webhook_log.page(session, sought, before)[0]]


def test_each_has_a_fate_and_is_found_by_it(run: Runner) -> None:
    handled, waiting, failed, dead = (came(run, MARTA, f"SM{each}") for each in range(4))
    run(inbox.done, [handled])
    run(inbox.failed, failed, "OperationalError: busy", False, NOW)
    run(inbox.failed, dead, "ValueError: no sender", True, NOW)

    expected = {
        Fate.HANDLED: [handled],
        Fate.WAITING: [waiting],
        Fate.FAILED: [failed],
        Fate.DEAD: [dead],
        Fate.REPEATED: [],
        None: [dead, failed, waiting, handled],
    }
    assert {fate: found(run, Sought(fate)) for fate in expected} == expected
    with run.reading() as session:
        rows, _ = webhook_log.page(session, Sought())
        assert [webhook_log.fate(row) for row in rows] == list(Fate)[3::-1]


def test_what_is_posted_again_is_counted_and_nothing_is_stored(run: Runner) -> None:
    first, _other = came(run, MARTA, "SM1"), came(run, MARTA, "SM2")
    for _ in range(2):
        again = run.plainly(inbox.store, "twilio", MESSAGE, MARTA, "SM1", {}, NOW)
        assert again is None

    assert found(run, Sought(Fate.REPEATED)) == [first]
    with run.reading() as session:
        [row] = webhook_log.page(session, Sought(Fate.REPEATED))[0]
    assert (row.repeats, row.form) == (2, {"Body": ["Hello"]})


def test_a_webhook_of_what_was_fetched_takes_its_place_and_is_no_repetition(run: Runner) -> None:
    came(run, MARTA, "SM1", FETCHED)

    came(run, MARTA, "SM1")

    assert found(run, Sought(Fate.REPEATED)) == []


def test_a_number_is_found_however_it_is_typed_and_so_are_ids(run: Runner) -> None:
    marta, nora = came(run, MARTA, "SM1"), came(run, NORA, "SM2")
    by_sms, report = came(run, "48500100200", "7788"), came(run, "SM9", None, STATUS)

    for typed in ("+48 500 100 200", "+48500100200", "0048500100200", MARTA):
        assert marta in found(run, Sought(of=typed)), typed
    assert found(run, Sought(of="+48500100200")) == [by_sms, marta]
    assert found(run, Sought(of="PL.1234567890")) == [nora]
    assert found(run, Sought(of="SM2")) == [nora]
    assert found(run, Sought(of="SM9")) == [report]
    assert found(run, Sought(of="SM")) == []
    assert found(run, Sought(kind=STATUS)) == [report]
    assert found(run, Sought(Fate.WAITING, MESSAGE, "+48500100200")) == [by_sms, marta]


def test_pages_follow_each_other_without_a_gap(
    run: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook_log, "PAGE", 2)
    numbers = [came(run, MARTA, f"SM{each}") for each in range(5)]

    first = found(run, Sought())
    second = found(run, Sought(), first[-1])

    assert [*first, *second, *found(run, Sought(), second[-1])] == numbers[::-1]


def test_it_tells_the_message_that_it_became(run: Runner) -> None:
    run(a_service)
    inbound = an_inbound(sid="SM" + "1" * 32)
    run(receive, inbound, NOW + timedelta(seconds=1))
    nothing = came(run, MARTA, "SM2")
    report = came(run, inbound.sid, None, STATUS)

    with run.reading() as session:
        rows, _ = webhook_log.page(session, Sought())
        became = webhook_log.became(session, rows)

    assert nothing not in became
    assert len(became) == 2 and len(set(became.values())) == 1 and report in became


@pytest.mark.parametrize(
    ("sought", "index"),
    [
        (Sought(), ("INTEGER PRIMARY KEY", "SCAN webhooks")),
        (Sought(kind=STATUS), ("ix_webhooks_kind",)),
        (Sought(Fate.REPEATED), ("ix_webhooks_repeated",)),
        (Sought(Fate.DEAD), ("ix_webhooks_dead",)),
        (Sought(of="+48500100200"), ("ix_webhooks_address",)),
    ],
)
@pytest.mark.parametrize("dialect", ["sqlite"])
def test_none_of_a_million_is_read_but_what_the_page_shows(
    run: Runner, sought: Sought, index: tuple[str, ...]
) -> None:
    """PostgreSQL decides by its statistics, and here there is nothing to count."""
    with run.reading() as session:
        for before in (None, 1000):
            steps = plan(session, webhook_log.query(sought, before).limit(51))
            assert any(each in steps for each in index), steps
            if sought != Sought():
                assert "SCAN webhooks USING INTEGER" not in steps


@pytest.mark.parametrize("dialect", ["sqlite"])
@pytest.mark.parametrize("fate", [Fate.WAITING, Fate.FAILED])
def test_what_is_not_handled_yet_is_not_sought_from_the_end_of_the_log(
    run: Runner, fate: Fate
) -> None:
    with run.reading() as session:
        assert "ix_webhooks_pending" in plan(session, webhook_log.query(Sought(fate), 9).limit(51))
