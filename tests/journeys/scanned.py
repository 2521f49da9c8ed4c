"""What a camera sees of a QR code, module by module, against what the link's own code is."""

from __future__ import annotations

import base64

import qrcode
from playwright.sync_api import Locator

Modules = list[list[bool]]

# The middle of each module: dark or light.
_SAMPLE = """async ([picture, size]) => {
  const image = await createImageBitmap(await (await fetch(picture)).blob());
  const canvas = new OffscreenCanvas(image.width, image.height);
  const context = canvas.getContext("2d");
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, image.height);
  const middle = place => Math.floor((place + 0.5) * image.width / size);
  const rows = [...Array(size).keys()];
  return rows.map(y => rows.map(x => data[4 * (middle(y) * image.width + middle(x))] < 128));
}"""


def code_of(link: str) -> Modules:
    """By the qrcode package alone, with a quiet zone of 4 light modules."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=4)
    code.add_data(link)
    code.make(fit=True)
    return [list(row) for row in code.get_matrix()]


def seen(image: Locator, size: int) -> Modules:
    """From the pixels on the screen, which a page of its own reads: the policy here forbids it."""
    image.evaluate("image => image.decode?.()")
    shot = base64.b64encode(image.screenshot()).decode()
    reader = image.page.context.new_page()
    found: Modules = reader.evaluate(_SAMPLE, [f"data:image/png;base64,{shot}", size])
    reader.close()
    return found


def leads_to(image: Locator, link: str) -> bool:
    wanted = code_of(link)
    return seen(image, len(wanted)) == wanted
