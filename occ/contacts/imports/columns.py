"""What a column of a file may hold, and what its name lets guess (pure)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from enum import StrEnum

from occ.core.plain_words import plain


class Field(StrEnum):
    PHONE = "phone"
    NAME = "name"
    LAST_NAME = "last_name"
    CONTRACTOR = "contractor"
    CONTRACTOR_CODE = "contractor_code"
    LANGUAGE = "language"
    TAGS = "tags"
    NOTE = "note"
    SMS = "sms"
    WHATSAPP = "whatsapp"
    SAID_ON = "said_on"


REASON = "OCC: why not"
"""The column that a file of refused lines has beside those of the file it came from."""

_NAMES: dict[Field, set[str]] = {
    Field.PHONE: {
        *("phone", "phone number", "mobile", "mobile number", "mobile phone", "telephone", "tel"),
        *("telefono", "cellulare", "numero", "numero di telefono", "numero di cellulare"),
        *("telefon", "telefon komorkowy", "komorka", "numer", "numer telefonu", "nr telefonu"),
        *("portable", "numero de telephone", "numero mobile", "gsm", "msisdn", "number"),
        *("تلفن", "موبایل", "شماره", "شماره تلفن", "شماره موبایل", "تلفن همراه"),
    },
    Field.NAME: {
        *("name", "full name", "first name", "contact", "nome", "nome e cognome", "contatto"),
        *("imie", "imie i nazwisko", "nazwa", "kontakt", "prenom", "nom complet"),
        *("نام", "نام کامل", "نام و نام خانوادگی", "مخاطب"),
    },
    Field.LAST_NAME: {
        *("last name", "surname", "family name", "cognome", "nazwisko", "nom"),
        *("nom de famille", "نام خانوادگی"),
    },
    Field.CONTRACTOR: {
        *("contractor", "company", "customer", "firm", "azienda", "ditta", "cliente"),
        *("kontrahent", "firma", "klient", "entreprise", "societe", "client"),
        *("شرکت", "طرف حساب", "مشتری"),
    },
    Field.CONTRACTOR_CODE: {
        *("contractor code", "customer code", "customer number", "customer id", "codice cliente"),
        *("kod kontrahenta", "kod klienta", "code client", "کد مشتری", "nip"),
    },
    Field.LANGUAGE: {"language", "lingua", "jezyk", "langue", "زبان"},
    Field.TAGS: {
        "tag",
        "tags",
        "labels",
        "etichette",
        "etykiety",
        "etiquettes",
        "برچسب",
        "برچسب ها",
    },
    Field.NOTE: {"note", "notes", "remarks", "uwagi", "notatka", "remarque", "یادداشت"},
    Field.SMS: {
        *("sms", "consent to sms", "sms consent", "consent", "consenso sms", "consenso"),
        *("zgoda sms", "zgoda na sms", "zgoda", "zgoda na wysylanie sms", "consentement sms"),
        *("consentement", "رضایت", "رضایت پیامک"),
    },
    Field.WHATSAPP: {
        *("whatsapp", "consent to whatsapp", "whatsapp consent", "consenso whatsapp"),
        *("zgoda whatsapp", "zgoda na whatsapp", "consentement whatsapp", "رضایت واتساپ"),
    },
    Field.SAID_ON: {
        *("consent date", "date of consent", "consented on", "data consenso", "data zgody"),
        *("date du consentement", "تاریخ رضایت"),
    },
}


def guess(header: Sequence[str]) -> dict[int, Field]:
    """By column; each field once, the first column of that name."""
    found: dict[int, Field] = {}
    for place, name in enumerate(header):
        for field, names in _NAMES.items():
            if plain(name) in names and field not in found.values():
                found[place] = field
    return found


def digest(header: Sequence[str]) -> str:
    """The same for files with the same header, also for one that was made of refused lines."""
    names = [plain(name) for name in header if name != REASON]
    return hashlib.sha256(json.dumps(names).encode()).hexdigest()
