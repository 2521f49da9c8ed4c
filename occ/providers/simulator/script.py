"""The demo's customers: they write soon after the start, and answer when they are answered."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from occ.providers.simulator import letters
from occ.providers.simulator.customers import Customer
from occ.providers.simulator.exchange import Exchange
from occ.providers.simulator.messages import Message

_THINKING_SECONDS = 4.0


@dataclass(frozen=True)
class Part:
    """Who writes, how many seconds after the start, and what.

    `[image] words` is one of that kind, with these words. What begins so follows the line before
    it at once, unless it is the first.
    """

    customer: Customer
    after: float
    lines: tuple[str, ...]


PARTS = (
    Part(
        Customer("Marta Kowalska", "+48500100200"),
        4,
        (
            "[image] Dzień dobry, mam pytanie o fakturę FV-2231.",
            "Kwota się nie zgadza. Proszę oddzwonić do księgowej:",
            "[contacts]",
            "Dziękuję za szybką pomoc, miłego dnia!",
        ),
    ),
    Part(
        Customer("Luigi Bianchi", "+393331234567"),
        15,
        (
            "Buongiorno, siete aperti sabato mattina? Vi trovo ancora qui?",
            "[location]",
            "Perfetto, vi mando un messaggio vocale.",
            "[audio]",
            "Va bene, grazie mille. A sabato!",
        ),
    ),
    Part(
        Customer("Reza Ahmadi", "+989123456789"),
        30,
        (
            "سلام، سفارش ۱۲۳۴ من کی می‌رسد؟",
            "ممنون. می‌شود نشانی را عوض کنم؟",
            "عالی است، خیلی ممنون از شما.",
        ),
    ),
    Part(
        # She hides her number: only WhatsApp's user id comes with what she writes.
        Customer("Claire Dubois", bsuid="FR.8Hb2cVq0kZr41xT"),
        50,
        (
            "Bonjour, peut-on payer en trois fois ?",
            "Très bien, et la livraison est comprise ?",
            "Merci beaucoup, je passe commande. Bonne journée !",
        ),
    ),
)


class Script:
    """Plays `parts` to the number at `to`, from `start` on."""

    def __init__(
        self, exchange: Exchange, to: str | None = None, parts: tuple[Part, ...] = PARTS
    ) -> None:
        self._exchange, self._to = exchange, to or exchange.default_address()
        self._parts = parts
        self._left = {part.customer.key: list(part.lines) for part in parts}
        self._thinking: set[str] = set()

    def start(self) -> None:
        self._exchange.heard.append(self._answer)
        for part in self._parts:
            self._exchange.meet(part.customer)
            # The product may remember them from an earlier start, and answer at once.
            self._exchange.hear(part.customer, self._to)
            self._exchange.schedule.after(part.after, partial(self._say_next, part.customer))

    def _answer(self, row: Message) -> None:
        """Think, then go on. Two messages to one customer are answered together."""
        for part in self._parts:
            key = part.customer.key
            if key == row.theirs and row.sender == self._to and key not in self._thinking:
                self._thinking.add(key)
                say = partial(self._say_next, part.customer)
                self._exchange.schedule.after(_THINKING_SECONDS, say)

    def _say_next(self, customer: Customer) -> None:
        """A picture or a place follows the text before it at once."""
        self._thinking.discard(customer.key)
        left = self._left[customer.key]
        while left:
            line = left.pop(0)
            kind, body = _kind(line)
            letters.write(self._exchange, customer, body, kind=kind, to=self._to)
            if not left or not left[0].startswith("["):
                return


def _kind(line: str) -> tuple[str, str]:
    if not line.startswith("["):
        return "text", line
    kind, _, body = line[1:].partition("]")
    return kind, body.strip()
