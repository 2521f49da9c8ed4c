"""The process that sends: `occ serve` with its jobs, on a port of this machine, made to die."""

from __future__ import annotations

import logging
import multiprocessing
import signal
from multiprocessing.process import BaseProcess

from occ import serving
from occ.app import create_app
from occ.config import Config
from occ.product import Product

LOG = "torture.log"


def start(config: Config) -> BaseProcess:
    """Forked off a server that was spawned clean and has imported all of the product: a life
    begins in a tenth of a second, and nothing of ours is in it.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    process = context.Process(target=_live, args=(config,), daemon=True)
    process.start()
    return process


def kill(process: BaseProcess) -> None:
    """SIGKILL. Raises CannotStart where there was nothing left to kill."""
    process.kill()
    process.join()
    code = process.exitcode
    process.close()
    if code != -signal.SIGKILL:
        raise serving.CannotStart(f"The sending process ended by itself, with {code}.")


def _live(config: Config) -> None:
    logging.basicConfig(filename=config.home / LOG, level=logging.WARNING, force=True)
    app = create_app(config)
    product: Product = app.extensions["occ"]
    with serving.alone(product.run.database):
        serving.serve(app, config, True, lambda: None)
