"""What a page of somebody else's loads for a widget, in bytes: `python -m tests.bench.widget`."""

from __future__ import annotations

import tempfile

from occ.app import create_app
from occ.config import from_environment
from occ.migrations import schema
from tests.builders import a_service, a_widget

GOAL = 4 * 1024
PATHS = (".js", "/open.js?lang=en", ".svg")
NUMBERS = ("+390612345678", "+48500100200", "+989123456789")


def main() -> None:
    with tempfile.TemporaryDirectory() as home:
        app = create_app(from_environment({"OCC_HOME": home}))
        product = app.extensions["occ"]
        schema.upgrade(product.run.database)
        services = [
            product.run(a_service, f"Service {place}", number)
            for place, number in enumerate(NUMBERS, 1)
        ]
        print(f"compressed, before a click in one request, goal {GOAL} bytes at the most")
        for many in (1, len(services)):
            product.run(a_widget, services[:many], first_words="Hello, I have a question.")
            product.widgets.clear()
            script, more, code = (_bytes(app, f"/w/website{path}") for path in PATHS)
            print(
                f"script, {many} of service: {script:5}   "
                f"opened: {script + more:5}   with a QR code: {script + more + code:5}"
            )
        product.run.database.close()


def _bytes(app: object, path: str) -> int:
    answer = app.test_client().get(path, headers={"Accept-Encoding": "gzip"})  # type: ignore[attr-defined]
    assert answer.headers["Content-Encoding"] == "gzip"
    return len(answer.data)


if __name__ == "__main__":
    main()
