"""The whole product with its pages, in this process, and people who browse it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from occ.config import Config
from occ.core.run import Runner
from occ.product import Product
from occ.users.models import Role, User
from tests.applications import Furnished, built, compiled, furnished
from tests.builders import an_agent
from tests.web.browser import Browser

__all__ = ["built", "compiled", "furnished"]

PUBLIC_URL = "https://chat.example.com"


@pytest.fixture
def config(database_url: str, tmp_path: Path) -> Config:
    return Config(
        home=tmp_path / "home",
        database_url=database_url,
        redis_url=None,
        host="127.0.0.1",
        port=5000,
        public_url=PUBLIC_URL,
        async_mode="threading",
        twilio_api_url="http://127.0.0.1:9",
        smsapi_api_url=None,
    )


@pytest.fixture
def app(config: Config, furnished: Furnished) -> Iterator[Flask]:
    """With a product of its own, on a database that is as good as new."""
    app = furnished(config)
    # Stored webhooks stay as they are: handling them is the business of other tests.
    app.extensions["occ"].after = lambda _kind, _address: None
    yield app
    app.extensions["occ"].run.database.close()


@pytest.fixture
def product(app: Flask) -> Product:
    found = app.extensions["occ"]
    assert isinstance(found, Product)
    return found


@pytest.fixture
def run(product: Product) -> Runner:
    return product.run


@pytest.fixture
def ada(run: Runner) -> User:
    return run(an_agent, "Ada", role=Role.ADMINISTRATOR)


@pytest.fixture
def sofia(run: Runner) -> User:
    return run(an_agent, "Sofia", role=Role.SUPERVISOR)


@pytest.fixture
def ana(run: Runner) -> User:
    return run(an_agent, "Ana")


@pytest.fixture
def stranger(app: Flask, ada: User) -> Browser:
    """Nobody's browser, where an administrator exists."""
    return Browser(app)


@pytest.fixture
def administrator(app: Flask, ada: User) -> Browser:
    return Browser(app, ada)


@pytest.fixture
def supervisor(app: Flask, sofia: User) -> Browser:
    return Browser(app, sofia)


@pytest.fixture
def agent(app: Flask, ana: User) -> Browser:
    return Browser(app, ana)


@pytest.fixture
def page(administrator: Browser, ana: User) -> str:
    """The address of Ana's Credits power."""
    answer = administrator.post(f"/users/{ana.key}/powers", {"kind": "credits"})
    return str(answer.headers["Location"])
