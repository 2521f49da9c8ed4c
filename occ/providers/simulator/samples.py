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


FILES = {
    "image/png": _picture(),
    "text/vcard": (
        b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Piotr Nowak\r\nTEL:+48500100201\r\nEND:VCARD\r\n"
    ),
}
