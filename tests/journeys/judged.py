"""What can be said of a page without a person's eye: axe's rules, and that nothing sticks out."""

from __future__ import annotations

from functools import cache
from typing import Any

from playwright.sync_api import Page

from tests.journeys.tongue import PERSIAN, Tongue
from tests.servers import lacking
from tests.stateful import MORE
from tests.test_house import ROOT

WIDTHS = (1440, 768, 375, 320) if MORE > 1 else (1440, 768, 320)
_AXE = ROOT / "static/node_modules/axe-core/axe.min.js"

# Sideways: the page scrolls, or something shown begins or ends outside of it. Clipped: something
# ends where its box does, and no ellipsis says so.
_STICKING_OUT = """() => {
  const found = [];
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth > clientWidth) found.push(`the page is ${scrollWidth} wide`);

  const named = element => {
    const words = element.textContent.trim().replace(/\\s+/g, " ").slice(0, 40);
    return `${element.tagName.toLowerCase()}.${element.className} “${words}”`;
  };
  const overflow = element => getComputedStyle(element).overflowX;
  const isHeldBack = element => {
    for (let up = element.parentElement; up !== document.body; up = up.parentElement) {
      if (overflow(up) !== "visible") return true;
    }
    return false;
  };
  for (const element of document.body.querySelectorAll("*")) {
    if (element.closest(".unseen, .skip-links, svg, input, select, textarea, script")) continue;
    if (!element.checkVisibility({ visibilityProperty: true })) continue;
    const box = element.getBoundingClientRect();
    if (box.width <= 1 || box.height <= 1) continue;
    if ((box.left < -1 || box.right > clientWidth + 1) && !isHeldBack(element)) {
      found.push(`outside: ${named(element)} ${Math.round(box.left)}–${Math.round(box.right)}`);
    }
    const isTable = element.matches("[role=region][tabindex='0']");
    const tells = getComputedStyle(element).textOverflow === "ellipsis";
    const hides = overflow(element) !== "visible" && !isTable && !tells;
    if (hides && element.scrollWidth > element.clientWidth + 1) {
      found.push(`clipped: ${named(element)}`);
    }
  }
  return found;
}"""


@cache
def _axe() -> str:
    if not _AXE.exists():
        lacking("axe-core", "Install the browser packages: npm ci, in the folder static")
    return _AXE.read_text(encoding="utf-8")


def judge(page: Page, say: Tongue) -> list[str]:
    """How wide a page is depends on its language, what axe finds does not: it looks at one."""
    is_for_axe = MORE > 1 or say is PERSIAN
    return (barriers(page) if is_for_axe else []) + sticking_out(page)


def barriers(page: Page) -> list[str]:
    """What axe finds on the page as it stands, in light and in dark."""
    page.evaluate(_axe())
    found = []
    for scheme, only in (("light", None), ("dark", ["color-contrast"])):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        found += [f"{scheme}: {line}" for line in _run_axe(page, only)]
    page.emulate_media(color_scheme="light")
    return found


def _run_axe(page: Page, only: list[str] | None) -> list[str]:
    options: dict[str, Any] = {"resultTypes": ["violations"]}
    if only:
        options["runOnly"] = {"type": "rule", "values": only}
    answer = page.evaluate("options => axe.run(document, options)", options)
    return [
        f"{rule['id']}: {node['target']} {node['failureSummary']}"
        for rule in answer["violations"]
        for node in rule["nodes"]
    ]


def sticking_out(page: Page) -> list[str]:
    """What is cut off or pushes the page sideways, at each of the widths."""
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        found += [f"{width} px: {line}" for line in page.evaluate(_STICKING_OUT)]
    page.set_viewport_size({"width": 1440, "height": 900})
    return found
