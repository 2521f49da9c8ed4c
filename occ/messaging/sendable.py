"""Which files WhatsApp takes from us, and how large.

https://www.twilio.com/docs/whatsapp/guidance-whatsapp-media-messages
"""

from __future__ import annotations

from occ.core.errors import OccError
from occ.core.words import Words, say
from occ.messaging import file_types
from occ.messaging.file_types import Shape

_MB = 2**20
LARGEST: dict[Shape, int] = {shape: 16 * _MB for shape in Shape} | {Shape.IMAGE: 5 * _MB}
"""In bytes."""
LONGEST_CAPTION = 1024
"""Characters beside a picture or film; what is longer, and beside all else, is a message apart."""
CAPTIONED = frozenset({Shape.IMAGE, Shape.VIDEO})
_OFFICE = "application/vnd.openxmlformats-officedocument."
TAKEN = frozenset(
    {
        "image/jpeg",
        "image/png",
        "image/webp",
        "audio/ogg",
        "audio/mpeg",
        "audio/aac",
        "audio/amr",
        "audio/3gpp",
        "video/mp4",
        "application/pdf",
        "application/msword",
        _OFFICE + "wordprocessingml.document",
        _OFFICE + "spreadsheetml.sheet",
        _OFFICE + "presentationml.presentation",
        "text/vcard",
    }
)


def declared(content_type: str, name: str) -> str:
    """The type a file says to be, by its own word or else by its name's ending.

    Raises OccError where WhatsApp takes none of it.
    """
    said = file_types.known(content_type)
    if said not in TAKEN:
        ending = name.lower().rpartition(".")[2]
        ending = {"jpeg": "jpg", "opus": "ogg"}.get(ending, ending)
        of_name = (each for each in TAKEN if file_types.TAKEN[each].ending == f".{ending}")
        said = next(iter(sorted(of_name)), None) if said in (None, file_types.PLAIN) else None
    if said is None:
        raise OccError(_NOT_TAKEN, "not_taken")
    return said


def demand_size(content_type: str, size: int) -> None:
    """Raises OccError."""
    most = LARGEST[file_types.shape(content_type)]
    if size > most:
        raise OccError(too_large(content_type), "too_large")
    if size == 0:
        raise OccError(say("This file is empty."), "empty")


def too_large(content_type: str) -> Words:
    most = LARGEST[file_types.shape(content_type)] // _MB
    return say("This file is too large: WhatsApp takes at most %(most)s MB of its kind.", most=most)


def really(content_type: str, head: bytes) -> str:
    """What a file is that begins so. Raises OccError where that is not what it says it is."""
    real = file_types.real(content_type, head)
    if real not in TAKEN:
        raise OccError(
            say("This file is not what its name says. Save it anew in a program and try again."),
            "not_what_it_says",
        )
    return real


def endings() -> list[str]:
    """What a browser may offer to choose: types, and endings that it knows no type for."""
    return [*sorted(TAKEN), *sorted({file_types.TAKEN[each].ending for each in TAKEN}), ".jpeg"]


_NOT_TAKEN = say(
    "WhatsApp does not take this kind of file. It takes pictures (JPEG, PNG, WebP), audio (OGG,"
    " MP3, AAC, AMR), film (MP4), PDF, Word, Excel, PowerPoint and contact cards (vCard)."
)
