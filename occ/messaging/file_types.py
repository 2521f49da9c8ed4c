"""Which files are taken, what they really are, and under which name they are handed out."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import NamedTuple

LARGEST_BYTES = 16 * 1024 * 1024
"""As much as WhatsApp lets through Twilio; an MMS is at most 5 MB."""
HEAD_BYTES = 1024
"""As much of a file's beginning as tells what it is."""
PLAIN = "application/octet-stream"
LONGEST_NAME = 120


class Shape(StrEnum):
    """How a screen shows a file."""

    IMAGE = "image"
    AUDIO = "audio"
    VIDEO = "video"
    CONTACTS = "contacts"
    DOCUMENT = "document"


class Type(NamedTuple):
    """A type of file that is taken: its ending, how it begins, how it is shown."""

    ending: str
    beginnings: tuple[str, ...]
    shape: Shape = Shape.DOCUMENT


_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
TAKEN: dict[str, Type] = {
    "image/jpeg": Type(".jpg", ("jpeg",), Shape.IMAGE),
    "image/png": Type(".png", ("png",), Shape.IMAGE),
    "image/gif": Type(".gif", ("gif",), Shape.IMAGE),
    "image/webp": Type(".webp", ("webp",), Shape.IMAGE),
    # Browsers draw none of these three.
    "image/heic": Type(".heic", ("mp4",)),
    "image/heif": Type(".heif", ("mp4",)),
    "image/tiff": Type(".tiff", ("tiff",)),
    "audio/ogg": Type(".ogg", ("ogg",), Shape.AUDIO),
    "audio/mpeg": Type(".mp3", ("mp3",), Shape.AUDIO),
    "audio/mp4": Type(".m4a", ("mp4",), Shape.AUDIO),
    "audio/aac": Type(".aac", ("aac", "mp4"), Shape.AUDIO),
    "audio/wav": Type(".wav", ("wav",), Shape.AUDIO),
    "audio/webm": Type(".weba", ("webm",), Shape.AUDIO),
    # No browser plays these two.
    "audio/amr": Type(".amr", ("amr",)),
    "audio/3gpp": Type(".3gp", ("mp4",)),
    "video/mp4": Type(".mp4", ("mp4",), Shape.VIDEO),
    "video/3gpp": Type(".3gp", ("mp4",), Shape.VIDEO),
    "video/quicktime": Type(".mov", ("mp4",), Shape.VIDEO),
    "video/webm": Type(".webm", ("webm",), Shape.VIDEO),
    "text/vcard": Type(".vcf", ("vcard",), Shape.CONTACTS),
    "text/plain": Type(".txt", ("text", "vcard")),
    "text/csv": Type(".csv", ("text",)),
    "text/calendar": Type(".ics", ("text",)),
    "application/pdf": Type(".pdf", ("pdf",)),
    "application/rtf": Type(".rtf", ("rtf",)),
    "application/zip": Type(".zip", ("zip",)),
    "application/msword": Type(".doc", ("ole",)),
    "application/vnd.ms-excel": Type(".xls", ("ole",)),
    "application/vnd.ms-powerpoint": Type(".ppt", ("ole",)),
    _OFFICE + "wordprocessingml.document": Type(".docx", ("zip",)),
    _OFFICE + "spreadsheetml.sheet": Type(".xlsx", ("zip",)),
    _OFFICE + "presentationml.presentation": Type(".pptx", ("zip",)),
    _OPEN + "text": Type(".odt", ("zip",)),
    _OPEN + "spreadsheet": Type(".ods", ("zip",)),
    _OPEN + "presentation": Type(".odp", ("zip",)),
    PLAIN: Type(".bin", ()),
}
_OTHER_NAMES = {
    "": PLAIN,
    "binary/octet-stream": PLAIN,
    "image/jpg": "image/jpeg",
    "audio/mp3": "audio/mpeg",
    "audio/x-m4a": "audio/mp4",
    "audio/m4a": "audio/mp4",
    "audio/opus": "audio/ogg",
    "audio/vorbis": "audio/ogg",
    "audio/x-wav": "audio/wav",
    "audio/wave": "audio/wav",
    "audio/vnd.wave": "audio/wav",
    "audio/amr-nb": "audio/amr",
    "text/x-vcard": "text/vcard",
    "text/directory": "text/vcard",
    "text/rtf": "application/rtf",
    "application/x-zip-compressed": "application/zip",
}
_BEGINNINGS = (
    ("jpeg", re.compile(rb"\xff\xd8\xff")),
    ("png", re.compile(rb"\x89PNG\r\n\x1a\n")),
    ("gif", re.compile(rb"GIF8[79]a")),
    ("webp", re.compile(rb"RIFF....WEBP", re.S)),
    ("wav", re.compile(rb"RIFF....WAVE", re.S)),
    ("tiff", re.compile(rb"II\*\0|MM\0\*")),
    ("ogg", re.compile(rb"OggS")),
    ("amr", re.compile(rb"#!AMR")),
    ("mp4", re.compile(rb"....(ftyp|moov|mdat|wide|free|skip)", re.S)),
    ("webm", re.compile(rb"\x1a\x45\xdf\xa3")),
    ("aac", re.compile(rb"\xff[\xf0\xf1\xf8\xf9]|ADIF")),
    ("mp3", re.compile(rb"ID3|\xff[\xe2-\xe7\xea-\xef\xf2-\xf7\xfa-\xfe]")),
    ("pdf", re.compile(rb".{0,1000}?%PDF-", re.S)),
    ("zip", re.compile(rb"PK(\x03\x04|\x05\x06|\x07\x08)")),
    ("ole", re.compile(rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")),
    ("rtf", re.compile(rb"\{\\rtf")),
    ("vcard", re.compile(rb"(\xef\xbb\xbf)?\s*BEGIN:VCARD", re.I)),
)
# What nobody sees in a name can only deceive; Persian needs its joiners.
_UNSEEN = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]"
)
_NO_PART_OF_A_NAME = re.compile(r'[/\\:*?"<>|]')


def known(declared: str) -> str | None:
    """The one name of a type that is taken; None for any other."""
    essence = declared.partition(";")[0].strip().lower()
    essence = _OTHER_NAMES.get(essence, essence)
    return essence if essence in TAKEN else None


def real(declared: str, head: bytes) -> str:
    """What a file is whose beginning is `head`, and which says to be `declared`, a known type.

    A picture of another kind is that kind. What is not at all what it says is `PLAIN`: kept to
    be saved, and never shown.
    """
    begins, family = beginning(head), declared.partition("/")[0]
    if begins in TAKEN[declared].beginnings:
        return declared
    for name, type_ in TAKEN.items():
        shown = type_.shape in (Shape.IMAGE, Shape.AUDIO, Shape.VIDEO)
        if shown and name.partition("/")[0] == family and begins in type_.beginnings:
            return name
    return PLAIN


def beginning(head: bytes) -> str:
    for name, pattern in _BEGINNINGS:
        if pattern.match(head):
            return name
    return "" if b"\x00" in head else "text"


def shape(content_type: str) -> Shape:
    return TAKEN[known(content_type) or PLAIN].shape


def file_name(name: str | None, content_type: str) -> str | None:
    """`name` without what deceives, with the ending of its type; None where nothing is left."""
    plain = _NO_PART_OF_A_NAME.sub("_", _UNSEEN.sub("", name or "")).strip(" .")
    if not plain:
        return None
    ending = TAKEN[content_type].ending
    if plain.lower().endswith(ending) or (ending == ".jpg" and plain.lower().endswith(".jpeg")):
        return plain[-LONGEST_NAME:]
    return plain[: LONGEST_NAME - len(ending)] + ending
