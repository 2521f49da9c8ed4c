import pytest

from occ.contacts import keywords
from occ.contacts.keywords import Keyword
from occ.core.address import Channel

STOP, START, HELP, NONE = Keyword.STOP, Keyword.START, Keyword.HELP, None


@pytest.mark.parametrize(
    ("text", "keyword"),
    [
        ("STOP", STOP),
        (" stop. ", STOP),
        ("Unsubscribe", STOP),
        ("Disiscrivimi", STOP),
        ("Rezygnuję", STOP),
        ("WYPISZ", STOP),
        ("Arrêt", STOP),
        ("Désabonner", STOP),
        ("لغو", STOP),
        ("لغو۱۱", STOP),
        ("لغو 11", STOP),
        ("START", START),
        ("Riprendi", START),
        ("Wznów!", START),
        ("Reprendre", START),
        ("شروع", START),
        ("Help!", HELP),
        ("info", HELP),
        ("Aiuto", HELP),
        ("POMOC", HELP),
        ("Aide ?", HELP),
        ("راهنما", HELP),
        ("كمك", HELP),
        ("Stop sending the invoice by post", NONE),
        ("yes", NONE),
        ("", NONE),
        ("???", NONE),
    ],
)
@pytest.mark.parametrize("channel", list(Channel))
def test_a_message_that_is_nothing_but_the_word_is_a_keyword(
    text: str, keyword: Keyword | None, channel: Channel
) -> None:
    assert keywords.read(text, channel) is keyword


def test_cancel_is_a_stop_by_sms_where_twilio_stops_the_number_and_a_word_in_a_chat() -> None:
    assert keywords.read("Cancel", Channel.SMS) is STOP
    assert keywords.read("Cancel", Channel.WHATSAPP) is None
