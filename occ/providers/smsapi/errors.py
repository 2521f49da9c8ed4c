"""SMSAPI's error codes in a person's words, and what each of them means for the message.

https://www.smsapi.com/docs, and the lists of its clients. The number is shown beside the sentence.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from occ.core.words import Words, say
from occ.messaging.ports import Scope


class Meaning(StrEnum):
    RECIPIENT = "recipient"
    """This number can't be written to; others can."""
    OPT_OUT = "opt_out"
    """They do not want it, or a list says so."""
    TEXT = "text"
    LATER = "later"
    """Certainly not taken; the same may go in a moment."""
    UNSURE = "unsure"
    """It broke in the middle: it may have been taken."""
    SENDER = "sender"
    ACCOUNT = "account"
    SENT = "sent"
    """It was taken before: nothing left twice."""


@dataclass(frozen=True)
class Fault:
    meaning: Meaning
    reason: Words

    @property
    def scope(self) -> Scope:
        scopes = {Meaning.SENDER: Scope.SENDER, Meaning.ACCOUNT: Scope.ACCOUNT}
        return scopes.get(self.meaning, Scope.MESSAGE)


_TOKEN = Fault(
    Meaning.ACCOUNT,
    say("SMSAPI refused the API token. An administrator can enter a valid one in Settings → SMS."),
)
_RESTRICTED = Fault(
    Meaning.ACCOUNT,
    say("The SMSAPI account may not send at present. An administrator can ask SMSAPI why."),
)
_BROKEN = Fault(
    Meaning.UNSURE,
    say("SMSAPI broke off while it took this message. We are checking whether it went."),
)
_BUSY = Fault(
    Meaning.LATER,
    say("SMSAPI takes no more messages for a moment. This one waits and goes by itself."),
)
_TOO_LONG = Fault(
    Meaning.TEXT,
    say("The text needs more SMS than one message may have. Shorten it and send it again."),
)
_OUR_ADDRESS = Fault(
    Meaning.ACCOUNT,
    say(
        "SMSAPI does not take our address for delivery reports. An administrator can correct"
        " OCC_PUBLIC_URL."
    ),
)
_UNFIT = Fault(Meaning.TEXT, say("SMSAPI could not take this text. Change its words."))
_DATE = Fault(Meaning.TEXT, say("SMSAPI did not take the date of sending. Send it again."))
_UNWANTED = say("The contact does not want SMS from this account: SMSAPI keeps a list of them.")

FAULTS: dict[int, Fault] = {
    8: _BROKEN,
    11: Fault(
        Meaning.TEXT,
        say("The text is empty, too long, or has letters that SMSAPI was told to refuse."),
    ),
    12: _TOO_LONG,
    13: Fault(
        Meaning.RECIPIENT,
        say("This is no number that SMSAPI sends to. Correct it and send the message again."),
    ),
    14: Fault(
        Meaning.SENDER,
        say(
            "SMSAPI has not approved this sender name. An administrator can pick another in"
            " Settings → SMS."
        ),
    ),
    17: _UNFIT,
    18: _UNFIT,
    19: _UNFIT,
    20: _UNFIT,
    27: _UNFIT,
    30: _UNFIT,
    50: _DATE,
    52: Fault(
        Meaning.LATER,
        say("Too many SMS went to this number within a minute. This one waits and goes by itself."),
    ),
    53: Fault(Meaning.SENT, say("SMSAPI has this message already.")),
    54: _DATE,
    56: _DATE,
    57: Fault(Meaning.OPT_OUT, say("This number is on the blacklist that SMSAPI keeps.")),
    59: Fault(Meaning.OPT_OUT, _UNWANTED),
    70: _OUR_ADDRESS,
    72: _OUR_ADDRESS,
    74: _DATE,
    76: _UNFIT,
    93: _UNFIT,
    94: Fault(
        Meaning.TEXT,
        say("SMSAPI takes no links from this account. Take the link out, or ask SMSAPI."),
    ),
    98: _RESTRICTED,
    101: _TOKEN,
    102: _TOKEN,
    103: Fault(
        Meaning.ACCOUNT,
        say(
            "The SMSAPI account has no points left."
            " An administrator can buy a package at SMSAPI and press Refresh in Settings → SMS →"
            " Account balance: then sending goes on."
        ),
    ),
    104: _UNFIT,
    105: Fault(
        Meaning.ACCOUNT,
        say(
            "SMSAPI takes nothing from this server's address: its IP filter is on."
            " An administrator can add the address at SMSAPI."
        ),
    ),
    110: Fault(
        Meaning.ACCOUNT,
        say("SMS is not switched on for this SMSAPI account. An administrator can ask SMSAPI."),
    ),
    112: Fault(
        Meaning.RECIPIENT,
        say(
            "The SMSAPI account may not send to this country. An administrator can allow it there."
        ),
    ),
    200: _BUSY,
    201: _BROKEN,
    202: _BUSY,
    203: _BUSY,
    401: _TOKEN,
    403: _RESTRICTED,
    429: _BUSY,
    997: _RESTRICTED,
    998: _BROKEN,
    999: _BROKEN,
    1000: Fault(
        Meaning.ACCOUNT,
        say("This API token is of a sub-user, who may not do this. Enter the main user's."),
    ),
}
DOOR = frozenset({404, 405, 407})
"""HTTP statuses without a code of SMSAPI's: no other message would pass either."""


def fault(code: int, explanation: str = "") -> Fault:
    """What it means, also a code that SMSAPI adds tomorrow."""
    if code in FAULTS:
        return FAULTS[code]
    meaning = Meaning.ACCOUNT if code in DOOR else Meaning.RECIPIENT
    if explanation:
        words = say("SMSAPI did not take this: “%(explanation)s”", explanation=explanation)
        return Fault(meaning, words)
    return Fault(meaning, say("SMSAPI did not take this and gave no reason. Try again later."))
