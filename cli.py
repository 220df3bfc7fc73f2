"""Commands only: parse, call the shell, print, exit code."""

import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

import click

from pipeline.commands.archive import archive
from pipeline.commands.cards import cards
from pipeline.commands.committee import committee
from pipeline.commands.daily import build, pull, run, status, write_back
from pipeline.commands.database import db
from pipeline.commands.due import due
from pipeline.commands.explain import explain
from pipeline.commands.forms import forms
from pipeline.commands.link import link
from pipeline.commands.office_lists import import_
from pipeline.commands.orientation import orientation
from pipeline.commands.override import override
from pipeline.commands.publish import publish
from pipeline.commands.queue import queue
from pipeline.commands.rules import rules
from pipeline.commands.sample import sample
from pipeline.commands.setup import decode, demo, doctor, init, sandbox
from pipeline.commands.stories import person, plan
from pipeline.errors import RetourError


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="retour")
@click.option(
    "--project",
    type=click.Path(file_okay=False),
    envvar="RETOUR_PROJECT",
    default=".",
    show_default="the current folder",
    help="Folder of the programme (also: RETOUR_PROJECT).",
)
@click.pass_context
def retour(context: click.Context, project: str) -> None:
    """From an XLSForm filled on a tablet to a row an analyst can read.

    A programme is a folder with config/ and forms/; 'retour init DIR' lays one.
    Every day: 'retour run'. To see it all work on made-up data: 'retour demo'.

    Exit codes: 0 done and balanced · 1 you answered no, or a defect of retour · 2 wrong usage ·
    3 something to fix, nothing was touched · 4 a server could not be read or written to completely, what is proved is
    loaded · 5 the database refused, rolled back.
    """
    context.obj = project


DAILY = (init, demo, doctor, forms, cards, pull, build, run, write_back, status, queue)
PEOPLE = (link, person, plan, import_)
JUDGING = (explain, rules, override, due, committee, orientation, sample, publish)
for command in (*DAILY, *PEOPLE, *JUDGING, archive, sandbox, db, decode):
    retour.add_command(command)


def main(arguments: Sequence[str] | None = None) -> None:
    """Entry point of ``retour``: an error of ours becomes one line and its exit code, never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    try:
        retour(arguments, standalone_mode=True)
    except RetourError as error:
        click.echo(f"{click.style(type(error).__name__, fg='red')}: {error}", err=True)
        sys.exit(error.exit_code)
    except Exception as error:
        # Python's own message may quote an answer; the type and the place are enough for whoever mends it.
        place = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{Path(place.filename).name}, line {place.lineno}"
        click.echo(f"{type(error).__name__} in {where}: a defect of retour. Please report this line.", err=True)
        if os.environ.get("RETOUR_DEBUG"):
            raise
        sys.exit(1)
