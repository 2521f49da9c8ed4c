"""The way to a WhatsApp number: a link, and the same as a QR code (A5, A6)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any
from urllib.parse import quote

import qrcode
from qrcode.exceptions import DataOverflowError

QUIET_ZONE = 4  # modules
# What a phone's camera needs at arm's length, and what the widget's panel has room for.
LEAST_MODULE, LEAST_CODE, LARGEST_CODE = 3, 176, 264  # px


def wa_me(number: str, first_words: str = "") -> str:
    """`https://wa.me/48500100200`, digits only, with the visitor's draft where there is one.

    A phone opens the app by it, a desktop a page that offers the app and the web.
    """
    link = f"https://wa.me/{number.removeprefix('+')}"
    return f"{link}?text={_draft(first_words)}" if first_words else link


def on_the_web(number: str, first_words: str = "") -> str:
    """Straight to WhatsApp on the web, for a desktop: no page between that offers it."""
    link = f"https://web.whatsapp.com/send?phone={number.removeprefix('+')}"
    return f"{link}&text={_draft(first_words)}" if first_words else link


def qr_svg(link: str) -> bytes:
    """An SVG of error correction M, dark on white, with the quiet zone that scanners need.

    A third of what the package itself writes, since a row's neighbours are one stroke. Some 5 ms
    of CPU: keep the result.
    """
    code = _code(link)
    code.make(fit=True)
    modules = code.get_matrix()
    size = len(modules)
    dark = "".join(f"M{x} {y}h{long}v1h-{long}z" for x, y, long in _strokes(modules))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size * 8}" height="{size * 8}" '
        f'viewBox="0 0 {size} {size}" shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{size}v{size}H0z"/><path d="{dark}"/></svg>'
    ).encode()


def shown_size(link: str) -> int | None:
    """How wide the code is shown, in px: each module whole and large enough to be scanned.

    None for a link so long that its code would be too fine, or too large for the widget.
    """
    try:
        modules = 17 + 4 * _code(link).best_fit() + 2 * QUIET_ZONE
    except DataOverflowError:
        return None
    size = modules * max(LEAST_MODULE, -(-LEAST_CODE // modules))
    return size if size <= LARGEST_CODE else None


def _code(link: str) -> qrcode.QRCode[Any]:
    code: qrcode.QRCode[Any] = qrcode.QRCode(
        error_correction=qrcode.constants.ERROR_CORRECT_M, border=QUIET_ZONE
    )
    code.add_data(link)
    return code


def _draft(words: str) -> str:
    """%20 for a blank: WhatsApp shows a + as it is."""
    return quote(words, safe="")


def _strokes(modules: list[list[bool]]) -> Iterator[tuple[int, int, int]]:
    """Column, row and length of what is dark."""
    for y, row in enumerate(modules):
        x = 0
        for is_dark, run in groupby(row):
            long = len(list(run))
            if is_dark:
                yield x, y, long
            x += long
