from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pytest

from occ.serving import InFlight


def pages(environ: dict[str, Any], _start_response: object) -> Iterable[bytes]:
    if environ["PATH_INFO"] == "/broken":
        raise RuntimeError("out of memory")
    return parts()


def parts() -> Iterator[bytes]:
    yield b"half"
    yield b"the other half"


def test_a_request_is_under_way_until_the_last_of_its_answer_is_taken() -> None:
    counted = InFlight(pages)

    answer = counted({"PATH_INFO": "/"}, None)
    assert b"".join(answer) == b"halfthe other half"
    assert counted.count == 1
    answer.close()  # type: ignore[attr-defined]

    assert counted.count == 0


def test_an_answer_that_the_server_forgets_to_close_is_over_when_it_is_gone() -> None:
    """Werkzeug's development server does so where the browser went away."""
    counted = InFlight(pages)

    answer = counted({"PATH_INFO": "/"}, None)
    assert counted.count == 1
    del answer

    assert counted.count == 0


def test_one_that_is_closed_twice_is_counted_once() -> None:
    counted = InFlight(pages)
    counted({"PATH_INFO": "/"}, None).close()  # type: ignore[attr-defined]

    answer = counted({"PATH_INFO": "/"}, None)
    for _ in range(2):
        answer.close()  # type: ignore[attr-defined]
    del answer

    assert counted.count == 0


def test_one_that_broke_is_not_under_way_any_more() -> None:
    counted = InFlight(pages)

    with pytest.raises(RuntimeError):
        counted({"PATH_INFO": "/broken"}, None)

    assert counted.count == 0


def test_a_socket_is_nothing_that_a_stop_waits_for() -> None:
    counted = InFlight(pages)

    counted({"PATH_INFO": "/socket.io/"}, None)

    assert counted.count == 0
