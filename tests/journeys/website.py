"""A website of somebody else's, on another site than ours, under a policy as strict as can be."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@contextmanager
def website(us: str, key: str) -> Iterator[str]:
    """Its origin; `/en` and `/fa` are its pages, each with the snippet of the widget."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            language = self.path.strip("/")
            body = _page(language, f"{us}/w/{key}").encode()
            self.send_response(200)
            for name, value in _headers(us).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_words: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        # By this name it is another site than 127.0.0.1, and not just another port of it.
        yield f"http://localhost:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def _headers(us: str) -> dict[str, str]:
    return {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Security-Policy": f"default-src 'none'; script-src {us}; img-src {us}; "
        "base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
        # It takes from others only what says that it is meant for others.
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Embedder-Policy": "require-corp",
    }


def _page(language: str, at: str) -> str:
    direction = "rtl" if language == "fa" else "ltr"
    return f"""<!doctype html>
<html lang="{language}" dir="{direction}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Firma</title>
  </head>
  <body>
    <main>
      <h1>Firma</h1>
      <p><a href="{at}" data-occ>WhatsApp</a></p>
    </main>
    <script async src="{at}.js"></script>
  </body>
</html>
"""
