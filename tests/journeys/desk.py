"""An agent at the console: what they see and do, in their language."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.journeys.tongue import Tongue


class Desk:
    def __init__(self, page: Page, say: Tongue) -> None:
        self.page, self.say = page, say

    @property
    def offers(self) -> Locator:
        return self.page.get_by_role("region", name=self.say("Offers"), exact=True)

    @property
    def offer(self) -> Locator:
        return self.offers.get_by_role("article")

    @property
    def rows(self) -> Locator:
        """The conversations of the list that is shown."""
        lists = self.page.get_by_role("region", name=self.say("Conversations"), exact=True)
        return lists.get_by_role("listitem")

    @property
    def thread(self) -> Locator:
        return self.page.get_by_role("region", name=self.say("Messages"), exact=True)

    @property
    def composer(self) -> Locator:
        return self.page.get_by_role("textbox")

    @property
    def seats(self) -> Locator:
        """The control that says how many are taken."""
        words = self.say("%(taken)s of %(most)s conversations")
        return self.page.get_by_role("button", name=words)

    def button(self, msgid: str) -> Locator:
        return self.page.get_by_role("button", name=self.say(msgid), exact=True)

    def bubble(self, text: str) -> Locator:
        return self.thread.get_by_role("listitem").filter(has_text=text)

    def tick(self, text: str, status: str) -> Locator:
        return self.bubble(text).get_by_title(self.say(status), exact=True)

    def accept(self) -> None:
        """The offer's own button, whose name ends with its key; then there is a field to answer.

        Until then the conversation before is on the screen, and whoever reads or writes does so
        there.
        """
        self.offer.get_by_role("button", name=self.say("Accept")).click()
        expect(self.composer).to_be_focused()

    def send(self, text: str) -> None:
        self.composer.fill(text)
        self.button("Send").click()

    def show(self, msgid: str) -> None:
        """Another list: Mine, Waiting, Closed."""
        self.page.locator("#list").get_by_role("button", name=self.say(msgid)).click()

    def is_connected(self) -> None:
        expect(self.page.get_by_text(self.say("Queue %(n)s"))).to_be_visible()
