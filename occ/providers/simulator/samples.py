"""Small files that customers here send."""

from __future__ import annotations

import struct
import zlib

_WIDTH, _HEIGHT = 240, 160


def _chunk(name: bytes, content: bytes) -> bytes:
    check = zlib.crc32(name + content)
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", check)


def _picture() -> bytes:
    """A PNG of an evening sky."""
    rows = b"".join(
        b"\0" + bytes((70 + y, 90 + y // 2, 150 - y // 3)) * _WIDTH for y in range(_HEIGHT)
    )
    header = struct.pack(">IIBBBBB", _WIDTH, _HEIGHT, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*chunk) for chunk in chunks)


def file(content_type: str) -> bytes | None:
    """A file of that type; for one that is not played here, what begins as such a file does."""
    return FILES.get(content_type) or _BEGINNINGS.get(content_type)


_BEGINNINGS = {
    "audio/ogg": b"OggS\0\2" + bytes(200),
    "video/mp4": b"\0\0\0\x18ftypmp42" + bytes(200),
    "application/pdf": b"%PDF-1.4\n%%EOF\n",
    "image/webp": b"RIFF\x2a\0\0\0WEBPVP8 " + bytes(34),
    "image/jpeg": b"\xff\xd8\xff\xe0" + bytes(200),
    "text/html": b"<!DOCTYPE html><p>Hello</p>",
    "application/octet-stream": b"MZ" + bytes(200),
}
FILES = {
    "image/png": _picture(),
    "text/vcard": (
        b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Piotr Nowak\r\nTEL:+48500100201\r\nEND:VCARD\r\n"
    ),
}
