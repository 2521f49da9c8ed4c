"""What an Account SID and an auth token look like (pure): what can be said before anybody is asked.

https://www.twilio.com/docs/iam/api/account: a SID is AC and 32 hexadecimal digits, a token 32.
"""

from __future__ import annotations

import re
import unicodedata

from occ.core.words import Words, say

_SID = re.compile(r"AC[0-9a-fA-F]{32}")
_TOKEN = re.compile(r"[0-9a-fA-F]{32}")
_OTHER_CHARACTER = re.compile(r"[^0-9a-fA-F]")
_MOST_NAMED = 5
_LENGTH = 34
# A whole token behind a SID's beginning is longer, but for what has the looks of a SID itself.
_LONGEST_KEPT = 40


def cleaned(text: str) -> str:
    """Without what stands unseen before and after it, as a copied text brings along."""
    start, end = 0, len(text)
    while start < end and _is_unseen(text[start]):
        start += 1
    while start < end and _is_unseen(text[end - 1]):
        end -= 1
    return text[start:end]


def is_sid(text: str) -> bool:
    return _SID.fullmatch(text) is not None


def is_token(text: str) -> bool:
    return _TOKEN.fullmatch(text) is not None


def shown_sid(text: str) -> str:
    """The SID to show or write down; nothing where it is none and may be a token."""
    return text if is_sid(text) else ""


def kept_sid(text: str) -> str:
    """What was typed for a SID, to be mended where it stands; nothing where it may hold a token,
    which begins with neither and is never shown.
    """
    begins = text.startswith(("AC", "SK")) and len(text) < _LONGEST_KEPT
    return text if begins or is_sid(text) else ""


def are_swapped(sid: str, token: str) -> bool:
    return is_sid(token) and not is_sid(sid)


def about_sid(sid: str, token: str = "") -> Words | None:
    """What is wrong with the field of the Account SID; None where it is well formed."""
    if are_swapped(sid, token) and is_token(sid):
        return say("Account SID and auth token stand in each other's field.")
    if not sid:
        return say("There is no Account SID yet. It stands on the first page of Twilio's console.")
    if sid.startswith("SK"):
        return say("This is an API key. The Account SID begins with AC.")
    if is_token(sid):
        return say("This looks like an auth token. The Account SID begins with AC.")
    if not sid.startswith("AC"):
        return say("An Account SID begins with AC. Copy it again, whole.")
    if strange := _strange(sid[2:]):
        return say(
            "After AC an Account SID has only 0–9 and a–f, here stands also: %(characters)s",
            characters=strange,
        )
    if len(sid) != _LENGTH:
        return say(
            "An Account SID has %(right)s characters, this one %(count)s. Copy it again, whole.",
            right=_LENGTH,
            count=len(sid),
        )
    return None


def about_token(token: str) -> Words | None:
    """What is odd about the field of the token. Twilio may think otherwise, so it is tried."""
    if not token:
        return say("There is no auth token yet. It stands beside the Account SID at Twilio.")
    if is_sid(token):
        return say("This looks like an Account SID. The auth token stands beside it at Twilio.")
    if not is_token(token):
        return say("An auth token has 32 characters, 0–9 and a–f. Copy it again, whole.")
    return None


def _strange(text: str) -> str:
    """The characters that don't belong there, each once; a blank by its sign, others that can't be
    seen, or look like ours, by their code point."""
    found = list(dict.fromkeys(_OTHER_CHARACTER.findall(text)))[:_MOST_NAMED]
    return " ".join(map(_named, found))


def _named(character: str) -> str:
    if character == " ":
        return "␣"
    return character if character.isascii() and character.isprintable() else _code_point(character)


def _code_point(character: str) -> str:
    point = f"U+{ord(character):04X}"
    return point if _is_unseen(character) else f"{character} ({point})"


def _is_unseen(character: str) -> bool:
    """Blanks, controls, and what Unicode counts as format: zero width, marks of direction."""
    return character.isspace() or unicodedata.category(character) in ("Cc", "Cf")
