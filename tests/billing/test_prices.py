"""What a part costs: the longest prefix, the newest day, and never nothing (D5)."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from occ.billing import price_list, prices
from occ.billing.price_models import PricedChannel
from occ.billing.prices import NoPrice, PriceLine
from occ.core.errors import Invalid
from occ.core.run import Runner

SMS, WHATSAPP = PricedChannel.SMS, PricedChannel.WHATSAPP
TODAY, BEFORE, LATER = date(2026, 11, 22), date(2026, 1, 1), date(2026, 12, 1)
LIST = [
    PriceLine(SMS, "", BEFORE, 5000),
    PriceLine(SMS, "48", BEFORE, 1000),
    PriceLine(SMS, "48", TODAY, 1500),
    PriceLine(SMS, "48", LATER, 1700),
    PriceLine(SMS, "4850", BEFORE, 900),
    PriceLine(WHATSAPP, "39", BEFORE, 700),
]


def cost(session: Session, channel: PricedChannel, number: str, day: date = TODAY) -> int:
    return prices.on(session, day).of(channel, number).price


@pytest.mark.parametrize(
    ("number", "day", "price"),
    [
        ("+48600100200", TODAY, 1500),
        ("+48600100200", date(2026, 11, 21), 1000),
        ("+48600100200", LATER, 1700),
        ("+48500100200", LATER, 900),
        ("+390612345678", TODAY, 5000),
    ],
)
def test_the_longest_prefix_and_then_the_newest_day_decide(
    run: Runner, number: str, day: date, price: int
) -> None:  # D5
    run(prices.keep, LIST)

    with run.reading() as session:
        assert cost(session, SMS, number, day) == price


def test_what_has_no_price_is_refused(run: Runner) -> None:  # D5
    run(prices.keep, LIST)

    with run.reading() as session:
        with pytest.raises(NoPrice, match=r"no price for messages to \+48600100200"):
            cost(session, WHATSAPP, "+48600100200")
        with pytest.raises(NoPrice):
            cost(session, SMS, "+48600100200", date(2025, 12, 31))


def test_a_list_kept_twice_changes_nothing_and_a_new_price_replaces(run: Runner) -> None:
    assert len(run(prices.keep, LIST)) == 6
    assert run(prices.keep, LIST) == []

    assert run(prices.keep, [PriceLine(SMS, "48", TODAY, 1600)]) == [
        PriceLine(SMS, "48", TODAY, 1600)
    ]
    with run.reading() as session:
        assert len(prices.listed(session)) == 6


lines = st.builds(
    PriceLine,
    st.sampled_from(PricedChannel),
    st.from_regex(r"([1-9]\d{0,5})?", fullmatch=True).filter(str.isascii),
    st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    st.integers(1, 10**9),
)


@given(st.lists(lines, max_size=8), st.sampled_from(",;"))
def test_what_goes_out_as_a_file_comes_back_the_same(kept: list[PriceLine], separator: str) -> None:
    rows = [price_list.COLUMNS, *price_list.rows(kept)]
    text = "\n".join(separator.join(str(cell) for cell in row) for row in rows)

    assert price_list.read(text, TODAY) == kept


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("fax,48,1,2026-11-22", "Line 2: the channel is sms or whatsapp"),
        ("sms,+4x,1,2026-11-22", "Line 2: a prefix is digits"),
        ("sms,48,0,2026-11-22", "Line 2: a price is a number above zero"),
        ("sms,48,0.0001,2026-11-22", "Line 2: a price is a number above zero"),
        ("sms,48,NaN,2026-11-22", "Line 2: a price is a number above zero"),
        ("sms,48,1e99,2026-11-22", "Line 2: a price is a number above zero"),
        ("sms,48,,2026-11-22", "Line 2: a price is a number above zero"),
        ("sms,48,1,22.11.2026", "Line 2: a day is written year-month-day"),
    ],
)
def test_a_wrong_line_is_named_and_nothing_is_taken(line: str, words: str) -> None:
    with pytest.raises(Invalid) as refused:
        price_list.read(f"channel,prefix,credits,from\n{line}\nsms,39,1,\n", TODAY)

    assert str(refused.value.fields["file"]).startswith(words)


@pytest.mark.parametrize("text", ["", "48,1\n", 'channel,prefix,credits\n"' + "x" * 140_000])
def test_what_is_no_list_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        price_list.read(text, TODAY)
