"""What a browser measures of the console: loading, switching, typing, hearing, a long thread.

    python -m tests.bench.browser

On SQLite, with 1,000 customers who wrote, three of whom the agent has; one thread holds 10,000
messages. Loading is measured at a quarter of the processor's speed over a slow line, the rest as
it is. Times are the 95th percentile of 20 turns.
"""

from __future__ import annotations

import asyncio
import shutil
import socket
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from sqlalchemy import insert, select

from occ.conversations.models import Conversation
from occ.core.db import Database
from occ.core.secrets import open_vault
from occ.messaging.models import Message
from tests.bench import posting, servers

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CUSTOMERS, MESSAGES, TURNS = 1_000, 10_000, 20
LONG = 2
"""The place in the list of the one whose customer wrote first: lately written to stands on top."""
SLOW_LINE = {
    "offline": False,
    "latency": 150,  # ms
    "downloadThroughput": 1.6e6 / 8,
    "uploadThroughput": 1.6e6 / 8,
}
PAINTED = "() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))"
TO_THE_TOP = """
async () => {
  let pressed = 0, earlier;
  while ((earlier = document.querySelector('.thread-scroll > button:first-child'))) {
    const before = document.querySelector('.messages').textContent;
    earlier.click();
    pressed += 1;
    while (document.querySelector('.messages').textContent === before)
      await new Promise(requestAnimationFrame);
  }
  return pressed;
}
"""
WATCH = """
window.seen = {largest: 0, shift: 0, long: 0, keys: [], frames: {}};
const watch = (type, note) => new PerformanceObserver(
  list => list.getEntries().forEach(note)).observe({type, buffered: true});
watch('largest-contentful-paint', one => { seen.largest = one.startTime; });
watch('layout-shift', one => { if (!one.hadRecentInput) seen.shift += one.value; });
watch('longtask', one => { seen.long = Math.max(seen.long, one.duration); });
const painted = note => requestAnimationFrame(() => setTimeout(note));
addEventListener('keydown', () => {
  const began = performance.now();
  painted(() => seen.keys.push(performance.now() - began));
}, {capture: true});
const Native = WebSocket;
window.WebSocket = class extends Native {
  constructor(...all) {
    super(...all);
    this.addEventListener('message', ({data}) => {
      const came = /"body":"(z [0-9]+)"/.exec(data);
      if (!came) return;
      const began = performance.now();
      const look = () => [...document.querySelectorAll('.messages')].some(
        one => one.textContent.includes(came[1]))
          ? painted(() => { seen.frames[came[1]] = performance.now() - began; })
          : requestAnimationFrame(look);
      look();
    });
  }
};
"""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, servers.product(Path(folder), 1) as (url, _):
        asyncio.run(posting.closed_loop(url, posting.requests(url, CUSTOMERS, CUSTOMERS, "a"), 4))
        lengthen(Path(folder))
        [cookie] = servers.sign_in_all(Path(folder))
        with _chromium() as browser:
            context = _context(browser, url, cookie)
            accept_all(context, url)
            loading(context, url)
            switching(context, url)
            typing_and_hearing(context, url)
            long_thread(context, url)
            long_list(context, url)


def accept_all(context: BrowserContext, url: str) -> None:
    page = context.new_page()
    page.goto(f"{url}/conversations")
    for taken in range(3):
        page.get_by_role("article").get_by_role("button", name="Accept").click()
        page.locator(".row-link").nth(taken).wait_for()
    page.close()


def loading(context: BrowserContext, url: str) -> None:
    page = context.new_page()
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", SLOW_LINE)
    line.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    sizes = []
    line.on("Network.loadingFinished", lambda one: sizes.append(one["encodedDataLength"]))
    usable, largest = [], []
    for _ in range(TURNS):
        line.send("Network.clearBrowserCache")
        sizes.clear()
        began = time.perf_counter()
        page.goto(f"{url}/conversations")
        page.locator(".row-link").first.wait_for()
        usable.append(time.perf_counter() - began)
        largest.append(page.evaluate("seen.largest") / 1000)
    _tell("first load, all requests", f"{sum(sizes) / 1024:.0f} KB", "120 KB")
    _tell("usable, slow", _ms(usable), "2,000 ms")
    _tell("largest paint, slow", _ms(largest), "1,500 ms")
    _tell("layout shift", f"{page.evaluate('seen.shift'):.3f}", "0.02")
    page.close()


def switching(context: BrowserContext, url: str) -> None:
    fresh, again = [], []
    for _ in range(TURNS):
        page = _console(context, url)
        for times in (fresh, again):
            for place in (0, 1):
                times.append(_switch(page, place))
        page.close()
    _tell("switch, not cached", _ms(fresh), "200 ms")
    _tell("switch, cached", _ms(again), "50 ms")


def typing_and_hearing(context: BrowserContext, url: str) -> None:
    page = _console(context, url)
    _switch(page, 0)
    page.get_by_role("textbox").press_sequentially("What a customer reads. " * 5, delay=20)
    _tell("key to paint", _ms([each / 1000 for each in page.evaluate("seen.keys")]), "16 ms")
    whose = page.locator(".thread-head").inner_text().split("Customer ")[1].split()[0]
    news = posting.requests(url, CUSTOMERS * TURNS, CUSTOMERS, "z")[int(whose) :: CUSTOMERS]
    address = urlsplit(url)
    for one in news:
        with socket.create_connection((address.hostname, address.port)) as line:
            line.sendall(one)
            line.recv(1024)
        page.wait_for_timeout(100)
    heard = page.evaluate("Object.values(seen.frames)")
    assert len(heard) == TURNS, "what came was never painted"
    _tell("socket frame to paint", _ms([each / 1000 for each in heard]), "50 ms")
    page.close()


def long_thread(context: BrowserContext, url: str) -> None:
    opened = []
    for _ in range(TURNS):
        page = _console(context, url)
        opened.append(_switch(page, LONG))
        if len(opened) < TURNS:
            page.close()
    _tell(f"thread of {MESSAGES:,}, opened", _ms(opened), "250 ms")
    line = context.new_cdp_session(page)
    before = _heap(line)
    page.evaluate("seen.long = 0")
    pressed = page.evaluate(TO_THE_TOP)
    nodes = page.evaluate("document.querySelectorAll('*').length")
    page.get_by_role("button", name="To the latest").click()
    page.evaluate(PAINTED)
    _tell("  its nodes at the top", f"{nodes:,}", "6,000")
    _tell("  to the top and back", f"{(_heap(line) - before) / 2**20:.0f} MB", "60 MB")
    _tell(f"  longest task of {pressed} pages", f"{page.evaluate('seen.long'):.0f} ms", "100 ms")
    page.close()


def long_list(context: BrowserContext, url: str) -> None:
    page = _console(context, url)
    times = []
    for _ in range(TURNS):
        for place in (1, 0):
            tab = f"document.querySelectorAll('.tabs .tab')[{place}]"
            times.append(_timed(page, tab, ".rows"))
    rows = CUSTOMERS - 3
    _tell(f"list of {rows:,} shown, and left", _ms(times), "200 ms")
    page.close()


def _console(context: BrowserContext, url: str) -> Page:
    page = context.new_page()
    page.goto(f"{url}/conversations")
    page.locator(".row-link").nth(2).wait_for()
    return page


def _switch(page: Page, place: int) -> float:
    """Seconds from the press to the words on the screen."""
    return _timed(page, f"document.querySelectorAll('.row-link')[{place}]", ".messages")


def _timed(page: Page, pressed: str, shown: str) -> float:
    """Seconds from the press on it until what it shows anew is painted."""
    milliseconds: float = page.evaluate(
        f"""async () => {{
          const words = () => document.querySelector('{shown}')?.textContent;
          const before = words();
          const began = performance.now();
          {pressed}.click();
          while (!words() || words() === before) await new Promise(requestAnimationFrame);
          await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
          return performance.now() - began;
        }}"""
    )
    return milliseconds / 1000


def lengthen(folder: Path) -> None:
    """Give the first customer's conversation what was said in years."""
    database = Database(f"sqlite:///{folder / 'home' / 'occ.db'}", open_vault(folder / "home"))
    with database.writing() as session:
        first = session.scalar(select(Conversation.id).order_by(Conversation.id).limit(1))
        found = select(Message.__table__).where(Message.conversation_id == first)
        said = dict(session.execute(found).mappings().one())
        del said["id"]
        session.execute(
            insert(Message.__table__),
            [
                {**said, "key": f"msg_{n}", "provider_sid": f"SMold{n}", "body": f"Old words {n}"}
                for n in range(MESSAGES - 1)
            ],
        )
    database.close()


@contextmanager
def _chromium() -> Iterator[Browser]:
    found = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found)
        yield browser
        browser.close()


def _context(browser: Browser, url: str, cookie: str) -> BrowserContext:
    context = browser.new_context(locale="en-GB", viewport={"width": 1440, "height": 900})
    name, value = cookie.split("=", 1)
    context.add_cookies([{"name": name, "value": value, "url": url}])
    context.add_init_script(WATCH)
    return context


def _heap(line) -> int:  # type: ignore[no-untyped-def]
    line.send("HeapProfiler.collectGarbage")
    return int(line.send("Runtime.getHeapUsage")["usedSize"])


def _ms(seconds: list[float]) -> str:
    return f"{statistics.quantiles(seconds, n=20)[18] * 1000:,.0f} ms"


def _tell(what: str, found: str, budget: str) -> None:
    print(f"{what:34} {found:>10}   budget {budget}", flush=True)


if __name__ == "__main__":
    main()
