"""The price list as a table of texts, line by line. Pure."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal, InvalidOperation

from occ.billing.credits import MILLI, MOST
from occ.billing.price_models import PricedChannel
from occ.billing.prices import LONGEST_PREFIX, PriceLine
from occ.core.errors import Invalid
from occ.core.words import Words, say

COLUMNS = ("channel", "prefix", "credits", "from")
MOST_LINES = 5000
MOST_CREDITS = 1_000_000
WRONG = {
    "channel": say("Choose SMS or WhatsApp."),
    "prefix": say("Enter the first digits of the numbers, such as 48, or leave it empty."),
    "credits": say("Enter a number above zero, with three decimals at most."),
    "from": say("Enter a date as year-month-day, such as 2026-11-30."),
}
_IN_FILE = {
    "channel": say("Line %(number)s: the channel is sms or whatsapp. Nothing was imported."),
    "prefix": say("Line %(number)s: a prefix is digits, such as 48. Nothing was imported."),
    "credits": say(
        "Line %(number)s: a price is a number above zero, with three decimals at most."
        " Nothing was imported."
    ),
    "from": say(
        "Line %(number)s: a day is written year-month-day, such as 2026-11-30."
        " Nothing was imported."
    ),
}
_PREFIX = re.compile(rf"\+?([1-9]\d{{0,{LONGEST_PREFIX - 1}}})?")


def read(text: str, today: date) -> list[PriceLine]:
    """`channel,prefix,credits,from` with a header, commas or semicolons between.

    An empty `from` means today. Every line or none: raises Invalid with the first wrong ones.
    """
    text = text.lstrip("\ufeff")
    separator = ";" if ";" in text.partition("\n")[0] else ","
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=separator))
    except csv.Error:
        raise Invalid({"file": say("This is no CSV file.")}) from None
    header = [name.strip().lower() for name in rows[0]] if rows else []
    if not set(COLUMNS[:3]) <= set(header):
        raise Invalid(
            {"file": say("The first line names the columns: channel, prefix, credits, from.")}
        )
    if len(rows) > MOST_LINES:
        raise Invalid({"file": say("At most %(most)s lines at once.", most=MOST_LINES)})
    lines: list[PriceLine] = []
    for number, row in enumerate(rows[1:], 2):
        cells = dict(zip(header, (cell.strip() for cell in row), strict=False))
        if not any(cells.values()):
            continue
        found = line(cells, today)
        if isinstance(found, str):
            raise Invalid({"file": Words(_IN_FILE[found].text, {"number": number})})
        lines.append(found)
    return lines


def line(cells: dict[str, str], today: date) -> PriceLine | str:
    """One price, or the column in which it is wrong."""
    channel = cells.get("channel", "").lower()
    if channel not in list(PricedChannel):
        return "channel"
    prefix = _PREFIX.fullmatch(cells.get("prefix", "").lstrip("'"))
    if prefix is None:
        return "prefix"
    price = milli(cells.get("credits", ""))
    if price is None:
        return "credits"
    try:
        begins = date.fromisoformat(cells.get("from") or today.isoformat())
    except ValueError:
        return "from"
    return PriceLine(PricedChannel(channel), prefix[1] or "", begins, price)


def milli(typed: str) -> int | None:
    """`1.5` or `1,5` credits as 1500; None for what is no price."""
    try:
        amount = Decimal(typed.replace(",", ".")) * MILLI
    except InvalidOperation:
        return None
    if not amount.is_finite() or amount != amount.to_integral_value():
        return None
    return int(amount) if 1 <= amount <= min(MOST, MOST_CREDITS * MILLI) else None


def rows(prices: Sequence[PriceLine]) -> list[tuple[str, str, Decimal, str]]:
    """What `read` reads back."""
    return [
        (each.channel.value, each.prefix, Decimal(each.price) / MILLI, each.from_on.isoformat())
        for each in prices
    ]
