"""What users choose for themselves, and how they sign in, in words."""

from __future__ import annotations

from occ.core.words import say

CODES = {
    "codes_turned_on": say("Sign-in codes turned on"),
    "codes_turned_off": say("Sign-in codes turned off"),
    "wrong_code": say("Right password, wrong sign-in code"),
    "backup_codes_made": say("New backup codes made"),
    "backup_code_used": say("Signed in, or changed sign-in codes, by a backup code"),
}
OWN = {
    "single_keys": say("Single letters are keys in the console"),
    "enter_sends": say("Enter sends"),
    "notice_words": say("Notices show what customers write"),
    "theme": say("Appearance"),
    "dense": say("Compact lists and tables"),
    "offer_times": say("Time to accept an offer"),
}
THEMES = {
    "system": say("As the system has it"),
    "light": say("Light"),
    "dark": say("Dark"),
}
OFFER_TIMES = {
    "1": say("As everybody"),
    "2": say("Twice as long"),
    "3": say("Three times as long"),
}
