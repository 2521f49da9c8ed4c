"""Twilio's error codes in a person's words: what happened, why, what next.

The same codes come in answers and, later, in status callbacks. The number itself is shown beside
the sentence, so it is not in it. https://www.twilio.com/docs/api/errors
"""

from __future__ import annotations

from dataclasses import dataclass

from occ.core.words import Words, say
from occ.messaging.ports import Scope


@dataclass(frozen=True)
class Fault:
    reason: Words
    scope: Scope = Scope.MESSAGE
    later: bool = False
    """Not taken now; the same message may well go in a while."""


_ACCOUNT_INACTIVE = Fault(
    say(
        "Nothing can be sent: the Twilio account is not active."
        " Look at its balance and its state in Twilio's console."
    ),
    Scope.ACCOUNT,
)
_NOT_OUR_NUMBER = Fault(
    say(
        "Twilio does not let us write from this number: it is not in the account."
        " An administrator can choose another for the service."
    ),
    Scope.SENDER,
)
_QUEUE_FULL = Fault(
    say("Too many messages wait at Twilio to leave from this number. Try again in a while."),
    later=True,
)
_TOO_FAST = Fault(
    say("WhatsApp got too many messages in a short time and held this one back. Try again later."),
    later=True,
)
_NOT_ON_WHATSAPP = Fault(say("This number is not on WhatsApp. Check it, or write to it by SMS."))
_UNWANTED_CONTENT = Fault(
    say("WhatsApp refused what this message says. Change its words and send it again.")
)
_BAD_ATTACHMENT = Fault(
    say(
        "The attachment did not go: it could not be fetched, or it is too large."
        " Attach a smaller file."
    )
)
_BAD_VARIABLES = Fault(
    say("The template's variables are empty or do not fit it. Fill in each one and send it again.")
)
_SPARED = Fault(
    say(
        "WhatsApp chose not to deliver this, to spare people too much advertising."
        " Do not repeat it in the next days."
    )
)

FAULTS: dict[int, Fault] = {
    10001: _ACCOUNT_INACTIVE,
    11751: _BAD_ATTACHMENT,
    20003: Fault(
        say(
            "Twilio refused the Account SID or the auth token."
            " An administrator can enter both again in Settings → Advanced → Chat channel."
        ),
        Scope.ACCOUNT,
    ),
    20005: _ACCOUNT_INACTIVE,
    20008: Fault(
        say(
            "These are Twilio's test credentials: nothing they send arrives. An administrator"
            " can enter the live ones in Settings → Advanced → Chat channel."
        ),
        Scope.ACCOUNT,
    ),
    20404: Fault(
        say(
            "Twilio does not find the account: the auth token belongs to another Account SID. An"
            " administrator can enter both again in Settings → Advanced → Chat channel."
        ),
        Scope.ACCOUNT,
    ),
    20429: Fault(
        say("Twilio takes no more messages for a moment. This one waits and goes by itself."),
        later=True,
    ),
    21211: Fault(say("This is not a valid phone number. Correct it and send the message again.")),
    21408: Fault(
        say(
            "Twilio is not allowed to send to this country. An administrator can allow it in"
            " Twilio's console, under Geo permissions."
        )
    ),
    21603: Fault(
        say("The message had no number to leave from. Choose one for the service."), Scope.SENDER
    ),
    21604: Fault(say("The message had nobody to go to. Check the contact's address.")),
    21606: _NOT_OUR_NUMBER,
    21608: Fault(
        say(
            "A Twilio trial account writes only to numbers that were verified there."
            " Verify this one in Twilio's console, or upgrade the account."
        )
    ),
    21609: Fault(
        say(
            "Twilio does not take our address for delivery reports. An administrator can correct"
            " the public address in Settings → Advanced → Chat channel."
        )
    ),
    21610: Fault(
        say(
            "The contact has written STOP to this number, so it must not write to them."
            " Only they can change that, by writing START."
        )
    ),
    21611: _QUEUE_FULL,
    21612: Fault(
        say("This number can't be reached from ours. Use another channel or another number.")
    ),
    21614: Fault(say("This number takes no SMS: it is not a mobile number. Use a mobile one.")),
    21617: Fault(
        say("The message is longer than the 1600 characters that Twilio takes. Shorten it.")
    ),
    21619: Fault(say("The message was empty. Write something and send it again.")),
    21620: Fault(say("Twilio could not read the attachment's address. Attach the file again.")),
    21654: Fault(say("Twilio does not know this template any more. Choose another one.")),
    21655: Fault(say("Twilio does not know this template any more. Choose another one.")),
    21656: _BAD_VARIABLES,
    21659: _NOT_OUR_NUMBER,
    21660: _NOT_OUR_NUMBER,
    21910: Fault(
        say(
            "Our number and the contact's are not on the same channel."
            " An administrator can check the service's number."
        ),
        Scope.SENDER,
    ),
    30001: _QUEUE_FULL,
    30002: _ACCOUNT_INACTIVE,
    30003: Fault(
        say("It has not arrived: the phone was out of reach. Try again later or another way."),
        later=True,
    ),
    30004: Fault(say("It has not arrived: the phone takes no messages from us. Try another way.")),
    30005: Fault(say("It has not arrived: the number does not exist any more. Check it.")),
    30006: Fault(
        say("It has not arrived: the number is a landline, or its operator takes no SMS.")
    ),
    30007: Fault(
        say("The operator took this for unwanted advertising and stopped it. Change its words.")
    ),
    30008: Fault(
        say("It has not arrived, and the operator does not say why. Try again later."),
        later=True,
    ),
    30034: Fault(
        say(
            "Operators in the United States take messages from registered numbers only."
            " An administrator can register ours in Twilio's console."
        ),
        Scope.SENDER,
    ),
    30036: Fault(
        say("It could not be delivered in the time allowed. Send it again if it still matters.")
    ),
    63003: _NOT_ON_WHATSAPP,
    63005: _UNWANTED_CONTENT,
    63007: Fault(
        say(
            "Twilio does not let us write from this number: it is not one of the account's"
            " WhatsApp senders. An administrator can choose another for the service."
        ),
        Scope.SENDER,
    ),
    63013: _UNWANTED_CONTENT,
    63014: Fault(say("The contact has blocked our number on WhatsApp. Try another way.")),
    63016: Fault(
        say(
            "24 hours have passed since the contact's last message, and WhatsApp takes free text"
            " only for so long. The contact can open them again by writing."
        )
    ),
    63017: _TOO_FAST,
    63018: _TOO_FAST,
    63019: _BAD_ATTACHMENT,
    63020: Fault(
        say(
            "WhatsApp has not accepted the company yet. An administrator can finish its"
            " registration in Meta's business settings."
        ),
        Scope.SENDER,
    ),
    63021: _UNWANTED_CONTENT,
    63022: Fault(
        say(
            "WhatsApp does not let our number send at present."
            " An administrator can look at its state in Twilio's console."
        ),
        Scope.SENDER,
    ),
    63024: _NOT_ON_WHATSAPP,
    63025: Fault(say("WhatsApp has had this very message before and did not deliver it twice.")),
    63027: Fault(
        say("WhatsApp does not have this template in the language chosen. Choose another one.")
    ),
    63028: _BAD_VARIABLES,
    63029: _BAD_VARIABLES,
    63030: _BAD_VARIABLES,
    63032: _SPARED,
    63049: _SPARED,
    90010: _ACCOUNT_INACTIVE,
}
UNNAMED = Fault(say("It has not arrived, and the reason is not known here. Try again later."))


def fault(code: str | None) -> Fault:
    known = FAULTS.get(int(code)) if code and code.isascii() and code.isdigit() else None
    return known or UNNAMED


def undelivered(code: str | None) -> Words:
    """The reason of a message that Twilio had taken."""
    return fault(code).reason
