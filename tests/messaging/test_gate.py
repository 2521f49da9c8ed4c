"""What may leave, by purpose: the rules alone, over what is known."""

from __future__ import annotations

import pytest

from occ.billing.payer import Purpose
from occ.core.address import parse
from occ.core.words import say
from occ.messaging import gate
from occ.messaging.gate import Known, Leaving
from tests.builders import NOW, at

CAMPAIGN, BY_SMS, BY_WHATSAPP = (
    Purpose.CAMPAIGN,
    Purpose.CREDENTIALS_BY_SMS,
    Purpose.CREDENTIALS_BY_WHATSAPP,
)
PHONE, WHATSAPP = "+48500100200", "whatsapp:+48500100200"
AGREED = Known(agreed={PHONE, WHATSAPP}, approved={"HX1"})
DAY = 24 * 60 * 60


def code(leaving: Leaving, known: Known, seconds: float = 0) -> str | None:
    refusal = gate.against(leaving, known, at(seconds))
    return refusal.code if refusal else None


def leaving(purpose: Purpose, to: str, template: str | None = None, heard: bool = False) -> Leaving:
    return Leaving(purpose, parse(to), template, NOW if heard else None)


@pytest.mark.parametrize(
    ("wish", "known", "refused"),
    [
        (leaving(CAMPAIGN, PHONE), AGREED, None),
        (leaving(CAMPAIGN, PHONE), Known(), "no_consent"),
        # Consent is a channel's own.
        (leaving(CAMPAIGN, PHONE), Known(agreed={WHATSAPP}), "no_consent"),
        (leaving(CAMPAIGN, PHONE), Known(agreed={PHONE}, do_not_write={PHONE}), "do_not_write"),
        (leaving(CAMPAIGN, PHONE), Known(agreed={PHONE}, abroad={PHONE}), "country"),
        (leaving(CAMPAIGN, PHONE), Known(agreed={PHONE}, why_not_sms=say("Over.")), "no_sms"),
        (leaving(CAMPAIGN, WHATSAPP, "HX1"), AGREED, None),
        (leaving(CAMPAIGN, WHATSAPP, "HX2"), AGREED, "not_approved"),
        (leaving(CAMPAIGN, WHATSAPP, heard=True), AGREED, None),
        (leaving(CAMPAIGN, WHATSAPP), AGREED, "no_template"),
        # The end of the SMS subscription is nothing to WhatsApp.
        (
            leaving(CAMPAIGN, WHATSAPP, "HX1"),
            Known(agreed={WHATSAPP}, approved={"HX1"}, why_not_sms=say("Over.")),
            None,
        ),
        (leaving(BY_SMS, PHONE), Known(), None),
        (leaving(BY_SMS, PHONE), Known(do_not_write={PHONE}), None),
        (leaving(BY_SMS, PHONE), Known(abroad={PHONE}), "country"),
        (leaving(BY_SMS, PHONE), Known(why_not_sms=say("Over.")), "no_sms"),
        (leaving(BY_WHATSAPP, WHATSAPP, "HX1"), Known(approved={"HX1"}), None),
        (leaving(BY_WHATSAPP, WHATSAPP, "HX1"), Known(), "not_approved"),
        (leaving(BY_WHATSAPP, WHATSAPP, heard=True), Known(), "no_template"),
    ],
)
def test_each_purpose_has_its_own_conditions(
    wish: Leaving, known: Known, refused: str | None
) -> None:
    assert code(wish, known) == refused


def test_the_window_ends() -> None:
    wish = leaving(CAMPAIGN, WHATSAPP, heard=True)

    assert (code(wish, AGREED, DAY - 1), code(wish, AGREED, DAY)) == (None, "no_template")
