from __future__ import annotations

from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from occ.core import events
from occ.core.events import Event
from occ.core.run import Runner
from tests.builders import NOW, Clock

MOST = 100


def happens(session: Session, *streams: str, name: str = "it_happened") -> None:
    events.record(session, name, {"of": sorted(streams)}, streams)


def happens_twice(session: Session) -> None:
    happens(session, "user:1", name="first")
    happens(session, "user:1", "user:2", name="second")


def missed(run: Runner, **cursors: int) -> list[tuple[str, int]] | None:
    """Name and number of what is missed in each stream, given as `user_1=3`."""
    with run.reading() as session:
        named = {name.replace("_", ":"): cursor for name, cursor in cursors.items()}
        found = events.since(session, named, MOST)
    return None if found is None else [(e.name, n) for e in found for n in e.numbers.values()]


def test_each_stream_counts_for_itself_in_the_order_of_telling(
    run: Runner, told: list[Event]
) -> None:
    run(happens_twice)
    run(happens, "user:2")

    assert [event.numbers for event in told] == [
        {"user:1": 1},
        {"user:1": 2, "user:2": 1},
        {"user:2": 2},
    ]


def test_what_was_missed_is_given_again(run: Runner) -> None:
    run(happens_twice)
    run(happens, "user:1", name="third")

    assert missed(run, user_1=1) == [("second", 2), ("third", 3)]


def test_nothing_missed_is_nothing(run: Runner) -> None:
    run(happens_twice)

    assert missed(run, user_1=2, user_2=1) == []
    assert missed(run, user_9=0) == []


def test_too_much_is_told_as_such(run: Runner) -> None:
    run(happens_twice)

    with run.reading() as session:
        assert events.since(session, {"user:1": 0, "user:2": 0}, 3) is not None
        assert events.since(session, {"user:1": 0, "user:2": 0}, 2) is None


def test_what_is_no_longer_kept_is_told_as_such(run: Runner, clock: Clock) -> None:
    run(happens, "user:1")
    clock.time += timedelta(minutes=59)
    run(happens, "user:1")
    assert missed(run, user_1=0) is not None

    run(events.forget, NOW + timedelta(minutes=61))

    assert missed(run, user_1=0) is None
    assert missed(run, user_1=1) == [("it_happened", 2)]


def test_a_cursor_from_before_a_restored_backup_is_told_as_such(run: Runner) -> None:
    run(happens, "user:1")

    assert missed(run, user_1=2) is None


def test_heads_are_there_for_streams_in_which_nothing_happened(run: Runner) -> None:
    run(happens_twice)

    with run.reading() as session:
        assert events.heads_of(session, ["user:1", "user:2", "user:3"]) == {
            "user:1": 2,
            "user:2": 1,
            "user:3": 0,
        }


def test_an_undone_flow_leaves_no_gap(run: Runner, told: list[Event]) -> None:
    with pytest.raises(RuntimeError):
        run(happen_and_break)
    run(happens, "user:1")

    assert [event.numbers for event in told] == [{"user:1": 1}]


def happen_and_break(session: Session) -> None:
    happens(session, "user:1")
    raise RuntimeError


def test_flows_at_once_leave_no_gap_and_no_double_in_any_stream(
    run: Runner, told: list[Event]
) -> None:
    crossing = [("user:1", "user:2"), ("user:2", "user:1", "user:3"), ("user:3", "user:1")]

    with ThreadPoolExecutor(6) as pool:
        for done in [pool.submit(run, happens, *crossing[n % 3]) for n in range(60)]:
            done.result()

    numbers = defaultdict(list)
    for event in told:
        for stream, number in event.numbers.items():
            numbers[stream].append(number)
    assert {stream: sorted(found) for stream, found in numbers.items()} == {
        "user:1": list(range(1, 61)),
        "user:2": list(range(1, 41)),
        "user:3": list(range(1, 41)),
    }
