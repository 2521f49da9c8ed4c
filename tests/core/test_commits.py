"""The rules of transactions, clocks and pushes that a reader of one file can't see broken."""

from __future__ import annotations

import re

import pytest

from tests.test_house import ROOT, places

OCC = ROOT / "occ"
EDGES = {"doctor", "migrations", "moving", "torture", "web", "realtime", "jobs", "providers"}
FILES = sorted(OCC.rglob("*.py"))
INNER = [
    path
    for path in FILES
    if path.parent != OCC and path.relative_to(OCC).parts[0] not in EDGES | {"core"}
]


def named(found: list[str]) -> set[str]:
    return {line.split(":")[0] for line in found}


@pytest.mark.parametrize(
    ("what", "where"),
    [
        # One transaction around one flow, from any edge.
        (r"session\.(commit|rollback|begin|begin_nested)\(", {"occ/core/db.py"}),
        (r"(?<!requests\.)\bSession\(", {"occ/core/db.py"}),
        # FOR UPDATE by hand would stop the checks of foreign keys.
        (r"with_for_update", {"occ/core/locks.py"}),
        # Pushes follow commits.
        (r"\.emit\(", {"occ/realtime/publish.py"}),
    ],
)
def test_what_one_place_does_no_other_does(what: str, where: set[str]) -> None:
    assert named(places(re.compile(what), FILES)) == where


def test_rooms_and_flows_do_not_look_at_the_clock() -> None:
    clock = re.compile(r"clock\.now|datetime\.now|time\.time|monotonic|utcnow")

    assert places(clock, INNER) == []


def test_rooms_and_flows_wait_for_nothing() -> None:
    waiting = re.compile(r"\bsleep\(|requests\.|urlopen\(|hash_password\(|(?<![.\w])open\(")
    # What edges have core/blocking.py run: plain values in and out, and no session.
    slow = {OCC / "users" / "passwords.py", OCC / "contacts" / "imports" / "tables.py"}

    assert places(waiting, [path for path in INNER if path not in slow]) == []


def test_there_is_something_to_look_at() -> None:
    assert {"flows", "routing", "messaging"} <= {path.parent.name for path in INNER}
