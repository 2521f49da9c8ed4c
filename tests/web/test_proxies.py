"""Whose request it is: the peer's, unless the operator says that proxies stand before OCC."""

from __future__ import annotations

import dataclasses

import pytest
from flask import request

from occ.app import create_app
from occ.config import BadConfig, Config, from_environment
from occ.core.errors import TooMany
from occ.core.run import Runner
from occ.flows import people
from occ.users import tries
from occ.users.models import User
from tests.builders import NOW

FORWARDED = "198.51.100.1, 203.0.113.7"


@pytest.mark.parametrize(
    ("proxies", "seen"),
    [
        (0, "127.0.0.1"),
        # What the visitor wrote themselves stands before what the proxy added.
        (1, "203.0.113.7"),
        (2, "198.51.100.1"),
    ],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_forwarded_address_is_believed_of_so_many_proxies_and_no_more(
    config: Config, proxies: int, seen: str
) -> None:
    app = create_app(dataclasses.replace(config, proxies=proxies))
    heard = []
    app.before_request(lambda: heard.append(request.remote_addr))

    app.test_client().get("/health/live", headers={"X-Forwarded-For": FORWARDED})

    assert heard == [seen]
    app.extensions["occ"].run.database.close()


def test_a_right_password_is_no_try_against_its_address(run: Runner, ada: User) -> None:
    for _ in range(tries.MOST_PER_ADDRESS + 1):
        run(people.count_try, ada.email, "203.0.113.7", NOW)
        run(people.signed_in, ada.id, "203.0.113.7", NOW)

    for number in range(tries.MOST_PER_ADDRESS):
        run(people.count_try, f"nobody{number}@example.com", "203.0.113.7", NOW)
    with pytest.raises(TooMany):
        run(people.count_try, "somebody@example.com", "203.0.113.7", NOW)


@pytest.mark.parametrize("proxies", ["-1", "one", ""])
def test_a_number_of_proxies_that_is_none_is_refused_with_a_sentence(proxies: str) -> None:
    with pytest.raises(BadConfig, match="OCC_PROXIES"):
        from_environment({"OCC_PROXIES": proxies})
