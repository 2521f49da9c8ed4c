"""Twilio's HTTP without its SDK between, as curl would call it."""

from __future__ import annotations

from typing import Any

import requests

from occ.providers.simulator.server import Simulator

PHONE = "+390612345678"


class Api:
    def __init__(self, simulator: Simulator) -> None:
        account = simulator.exchange.account
        self.auth = (account.sid, account.auth_token)
        self.root = simulator.url
        self.account = f"{simulator.url}/2010-04-01/Accounts/{account.sid}"

    def get(self, url: str, **params: str) -> Any:
        return requests.get(url, params=params, auth=self.auth, timeout=20)

    def post(self, url: str, **form: str) -> Any:
        return requests.post(url, data=form, auth=self.auth, timeout=20)

    def send(self, **changes: str) -> Any:
        form = {"To": "whatsapp:+48500100200", "From": f"whatsapp:{PHONE}", "Body": "Hello"}
        form |= changes
        return self.post(f"{self.account}/Messages.json", **{k: v for k, v in form.items() if v})
