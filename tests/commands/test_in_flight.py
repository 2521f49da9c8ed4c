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


def test_one_that_broke_is_not_under_way_any_more() -> None:
    counted = InFlight(pages)

    with pytest.raises(RuntimeError):
        counted({"PATH_INFO": "/broken"}, None)

    assert counted.count == 0


def test_a_socket_is_nothing_that_a_stop_waits_for() -> None:
    counted = InFlight(pages)

    counted({"PATH_INFO": "/socket.io/"}, None)

    assert counted.count == 0
