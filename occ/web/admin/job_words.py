"""What each job does, in words for the system page."""

from __future__ import annotations

from occ.core.words import Words, say

DOES = {
    "messages": say("hands answers to the provider"),
    "outbox": say("hands over what we write first"),
    "media": say("fetches the files that customers sent"),
    "inbox": say("handles what came and was left"),
    "imports": say("checks and stores files of contacts"),
    "campaigns": say("hands campaigns' texts to the provider, at the sender's pace"),
    "campaign_figures": say("keeps campaigns' figures by what became of their texts"),
    "campaign_audience": say("counts the recipients of campaigns before they are sent"),
    "campaign_checks": say("goes on asking what became of a campaign's texts"),
    "campaign_lists": say("reads lists of numbers into campaigns"),
    "deadlines": say("ends offers, leases and graces that are over"),
    "automatic": say("tells who waits their place, says goodbye, and asks for ratings"),
    "search": say("keeps the words by which conversations are found"),
    "silence": say("parks conversations whose customers are silent"),
    "long waits": say(
        "moves who waits too long to another service, and whom an agent forgot to the queue"
    ),
    "resolve": say("asks what became of texts whose answer was lost"),
    "recover": say("reads Twilio's lists for messages that did not come"),
    "reconciliation": say("compares with Twilio's lists, day by day, what OCC holds"),
    "statuses": say("asks what became of texts that nobody told us of"),
    "sms statuses": say("asks what became of SMS that nobody told us of"),
    "senders": say("asks whether the WhatsApp senders are online"),
    "templates": say("reads which templates WhatsApp has approved"),
    "funds": say("asks what the accounts at the providers still hold"),
    "queues": say("offers what waits and nobody has offered"),
    "drift": say("compares the count of seats with the conversations"),
    "events": say("forgets events that no screen asks for any more"),
    "uploads": say("takes files off the disk that were attached and not sent"),
    "import files": say("takes files of contacts off the disk that no import needs any more"),
    "erasures": say("empties what is left of contacts who were erased"),
    "erased files": say("takes files off the disk whose messages were erased"),
    "retention": say("empties at night what services keep no longer"),
    "exports": say("puts together what is held of a contact"),
    "old exports": say("takes exports off the disk whose time is over"),
    "calls": say("forgets the answers to programs that need not be repeated any more"),
    "pages": say("forgets references of pages that nobody wrote from"),
    "replenishment": say("pays the replenishment plans that are due"),
    "accounts": say("sends accounts that waited, and keeps no secret of those that are over"),
    "credit": say("computes every balance anew from the ledger"),
}


def does(job: str) -> Words | str:
    return DOES.get(job, "")
