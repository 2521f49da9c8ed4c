"""`occ …`: what an operator types.

The commands that serve patch the standard library for their event loop first, so everything
else is imported inside them.
"""

from __future__ import annotations

import logging
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

import occ
from occ import bootstrap
from occ.commanding import configured, opened, or_explain, prepared
from occ.moving import commands as moving

if TYPE_CHECKING:
    from occ.core.db import Database


@click.group()
@click.version_option(occ.__version__, prog_name="occ")
def main() -> None:
    """OCC: a contact center for WhatsApp and SMS that you run yourself."""
    bootstrap.start_loading()
    logging.basicConfig(
        level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    logging.getLogger("alembic").setLevel(logging.WARNING)


@main.command()
def demo() -> None:
    """Try it all: no account, no questions. Four customers write to you."""
    os.environ.setdefault("OCC_HOME", "./occ-home/demo")
    bootstrap.patch()
    from occ import demo as showing

    or_explain(lambda: showing.run(configured()))


@main.command()
@click.option("--no-jobs", is_flag=True, help="Leave the jobs to `occ jobs` (PostgreSQL).")
def serve(no_jobs: bool) -> None:
    """Serve web and sockets, and run the jobs."""
    bootstrap.patch()
    from occ import serving
    from occ.app import create_app

    config = configured()

    def work() -> None:
        app = create_app(config)
        database: Database = app.extensions["occ"].run.database
        if no_jobs and database.is_sqlite:
            raise serving.CannotStart("On SQLite one process does it all: leave out --no-jobs.")
        with serving.alone(database):
            serving.prepare(database)
            serving.warn_of_lost_secrets(app.extensions["occ"].run, config.home)

            def ready() -> None:
                click.echo(f"OCC listens on http://{config.host}:{config.port}")

            serving.serve(app, config, not no_jobs, ready)

    or_explain(work)
    serving.leave()


@main.command()
@click.option("--metrics-port", type=int, help="Serve this process's counters to this machine.")
def jobs(metrics_port: int | None) -> None:
    """Run the jobs alone, beside web processes on PostgreSQL and Redis."""
    bootstrap.patch()
    from occ import serving
    from occ.app import create_jobs
    from occ.jobs.runner import Runner
    from occ.jobs.schedule import JOBS

    config = configured()

    def work() -> None:
        if not config.redis_url:
            raise serving.CannotStart("Set OCC_REDIS_URL: the jobs tell the web processes by it.")
        product = create_jobs(config)
        if product.run.database.is_sqlite:
            raise serving.CannotStart("On SQLite `occ serve` runs the jobs itself.")
        serving.prepare(product.run.database)
        serving.warn_of_lost_secrets(product.run, config.home)
        if metrics_port:
            serving.serve_metrics(metrics_port)
        runner = Runner(product, JOBS)
        runner.start()
        bootstrap.have_loaded()
        serving.wait_for_signal()
        runner.stop()

    or_explain(work)
    serving.leave()


@main.command()
def migrate() -> None:
    """Make the database, or bring an older one up to date."""
    from occ import serving

    def work() -> None:
        with opened() as database:
            click.echo(f"The database was {serving.migrate(database)} and is up to date.")

    or_explain(work)


@main.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def apply(file: Path) -> None:
    """Set up everything an administrator can, from one TOML file. Safe to repeat."""
    from occ import applying

    def work() -> None:
        with prepared() as database:
            click.echo(applying.apply_file_at(database, file))

    or_explain(work)


@main.command()
@click.option("--offline", is_flag=True, help="Ask nothing of Twilio, nor of our public address.")
def doctor(offline: bool) -> None:
    """Say what is wrong with this installation and how to mend it. Changes nothing."""
    from occ.doctor.examine import examine
    from occ.doctor.findings import Level

    is_well = True
    for finding in examine(configured(), offline):
        click.echo(finding)
        is_well = is_well and finding.level is not Level.BAD
    if not is_well:
        raise SystemExit(1)


@main.group()
def user() -> None:
    """People who sign in."""


@user.command("add")
@click.argument("email")
@click.option("--name", default=None, help="Default: the part before the @.")
@click.option(
    "--role",
    type=click.Choice(["agent", "supervisor", "administrator"]),
    default="agent",
    show_default=True,
)
def add_user(email: str, name: str | None, role: str) -> None:
    """Add somebody; prints the one-time link where they choose their password."""
    from occ import inviting

    def work() -> None:
        with prepared() as database:
            shown = name or email.split("@")[0]
            click.echo(inviting.invite(configured(), database, shown, email, role))

    or_explain(work)


@user.command("new-password")
@click.argument("email")
def new_password(email: str) -> None:
    """Print a one-time link for somebody who can't sign in."""
    from occ import inviting

    def work() -> None:
        with prepared() as database:
            click.echo(inviting.new_link(configured(), database, email))

    or_explain(work)


@user.command("codes-off")
@click.argument("email")
def codes_off(email: str) -> None:
    """Turn sign-in codes off for somebody who has lost their app and their backup codes."""
    from occ import inviting

    def work() -> None:
        with prepared() as database:
            click.echo(inviting.codes_off(database, email))

    or_explain(work)


@main.group()
def batch() -> None:
    """Packs of WhatsApp messages, loaded by code and password."""


@batch.command("issue")
@click.option("--messages", type=click.IntRange(1, 1_000_000), required=True, help="In each pack.")
@click.option("--count", type=click.IntRange(1, 1000), default=1, show_default=True)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "csv", "card"]),
    default="text",
    show_default=True,
    help="card: a page to print, with QR codes.",
)
def issue_batches(messages: int, count: int, form: str) -> None:
    """Make pairs of code and password and print them, this once."""
    from occ import issuing

    def work() -> None:
        with prepared() as database:
            packs = issuing.issue(database, messages, count)
            click.echo(issuing.FORMATS[form](packs, configured()))

    or_explain(work)


@batch.command("list")
def list_batches() -> None:
    """Every pack that was issued, the newest first, and what became of it."""
    from occ import issuing

    def work() -> None:
        with prepared() as database:
            click.echo(issuing.listed(database))

    or_explain(work)


@batch.command("revoke")
@click.argument("code")
def revoke_batch(code: str) -> None:
    """Have a pack that was not loaded yet load nothing any more."""
    from occ import issuing

    def work() -> None:
        with prepared() as database:
            issuing.revoke(database, code)
            click.echo("The pack is revoked.")

    or_explain(work)


@main.group()
def credit() -> None:
    """What users may spend."""


@credit.command("check")
def check_credit() -> None:
    """Compute every balance anew from the ledger; a difference is shown and not mended."""
    from occ import accounting

    def work() -> None:
        with prepared() as database:
            report, differs = accounting.check(database)
            click.echo(report)
            if differs:
                sys.exit(1)

    or_explain(work)


@main.command()
@click.option("--people", type=click.IntRange(1, 1_000_000), default=20_000, show_default=True)
@click.option("--kills", type=click.IntRange(0, 100_000), default=200, show_default=True)
@click.option(
    "--provider", type=click.Choice(["twilio", "smsapi"]), default="smsapi", show_default=True
)
@click.option("--database", metavar="URL", help="An empty PostgreSQL; SQLite otherwise.")
@click.option("--seed", default=1, show_default=True, help="Of the moments of death.")
def torture(people: int, kills: int, provider: str, database: str | None, seed: int) -> None:
    """Kill a sending process again and again, and count what arrived. Touches nothing of yours."""
    from occ.torture import command

    def work() -> None:
        found = command.run(command.Asked(people, kills, provider, database, seed), click.echo)
        click.echo(found)
        if not found.is_good:
            sys.exit(1)

    or_explain(work)


for command in (moving.backup, moving.restore, moving.db):
    main.add_command(command)

if __name__ == "__main__":
    sys.exit(main())
