"""`python -m occ.providers.simulator`: Twilio on a port of its own.

Its first line of output is JSON: `{"url", "account_sid", "auth_token", "numbers"}`.
"""

from __future__ import annotations

import json
import signal
import threading

import click

from occ.providers.simulator.account import Account
from occ.providers.simulator.exchange import Exchange
from occ.providers.simulator.script import Script
from occ.providers.simulator.server import serve_in_thread


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=0, help="0 takes a free one.")
@click.option("--number", "phones", multiple=True, default=("+390612345678",), show_default=True)
@click.option("--webhook", default="", help="Where customers' messages are posted.")
@click.option("--account-sid", default=Account.sid, show_default=True)
@click.option("--auth-token", default=None, help="Default: one that everybody knows.")
@click.option("--second-token", default=None)
@click.option("--demo", is_flag=True, help="Four customers write by themselves.")
def main(
    host: str,
    port: int,
    phones: tuple[str, ...],
    webhook: str,
    account_sid: str,
    auth_token: str | None,
    second_token: str | None,
    demo: bool,
) -> None:
    """Play Twilio until interrupted."""
    token = auth_token or Account().auth_token
    exchange = Exchange(Account(account_sid, token, second_token), phones, webhook)
    stop = threading.Event()
    for signal_ in (signal.SIGINT, signal.SIGTERM):
        signal.signal(signal_, lambda *_: stop.set())
    with serve_in_thread(host, port, exchange) as running:
        facts = {"account_sid": account_sid, "auth_token": token, "numbers": phones}
        click.echo(json.dumps({"url": running.url, **facts}))
        if demo:
            Script(exchange).start()
        stop.wait()


if __name__ == "__main__":
    main()
