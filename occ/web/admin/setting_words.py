"""What an administrator may choose, as the pages that ask for it call it."""

from __future__ import annotations

from occ.core.words import say

SETTINGS = {
    "auth_token": say("Auth token"),
    "second_token": say("Second token"),
    "receive": say("Receive by"),
    "typing": say("Show that somebody writes"),
    "offer_seconds": say("Offer time, in seconds"),
    "grace_seconds": say("Grace after a lost connection, in seconds"),
    "rest_seconds": say("Rest after a miss, in seconds"),
    "misses_until_away": say("Missed offers in a row until away"),
    "country": say("Country"),
    "countries": say("Countries that may be written to"),
    "refuse_without": say("Refuse users without the Credits power"),
    "replies_paid": say("Answers, too"),
    "refund_failed": say("Give credit back after a failed delivery"),
    "warn_below": say("Warn below"),
    "service": say("SMS, subscription service"),
    "version": say("Version"),
    "support_ends": say("End of basic support"),
    "twilio_number": say("Twilio phone number"),
    "api_token": say("API token (OAuth)"),
    "sender_name": say("Sender name"),
    "timeout_seconds": say("Timeout, in seconds"),
    "most_parts": say("SMS a message, at most"),
    "low_balance": say("Warn below"),
    "sms_rate": say("SMS parts a second"),
    "whatsapp_rate": say("WhatsApp messages a second"),
    "second_person_above": say("A second person agrees above so many recipients"),
    "quiet_from": say("Night begins"),
    "quiet_until": say("Night ends"),
    "blacklist_days": say("Left out after the operators' blacklist held the number"),
}
