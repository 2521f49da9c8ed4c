"""The one place that knows an event loop: it patches by OCC_ASYNC_MODE, and serves.

eventlet is the default; leaving it is one line. Its notice that new programs should choose
otherwise is known and kept out of every log.
"""

from __future__ import annotations

import gc
import os
import socket
import threading
import warnings
from collections.abc import Callable
from typing import Any

_MOST_SOCKETS = 20_000
_USUAL = gc.get_threshold()
_SELDOM = 50_000
# The library's own half a second is half a second of every deploy, and of every test.
_LOOKS_FOR_ITS_END_SECONDS = 0.02


def start_loading() -> None:
    """Look for garbage seldom: what a start makes stays, and looking through it takes a fifth."""
    gc.set_threshold(_SELDOM, *_USUAL[1:])


def have_loaded() -> None:
    """What is there by now stays to the end: from now on the collector goes past it."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_USUAL)


def patch(mode: str | None = None) -> str:
    """Patch the standard library for the mode, before anything else is imported; the mode."""
    mode = mode or os.environ.get("OCC_ASYNC_MODE", "eventlet")
    if mode == "eventlet":
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import eventlet
        eventlet.monkey_patch()
    elif mode == "gevent":
        try:
            from gevent import monkey
        except ImportError:
            raise SystemExit(
                "OCC_ASYNC_MODE is gevent, and gevent is not installed: pip install 'occ[gevent]'"
            ) from None
        monkey.patch_all()
        _let_others_go_on_while_postgresql_works()
    return mode


def _let_others_go_on_while_postgresql_works() -> None:
    """psycopg2 waits in C, where no patch reaches; eventlet brings this along, gevent does not.

    https://www.psycopg.org/docs/advanced.html#support-for-coroutine-libraries
    """
    from gevent.socket import wait_read, wait_write
    from psycopg2 import OperationalError, extensions

    waits = {extensions.POLL_READ: wait_read, extensions.POLL_WRITE: wait_write}

    def wait(connection: Any) -> None:
        while (state := connection.poll()) != extensions.POLL_OK:
            if state not in waits:
                raise OperationalError(f"unknown state of the connection: {state}")
            waits[state](connection.fileno())

    extensions.set_wait_callback(wait)


def blocking_executor(mode: str) -> Any:
    """How `core/blocking.py` runs what takes long: off the loop, or plainly where there is none."""
    if mode == "eventlet":
        from eventlet import tpool

        return tpool.execute
    if mode == "gevent":
        from gevent import get_hub

        return lambda work, *args, **kwargs: get_hub().threadpool.apply(work, args, kwargs)
    return lambda work, *args, **kwargs: work(*args, **kwargs)


def listen(host: str, port: int) -> socket.socket:
    """Bind so that a second server on the port fails instead of silently taking half the traffic.

    Raises OSError.
    """
    listener = socket.create_server((host, port), backlog=1024, reuse_port=False)
    # Without it a keep-alive answer waits 40 ms for the client's acknowledgement.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def serve(mode: str, listener: socket.socket, app: Any) -> Callable[[], None]:
    """Begin to serve in the background; the call that stops taking connections."""
    if mode == "eventlet":
        return _serve_eventlet(listener, app)
    if mode == "gevent":
        return _serve_gevent(listener, app)
    return _serve_threading(listener, app)


def _serve_eventlet(listener: socket.socket, app: Any) -> Callable[[], None]:
    import eventlet
    from eventlet import wsgi

    # The library's own default of 1,024 sockets would silently stop everything, webhooks too.
    loop = eventlet.spawn(
        wsgi.server, listener, app, max_size=_MOST_SOCKETS, log_output=False, debug=False
    )

    def stop() -> None:
        listener.close()
        loop.kill()

    return stop


def _serve_gevent(listener: socket.socket, app: Any) -> Callable[[], None]:
    from gevent.pywsgi import WSGIServer

    server = WSGIServer(listener, app, log=None, spawn=_MOST_SOCKETS)
    server.start()
    return lambda: server.stop(timeout=0)


def _serve_threading(listener: socket.socket, app: Any) -> Callable[[], None]:
    from werkzeug.serving import WSGIRequestHandler, make_server

    class Quiet(WSGIRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
            """One line a request would drown what matters."""

        def run_wsgi(self) -> None:
            super().run_wsgi()
            # What comes after a socket is the rest of its frames, and no request.
            self.close_connection = self.close_connection or "Upgrade" in self.headers

    host, port = listener.getsockname()[:2]
    server = make_server(
        host, port, app, threaded=True, request_handler=Quiet, fd=listener.fileno()
    )
    threading.Thread(
        target=server.serve_forever, args=(_LOOKS_FOR_ITS_END_SECONDS,), name="web", daemon=True
    ).start()

    def stop() -> None:
        server.shutdown()
        # It was handed a copy of the socket: while one is open the kernel takes connections.
        server.server_close()
        listener.close()

    return stop
