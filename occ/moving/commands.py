"""`occ backup`, `occ restore` and `occ db copy`, as they are typed.

What they need is imported inside them: the commands that serve patch the standard library first.
"""

from __future__ import annotations

from pathlib import Path

import click

from occ.commanding import configured, opened, or_explain


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup(file: Path) -> None:
    """Write the database and customers' files into FILE, without the key. Also while it serves."""
    from occ.moving import backup as moving

    def work() -> None:
        with opened() as database:
            click.echo(moving.back_up(configured(), database, file.resolve()))

    or_explain(work)


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def restore(file: Path) -> None:
    """Fill an empty installation from a backup."""
    from occ.moving import backup as moving

    def work() -> None:
        with opened() as database:
            click.echo(moving.restore(configured(), database, file))

    or_explain(work)


@click.group()
def db() -> None:
    """The database."""


@db.command("copy")
@click.argument("url")
def copy_database(url: str) -> None:
    """Copy all rows into the empty database at URL, such as postgresql://…"""
    from occ.moving import copy as moving

    def work() -> None:
        with opened() as database:
            click.echo(moving.copy(database, url))

    or_explain(work)
