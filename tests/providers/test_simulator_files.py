"""The simulator hands files out as Twilio does: from another host, which wants no credentials."""

from __future__ import annotations

import pytest
import requests

from occ.providers.simulator.customers import Customer
from occ.providers.simulator.kinds import KINDS
from occ.providers.simulator.server import Simulator

MARTA = Customer("Marta", "+48500100200")


def address(simulator: Simulator, kind: str = "image") -> str:
    return simulator.write(MARTA, kind=kind).parameters["MediaUrl0"]


def asked(simulator: Simulator, url: str, token: str = "") -> requests.Response:
    account = simulator.credentials
    auth = (account.account_sid, token or account.auth_token)
    return requests.get(url, auth=auth, allow_redirects=False, timeout=5)


def test_the_api_sends_on_whoever_has_the_token_to_another_host(simulator: Simulator) -> None:
    url = address(simulator)

    answer = asked(simulator, url)
    there = requests.get(answer.headers["Location"], timeout=5)

    assert answer.status_code == 307
    assert asked(simulator, url, "wrong").status_code == 401
    assert not answer.headers["Location"].startswith(simulator.url)
    assert (there.headers["Content-Type"], there.content[:4]) == ("image/png", b"\x89PNG")


def test_where_files_lie_a_token_is_refused_and_told_of(simulator: Simulator) -> None:
    there = asked(simulator, address(simulator)).headers["Location"]

    assert asked(simulator, there).status_code == 400
    assert [alert.text for alert in simulator.exchange.alerts][-1].endswith("shown credentials")


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "text"])
def test_every_kind_that_has_a_file_has_one_that_is_what_it_says(
    simulator: Simulator, kind: str
) -> None:
    given = simulator.write(MARTA, kind=kind).parameters
    if "MediaUrl0" not in given:
        return

    there = requests.get(asked(simulator, given["MediaUrl0"]).headers["Location"], timeout=5)

    assert there.ok and there.headers["Content-Type"] == given["MediaContentType0"]


def test_a_trouble_ends_after_so_many_files(simulator: Simulator) -> None:
    url = address(simulator)
    simulator.behave(media="missing", media_times=2)

    assert [asked(simulator, url).status_code for _ in range(3)] == [404, 404, 307]
