"""What a command shows: bars on a terminal, plain lines in a log, one JSON document for machines."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table


class Screen:
    """Tells progress on standard error, so that standard output stays clean for results."""

    def __init__(self, quiet: bool = False) -> None:
        """``quiet`` hides progress (for ``--json``); errors are never hidden."""
        self._console = Console(stderr=True, quiet=quiet, highlight=False)

    def say(self, line: str) -> None:
        """One finished line."""
        self._console.print(line, markup=False, soft_wrap=True)

    @contextmanager
    def step(self, label: str, total: int | None = None) -> Iterator[Callable[[int], None]]:
        """A bar on a terminal; in a log nothing but the lines that are said."""
        if not self._console.is_terminal:
            yield lambda count: None
            return
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=self._console, transient=True) as progress:
            task = progress.add_task(label, total=total)
            yield lambda count: progress.update(task, advance=count)


def print_json(document: Any) -> None:
    """One JSON document on standard output; dates in ISO 8601, amounts as text."""
    click.echo(json.dumps(document, ensure_ascii=False, indent=2, default=str))


def print_table(
    title: str, columns: Sequence[str], rows: Sequence[Sequence[object]], right: Sequence[int] = ()
) -> None:
    """A table on standard output; ``right`` holds the positions of number columns."""
    console = Console(highlight=False, width=None if Console().is_terminal else 160)
    if title:
        console.print(title, style="bold", markup=False)
    table = Table()
    for position, column in enumerate(columns):
        table.add_column(column, justify="right" if position in right else "left", overflow="fold")
    for row in rows:
        table.add_row(*("" if cell is None else str(cell) for cell in row))
    console.print(table, markup=False)


def as_json(function: Callable[..., Any]) -> Callable[..., Any]:
    """The ``--json`` option every reading command has."""
    return click.option("--json", "json_wanted", is_flag=True, help="Print one JSON document instead.")(function)
