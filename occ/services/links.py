"""The way to a WhatsApp number: a link, and the same as a QR code (A5, A6)."""

from __future__ import annotations

from urllib.parse import quote

import qrcode
import qrcode.image.svg


def wa_me(number: str, first_words: str = "") -> str:
    """`https://wa.me/48500100200`, digits only, with the visitor's draft where there is one."""
    link = f"https://wa.me/{number.removeprefix('+')}"
    return f"{link}?text={quote(first_words, safe='')}" if first_words else link


def qr_svg(link: str) -> bytes:
    """An SVG of error correction M with the quiet zone of 4 modules that scanners need.

    About 8 ms of CPU: keep the result.
    """
    code = qrcode.QRCode(
        error_correction=qrcode.constants.ERROR_CORRECT_M,
        border=4,
        image_factory=qrcode.image.svg.SvgPathImage,
    )
    code.add_data(link)
    code.make(fit=True)
    svg: bytes = code.make_image().to_string()
    return svg
