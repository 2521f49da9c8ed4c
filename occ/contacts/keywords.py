"""Words by which a person asks to be written to no more, or again, or what this is (pure).

Only a message that is nothing but the word counts: "stop sending the invoice by post" is a
question for an agent. So is "cancel" on WhatsApp; but by SMS Twilio itself stops the number at
it (its default words), so there it is a STOP for us too, or we would go on in vain.
"""

from __future__ import annotations

from enum import StrEnum

from occ.core.address import Channel
from occ.core.plain_words import plain

_LONGEST = 20


class Keyword(StrEnum):
    STOP = "stop"
    START = "start"
    HELP = "help"


_STOP = {
    *("stop", "stopall", "stop all", "unsubscribe", "optout", "opt out"),
    *("disiscrivimi", "cancellami", "disiscrivi"),
    *("wypisz", "wypisz mnie", "rezygnuje", "nie pisz"),
    *("arret", "arreter", "desabonner", "desinscrire", "stop sms"),
    *("لغو", "لغو 11", "لغو11", "انصراف", "لغو عضویت", "off"),
}
_STOP_BY_SMS = {"cancel", "end", "quit", "revoke"}
_START = {
    *("start", "unstop", "optin", "opt in", "subscribe"),
    *("iscrivimi", "riprendi"),
    *("wznow", "zapisz mnie"),
    *("reprendre", "reabonner", "inscrire"),
    *("شروع", "عضویت", "عضویت 11", "عضویت11"),
}


_HELP = {
    *("help", "info"),
    *("aiuto", "informazioni"),
    *("pomoc", "informacje"),
    *("aide", "infos"),
    *("راهنما", "کمک", "راهنمایی"),
}


def read(text: str, channel: Channel) -> Keyword | None:
    """The keyword that a message is, whatever its letter case, accents and full stops."""
    if len(text) > _LONGEST:
        return None
    word = plain(text)
    if word in _STOP or (channel is Channel.SMS and word in _STOP_BY_SMS):
        return Keyword.STOP
    if word in _HELP:
        return Keyword.HELP
    return Keyword.START if word in _START else None
