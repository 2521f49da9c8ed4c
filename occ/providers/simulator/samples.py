"""Small files that customers here send."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

_WIDTH, _HEIGHT = 320, 240
_DESK, _PAPER, _INK, _TEAL, _RED = (
    (110, 92, 76),
    (250, 249, 244),
    (88, 96, 104),
    (11, 100, 112),
    (179, 38, 30),
)
_LINES = (96, 120, 84, 132, 108, 72, 120, 60)


def _chunk(name: bytes, content: bytes) -> bytes:
    check = zlib.crc32(name + content)
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", check)


def _picture() -> bytes:
    """A PNG of an invoice on a desk: its total stands in red."""
    rows = [_row(y) for y in range(_HEIGHT)]
    header = struct.pack(">IIBBBBB", _WIDTH, _HEIGHT, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(b"".join(rows))), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*chunk) for chunk in chunks)


def _row(y: int) -> bytes:
    if not 14 <= y < 226:
        return b"\0" + bytes(_DESK) * _WIDTH
    drawn = [(180, _PAPER)]
    line, within = divmod(y - 64, 16)
    if 30 <= y < 42:
        drawn = [(16, _PAPER), (64, _TEAL), (100, _PAPER)]
    elif 0 <= line < len(_LINES) and within < 4:
        drawn = [(16, _PAPER), (_LINES[line], _INK), (164 - _LINES[line], _PAPER)]
    elif 198 <= y < 210:
        drawn = [(116, _PAPER), (48, _RED), (16, _PAPER)]
    whole = [(70, _DESK), *drawn, (70, _DESK)]
    return b"\0" + b"".join(bytes(colour) * width for width, colour in whole)


_FOLDER = Path(__file__).with_name("files")
FILES = {
    "image/png": _picture(),
    "audio/ogg": (_FOLDER / "voice.ogg").read_bytes(),
    "video/mp4": (_FOLDER / "film.mp4").read_bytes(),
    "application/pdf": b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n",
    "text/vcard": (
        b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Piotr Nowak\r\nORG:Biuro Nowak\r\n"
        b"TEL;TYPE=CELL:+48500100201\r\nEMAIL:piotr@example.com\r\nEND:VCARD\r\n"
    ),
}
# What begins as such a file does: there is nothing in it.
_BEGINNINGS = {
    "image/webp": b"RIFF\x2a\0\0\0WEBPVP8 " + bytes(34),
    "image/jpeg": b"\xff\xd8\xff\xe0" + bytes(200),
    "text/html": b"<!DOCTYPE html><p>Hello</p>",
    "application/octet-stream": b"MZ" + bytes(200),
}


def file(content_type: str) -> bytes | None:
    """A file of that type, None for one that nobody here has."""
    return FILES.get(content_type) or _BEGINNINGS.get(content_type)
