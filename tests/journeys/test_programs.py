"""An administrator lets a program in, gives it credit, and shuts it out again (D1–D3, D6, D7)."""

from __future__ import annotations

import requests
from playwright.sync_api import expect

from tests.journeys.conftest import Open, signed_in
from tests.journeys.house import House


def test_a_program_is_let_in_given_credit_and_shut_out(house: House, opened: Open) -> None:
    ada = signed_in(house, opened, "ada")
    ada.goto(f"{house.server.url}/users")

    ada.get_by_role("link", name="Programs").click()  # D1
    ada.get_by_role("link", name="Add program").click()
    ada.get_by_label("Name", exact=True).fill("Online shop")
    ada.get_by_role("button", name="Add program").click()
    ada.get_by_label("Name", exact=True).fill("Its server")
    ada.get_by_label("Read the program's own credit").check()
    ada.get_by_role("button", name="Make the token").click()
    token = ada.locator("#token-text").inner_text()
    assert asked(house, token).status_code == 404

    ada.get_by_role("link", name="Powers").click()
    ada.get_by_text("Create a new power").click()  # D2
    ada.get_by_role("button", name="Credits").click()
    ada.locator("#amount").fill("500")
    ada.get_by_label("Reason").fill("To begin")
    ada.get_by_role("button", name="Add", exact=True).click()  # D3
    expect(ada.get_by_text("500 credits were added.")).to_be_visible()

    answer = asked(house, token)
    assert answer.json()["available"] == "500"
    [line] = asked(house, token, "/log").json()["items"]  # D6
    assert (line["kind"], line["amount"], line["reason"]) == ("added", "500", "To begin")

    ada.get_by_role("link", name="Events").click()
    expect(ada.get_by_text("Credit added by hand")).to_be_visible()  # D7
    ada.get_by_role("link", name="Tokens").click()
    expect(ada.locator("#tokens")).to_contain_text("ends in " + token[-4:])
    ada.get_by_role("button", name="Revoke").click()
    expect(ada.get_by_text("from now on it opens nothing")).to_be_visible()
    assert asked(house, token).status_code == 401


def asked(house: House, token: str, more: str = "") -> requests.Response:
    return requests.get(
        f"{house.server.url}/api/v1/credit{more}",
        headers={"Authorization": f"Bearer {token}"},
        timeout=10,
    )
