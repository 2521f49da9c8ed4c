"""What a customer sees of a template stands in its preview, whatever kind it is."""

from __future__ import annotations

import pytest

from occ.providers.twilio.template_words import shown

TRACK = {"type": "URL", "title": "Track", "url": "https://example.com/{{2}}"}


@pytest.mark.parametrize(
    ("types", "lines"),
    [
        ({"twilio/text": {"body": "Hello {{1}}"}}, ["Hello {{1}}"]),
        (
            {"twilio/quick-reply": {"body": "Come?", "actions": [{"title": "Yes", "id": "y"}]}},
            ["Come?", "[Yes]"],
        ),
        (
            {"twilio/call-to-action": {"body": "On its way.", "actions": [TRACK]}},
            ["On its way.", "[Track] https://example.com/{{2}}"],
        ),
        (
            {"twilio/media": {"body": None, "media": ["https://example.com/{{1}}.png"]}},
            ["https://example.com/{{1}}.png"],
        ),
        (
            {
                "whatsapp/card": {
                    "header_text": "Order {{1}}",
                    "body": "It left.",
                    "footer": "Reply STOP to opt out",
                    "actions": [{"type": "PHONE_NUMBER", "title": "Call", "phone": "+48500100200"}],
                }
            },
            ["Order {{1}}", "It left.", "Reply STOP to opt out", "[Call] +48500100200"],
        ),
        (
            {
                "twilio/list-picker": {
                    "body": "When?",
                    "button": "Times",
                    "items": [{"item": "Nine", "id": "9"}, {"item": "Ten", "id": "10"}],
                }
            },
            ["When?", "Nine", "Ten", "[Times]"],
        ),
        (
            {"twilio/carousel": {"body": "New", "cards": [{"title": "Boots"}, {"title": "Coats"}]}},
            ["New", "Boots", "Coats"],
        ),
        ({"twilio/location": {"label": "Our shop", "latitude": 41.9}}, ["Our shop"]),
        (
            {"whatsapp/authentication": {"actions": [{"copy_code_text": "Copy code"}]}},
            ["[Copy code]"],
        ),
    ],
)
def test_every_part_of_a_template_is_a_line(types: object, lines: list[str]) -> None:
    assert shown(types) == "\n".join(lines)


def test_plain_text_for_other_channels_stands_back() -> None:
    picture = {"body": "Look!", "media": ["https://example.com/a.png"]}
    types = {"twilio/text": {"body": "Look: example.com"}, "twilio/media": picture}

    assert shown(types) == "https://example.com/a.png\nLook!"


@pytest.mark.parametrize("types", [None, {}, [], {"twilio/text": None}, {"twilio/media": {}}])
def test_what_shows_nothing_is_empty(types: object) -> None:
    assert shown(types) == ""
