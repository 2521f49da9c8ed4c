"""Behind nginx every request comes from this machine; whose it is stands in a header."""

from __future__ import annotations

import pytest
from flask import Flask, request

from occ.users import tries
from tests.web.browser import Browser, shown


@pytest.mark.parametrize(
    ("peer", "header", "seen"),
    [
        ("127.0.0.1", "203.0.113.7", "203.0.113.7"),
        ("::1", "2001:db8::7", "2001:db8::7"),
        # What the visitor wrote themselves stands before what the proxy added.
        ("127.0.0.1", "198.51.100.1, 203.0.113.7", "203.0.113.7"),
        ("203.0.113.9", "198.51.100.1", "203.0.113.9"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("127.0.0.1", "unknown", "127.0.0.1"),
    ],
)
def test_only_a_proxy_on_this_machine_says_whose_request_it_is(
    app: Flask, peer: str, header: str, seen: str
) -> None:
    heard = []
    app.before_request(lambda: heard.append(request.remote_addr))

    Browser(app).client.get(
        "/health/live", environ_base={"REMOTE_ADDR": peer}, headers={"X-Forwarded-For": header}
    )

    assert heard == [seen]


def test_tries_to_sign_in_are_counted_by_visitor_and_not_by_proxy(stranger: Browser) -> None:
    def sign_in(number: int, address: str) -> str:
        form = {"email": f"nobody{number}@example.com", "password": "wrong"}
        return shown(stranger.post("/sign-in", form, **{"X-Forwarded-For": address}))

    for number in range(tries.MOST_PER_ADDRESS):
        sign_in(number, "203.0.113.7")

    assert "Too many tries." in sign_in(100, "203.0.113.7")
    assert "Too many tries." not in sign_in(101, "203.0.113.8")
