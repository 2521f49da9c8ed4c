from __future__ import annotations

import pytest

from occ.core.address import Channel, Identity
from occ.messaging.ports import Kind
from occ.providers.twilio import inbound
from tests.providers.forms import captured

MARTA = Identity(Channel.WHATSAPP, phone="+48500100200", bsuid="PL.8Hb2cVq0kZr41xT")
OURS = Identity(Channel.WHATSAPP, phone="+390612345678")


def test_a_text_is_read_as_it_was_written() -> None:
    message = inbound.read(captured("inbound_text"))

    assert message.sid == "SM" + "1" * 32
    assert (message.sender, message.recipient) == (MARTA, OURS)
    assert message.profile_name == "Marta Kowalska"
    assert (message.kind, message.line) == (Kind.TEXT, None)
    assert message.body == "  Dzień dobry, mam pytanie o fakturę 🙂\n"


@pytest.mark.parametrize(
    ("form", "kind", "body", "line"),
    [
        ("inbound_image", Kind.IMAGE, "FV-2231", "Photo"),
        ("inbound_audio", Kind.AUDIO, "", "Voice message"),
        ("inbound_video", Kind.VIDEO, "", "Video"),
        ("inbound_document", Kind.DOCUMENT, "umowa.pdf", "Document"),
        ("inbound_sticker", Kind.STICKER, "", "Sticker"),
        ("inbound_contacts", Kind.CONTACTS, "", "Contact card"),
        (
            "inbound_location",
            Kind.LOCATION,
            "",
            "Location: Pałac Kultury, Plac Defilad 1, Warszawa",
        ),
        ("inbound_button", Kind.BUTTON, "Tak, proszę", "Chose: Tak, proszę"),
        ("inbound_list", Kind.INTERACTIVE, "Jutro rano", "Chose: Jutro rano"),
        ("inbound_form", Kind.INTERACTIVE, "", "Filled in a form"),
        (
            "inbound_unknown",
            Kind.UNKNOWN,
            "👍",
            "A message of a kind not known here: reaction",
        ),
    ],
)
def test_every_other_kind_says_in_one_line_what_it_is(
    form: str, kind: Kind, body: str, line: str
) -> None:
    message = inbound.read(captured(form))

    assert (message.kind, message.body, str(message.line)) == (kind, body, line)


@pytest.mark.parametrize("form", ["inbound_reply_to_ours", "inbound_from_advertisement"])
def test_a_quoted_reply_and_a_click_on_an_advertisement_are_texts(form: str) -> None:
    message = inbound.read(captured(form))

    assert message.kind is Kind.TEXT
    assert message.body


@pytest.mark.parametrize(
    ("form", "content_type", "kind"),
    [
        ("inbound_image", None, Kind.IMAGE),
        ("inbound_audio", None, Kind.AUDIO),
        ("inbound_audio", "Audio/OGG; codecs=opus", Kind.AUDIO),
        ("inbound_video", None, Kind.VIDEO),
        ("inbound_document", None, Kind.DOCUMENT),
        ("inbound_document", "application/x-of-tomorrow", Kind.DOCUMENT),
        ("inbound_document", "", Kind.DOCUMENT),
        ("inbound_contacts", None, Kind.CONTACTS),
        ("inbound_location", None, Kind.LOCATION),
        ("inbound_button", None, Kind.BUTTON),
        ("inbound_list", None, Kind.INTERACTIVE),
        ("inbound_form", None, Kind.INTERACTIVE),
    ],
)
def test_without_a_message_type_the_parameters_tell_the_kind(
    form: str, content_type: str | None, kind: Kind
) -> None:
    changes = {} if content_type is None else {"MediaContentType0": content_type}

    assert inbound.read(captured(form, MessageType=None, **changes)).kind is kind


def test_several_attachments_are_counted() -> None:
    message = inbound.read(captured("inbound_mms"))

    assert (message.kind, str(message.line)) == (Kind.IMAGE, "Attachments: 3")
    assert message.sender == Identity(Channel.SMS, phone="+14155550101")


def test_a_place_without_a_name_is_told_by_its_figures() -> None:
    line = inbound.read(captured("inbound_location", Label=None, Address=None)).line

    # Isolated, or a right-to-left sentence would turn the two figures round.
    assert str(line) == "Location: \u206652.229676, 21.012229\u2069"


def test_a_button_without_words_is_still_told() -> None:
    message = inbound.read(captured("inbound_button", Body="", ButtonText=None))

    assert str(message.line) == "Tapped a button"


def test_someone_who_hides_the_number_is_known_by_the_user_id() -> None:
    message = inbound.read(captured("inbound_hidden_number"))

    assert message.sender == Identity(Channel.WHATSAPP, bsuid="FR.ENT.9Kd81Lm_x-2")
    assert message.profile_name == "Claire Dubois"


@pytest.mark.parametrize("external", [None, "", "whatsapp:", "a form of tomorrow"])
def test_without_a_readable_user_id_the_number_is_enough(external: str | None) -> None:
    sender = inbound.read(captured("inbound_text", ExternalUserId=external)).sender

    assert sender == Identity(Channel.WHATSAPP, phone="+48500100200")


def test_without_a_readable_number_the_user_id_is_enough() -> None:
    sender = inbound.read(captured("inbound_text", From="whatsapp:@marta")).sender

    assert sender == Identity(Channel.WHATSAPP, bsuid="PL.8Hb2cVq0kZr41xT")


def test_an_sms_comes_from_a_number_and_no_profile() -> None:
    message = inbound.read(captured("inbound_sms"))

    assert message.sender == Identity(Channel.SMS, phone="+48500100200")
    assert message.recipient == Identity(Channel.SMS, phone="+390612345678")
    assert (message.profile_name, message.body) == (None, "STOP")


def test_what_no_database_stores_is_replaced_and_nothing_else() -> None:
    form = captured("inbound_text", Body="\x00 a\u200cb \ud83d\ude42 \ud83d ", ProfileName="M\x00")

    message = inbound.read(form)

    assert message.body == "\ufffd a\u200cb 🙂 \ufffd "
    assert message.profile_name == "M\ufffd"


@pytest.mark.parametrize(
    "changes",
    [
        {"MessageSid": None, "SmsSid": None, "SmsMessageSid": ""},
        {"From": None, "ExternalUserId": None},
        {"From": "whatsapp:marta", "ExternalUserId": None},
        {"To": None},
        {"To": "whatsapp:"},
    ],
)
def test_a_message_that_cannot_be_placed_is_refused(changes: dict[str, str | None]) -> None:
    with pytest.raises(ValueError):
        inbound.read(captured("inbound_text", **changes))


@pytest.mark.parametrize("count", ["", "many", "²", "-1"])
def test_a_strange_count_of_attachments_makes_it_a_text(count: str) -> None:
    assert inbound.read(captured("inbound_text", NumMedia=count)).kind is Kind.TEXT
