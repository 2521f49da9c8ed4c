from __future__ import annotations

import socket
import threading
from typing import Any
from urllib.parse import urlsplit

import pytest

from occ.messaging.account import Step, Trouble
from occ.providers.simulator.server import Simulator
from occ.providers.twilio.provider import TwilioProvider
from occ.providers.twilio.wire import rebase


@pytest.mark.parametrize(
    ("url", "base", "called"),
    [
        ("https://api.twilio.com/a.json?B=%2B1", None, "https://api.twilio.com/a.json?B=%2B1"),
        ("https://api.twilio.com/a.json?B=%2B1", "http://h:1", "http://h:1/a.json?B=%2B1"),
        ("https://messaging.twilio.com/v2/x", "http://h:1/twilio/", "http://h:1/twilio/v2/x"),
        ("https://content.twilio.com/v1/x", "https://h", "https://h/v1/x"),
        ("https://api.dublin.ie1.twilio.com/a", "https://h", "https://h/a"),
        # The simulator's own pages already name it.
        ("http://h:1/v2/x?Page=1", "http://h:1", "http://h:1/v2/x?Page=1"),
        ("https://twilio.com.example.com/a", "https://h", "https://twilio.com.example.com/a"),
    ],
)
def test_one_base_stands_for_all_of_twilio(url: str, base: str | None, called: str) -> None:
    assert rebase(url, urlsplit(base) if base else None) == called


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """The resolver stands outside, like the provider: it answers for a name once this is set."""
    real, found = socket.getaddrinfo, threading.Event()

    def look_up(host: str, *more: Any, **options: Any) -> Any:
        if host == "slow.example":
            assert found.wait(60)
            host = "127.0.0.1"
        return real(host, *more, **options)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return found


def test_looking_a_name_up_counts_in_the_timeout(
    simulator: Simulator, found: threading.Event
) -> None:
    port = urlsplit(simulator.url).port
    twilio = TwilioProvider(f"http://slow.example:{port}", 0.2)

    with pytest.raises(Trouble) as trouble:
        twilio.account(simulator.credentials)
    found.set()

    assert trouble.value.step is Step.TIMEOUT
    assert TwilioProvider(f"http://slow.example:{port}", 10).account(simulator.credentials)


def test_a_base_that_is_no_url_is_refused_at_the_start() -> None:
    with pytest.raises(ValueError, match="IPv6"):
        TwilioProvider("http://[", 1.0)
