"""The line to a provider: who waits, who is believed, and what certainly never left."""

from __future__ import annotations

import socket
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from occ.providers.web import Line, NoAnswer, NotConnected, encoded
from tests.providers import neighbours

_HELLO = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"


def test_who_waits_too_long_for_others_calls_has_sent_nothing() -> None:
    line = Line(1)
    with socket.create_server(("127.0.0.1", 0)) as listener, ThreadPoolExecutor(1) as pool:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        first = pool.submit(line.call, "GET", url, {}, 30)
        with listener.accept()[0] as connection:
            connection.recv(65536)

            with pytest.raises(NotConnected) as failed:
                line.call("GET", url, {}, 0.05)

            connection.sendall(_HELLO)
            assert first.result().text == "{}"
    assert failed.value.step == "timeout"


def test_an_answer_that_drips_in_is_given_up_at_the_timeout_of_the_whole_call() -> None:  # C1
    with neighbours.dripping() as url, pytest.raises(NoAnswer) as failed:
        Line(1, is_whole=True).call("POST", url, {}, 0.5, "a=1")

    assert failed.value.what == "timeout"


def test_the_environments_proxy_is_gone_through(monkeypatch: pytest.MonkeyPatch) -> None:
    with neighbours.saying(_HELLO) as proxy:
        monkeypatch.setenv("http_proxy", proxy)
        monkeypatch.delenv("no_proxy", raising=False)
        monkeypatch.delenv("NO_PROXY", raising=False)

        answer = Line(1).call("GET", "http://nowhere.invalid/a?b=1", {}, 5)

    assert (answer.status, answer.text) == (200, "{}")


def test_no_password_of_a_netrc_is_sent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password else\n")
    monkeypatch.setenv("NETRC", str(netrc))
    with socket.create_server(("127.0.0.1", 0)) as listener, ThreadPoolExecutor(1) as pool:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        call = pool.submit(Line(1).call, "GET", url, {"Authorization": b"Bearer ours"}, 30)
        with listener.accept()[0] as connection:
            asked = connection.recv(65536)
            connection.sendall(_HELLO)
        call.result()

    assert b"\r\nAuthorization: Bearer ours\r\n" in asked and b"Basic" not in asked


@pytest.mark.parametrize("token", [b"two\nlines", "two\r\nlines"])
def test_a_header_that_can_not_be_written_leaves_nothing(token: str | bytes) -> None:
    with neighbours.silence() as url, pytest.raises(NotConnected):
        Line(1).call("GET", url, {"Authorization": token}, 5)


def test_a_certificate_bundle_that_is_not_there_leaves_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/nowhere/ca.pem")

    with pytest.raises(NotConnected):
        Line(1).call("GET", "https://127.0.0.1:9", {}, 5)


def test_a_redirect_is_an_answer_like_any_other() -> None:
    away = b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:9/\r\nContent-Length: 0\r\n\r\n"
    with neighbours.saying(away) as url:
        assert Line(1).call("GET", url, {}, 5).status == 302


def test_an_answer_that_breaks_off_is_lost() -> None:
    with neighbours.saying(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{}") as url:
        with pytest.raises(NoAnswer):
            Line(1).call("GET", url, {}, 5)


def test_a_form_names_a_list_again_and_leaves_out_what_is_not_there() -> None:
    assert encoded({"a": "ż &", "b": None, "c": ["1", "2"]}) == "a=%C5%BC+%26&c=1&c=2"
