"""A redirect leads nowhere but to the public internet."""

from __future__ import annotations

import socket

import pytest
from requests.auth import HTTPBasicAuth

from occ.providers.twilio.public_web import NotPublic, PublicWeb, is_public


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "::1",
        "fe80::1%eth0",
        "fd00::1",
        "::ffff:127.0.0.1",
        "2002:7f00:1::",
    ],
)
def test_addresses_beside_us_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["3.5.140.2", "2600:9000::1", "::ffff:3.5.140.2"])
def test_addresses_of_the_internet_are(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "http://files.example.com/x",
        "https://127.0.0.1/x",
        "https://[::1]/x",
        "https://169.254.169.254/latest/meta-data",
        "https://user:secret@files.example.com/x",
        "ftp://files.example.com/x",
        "//files.example.com/x",
        "https://",
        "https://[",
        "",
    ],
)
def test_an_address_that_is_not_public_is_not_asked(url: str) -> None:
    with PublicWeb(None) as web, pytest.raises(NotPublic):
        web.get_public(url, 1.0)


def test_a_name_that_leads_to_this_machine_is_told_nothing() -> None:
    """The name looks like any other: only the peer shows where it has led."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        with PublicWeb(None) as web, pytest.raises(NotPublic):
            web.get_public(f"https://localhost:{port}/x", 1.0)
        peer, _ = listener.accept()
        with peer:
            assert peer.recv(10) == b""


def test_the_operators_own_stand_in_may_be_anywhere_and_never_gets_the_token(
    monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener, PublicWeb("127.0.0.1") as web:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/x"
        netrc = f"{tmp_path}/netrc"
        with open(netrc, "w") as file:
            file.write("machine 127.0.0.1 login me password secret\n")
        monkeypatch.setenv("NETRC", netrc)

        for ask in (
            lambda: web.get(url, 0.2, HTTPBasicAuth("AC1", "token")),
            lambda: web.get_public(url, 0.2),
        ):
            with pytest.raises(OSError):
                ask()
        asked = [_request(listener) for _ in range(2)]

    assert ["Authorization" in one for one in asked] == [True, False]


def _request(listener: socket.socket) -> str:
    peer, _ = listener.accept()
    with peer:
        return peer.recv(4096).decode()
